"""Recurring campaigns: each action commits first, then Temporal is told."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Concatenate, ParamSpec

from fastapi import APIRouter, Depends, Request, status

from api.campaign_views import CampaignViewsDep
from api.dependencies import Caller, CallerDep, DatabaseDep, TemporalDep, require
from api.pagination import Listing, PageParams
from db.models.series import CampaignSeries
from db.queries import series as rows
from db.session import Session
from schemas.api.campaigns import CampaignRead
from schemas.api.ids import SeriesId
from schemas.api.pages import Page
from schemas.api.series import OccurrenceBody, OccurrenceRead, RuleBody, SeriesRead, SeriesWrite
from schemas.enums import Scope
from services import series
from services.live import LiveHints
from services.series import SeriesFields
from workflows import starters

_Extra = ParamSpec("_Extra")
router = APIRouter(prefix="/series", tags=["series"])
_READ = [Depends(require(Scope.CAMPAIGNS_READ))]
# Whoever makes a series has campaigns sent.
_RUN = [Depends(require(Scope.CAMPAIGNS_RUN))]


def _now() -> datetime:
    return datetime.now(UTC)


class Changer:
    """Runs an action in one transaction and then has Temporal's schedule follow the row."""

    def __init__(
        self, request: Request, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
    ) -> None:
        self._hints: LiveHints = request.app.state.hints
        self.caller: Caller = caller
        self._database = database
        self._temporal = temporal

    async def __call__(
        self,
        action: Callable[Concatenate[Session, _Extra], Awaitable[CampaignSeries]],
        *extra: _Extra.args,
        **named: _Extra.kwargs,
    ) -> SeriesRead:
        async with self._database.company(self.caller.company_id) as session:
            changed = await action(session, *extra, **named)
            await session.flush()
            await session.refresh(changed)
        self._hints.changed(self.caller.company_id, "campaign", changed.id)
        await starters.follow_series(self._temporal, series.plan(changed))
        return _read(changed)


ChangerDep = Annotated[Changer, Depends()]


@router.get("", response_model=Page[SeriesRead], operation_id="list_series", dependencies=_READ)
async def list_series(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[SeriesRead]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, after=paging.after, limit=paging.fetch)
    return paging.page([_read(row) for row in found])


@router.post(
    "", status_code=status.HTTP_201_CREATED, operation_id="create_series", dependencies=_RUN
)
async def create_series(wanted: SeriesWrite, change: ChangerDep) -> SeriesRead:
    company_id = change.caller.company_id
    return await change(series.create, company_id, _fields(wanted), now=_now())


@router.get("/{series_id}", operation_id="get_series", dependencies=_READ)
async def get_series(series_id: SeriesId, caller: CallerDep, database: DatabaseDep) -> SeriesRead:
    async with database.company(caller.company_id) as session:
        return _read(await rows.get(session, series_id))


@router.put("/{series_id}", operation_id="update_series", dependencies=_RUN)
async def update_series(series_id: SeriesId, wanted: SeriesWrite, change: ChangerDep) -> SeriesRead:
    return await change(series.change, series_id, _fields(wanted), now=_now())


@router.delete(
    "/{series_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_series",
    dependencies=_RUN,
)
async def delete_series(series_id: SeriesId, change: ChangerDep) -> None:
    """The campaigns it made stay."""
    await change(series.remove, series_id, now=_now())


@router.post("/{series_id}/pause", operation_id="pause_series", dependencies=_RUN)
async def pause_series(series_id: SeriesId, change: ChangerDep) -> SeriesRead:
    """What would come round meanwhile is left out."""
    return await change(series.pause, series_id, now=_now())


@router.post("/{series_id}/unpause", operation_id="unpause_series", dependencies=_RUN)
async def unpause_series(series_id: SeriesId, change: ChangerDep) -> SeriesRead:
    return await change(series.unpause, series_id, now=_now())


@router.post("/{series_id}/skip", operation_id="skip_occurrence", dependencies=_RUN)
async def skip_occurrence(
    series_id: SeriesId, change: ChangerDep, wanted: OccurrenceBody | None = None
) -> SeriesRead:
    """Leave one occurrence out; without a body the next one."""
    return await change(series.skip, series_id, wanted.at if wanted else None, now=_now())


@router.post("/{series_id}/unskip", operation_id="unskip_occurrence", dependencies=_RUN)
async def unskip_occurrence(
    series_id: SeriesId, wanted: OccurrenceBody, change: ChangerDep
) -> SeriesRead:
    return await change(series.unskip, series_id, wanted.at, now=_now())


@router.get(
    "/{series_id}/campaigns",
    response_model=Page[CampaignRead],
    operation_id="list_series_campaigns",
    dependencies=_READ,
)
async def list_series_campaigns(
    series_id: SeriesId,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    views: CampaignViewsDep,
) -> Listing[CampaignRead]:
    """What came of it so far, newest first."""
    async with database.company(caller.company_id) as session:
        await rows.get(session, series_id)
        found = await rows.runs(session, series_id, after=paging.after, limit=paging.fetch)
        return paging.page(await views.many(session, found))


def _fields(wanted: SeriesWrite) -> SeriesFields:
    return SeriesFields(
        wanted.name,
        wanted.source_campaign_id,
        wanted.rule.value(),
        wanted.time_zone,
        wanted.lateness_minutes,
        wanted.ends_at,
    )


def _read(row: CampaignSeries) -> SeriesRead:
    coming = series.upcoming(row, now=_now())
    return SeriesRead(
        id=row.id,
        name=row.name,
        source_campaign_id=row.source_campaign_id,
        rule=RuleBody.of(series.rule_of(row)),
        time_zone=row.time_zone,
        lateness_minutes=row.lateness_minutes,
        paused_at=row.paused_at,
        ends_at=row.ends_at,
        upcoming=[OccurrenceRead.model_validate(one) for one in coming],
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
