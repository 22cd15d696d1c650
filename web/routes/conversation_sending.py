"""What people write in a conversation: replies, notes, reactions, and what is to leave later."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile

from db.models.conversations import Conversation, Message
from db.queries import composer, timeline
from db.session import Session
from schemas.contents import CAPTION_LIMIT, CAPTIONED, Content, MediaContent, Reaction, Text
from schemas.errors import InvalidState, NotFound
from schemas.media import MediaFile
from schemas.payloads.replies import ConversationRef
from services import drafts, notes, replies
from services.media import MediaLibrary
from web.conversation_page import Opened, OpenedDep
from web.flash import Toast
from web.formatting import date_time, read_local_input
from web.i18n import gettext, mark
from web.render import from_htmx, page, redirect
from web.routes.conversation import AGENT
from workflows import starters

router = APIRouter(prefix="/inbox/{conversation_id}", dependencies=AGENT)


class Do(StrEnum):
    """What becomes of a scheduled message."""

    CANCEL = "cancel"
    NOW = "now"
    MOVE = "move"
    # Taken back, and into the composer.
    EDIT = "edit"


_SOURCE = "console"
# As /media takes them; only forms without script bring files along.
_MAX_UPLOAD = 101_000_000
_LONGEST = 20_000
# No colon: keys with one are our own (a copy of a message, an API request).
ClientKey = Annotated[str, Form(max_length=80, pattern=r"^[\w-]*$")]
OptionalId = Annotated[UUID | None, Form()]


@router.post("/messages", name="send_message", max_body_size=_MAX_UPLOAD)
async def send(
    *,
    opened: OpenedDep,
    body: Annotated[str, Form(max_length=_LONGEST)] = "",
    mode: Annotated[Literal["reply", "note"], Form()] = "reply",
    client_key: ClientKey = "",
    reply_to: OptionalId = None,
    media_id: Annotated[list[UUID] | None, Form(max_length=30)] = None,
    caption: Annotated[list[str] | None, Form(max_length=30)] = None,
    mention: Annotated[list[UUID] | None, Form(max_length=100)] = None,
    scheduled_at: Annotated[str, Form(max_length=40)] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """One message or several: a text, files with captions, or a note."""
    if mode == "note":
        return await _write_note(opened, body, mention or [], client_key)
    text = body.replace("\r\n", "\n").strip()
    given = [*(media_id or []), *[file.id for file in await _kept(opened, files or [])]]
    moment = read_local_input(scheduled_at) if scheduled_at else None
    async with opened.database.company(opened.user.company_id) as session:
        found = await composer.uploads(session, opened.user.user_id, given)
        contents = _contents(text, found, caption or [])
        conversation, written = await compose(
            opened, session, contents, client_key, reply_to=reply_to, at=moment
        )
    return await told(opened, conversation, written, scheduled_at=moment)


async def compose(
    opened: Opened,
    session: Session,
    contents: Sequence[Content],
    client_key: str,
    *,
    reply_to: UUID | None = None,
    at: datetime | None = None,
) -> tuple[Conversation, list[Message]]:
    """Write contents down to be sent, and the draft away."""
    conversation = await opened.conversation(session)
    keys = [
        f"{client_key}.{n}" if n and client_key else client_key or None
        for n in range(len(contents))
    ]
    written = await replies.compose(
        session,
        opened.user.company_id,
        conversation.id,
        contents,
        author_id=opened.user.user_id,
        source=_SOURCE,
        client_keys=keys,
        reply_to_id=reply_to,
        scheduled_at=at,
    )
    await drafts.discard(session, opened.user.user_id, conversation.id)
    return conversation, written


async def told(
    opened: Opened,
    conversation: Conversation,
    written: Sequence[Message],
    *,
    scheduled_at: datetime | None = None,
) -> Response:
    """After the commit: have it sent, tell open pages, and show what was written."""
    await starters.follow_replies(
        opened.temporal, ConversationRef(opened.user.company_id, conversation.id)
    )
    opened.changed(conversation)
    toast = None
    # A script shows the list of what is scheduled at once.
    if scheduled_at is not None and not from_htmx(opened.request):
        words = gettext("Will be sent on %(moment)s.") % {"moment": date_time(scheduled_at)}
        toast = Toast(words)
    return await shown(opened, [message.id for message in written], toast)


async def shown(opened: Opened, ids: Sequence[UUID], toast: Toast | None = None) -> Response:
    """The entries for a script to put in their places; for a plain form the page again."""
    if not from_htmx(opened.request):
        return redirect(opened.request, opened.base, toast=toast)
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
        context = await opened.parts(session, conversation)
        waiting = {bubble.id for bubble in context["scheduled"]}
        entries = await timeline.some(session, conversation, [i for i in ids if i not in waiting])
        placed = [entry for entry in entries if entry.kind != timeline.REACTION]
        context["bubbles"] = await opened.bubbles(session, context["contact"], placed)
    return page(opened.request, "inbox/written.html", context, toast=toast)


async def _write_note(
    opened: Opened, body: str, mention: Sequence[UUID], client_key: str
) -> Response:
    user = opened.user
    async with opened.database.company(user.company_id) as session:
        conversation = await opened.conversation(session)
        written = await notes.write(
            session,
            conversation,
            body,
            author_id=user.user_id,
            mention_ids=mention,
            client_key=client_key or None,
        )
        await drafts.discard(session, user.user_id, opened.id)
    if written.tells:
        await starters.follow_notifications(opened.temporal, user.company_id)
    opened.changed(conversation)
    return await shown(opened, [written.message.id])


async def _kept(opened: Opened, files: Sequence[UploadFile]) -> list[MediaFile]:
    """What a form without script brought along."""
    library: MediaLibrary = opened.request.app.state.media
    return [
        await library.keep_upload(
            opened.user.company_id, file.filename or "", file.file, user_id=opened.user.user_id
        )
        for file in files
        if file.filename
    ]


def _contents(text: str, files: Sequence[MediaFile], captions: Sequence[str]) -> list[Content]:
    """As WhatsApp does it: what is written beside files is the first one's caption."""
    found: list[Content] = []
    for place, file in enumerate(files):
        own = captions[place].strip() if place < len(captions) else ""
        kind = "audio" if file.kind == "voice" else file.kind
        if not own and text and kind in CAPTIONED and len(text) <= CAPTION_LIMIT:
            own, text = text, ""
        name = file.filename if kind == "document" else ""
        caption = own if kind in CAPTIONED else ""
        found.append(MediaContent(kind, file.id, caption, name, voice=file.kind == "voice"))
    return [*found, Text(text)] if text or not found else found


@router.post("/reactions", name="react")
async def react(
    opened: OpenedDep,
    message_id: Annotated[UUID, Form()],
    emoji: Annotated[str, Form(max_length=32)] = "",
    client_key: ClientKey = "",
) -> Response:
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
        written = await replies.compose(
            session,
            opened.user.company_id,
            conversation.id,
            [Reaction(emoji, target=message_id)],
            author_id=opened.user.user_id,
            source=_SOURCE,
            client_keys=[client_key or None],
        )
    await told(opened, conversation, written)
    return await shown(opened, [message_id])


@router.post("/messages/{message_id}/again", name="send_message_again")
async def send_again(opened: OpenedDep, message_id: UUID) -> Response:
    """A failed message, or one nobody knows about, once more; a person decided this."""
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await _with_message(opened, session, message_id)
        copy = await replies.send_again(
            session, message_id, author_id=opened.user.user_id, source=_SOURCE
        )
    return await told(opened, conversation, [copy])


@router.post("/scheduled/{message_id}", name="change_scheduled")
async def change_scheduled(
    opened: OpenedDep,
    message_id: UUID,
    do: Annotated[Do, Form()],
    scheduled_at: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Take it back, send it now, at another time, or back into the composer."""
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await _with_message(opened, session, message_id)
        if do in (Do.CANCEL, Do.EDIT):
            message = await replies.cancel_scheduled(session, message_id)
        else:
            moment = datetime.now(UTC) if do is Do.NOW else read_local_input(scheduled_at)
            message = await replies.reschedule(session, message_id, moment)
        if do is Do.EDIT:
            await _back_to_draft(opened, session, message)
    answer = await told(opened, conversation, [message])
    return redirect(opened.request, opened.base) if do is Do.EDIT else answer


async def _back_to_draft(opened: Opened, session: Session, message: Message) -> None:
    if message.kind != "text":
        raise InvalidState(mark("Only a text can be edited. Take it back and write it anew."))
    await drafts.keep(
        session, opened.user.company_id, opened.id, opened.user.user_id, body=message.body
    )


async def _with_message(opened: Opened, session: Session, message_id: UUID) -> Conversation:
    """The conversation, if the message is one of its own."""
    conversation = await opened.conversation(session)
    if not await timeline.some(session, conversation, [message_id]):
        raise NotFound("Message", message_id)
    return conversation
