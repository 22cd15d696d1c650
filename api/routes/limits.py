"""Limits: people a day, the pace of numbers, and what stopped by itself."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, RedisDep, require
from schemas.api.ids import BreakerId, PortfolioId
from schemas.api.limits import LimitsRead, PortfolioChange, PortfolioLimitRead
from schemas.enums import Scope
from services import limits, portfolios
from services.limits import Limits, PortfolioLimit

router = APIRouter(prefix="/limits", tags=["limits"])
_READ = [Depends(require(Scope.CONNECTIONS_READ))]
_WRITE = [Depends(require(Scope.CONNECTIONS_WRITE))]


@router.get("", response_model=LimitsRead, operation_id="get_limits", dependencies=_READ)
async def get_limits(caller: CallerDep, database: DatabaseDep, redis: RedisDep) -> Limits:
    return await limits.read(database, redis, caller.company_id)


@router.patch(
    "/portfolios/{portfolio_id}",
    response_model=PortfolioLimitRead,
    operation_id="update_portfolio",
    dependencies=_WRITE,
)
async def update_portfolio(
    portfolio_id: PortfolioId, wanted: PortfolioChange, caller: CallerDep, database: DatabaseDep
) -> PortfolioLimit:
    """The share of the limit that campaigns leave to other messages."""
    async with database.company(caller.company_id) as session:
        await portfolios.set_reserve(session, portfolio_id, wanted.reserve_percent)
        return await limits.portfolio(session, portfolio_id)


@router.post(
    "/stopped/{breaker_id}/retry",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="retry_stopped",
    dependencies=_WRITE,
)
async def retry_stopped(breaker_id: BreakerId, caller: CallerDep, database: DatabaseDep) -> None:
    """Try it now: its campaigns go on slowly, and at their pace once that went well."""
    async with database.company(caller.company_id) as session:
        await limits.retry(session, breaker_id)
