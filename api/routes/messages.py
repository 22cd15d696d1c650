"""Single messages: sending one, what became of it, and looking for them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import AwareDatetime

from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from api.idempotency import HEADER, IdempotencyDep
from api.message_views import MessageViewsDep
from api.pagination import Listing, PageParams, Paging, encode_cursor
from db.queries import messages as rows
from db.queries.messages import MessageFilters
from db.session import Database
from schemas.api.ids import ContactId, ConversationId, MessageId, NumberId
from schemas.api.messages import FoundMessage, MessageDetail, MessageRead, MessageSend
from schemas.api.pages import Page
from schemas.cursors import Cursor
from schemas.enums import DeliveryStatus, Direction, Scope
from schemas.payloads.replies import ConversationRef
from services import message_search, program_messages
from services.inboxes import all_eyes
from services.live import LiveHints
from services.message_search import Wanted
from workflows import starters

router = APIRouter(prefix="/messages", tags=["messages"])
_READ = [Depends(require(Scope.CONVERSATIONS_READ))]
_SEND = [Depends(require(Scope.MESSAGES_SEND))]
_EYES = all_eyes()
_LONGEST = 200


class _Filters:
    """The query of the list; those of `Wanted` hold for a search too."""

    def __init__(
        self,
        *,
        q: Annotated[
            str,
            Query(max_length=_LONGEST, description='Words; also "exact words", -not and or.'),
        ] = "",
        conversation_id: ConversationId | None = None,
        contact_id: ContactId | None = None,
        phone_number_id: NumberId | None = None,
        direction: Direction | None = None,
        status: Annotated[
            list[DeliveryStatus] | None, Query(description="Of messages we send.")
        ] = None,
        external_id: Annotated[str | None, Query(max_length=_LONGEST)] = None,
        since: Annotated[AwareDatetime | None, Query(description="From this moment.")] = None,
        until: Annotated[AwareDatetime | None, Query(description="Before this one.")] = None,
    ) -> None:
        self.q = q.strip()
        self.wanted = Wanted(
            self.q, conversation_id, contact_id, phone_number_id, direction, since, until
        )
        self.filters = MessageFilters(
            conversation_id=conversation_id,
            contact_id=contact_id,
            number_id=phone_number_id,
            direction=direction,
            statuses=tuple(status or ()),
            external_id=external_id,
            since=message_search.first_id_at(since),
            until=message_search.first_id_at(until),
        )


@router.get("", response_model=Page[FoundMessage], operation_id="list_messages", dependencies=_READ)
async def list_messages(
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    views: MessageViewsDep,
    asked: Annotated[_Filters, Depends()],
) -> Listing[FoundMessage]:
    """Newest first. With `q` notes are found too, and a page may be short while there are more."""
    before = paging.after.id if paging.after else None
    if asked.q:
        return await _search(caller.company_id, database, paging, views, asked.wanted)
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, _EYES, asked.filters, before=before, limit=paging.fetch)
    return paging.page([views.found(row) for row in found])


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="send_message",
    dependencies=_SEND,
)
async def send_message(
    *,
    request: Request,
    wanted: MessageSend,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
    views: MessageViewsDep,
    _: IdempotencyDep,
) -> MessageRead:
    """Written down, to be sent at once or at `send_at`: a slow channel never makes you wait.

    Needs an `Idempotency-Key`: asked for twice, it is one message.
    """
    async with database.company(caller.company_id) as session:
        message = await program_messages.send(
            session, caller.company_id, wanted.order(), request.headers[HEADER]
        )
        row = await rows.get(session, _EYES, message.id)
    await _follow(request, temporal, row.message.company_id, row)
    return views.one(row)


@router.get("/{message_id}", operation_id="get_message", dependencies=_READ)
async def get_message(
    message_id: MessageId, caller: CallerDep, database: DatabaseDep, views: MessageViewsDep
) -> MessageDetail:
    async with database.company(caller.company_id) as session:
        return await views.detail(session, await rows.get(session, _EYES, message_id))


@router.delete("/{message_id}", operation_id="cancel_message", dependencies=_SEND)
async def cancel_message(
    *,
    request: Request,
    message_id: MessageId,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
    views: MessageViewsDep,
) -> MessageRead:
    """Take back a scheduled message; 409 when it is not scheduled, or was sent already."""
    async with database.company(caller.company_id) as session:
        await program_messages.cancel(session, message_id)
        row = await rows.get(session, _EYES, message_id)
    await _follow(request, temporal, caller.company_id, row)
    return views.one(row)


async def _search(
    company_id: UUID, database: Database, paging: Paging, views: MessageViewsDep, wanted: Wanted
) -> Listing[FoundMessage]:
    before = paging.after.id if paging.after else None
    results = await message_search.find(
        database, company_id, _EYES, wanted, before=before, limit=paging.limit
    )
    parts = {hit.row.message_id: hit.parts for hit in results.hits}
    async with database.company(company_id) as session:
        found = await rows.some(session, _EYES, list(parts))
    shown = [views.found(row, parts[row.id]) for row in found]
    if results.next is None:
        return Listing(shown, None, has_more=False)
    place = Cursor(message_search.moment_of(results.next), results.next)
    return Listing(shown, encode_cursor(paging.signer, place), has_more=True)


async def _follow(
    request: Request, temporal: TemporalDep, company_id: UUID, row: rows.MessageRow
) -> None:
    message = row.message
    hints: LiveHints = request.app.state.hints
    hints.changed(
        company_id, "conversation", message.conversation_id, inbox=message.phone_number_id
    )
    await starters.follow_replies(temporal, ConversationRef(company_id, message.conversation_id))
