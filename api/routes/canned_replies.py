"""Canned replies: texts people use again and again."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.conversations import CannedReply
from db.queries import canned_replies as rows
from schemas.api.canned_replies import CannedReplyRead, CannedReplyWrite
from schemas.api.ids import CannedReplyId
from schemas.api.pages import Page
from schemas.enums import Scope
from services import canned_replies

router = APIRouter(prefix="/canned-replies", tags=["canned replies"])
_READ = [Depends(require(Scope.CONVERSATIONS_READ))]
_WRITE = [Depends(require(Scope.CONVERSATIONS_WRITE))]


@router.get(
    "",
    response_model=Page[CannedReplyRead],
    operation_id="list_canned_replies",
    dependencies=_READ,
)
async def list_canned_replies(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[CannedReply]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(found)


@router.post(
    "",
    response_model=CannedReplyRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_canned_reply",
    dependencies=_WRITE,
)
async def create_canned_reply(
    wanted: CannedReplyWrite, caller: CallerDep, database: DatabaseDep
) -> CannedReply:
    async with database.company(caller.company_id) as session:
        return await canned_replies.create(session, caller.company_id, wanted.shortcut, wanted.body)


@router.get(
    "/{canned_reply_id}",
    response_model=CannedReplyRead,
    operation_id="get_canned_reply",
    dependencies=_READ,
)
async def get_canned_reply(
    canned_reply_id: CannedReplyId, caller: CallerDep, database: DatabaseDep
) -> CannedReply:
    async with database.company(caller.company_id) as session:
        return await rows.get(session, canned_reply_id)


@router.put(
    "/{canned_reply_id}",
    response_model=CannedReplyRead,
    operation_id="update_canned_reply",
    dependencies=_WRITE,
)
async def update_canned_reply(
    canned_reply_id: CannedReplyId,
    wanted: CannedReplyWrite,
    caller: CallerDep,
    database: DatabaseDep,
) -> CannedReply:
    async with database.company(caller.company_id) as session:
        return await canned_replies.update(session, canned_reply_id, wanted.shortcut, wanted.body)


@router.delete(
    "/{canned_reply_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_canned_reply",
    dependencies=_WRITE,
)
async def delete_canned_reply(
    canned_reply_id: CannedReplyId, caller: CallerDep, database: DatabaseDep
) -> None:
    """Messages made of it stay."""
    async with database.company(caller.company_id) as session:
        await canned_replies.delete(session, canned_reply_id)
