"""An open conversation: its page, what is above and below, what changed, drafts and presence."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import JSONResponse

from db.models.conversations import Conversation
from db.queries import contacts
from db.session import Session
from schemas.enums import Role
from schemas.payloads.replies import ConversationRef
from services import canned_replies, drafts, notifications, presence
from services import conversations as rules
from services import inboxes as inbox_rules
from web import conversation_page as parts
from web import conversation_views as views
from web import inbox_views
from web.conversation_page import Opened, OpenedDep, Stretch
from web.dependencies import require_role
from web.render import done, page, wants_fragment
from workflows import starters

router = APIRouter(prefix="/inbox/{conversation_id}")


class Doing(StrEnum):
    VIEWING = "viewing"
    TYPING = "typing"
    GONE = "gone"


PAGE = "inbox/conversation.html"
AGENT = [Depends(require_role(Role.AGENT))]
PlaceText = Annotated[str, Query(max_length=80)]


@router.get("", name="conversation")
async def show(
    *,
    request: Request,
    opened: OpenedDep,
    at: UUID | None = None,
    before: PlaceText = "",
    after: PlaceText = "",
) -> Response:
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
        stretch = await _stretch(session, conversation, at, before, after)
        context = await opened.context(
            session, conversation, stretch, unread=conversation.unread_count
        )
        context["present"] = await opened.present(session)
        if not wants_fragment(request):
            context |= await inbox_views.frame(request, session, opened.user)
    context["at"] = at.hex if at else ""
    return page(request, PAGE, context, fragment="open")


async def _stretch(
    session: Session, conversation: Conversation, at: UUID | None, before: str, after: str
) -> Stretch:
    """The part of the timeline an address asks for; a wrong one gets the newest."""
    found = await parts.around(session, conversation, at) if at is not None else None
    upper, lower = views.read_place(before), views.read_place(after)
    if found is None and upper is not None:
        found = await parts.older(session, conversation, upper)
    if found is None and lower is not None:
        found = await parts.newer(session, conversation, lower)
    return found or await parts.newest(session, conversation)


@router.get("/entries", name="conversation_entries")
async def more(
    request: Request, opened: OpenedDep, before: PlaceText = "", after: PlaceText = ""
) -> Response:
    """The next page in one direction, for a timeline that is scrolled."""
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
        stretch = await _stretch(session, conversation, None, before, after)
        contact = await contacts.get(session, conversation.contact_id)
        shown = await opened.bubbles(session, contact, stretch.entries)
    upwards = bool(before)
    context = {
        "bubbles": shown,
        "base": opened.base,
        "may_act": opened.user.may(Role.AGENT),
        "older": shown[0].place if upwards and stretch.has_older and shown else "",
        "newer": shown[-1].place if not upwards and stretch.has_newer and shown else "",
    }
    return page(request, "inbox/entries.html", context)


@router.get("/changes", name="conversation_changes")
async def changes(
    *,
    request: Request,
    opened: OpenedDep,
    after: PlaceText = "",
    until: PlaceText = "",
    known: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Entries after a place that the page does not have as they are now, and the parts around."""
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
        context = await changed(
            opened, session, conversation, after=after, until=until, known=known
        )
    return page(request, "inbox/changes.html", context)


async def changed(
    opened: Opened,
    session: Session,
    conversation: Conversation,
    *,
    after: str = "",
    until: str = "",
    known: str = "",
) -> dict[str, Any]:
    have = frozenset(known.split("."))
    entries, before = await parts.changes(
        session, conversation, views.read_place(after), views.read_place(until)
    )
    context = await opened.parts(session, conversation)
    shown = await opened.bubbles(session, context["contact"], entries, before=before)
    return {
        **context,
        **await inbox_views.actions(session, opened.user, conversation),
        "bubbles": [bubble for bubble in shown if bubble.version not in have],
        "present": await opened.present(session),
        "behind": len(entries) >= parts.CATCH_UP,
    }


@router.get("/present", name="conversation_present")
async def present(request: Request, opened: OpenedDep) -> Response:
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
        context = {"conversation": conversation, "present": await opened.present(session)}
    return page(request, "inbox/present.html", context)


@router.post("/present", name="note_presence", dependencies=AGENT)
async def note_presence(opened: OpenedDep, doing: Annotated[Doing, Form()]) -> Response:
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
    user = opened.user
    if await presence.note(opened.redis, user.company_id, opened.id, user.user_id, doing.value):
        opened.request.app.state.hints.changed(
            user.company_id, "presence", opened.id, inbox=conversation.phone_number_id
        )
    return done()


@router.post("/seen", name="conversation_seen", dependencies=AGENT)
async def seen(opened: OpenedDep) -> Response:
    """Somebody who answers looks at it, in a tab that is in front."""
    user = opened.user
    async with opened.database.company(user.company_id) as session:
        conversation = await opened.conversation(session)
        unread = conversation.unread_count
        told = await notifications.seen(session, user.user_id, opened.id)
        if unread:
            eyes = await inbox_rules.eyes(session, user.user_id, user.role)
            conversation = await rules.mark_read(session, eyes, opened.id)
    if unread:
        opened.changed(conversation)
        await starters.follow_reading(opened.temporal, ConversationRef(user.company_id, opened.id))
    if told:
        opened.request.app.state.hints.changed(
            user.company_id, "notification", opened.id, user=user.user_id
        )
    return done()


@router.post("/draft", name="keep_draft", dependencies=AGENT)
async def keep_draft(
    opened: OpenedDep,
    body: Annotated[str, Form(max_length=drafts.LONGEST)] = "",
    mode: Annotated[str, Form(max_length=10)] = drafts.REPLY,
    reply_to: Annotated[UUID | None, Form()] = None,
) -> Response:
    user = opened.user
    async with opened.database.company(user.company_id) as session:
        await opened.conversation(session)
        await drafts.keep(
            session,
            user.company_id,
            opened.id,
            user.user_id,
            body=body,
            mode=mode,
            reply_to_id=reply_to,
        )
    return done()


@router.get("/canned", name="conversation_canned")
async def canned(opened: OpenedDep, q: Annotated[str, Query(max_length=60)] = "") -> JSONResponse:
    """For the picker after a slash: shortcut, and the text with this contact's values."""
    user = opened.user
    async with opened.database.company(user.company_id) as session:
        conversation = await opened.conversation(session)
        contact = await contacts.get(session, conversation.contact_id)
        found = await canned_replies.matching(session, q)
    return JSONResponse(
        [
            {
                "shortcut": reply.shortcut,
                "text": canned_replies.fill(reply.body, contact, user.name, user.company_name).text,
            }
            for reply in found
        ]
    )
