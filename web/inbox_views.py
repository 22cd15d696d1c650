"""What the inbox's screens show: the list, its filters, and what can be done to a conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import Request

from db.models.conversations import Conversation, InboxView, Label, Team
from db.queries import conversations, inboxes, labels, people, teams
from db.queries import inbox_views as view_queries
from db.queries.contacts import ContactRow
from db.queries.conversations import ConversationRow, Counts, Eyes, Filters
from db.queries.inboxes import Inbox
from db.queries.people import Member
from db.session import Session
from schemas.enums import Channel, Priority, Role
from services import contact_lists
from services import inboxes as inbox_rules
from services.contact_lists import ContactFilter
from web import formatting, snoozing, whatsapp_text
from web.contact_views import TONES
from web.dependencies import SignedInPerson
from web.i18n import gettext, mark
from web.inbox_filters import VIEWS, Chosen, spot, spot_word
from web.render import wants_fragment

PAGE = 50
# A refresh reads as many lines again as are on the page; a longer list is begun anew further down.
MOST = 500
_TABS = {
    "mine": mark("Mine"),
    "unassigned": mark("Unassigned"),
    "all": mark("All"),
    "mentions": mark("Mentions"),
}
# Waiting so many minutes is shown as pressing, and as late.
_PRESSING, _LATE = 15, 60
_DIGITS = 3
_KINDS = {
    "image": ("image", mark("Photo")),
    "video": ("video", mark("Video")),
    "audio": ("mic", mark("Voice message")),
    "document": ("file-text", mark("Document")),
    "sticker": ("smile", mark("Sticker")),
    "location": ("map-pin", mark("Location")),
    "contacts": ("contact-round", mark("Contact")),
    "template": ("file-text", mark("Template")),
    "interactive": ("list", mark("Question with buttons")),
    "order": ("list", mark("Order")),
    "deleted": ("ban", mark("Message deleted")),
}
_PLAIN = {"text", "button", "interactive", "template", "system", "reaction"}


@dataclass(frozen=True, slots=True)
class Badge:
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation of the list, in words."""

    row: ConversationRow
    name: str
    preview: str
    icon: str
    labels: list[Badge]
    assignee: str
    inbox: str
    waiting: str
    waiting_tone: str
    spot: str


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what a line may name; a handful of small tables."""

    people: dict[UUID, str]
    members: Sequence[Member]
    teams: Sequence[Team]
    labels: Sequence[Label]
    inboxes: list[Inbox]

    def inbox(self, number_id: UUID) -> str:
        """Its name where there are several, else nothing."""
        if len(self.inboxes) < 2:  # noqa: PLR2004
            return ""
        return next((_inbox_name(one) for one in self.inboxes if one.id == number_id), "")


def _inbox_name(inbox: Inbox) -> str:
    name = inbox.name or formatting.phone(inbox.phone)
    return f"SMS · {name}" if inbox.channel is Channel.SMS else name


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's own part of the list."""

    sight: Eyes
    counts: Counts
    chosen: Chosen
    filters: Filters
    views: Sequence[InboxView]
    mentions: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: from the top, behind `start`, or just above `before`."""

    filters: Filters
    start: str = ""
    before: str = ""
    shown: int = PAGE


@dataclass(frozen=True, slots=True)
class Stretch:
    wanted: Wanted
    rows: list[ConversationRow]
    names: Names


async def eyes(session: Session, user: SignedInPerson) -> Eyes:
    return await inbox_rules.eyes(session, user.user_id, user.role)


async def frame(request: Request, session: Session, user: SignedInPerson) -> dict[str, Any]:
    """The context of inbox/frame.html: the list as the address narrows it.

    Only what its links need for a swap of the open conversation, which leaves the list alone.
    """
    chosen = Chosen.read(request.query_params)
    if wants_fragment(request):
        return {"chosen": chosen}
    return await list_context(request, session, user, chosen)


async def list_context(
    request: Request, session: Session, user: SignedInPerson, chosen: Chosen
) -> dict[str, Any]:
    """The whole list: tabs with counts, filters, and as many lines as were shown already."""
    desk = await read_desk(session, user, chosen)
    return list_of(
        request, user, desk, await read_stretch(session, desk.sight, wanted(request, desk))
    )


async def read_desk(session: Session, user: SignedInPerson, chosen: Chosen) -> Desk:
    """What one person's list depends on and nobody else's does."""
    sight = await eyes(session, user)
    counts = await conversations.counts(session, sight)
    chosen = _with_view(chosen, counts)
    mentioned: tuple[UUID, ...] = ()
    if chosen.view == "mentions":
        mentioned = await view_queries.mentioned(session, user.user_id)
    return Desk(
        sight=sight,
        counts=counts,
        chosen=chosen,
        filters=chosen.filters(user.user_id, mentioned),
        views=await view_queries.of(session, user.user_id),
        mentions=await view_queries.unread_mentions(session, user.user_id),
    )


def wanted(request: Request, desk: Desk) -> Wanted:
    """The lines an open page shows."""
    start = request.query_params.get("start", "")
    return Wanted(desk.filters, start=start, shown=_shown(request))


async def read_stretch(session: Session, sight: Eyes, wanted: Wanted) -> Stretch:
    """Lines and what they name: the same for everybody who may see the same inboxes."""
    rows = await conversations.page(
        session,
        sight,
        wanted.filters,
        after=spot(wanted.start),
        before=spot(wanted.before),
        limit=wanted.shown + 1,
    )
    return Stretch(wanted, rows, await read_names(session, sight))


def list_of(request: Request, user: SignedInPerson, desk: Desk, stretch: Stretch) -> dict[str, Any]:
    names, counts = stretch.names, desk.counts
    context = _lines_of(stretch)
    return {
        **context,
        "chosen": desk.chosen,
        "tabs": _tabs(desk.chosen, counts, desk.mentions),
        "names": names,
        "views": desk.views,
        "current_view": _current(desk.views, desk.chosen),
        "may_act": user.may(Role.AGENT),
        "may_share": user.may(Role.ADMIN),
        "me": user.user_id,
        "tones": TONES,
        "snoozes": snoozing.choices(datetime.now(UTC)),
        "priorities": [one.value for one in Priority],
        "open_id": _open_id(request),
        "connected": any(not inbox.removed for inbox in names.inboxes),
        "any_at_all": bool(counts.all) or bool(context["lines"]),
        "unassigned_count": counts.unassigned,
    }


def _lines_of(stretch: Stretch) -> dict[str, Any]:
    """A stretch of lines: from the top, behind `start`, or just above `before`."""
    asked, shown, rows = stretch.wanted, stretch.wanted.shown, stretch.rows
    more = len(rows) > shown
    # Going up, what is too much lies at the beginning.
    rows = (rows[-shown:] if asked.before else rows[:shown]) if more else rows
    lines = [_line(row, asked.filters, stretch.names) for row in rows]
    above = lines and (asked.start or (asked.before and more))
    return {
        "lines": lines,
        "start": asked.start,
        "shown": len(lines),
        "above": lines[0].spot if above else "",
        "below": lines[-1].spot if lines and more and not asked.before else "",
        "full": shown >= MOST,
    }


async def stretch_context(
    session: Session, user: SignedInPerson, chosen: Chosen, *, after: str, before: str
) -> dict[str, Any]:
    """A further page of lines, which goes on by itself."""
    desk = await read_desk(session, user, chosen)
    asked = Wanted(desk.filters, start=after, before=before)
    context = _lines_of(await read_stretch(session, desk.sight, asked))
    above = context["above"] if before else ""
    may_act = user.may(Role.AGENT)
    return {**context, "chosen": chosen, "above": above, "open_id": None, "may_act": may_act}


async def plain_lines(session: Session, sight: Eyes, rows: Sequence[ConversationRow]) -> list[Line]:
    """What a search found, in words."""
    names = await read_names(session, sight)
    return [_line(row, Filters(), names) for row in rows]


async def suggestions(
    session: Session, user: SignedInPerson, typed: str, *, limit: int
) -> list[ContactRow]:
    """Contacts with a number, by name or number; for nothing typed, nobody."""
    if len(typed.strip()) < 2:  # noqa: PLR2004
        return []
    found = await contact_lists.find(
        session, ContactFilter(typed), user.country, after=None, limit=limit
    )
    return [row for row in found.rows if row.phone]


async def read_names(session: Session, sight: Eyes) -> Names:
    members = await people.members(session)
    seen = [
        inbox
        for inbox in await inboxes.all_inboxes(session)
        if sight.number_ids is None or inbox.id in sight.number_ids
    ]
    return Names(
        people={member.id: member.name for member in members},
        members=[member for member in members if member.role is not Role.VIEWER],
        teams=await teams.all_teams(session),
        labels=await labels.all_labels(session),
        inboxes=seen,
    )


async def actions(
    session: Session, user: SignedInPerson, conversation: Conversation
) -> dict[str, Any]:
    """The context of inbox/actions.html: assign, team, priority, labels, snooze, close."""
    names = await read_names(session, await eyes(session, user))
    allowed = (await inbox_rules.may_see(session, [conversation.phone_number_id]))[
        conversation.phone_number_id
    ]
    return {
        "acted": conversation,
        "acting": {
            "members": [one for one in names.members if allowed is None or one.id in allowed],
            "assignee": names.people.get(conversation.assignee_id)
            if conversation.assignee_id
            else None,
            "teams": names.teams,
            "team": next((one.name for one in names.teams if one.id == conversation.team_id), None),
            "labels": names.labels,
            "tones": TONES,
            "priorities": [one.value for one in Priority],
            "snoozes": snoozing.choices(datetime.now(UTC)),
            "may_act": user.may(Role.AGENT),
            "me": user.user_id,
        },
    }


def label_badges(label_ids: Sequence[UUID], known: Sequence[Label]) -> list[Badge]:
    """In the order of their names."""
    return [Badge(one.name, TONES[one.colour]) for one in known if one.id in set(label_ids)]


def _line(row: ConversationRow, filters: Filters, names: Names) -> Line:
    icon, preview = _preview(row)
    waiting, tone = _waiting(row)
    return Line(
        row=row,
        name=row.contact_name or formatting.phone(row.contact_phone),
        preview=preview,
        icon=icon,
        labels=label_badges(row.label_ids, names.labels),
        assignee=names.people.get(row.assignee_id, "") if row.assignee_id else "",
        inbox=names.inbox(row.phone_number_id),
        waiting=waiting,
        waiting_tone=tone,
        spot=spot_word(conversations.spot(row, filters)),
    )


def _preview(row: ConversationRow) -> tuple[str, str]:
    """An icon where the message is more than words, and what it says."""
    icon, word = _KINDS.get(row.preview_kind, ("", ""))
    if row.preview_kind in _PLAIN and row.preview:
        icon = ""
    if not row.preview_kind:
        return "", gettext("No messages yet")
    fallback = gettext(word) if word else gettext("Message")
    return icon, whatsapp_text.to_words(row.preview) or fallback


def _waiting(row: ConversationRow) -> tuple[str, str]:
    if row.waiting_since is None:
        return "", "neutral"
    minutes = (datetime.now(UTC) - row.waiting_since).total_seconds() / 60
    tone = "danger" if minutes >= _LATE else "warning" if minutes >= _PRESSING else "neutral"
    return formatting.brief(max(60.0, minutes * 60)), tone


def _with_view(chosen: Chosen, counts: Counts) -> Chosen:
    """Where nobody said which: the first in which there is something to do."""
    if chosen.view:
        return chosen
    found = "mine" if counts.mine else "unassigned" if counts.unassigned else "all"
    return Chosen.read({**chosen.words(), "view": found})


def _tabs(chosen: Chosen, counts: Counts, mentions: int) -> list[tuple[str, str, bool, str]]:
    known: Mapping[str, int] = {
        "mine": counts.mine,
        "unassigned": counts.unassigned,
        "all": counts.all,
        "mentions": mentions,
    }
    return [
        (
            gettext(_TABS[view]),
            chosen.address(view=view, saved=""),
            chosen.view == view,
            capped(known[view]),
        )
        for view in VIEWS
    ]


def capped(count: int) -> str:
    """As a tab or a badge shows it; nothing for none."""
    if not count:
        return ""
    most = conversations.COUNT_CAP
    return f"{formatting.number(most)}+" if count > most else formatting.number(count)


def _current(views: Sequence[InboxView], chosen: Chosen) -> InboxView | None:
    return next((view for view in views if view.id.hex == chosen.saved), None)


def _shown(request: Request) -> int:
    """As many lines as the page says it has, at least a page of them."""
    counted = request.query_params.getlist("shown")
    total = sum(
        int(word) for word in counted if word.isascii() and word.isdigit() and len(word) <= _DIGITS
    )
    return min(MOST, max(PAGE, total))


def _open_id(request: Request) -> UUID | None:
    """Which line is open: of the address, or as the refreshing page says."""
    word = request.path_params.get("conversation_id") or request.query_params.get("open", "")
    try:
        return UUID(str(word))
    except ValueError:
        return None
