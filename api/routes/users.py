from fastapi import APIRouter, Depends

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.queries import people
from db.queries.people import Member
from schemas.api.ids import UserId
from schemas.api.pages import Page
from schemas.api.people import UserRead
from schemas.enums import Scope
from schemas.errors import NotFound

router = APIRouter(
    prefix="/users", tags=["users"], dependencies=[Depends(require(Scope.COMPANY_READ))]
)


@router.get("", response_model=Page[UserRead], operation_id="list_users")
async def list_users(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[Member]:
    """The people who work in the company, longest there first."""
    async with database.company(caller.company_id) as session:
        rows = await people.members(session, after=paging.after, limit=paging.fetch)
    return paging.page(rows)


@router.get("/{user_id}", response_model=UserRead, operation_id="get_user")
async def get_user(user_id: UserId, caller: CallerDep, database: DatabaseDep) -> Member:
    async with database.company(caller.company_id) as session:
        found = await people.member(session, user_id)
    if found is None:
        raise NotFound("Person", user_id)
    return found
