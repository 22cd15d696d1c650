"""Campaigns as the console's screens show them; templates only lay out what stands here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.campaigns import Campaign
from db.queries.campaigns import EventRow, RecipientRow
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, ResponseKind
from schemas.reasons import reason
from schemas.tallies import Tally
from web.formatting import date_time, number, percent
from web.i18n import gettext, mark, ngettext

_S = DeliveryStatus
# What a tile counts and what its list shows are the same people.
SHOWN: Mapping[str, tuple[DeliveryStatus, ...]] = {
    "sent": (_S.ACCEPTED, _S.SENT, _S.DELIVERED, _S.READ),
    "delivered": (_S.DELIVERED, _S.READ),
    "read": (_S.READ,),
    "waiting": (_S.PENDING, _S.SENDING),
    "failed": (_S.FAILED,),
    "unknown": (_S.UNKNOWN,),
    "skipped": (_S.SKIPPED,),
}
# What people did is shown beside where they stand.
RESPONDED: Mapping[str, ResponseKind] = {
    "clicked": ResponseKind.CLICK,
    "replied": ResponseKind.REPLY,
    "opted_out": ResponseKind.OPT_OUT,
}
_LABELS = {
    "sent": mark("Sent"),
    "delivered": mark("Delivered"),
    "read": mark("Read"),
    "waiting": mark("Waiting"),
    "failed": mark("Failed"),
    "unknown": mark("Unknown"),
    "skipped": mark("Left out"),
    "clicked": mark("Clicked"),
    "replied": mark("Replied"),
    "opted_out": mark("Opted out"),
}
_LOOKS = {
    "sent": ("send", "info"),
    "delivered": ("check-check", "success"),
    "read": ("eye", "brand"),
    "waiting": ("clock", "neutral"),
    "failed": ("circle-x", "danger"),
    "unknown": ("circle-help", "warning"),
    "skipped": ("user-x", "neutral"),
}
_UNDER_WAY = (CampaignStatus.LAUNCHING, CampaignStatus.RUNNING)
_STOPPED = (CampaignStatus.PAUSED, CampaignStatus.AUTO_PAUSED)

# Lines of the history that say how many people it was about.
_COUNTED = ("unknown_resumed", "dropped", "changed")


@dataclass(frozen=True, slots=True)
class Tile:
    key: str
    label: str
    value: str
    hint: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Words:
    """A code in the reader's language, with what can be done about it."""

    text: str
    advice: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign in the list."""

    id: UUID
    name: str
    channel: str
    status: str
    parts: list[tuple[str, int, str]]
    summary: str
    at: datetime
    at_label: str
    # Why it stands, or what it waits for.
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A recipient in the list."""

    id: UUID
    contact_id: UUID | None
    name: str
    address: str
    status: str
    at: datetime | None
    why: Words | None
    attempts: int
    provider_id: str


def words(code: str | None, detail: str | None = None) -> Words | None:
    if not code:
        return None
    found = reason(code)
    advice = gettext(found.advice) if found.advice else ""
    return Words(gettext(found.text), advice, code, detail or "")


def excluded(counts: Mapping[str, int]) -> list[tuple[str, Words | None, int]]:
    """Why people are left out, the most frequent first: (code, words, how many)."""
    pairs = sorted(counts.items(), key=lambda pair: -pair[1])
    return [(code, words(code), count) for code, count in pairs]


def parts(tally: Tally, channel: Channel) -> list[tuple[str, int, str]]:
    """Everybody a message was meant for, each once: the pieces of the bar."""
    pieces = [
        (gettext("Read"), tally.at(_S.READ), "brand"),
        (gettext("Delivered"), tally.at(_S.DELIVERED), "success"),
        (gettext("Sent"), tally.at(_S.ACCEPTED, _S.SENT), "info"),
        (gettext("Failed"), tally.failed, "danger"),
        (gettext("Unknown"), tally.unknown, "warning"),
        (gettext("Not sent"), tally.cancelled, "muted"),
        (gettext("Waiting"), tally.waiting, "neutral"),
    ]
    # The first three always stand in the legend; trouble only where there is some. Nobody says
    # that an SMS was read.
    usual = pieces[1:3] if channel is Channel.SMS else pieces[:3]
    return usual + [piece for piece in pieces[3:] if piece[1]]


def tiles(tally: Tally, channel: Channel) -> list[Tile]:
    counts = {key: tally.at(*statuses) for key, statuses in SHOWN.items()}
    hints = {
        "sent": _of(counts["sent"], tally.recipients),
        "delivered": _of(counts["delivered"], counts["sent"]),
        "read": _of(counts["read"], counts["delivered"]),
        "failed": _of(counts["failed"], tally.recipients),
        "unknown": gettext("No answer came") if counts["unknown"] else "",
        "skipped": "",
        "waiting": _in_flight(tally.in_flight) if tally.in_flight else "",
    }
    return [
        Tile(key, gettext(_LABELS[key]), number(count), hints[key], *_LOOKS[key])
        for key, count in counts.items()
        if key != "read" or channel is not Channel.SMS
    ]


def label(key: str) -> str:
    return gettext(_LABELS[key])


def _of(count: int, whole: int) -> str:
    return percent(count / whole, 1) if whole else ""


def _in_flight(count: int) -> str:
    return ngettext("%(num)s in flight", "%(num)s in flight", count) % {"num": number(count)}


def row(campaign: Campaign, tally: Tally, waits: str = "") -> Row:
    status = campaign.status.value
    at, at_label = _when(campaign)
    why = words(campaign.status_code)
    return Row(
        id=campaign.id,
        name=campaign.name,
        channel=campaign.channel.value,
        status=status,
        parts=parts(tally, campaign.channel) if tally.recipients else [],
        summary=_summary(tally),
        at=at,
        at_label=at_label,
        note=why.text if why else waits,
    )


def _when(campaign: Campaign) -> tuple[datetime, str]:
    """The moment that matters most in this state."""
    if campaign.finished_at is not None:
        return campaign.finished_at, gettext("Ended")
    if campaign.launched_at is not None:
        return campaign.launched_at, gettext("Launched")
    if campaign.scheduled_at is not None and campaign.status is not CampaignStatus.DRAFT:
        return campaign.scheduled_at, gettext("Starts")
    return campaign.updated_at, gettext("Edited")


def _summary(tally: Tally) -> str:
    if not tally.total:
        return ""
    text = gettext("%(settled)s of %(recipients)s")
    return text % {"settled": number(tally.settled), "recipients": number(tally.recipients)}


def line(found: RecipientRow) -> Line:
    return Line(
        id=found.id,
        contact_id=found.contact_id if found.name is not None else None,
        name=found.name or "",
        address=found.address,
        status=found.status.value,
        at=found.at,
        why=words(found.reason, found.reason_detail),
        attempts=found.attempts,
        provider_id=found.provider_id or "",
    )


def note(event: EventRow) -> str:
    """What an event says besides its kind: for when, or a copy of what."""
    if not event.detail or event.code:
        return ""
    if event.kind == "scheduled":
        return gettext("For %(moment)s") % {
            "moment": date_time(datetime.fromisoformat(event.detail))
        }
    if event.kind in _COUNTED:
        count = int(event.detail)
        people = ngettext("%(num)s person", "%(num)s people", count)
        return people % {"num": number(count)}
    if event.kind == "created":
        return gettext("A copy of “%(name)s”") % {"name": event.detail}
    return event.detail


@dataclass(frozen=True, slots=True)
class Progress:
    """The upper part of a campaign's page, as of now."""

    tally: Tally
    parts: list[tuple[str, int, str]]
    tiles: list[Tile]
    share: float
    headline: str
    pace: str


def progress(campaign: Campaign, tally: Tally, per_second: float | None) -> Progress:
    return Progress(
        tally=tally,
        parts=parts(tally, campaign.channel),
        tiles=tiles(tally, campaign.channel),
        share=tally.settled / tally.recipients if tally.recipients else 0.0,
        headline=_summary(tally),
        pace=_pace(campaign, tally, per_second),
    )


def _pace(campaign: Campaign, tally: Tally, per_second: float | None) -> str:
    """How fast it goes and how long it will take, or what it waits for."""
    if campaign.status in _STOPPED and tally.in_flight:
        text = ngettext(
            "%(num)s message is still in flight and will leave",
            "%(num)s messages are still in flight and will leave",
            tally.in_flight,
        )
        return text % {"num": number(tally.in_flight)}
    if campaign.status not in _UNDER_WAY:
        return ""
    if campaign.frozen_at is None:
        return gettext("Putting the audience together …")
    # What it waits for, and until when, is said above.
    told = campaign.waits_for is not None and tally.waiting > 0
    if told or not per_second:
        return gettext("Waiting for the number's turn …") if tally.waiting and not told else ""
    speed = gettext("%(rate)s a second") % {"rate": number(round(per_second, 1))}
    if not tally.waiting:
        return speed
    return f"{speed} · {_left(tally.waiting / per_second)}"


def _left(seconds: float) -> str:
    if seconds < 60:  # noqa: PLR2004
        return gettext("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 120:  # noqa: PLR2004
        text = ngettext("about %(num)s minute left", "about %(num)s minutes left", minutes)
        return text % {"num": number(minutes)}
    hours = round(seconds / 3600)
    text = ngettext("about %(num)s hour left", "about %(num)s hours left", hours)
    return text % {"num": number(hours)}
