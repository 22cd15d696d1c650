"""A conversation's entries as bubbles: what the templates only lay out."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from markupsafe import Markup

from schemas.enums import DeliveryStatus, Direction, MediaStatus
from schemas.media import REASONS, MediaFile
from schemas.reasons import reason
from schemas.timeline import Entry, Mark, Place
from web import conversation_events, conversation_parts, whatsapp_text
from web.conversation_parts import Origin, Part
from web.formatting import clock, date_time, day
from web.i18n import gettext, mark

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Bubbles of one person within so long stand together, under one name.
_TOGETHER = timedelta(minutes=5)
_QUOTED = 160

_S = DeliveryStatus
# (icon, tone, words); what has no entry has no ticks.
_TICKS: Mapping[DeliveryStatus, tuple[str, str, str]] = {
    _S.PENDING: ("clock", "waiting", mark("Waiting to leave")),
    _S.SENDING: ("clock", "waiting", mark("Leaving now")),
    _S.ACCEPTED: ("check", "sent", mark("Accepted by WhatsApp")),
    _S.SENT: ("check", "sent", mark("Sent")),
    _S.DELIVERED: ("check-check", "delivered", mark("Delivered")),
    _S.READ: ("check-check", "read", mark("Read")),
    _S.FAILED: ("circle-alert", "failed", mark("Not sent")),
    _S.UNKNOWN: ("circle-help", "unknown", mark("Unknown")),
    _S.SKIPPED: ("ban", "skipped", mark("Not sent")),
}
# Settled at the connection, not in the message.
_CONNECTION_CODES = frozenset(
    [
        "0",
        "3",
        "10",
        "33",
        "190",
        "368",
        "131005",
        "131031",
        "131037",
        "131042",
        "131044",
        "131045",
        "131063",
        "secret_unreadable",
    ]
)
_WINDOW_CODES = frozenset({"131047", "window_closed"})
_KINDS = {
    "image": mark("Photo"),
    "video": mark("Video"),
    "audio": mark("Audio"),
    "voice": mark("Voice message"),
    "document": mark("Document"),
    "sticker": mark("Sticker"),
    "location": mark("Location"),
    "contacts": mark("Contact"),
    "order": mark("Order"),
    "interactive": mark("Menu"),
    "template": mark("Template"),
    "campaign": mark("Campaign"),
    "deleted": mark("Deleted message"),
}

# Who wrote it, where no person of ours did.
_BY = {
    "api": mark("By API"),
    "rule": mark("Automation"),
    "test": mark("Test of a campaign"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file as a bubble shows it; without an address it cannot be shown now."""

    id: UUID
    kind: str
    name: str
    mime_type: str
    size: int | None
    width: int | None
    height: int | None
    length: str
    address: str = ""
    download: str = ""
    waits: bool = False
    why: str = ""
    may_retry: bool = False

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2][:5].upper() if "." in self.name else ""


@dataclass(frozen=True, slots=True)
class Ticks:
    icon: str
    tone: str
    label: str
    # (what, when) for each moment we were told of.
    moments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it did not arrive, in words, and what a person can do."""

    text: str
    detail: str
    code: str
    tone: str = "danger"
    again: bool = False
    # Asked before it is sent again, where it might arrive twice.
    warning: str = ""
    template: bool = False
    connection: bool = False


@dataclass(frozen=True, slots=True)
class QuoteView:
    id: UUID | None
    who: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bubble:
    entry: Entry
    # "in", "out", "note" or "event": which side it stands on and its colour.
    side: str
    shape: str
    part: Part | None
    html: Markup
    author: str
    time: str
    day: str
    day_label: str
    place: str
    version: str
    # Of what is above the ticks, so that a photo is not drawn anew for a receipt.
    body_version: str
    files: tuple[File, ...] = ()
    quote: QuoteView | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    ticks: Ticks | None = None
    trouble: Trouble | None = None
    lone_emoji: bool = False
    is_own: bool = False
    forwarded: bool = False
    origin: Origin | None = None
    # The first of a group carries the name; the first of a day or of what is new, a line above.
    leads: bool = True
    opens_day: bool = False
    is_new: bool = False

    @property
    def id(self) -> UUID:
        return self.entry.id

    @property
    def may_be_answered(self) -> bool:
        """Only what the provider knows can be quoted or reacted to."""
        return self.entry.provider_id is not None and self.shape not in ("deleted", "system")


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks, and how files are led to."""

    user_id: UUID
    contact_name: str
    zone: ZoneInfo
    address: Callable[[MediaFile, bool], str]


def place_text(place: Place) -> str:
    return f"{(place.at - _EPOCH) // _MICROSECOND}_{place.id.hex}"


def read_place(text: str) -> Place | None:
    """None for an address somebody edited."""
    moment, _, key = text.partition("_")
    try:
        return Place(_EPOCH + int(moment) * _MICROSECOND, UUID(hex=key))
    except (ValueError, OverflowError):
        return None


def bubbles(
    entries: Sequence[Entry],
    files: Mapping[UUID, Sequence[MediaFile]],
    sight: Sight,
    *,
    before: Entry | None = None,
    unread: int = 0,
) -> list[Bubble]:
    """In their order, grouped; `unread` is how many of the customer's newest are new."""
    first_new = _first_new(entries, unread)
    shown = []
    for entry in entries:
        made = _bubble(entry, files.get(entry.id, ()), sight)
        opens = before is None or _day(before.at, sight) != _day(entry.at, sight)
        leads = opens or before is None or not _belongs(before, entry)
        new = entry.id == first_new
        shown.append(replace(made, leads=leads or new, opens_day=opens, is_new=new))
        before = entry
    return shown


def _first_new(entries: Sequence[Entry], unread: int) -> UUID | None:
    spoken = [entry.id for entry in entries if entry.direction is Direction.IN]
    return spoken[max(0, len(spoken) - unread)] if unread and spoken else None


def _belongs(before: Entry, entry: Entry) -> bool:
    same = (before.direction, before.author_id, before.campaign_id)
    return (
        same == (entry.direction, entry.author_id, entry.campaign_id)
        and entry.at - before.at < _TOGETHER
    )


def _day(moment: datetime, sight: Sight) -> date:
    return moment.astimezone(sight.zone).date()


def day_words(moment: date, today: date) -> str:
    if moment == today:
        return gettext("Today")
    return gettext("Yesterday") if moment == today - timedelta(days=1) else day(moment)


def _bubble(entry: Entry, files: Sequence[MediaFile], sight: Sight) -> Bubble:
    shape, part = conversation_parts.read(entry)
    own_day = _day(entry.at, sight)
    shown_files = tuple(_file(one, sight) for one in files)
    content = (entry.kind, entry.body, entry.payload, entry.edited_at, entry.quote, files)
    return Bubble(
        entry=entry,
        side=entry.direction.value,
        shape=shape,
        part=part,
        html=_html(entry, shape, shown_files),
        author=_author(entry, sight),
        time=clock(entry.at),
        day=own_day.isoformat(),
        day_label=day_words(own_day, _day(datetime.now(UTC), sight)),
        place=place_text(entry.place),
        version=_version((entry, files)),
        body_version=_version(content),
        files=shown_files,
        quote=_quote(entry, sight),
        reactions=tuple(_reactions(entry.reactions, sight)),
        ticks=_ticks(entry),
        trouble=_trouble(entry),
        lone_emoji=shape == "text" and whatsapp_text.is_lone_emoji(entry.body),
        is_own=entry.author_id == sight.user_id,
        forwarded=entry.direction is Direction.IN and entry.payload.get("forwarded") is True,
        origin=conversation_parts.origin(entry),
    )


def _version(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:10]


def _html(entry: Entry, shape: str, files: Iterable[File]) -> Markup:
    if entry.direction is Direction.EVENT:
        return Markup("{}").format(conversation_events.words(entry))
    if shape == "media" and entry.body in {file.name for file in files}:
        # Where there is no caption, lists show the file's name.
        return Markup()
    if entry.direction is Direction.NOTE:
        return whatsapp_text.to_html(entry.body, list(_mentioned(entry)))
    return whatsapp_text.to_html(entry.body) if shape in ("text", "media", "system") else Markup()


def _mentioned(entry: Entry) -> Iterator[str]:
    rows = entry.payload.get("mentions")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping) and row.get("name"):
            yield str(row["name"])


def _author(entry: Entry, sight: Sight) -> str:
    if entry.direction is Direction.IN:
        return sight.contact_name
    if entry.campaign_id is not None:
        return entry.campaign_name or gettext("Campaign")
    if entry.author_id == sight.user_id:
        return gettext("You")
    return entry.author_name or (gettext(_BY[entry.source]) if entry.source in _BY else "")


def kind_words(kind: str) -> str:
    found = _KINDS.get(kind)
    return gettext(found) if found else kind.replace("_", " ").capitalize()


def _quote(entry: Entry, sight: Sight) -> QuoteView | None:
    quote = entry.quote
    if quote is None:
        return None
    if quote.id is None:
        return QuoteView(None, "", gettext("A message we do not have"), "")
    who = sight.contact_name if quote.direction is Direction.IN else gettext("You")
    text = whatsapp_text.to_words(quote.body[:_QUOTED]) or kind_words(quote.kind)
    return QuoteView(quote.id, who, text, quote.kind)


def _reactions(marks: Iterable[Mark], sight: Sight) -> Iterator[tuple[str, str]]:
    for one in marks:
        yield (
            one.emoji,
            sight.contact_name if one.direction is Direction.IN else gettext("You"),
        )


def _ticks(entry: Entry) -> Ticks | None:
    if entry.direction is not Direction.OUT or entry.status is None:
        return None
    icon, tone, label = _TICKS[entry.status]
    times = entry.moments
    told = (
        (gettext("Written"), entry.at),
        (gettext("Accepted by WhatsApp"), times.accepted_at),
        (gettext("Sent"), times.sent_at),
        (gettext("Delivered"), times.delivered_at),
        (gettext("Read"), times.read_at),
        (gettext("Failed"), times.failed_at),
    )
    moments = tuple((what, date_time(at)) for what, at in told if at is not None)
    return Ticks(icon, tone, gettext(label), moments)


def _trouble(entry: Entry) -> Trouble | None:
    if entry.direction is not Direction.OUT:
        return None
    code, detail = entry.reason or "", entry.reason_detail or ""
    mine = entry.campaign_id is None
    if entry.status is _S.UNKNOWN:
        return Trouble(
            gettext("We do not know whether this went out."),
            detail,
            code,
            tone="warning",
            again=mine,
            warning=gettext(
                "It may have arrived already. If you send it again, the customer may get it twice."
            ),
        )
    if entry.status not in (_S.FAILED, _S.SKIPPED):
        return None
    said = gettext(reason(code).text) if code else gettext("This was not sent.")
    needs_template = code in _WINDOW_CODES
    return Trouble(
        said,
        detail,
        code,
        again=mine and not needs_template,
        template=needs_template,
        connection=_is_connections(code),
    )


def _is_connections(code: str) -> bool:
    permissions = code.isascii() and code.isdigit() and int(code) in range(200, 300)
    return permissions or code in _CONNECTION_CODES


def _file(file: MediaFile, sight: Sight) -> File:
    length = f"{file.seconds // 60}:{file.seconds % 60:02d}" if file.seconds is not None else ""
    stored = file.stored
    why = REASONS.get(file.reason or "", mark("It could not be fetched."))
    return File(
        id=file.id,
        kind=file.kind,
        name=file.filename or kind_words(file.kind),
        mime_type=file.mime_type,
        size=file.size,
        width=file.width,
        height=file.height,
        length=length,
        address=sight.address(file, False) if stored else "",
        download=sight.address(file, True) if stored else "",
        waits=file.status is MediaStatus.PENDING,
        why="" if stored or file.status is MediaStatus.PENDING else gettext(why),
        may_retry=file.status is MediaStatus.FAILED,
    )
