"""Conversations: finding them, reading what was said, and who looks after them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status
from pydantic import AwareDatetime

from api.conversation_changes import apply
from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from api.pagination import MAX_LIMIT, Listing, PageParams, decode_cursor, encode_cursor
from api.preconditions import SeenVersion
from api.timeline_views import TimelineViewsDep
from db.queries import conversations as rows
from db.queries import timeline
from db.queries.conversations import ConversationRow, Filters, Spot
from schemas.api.conversations import (
    ConversationRead,
    ConversationStart,
    ConversationUpdate,
    NoteRead,
    NoteWrite,
    Timeline,
)
from schemas.api.ids import ContactId, ConversationId, LabelId, NumberId, TeamId, UserId
from schemas.api.pages import Page
from schemas.cursors import Cursor
from schemas.enums import ConversationStatus, Priority, Scope
from schemas.timeline import Place
from services import conversations, inboxes, notes
from services.live import LiveHints
from services.program_messages import only_inbox
from workflows import starters

router = APIRouter(prefix="/conversations", tags=["conversations"])
_READ = [Depends(require(Scope.CONVERSATIONS_READ))]
_WRITE = [Depends(require(Scope.CONVERSATIONS_WRITE))]
_EYES = inboxes.all_eyes()
_SOURCE = "api"


@router.get(
    "",
    response_model=Page[ConversationRead],
    operation_id="list_conversations",
    dependencies=_READ,
)
async def list_conversations(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    status: ConversationStatus | None = None,
    assignee_id: UserId | None = None,
    unassigned: bool = False,
    team_id: TeamId | None = None,
    label_id: LabelId | None = None,
    phone_number_id: NumberId | None = None,
    contact_id: ContactId | None = None,
    priority: Priority | None = None,
    unread: bool = False,
    updated_after: AwareDatetime | None = None,
) -> Listing[ConversationRow]:
    """The newest message first."""
    filters = Filters(
        status=status,
        assignee_id=assignee_id,
        unassigned=unassigned,
        team_id=team_id,
        label_id=label_id,
        number_id=phone_number_id,
        contact_id=contact_id,
        priority=priority,
        unread=unread,
        updated_after=updated_after,
    )
    after = Spot(paging.after.created_at, paging.after.id) if paging.after else None
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, _EYES, filters, after=after, limit=paging.fetch)
    return paging.page(found, lambda row: Cursor(row.last_message_at, row.id))


@router.post(
    "",
    response_model=ConversationRead,
    operation_id="start_conversation",
    dependencies=_WRITE,
)
async def start_conversation(
    *,
    request: Request,
    wanted: ConversationStart,
    response: Response,
    caller: CallerDep,
    database: DatabaseDep,
) -> ConversationRow:
    """The one there is, or a new one. It sends nothing."""
    async with database.company(caller.company_id) as session:
        number_id = wanted.phone_number_id or await only_inbox(session)
        started = await conversations.start(
            session,
            _EYES,
            caller.company_id,
            number_id,
            contact_id=wanted.contact_id,
            phone=wanted.phone,
            name=wanted.name,
            source=_SOURCE,
        )
        row = await rows.row(session, _EYES, started.id)
    _changed(request, caller.company_id, row)
    return _shown(response, row)


@router.get(
    "/{conversation_id}",
    response_model=ConversationRead,
    operation_id="get_conversation",
    dependencies=_READ,
)
async def get_conversation(
    conversation_id: ConversationId, response: Response, caller: CallerDep, database: DatabaseDep
) -> ConversationRow:
    async with database.company(caller.company_id) as session:
        return _shown(response, await rows.row(session, _EYES, conversation_id))


@router.patch(
    "/{conversation_id}",
    response_model=ConversationRead,
    operation_id="update_conversation",
    dependencies=_WRITE,
)
async def update_conversation(
    *,
    request: Request,
    response: Response,
    conversation_id: ConversationId,
    wanted: ConversationUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    version: SeenVersion,
) -> ConversationRow:
    """All of it or, when something is wrong, none."""
    async with database.company(caller.company_id) as session:
        await apply(session, _EYES, conversation_id, wanted, version)
        row = await rows.row(session, _EYES, conversation_id)
    _changed(request, caller.company_id, row)
    return _shown(response, row)


@router.post(
    "/{conversation_id}/read",
    response_model=ConversationRead,
    operation_id="read_conversation",
    dependencies=_WRITE,
)
async def read_conversation(
    request: Request,
    response: Response,
    conversation_id: ConversationId,
    caller: CallerDep,
    database: DatabaseDep,
) -> ConversationRow:
    """Somebody looked: nothing is unread. It is not a new version."""
    async with database.company(caller.company_id) as session:
        await conversations.mark_read(session, _EYES, conversation_id)
        row = await rows.row(session, _EYES, conversation_id)
    _changed(request, caller.company_id, row)
    return _shown(response, row)


@router.get(
    "/{conversation_id}/messages", operation_id="get_conversation_messages", dependencies=_READ
)
async def get_messages(
    *,
    request: Request,
    conversation_id: ConversationId,
    caller: CallerDep,
    database: DatabaseDep,
    views: TimelineViewsDep,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Entries a page.")] = 50,
    cursor: Annotated[str | None, Query(max_length=500, description="For what is older.")] = None,
    newer: Annotated[
        str | None, Query(max_length=500, description="`newer_cursor`, for what came later.")
    ] = None,
) -> Timeline:
    """Messages, campaign sends, notes and events, newest first; both ways from where you are."""
    signer = request.app.state.cursor_signer
    before, after = (_place(decode_cursor(signer, c)) if c else None for c in (cursor, newer))
    async with database.company(caller.company_id) as session:
        conversation = await rows.get(session, _EYES, conversation_id)
        found = await timeline.page(
            session, conversation, before=before, after=after, limit=limit + 1
        )
        # The one too many stands at the far end.
        shown = found[:limit] if after else found[-limit:]
        entries = await views.entries(session, shown[::-1])
    has_more = len(found) > limit
    older = encode_cursor(signer, _cursor(shown[0].place)) if has_more and not after else None
    last = shown[-1].place if shown else after
    return Timeline(
        data=entries,
        next_cursor=older,
        newer_cursor=encode_cursor(signer, _cursor(last)) if last else None,
        has_more=has_more,
    )


@router.post(
    "/{conversation_id}/notes",
    status_code=status.HTTP_201_CREATED,
    operation_id="write_note",
    dependencies=_WRITE,
)
async def write_note(
    *,
    request: Request,
    conversation_id: ConversationId,
    wanted: NoteWrite,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> NoteRead:
    """Only the team sees it."""
    async with database.company(caller.company_id) as session:
        conversation = await rows.get(session, _EYES, conversation_id)
        written = await notes.write(
            session,
            conversation,
            wanted.body,
            author_id=None,
            mention_ids=wanted.mention_ids,
            source=_SOURCE,
        )
    hints: LiveHints = request.app.state.hints
    hints.changed(
        caller.company_id, "conversation", conversation.id, inbox=conversation.phone_number_id
    )
    if written.tells:
        await starters.follow_notifications(temporal, caller.company_id)
    note = written.message
    return NoteRead(
        id=note.id,
        conversation_id=note.conversation_id,
        direction="note",
        body=note.body,
        at=note.occurred_at,
    )


def _shown(response: Response, row: ConversationRow) -> ConversationRow:
    response.headers["ETag"] = f'"{row.version}"'
    return row


def _changed(request: Request, company_id: UUID, row: ConversationRow) -> None:
    hints: LiveHints = request.app.state.hints
    hints.changed(company_id, "conversation", row.id, inbox=row.phone_number_id)


def _place(cursor: Cursor) -> Place:
    return Place(cursor.created_at, cursor.id)


def _cursor(place: Place) -> Cursor:
    return Cursor(place.at, place.id)
