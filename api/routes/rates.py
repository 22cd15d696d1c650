"""The rate card: what messages cost."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.limits import Rate
from db.queries import rates as rate_queries
from schemas.api.ids import RateId
from schemas.api.pages import Page
from schemas.api.rates import RateRead, RatesBatch, RateWrite
from schemas.enums import Scope
from services import rates

router = APIRouter(prefix="/rates", tags=["rates"])
_READ = [Depends(require(Scope.COMPANY_READ))]
_WRITE = [Depends(require(Scope.COMPANY_WRITE))]


@router.get("", response_model=Page[RateRead], operation_id="list_rates", dependencies=_READ)
async def list_rates(caller: CallerDep, database: DatabaseDep, paging: PageParams) -> Listing[Rate]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await rate_queries.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(rows)


@router.post(
    "",
    response_model=RateRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_rate",
    dependencies=_WRITE,
)
async def create_rate(wanted: RateWrite, caller: CallerDep, database: DatabaseDep) -> Rate:
    """A new price is a new row with the day from which it holds."""
    async with database.company(caller.company_id) as session:
        return await rates.create(session, caller.company_id, wanted.row())


@router.put(
    "", status_code=status.HTTP_204_NO_CONTENT, operation_id="put_rates", dependencies=_WRITE
)
async def put_rates(wanted: RatesBatch, caller: CallerDep, database: DatabaseDep) -> None:
    """Many at once: one with the same channel, country, category and day is replaced."""
    async with database.company(caller.company_id) as session:
        await rates.put(session, caller.company_id, [rate.row() for rate in wanted.rates])


@router.get("/{rate_id}", response_model=RateRead, operation_id="get_rate", dependencies=_READ)
async def get_rate(rate_id: RateId, caller: CallerDep, database: DatabaseDep) -> Rate:
    async with database.company(caller.company_id) as session:
        return await rate_queries.get(session, rate_id)


@router.put("/{rate_id}", response_model=RateRead, operation_id="update_rate", dependencies=_WRITE)
async def update_rate(
    rate_id: RateId, wanted: RateWrite, caller: CallerDep, database: DatabaseDep
) -> Rate:
    """Corrects a row. What campaigns were launched with stays as it was."""
    async with database.company(caller.company_id) as session:
        return await rates.update(session, rate_id, wanted.row())


@router.delete(
    "/{rate_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_rate",
    dependencies=_WRITE,
)
async def delete_rate(rate_id: RateId, caller: CallerDep, database: DatabaseDep) -> None:
    async with database.company(caller.company_id) as session:
        await rates.delete(session, rate_id)
