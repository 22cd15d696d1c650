"""Topics: what people can take or leave one by one."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.consents import Topic
from db.queries import topics as topic_rows
from schemas.api.consents import TopicRead, TopicWrite
from schemas.api.ids import TopicId
from schemas.api.pages import Page
from schemas.enums import Scope
from services import topics

router = APIRouter(prefix="/topics", tags=["consent"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]


@router.get("", response_model=Page[TopicRead], operation_id="list_topics", dependencies=_READ)
async def list_topics(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[Topic]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await topic_rows.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(rows)


@router.post(
    "",
    response_model=TopicRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_topic",
    dependencies=_WRITE,
)
async def create_topic(wanted: TopicWrite, caller: CallerDep, database: DatabaseDep) -> Topic:
    async with database.company(caller.company_id) as session:
        return await topics.create(session, caller.company_id, wanted.name, wanted.description)


@router.get("/{topic_id}", response_model=TopicRead, operation_id="get_topic", dependencies=_READ)
async def get_topic(topic_id: TopicId, caller: CallerDep, database: DatabaseDep) -> Topic:
    async with database.company(caller.company_id) as session:
        return await topic_rows.get(session, topic_id)


@router.put(
    "/{topic_id}", response_model=TopicRead, operation_id="update_topic", dependencies=_WRITE
)
async def update_topic(
    topic_id: TopicId, wanted: TopicWrite, caller: CallerDep, database: DatabaseDep
) -> Topic:
    async with database.company(caller.company_id) as session:
        return await topics.update(session, topic_id, wanted.name, wanted.description)


@router.delete(
    "/{topic_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_topic",
    dependencies=_WRITE,
)
async def delete_topic(topic_id: TopicId, caller: CallerDep, database: DatabaseDep) -> None:
    """Only one that no campaign is about; the ledger keeps what was said of it."""
    async with database.company(caller.company_id) as session:
        await topics.delete(session, topic_id)
