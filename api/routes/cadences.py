"""Cadences: their draft, their versions, what they would do and what they did."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status

from api.cadence_bodies import fields_of
from api.cadence_views import CadenceViewsDep
from api.dependencies import CallerDep, DatabaseDep, SettingsViewDep, require
from api.pagination import Listing, PageParams
from api.preconditions import SeenVersion
from db.queries import cadences as rows
from schemas.api.cadences import (
    CadenceCreate,
    CadenceDuplicate,
    CadenceRead,
    CadenceSimulate,
    CadenceUpdate,
    ChangesRead,
    FindingsRead,
    SimulationRead,
    StatisticsRead,
    StepFiguresRead,
    VersionNumber,
    VersionsRead,
)
from schemas.api.ids import CadenceId
from schemas.api.pages import Page
from schemas.enums import CadenceStatus, Scope
from services import (
    cadence_checks,
    cadence_differences,
    cadence_simulation,
    cadence_statistics,
    cadences,
    links,
)
from services.live import LiveHints

router = APIRouter(prefix="/cadences", tags=["cadences"])
_READ = [Depends(require(Scope.CADENCES_READ))]
_WRITE = [Depends(require(Scope.CADENCES_WRITE))]
_LONGEST_SEARCH = 200


def _hints(request: Request) -> LiveHints:
    hints: LiveHints = request.app.state.hints
    return hints


HintsDep = Annotated[LiveHints, Depends(_hints)]


@router.get("", response_model=Page[CadenceRead], operation_id="list_cadences", dependencies=_READ)
async def list_cadences(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    views: CadenceViewsDep,
    status: CadenceStatus | None = None,
    q: Annotated[str, Query(max_length=_LONGEST_SEARCH, description="Part of the name.")] = "",
    external_id: Annotated[str | None, Query(max_length=_LONGEST_SEARCH)] = None,
) -> Listing[CadenceRead]:
    """Newest first. Archived ones only with their status or external id."""
    async with database.company(caller.company_id) as session:
        found = await rows.page(
            session,
            limit=paging.fetch,
            after=paging.after,
            status=status,
            search=q,
            external_id=external_id,
        )
        shown = await views.many(session, found)
    return paging.page(shown)


@router.post(
    "", status_code=status.HTTP_201_CREATED, operation_id="create_cadence", dependencies=_WRITE
)
async def create_cadence(
    wanted: CadenceCreate,
    caller: CallerDep,
    database: DatabaseDep,
    views: CadenceViewsDep,
    hints: HintsDep,
) -> CadenceRead:
    """A draft: nobody goes through it before it is published and started."""
    async with database.company(caller.company_id) as session:
        values = await fields_of(session, wanted)
        made = await cadences.create(session, caller.company_id, values)
        shown = await views.one(session, made)
    hints.changed(caller.company_id, "cadence", shown.id)
    return shown


@router.get("/{cadence_id}", operation_id="get_cadence", dependencies=_READ)
async def get_cadence(
    cadence_id: CadenceId, caller: CallerDep, database: DatabaseDep, views: CadenceViewsDep
) -> CadenceRead:
    async with database.company(caller.company_id) as session:
        return await views.one(session, await cadences.get(session, cadence_id))


@router.patch("/{cadence_id}", operation_id="update_cadence", dependencies=_WRITE)
async def update_cadence(
    *,
    cadence_id: CadenceId,
    wanted: CadenceUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    views: CadenceViewsDep,
    version: SeenVersion,
    hints: HintsDep,
) -> CadenceRead:
    """Steps change in the draft only; settings take effect at once."""
    async with database.company(caller.company_id) as session:
        values = await fields_of(session, wanted)
        changed = await cadences.edit(session, cadence_id, values, version=version)
        shown = await views.one(session, changed)
    hints.changed(caller.company_id, "cadence", cadence_id)
    return shown


@router.delete(
    "/{cadence_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_cadence",
    dependencies=_WRITE,
)
async def delete_cadence(
    cadence_id: CadenceId, caller: CallerDep, database: DatabaseDep, hints: HintsDep
) -> None:
    """Only one that was never published; others are archived."""
    async with database.company(caller.company_id) as session:
        await cadences.delete(session, cadence_id)
    hints.changed(caller.company_id, "cadence", cadence_id)


@router.post(
    "/{cadence_id}/duplicate",
    status_code=status.HTTP_201_CREATED,
    operation_id="duplicate_cadence",
    dependencies=_WRITE,
)
async def duplicate_cadence(
    cadence_id: CadenceId,
    wanted: CadenceDuplicate,
    caller: CallerDep,
    database: DatabaseDep,
    views: CadenceViewsDep,
) -> CadenceRead:
    """A new draft with the same steps and settings; its people stay behind."""
    async with database.company(caller.company_id) as session:
        made = await cadences.duplicate(session, cadence_id, lambda _: wanted.name)
        return await views.one(session, made)


@router.get("/{cadence_id}/check", operation_id="check_cadence", dependencies=_READ)
async def check_cadence(
    cadence_id: CadenceId, caller: CallerDep, database: DatabaseDep, views: CadenceViewsDep
) -> FindingsRead:
    """What of the draft forbids publishing, and what its maker might not have meant."""
    async with database.company(caller.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        return views.findings(await cadence_checks.check(session, cadence))


@router.post("/{cadence_id}/simulate", operation_id="simulate_cadence", dependencies=_READ)
async def simulate_cadence(
    *,
    cadence_id: CadenceId,
    wanted: CadenceSimulate,
    caller: CallerDep,
    database: DatabaseDep,
    views: CadenceViewsDep,
    settings: SettingsViewDep,
) -> SimulationRead:
    """When a contact would come to each step, and what each message would say. Nothing is sent."""
    prefix = await links.prefix(database, caller.company_id, settings.public_url)
    async with database.company(caller.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        found = await cadence_simulation.simulate(
            session,
            cadence,
            await cadences.definition(session, cadence, wanted.version),
            contact_id=wanted.contact_id,
            start=wanted.start or datetime.now(UTC),
            prefix=prefix,
        )
        return views.simulation(found)


@router.get("/{cadence_id}/versions", operation_id="list_cadence_versions", dependencies=_READ)
async def list_cadence_versions(
    cadence_id: CadenceId, caller: CallerDep, database: DatabaseDep, views: CadenceViewsDep
) -> VersionsRead:
    """What was published, newest first."""
    async with database.company(caller.company_id) as session:
        await cadences.get(session, cadence_id)
        found = await rows.versions(session, cadence_id)
        under_way = (await rows.under_way(session, [cadence_id]))[cadence_id]
        return VersionsRead(data=[views.version(row, under_way) for row in found])


@router.get(
    "/{cadence_id}/versions/{number}/changes",
    operation_id="compare_cadence_versions",
    dependencies=_READ,
)
async def compare_cadence_versions(
    *,
    cadence_id: CadenceId,
    number: VersionNumber,
    caller: CallerDep,
    database: DatabaseDep,
    views: CadenceViewsDep,
    to: Annotated[int | None, Query(ge=1, le=32_767, description="Null: the draft.")] = None,
) -> ChangesRead:
    """How another version, or the draft, differs from this one."""
    async with database.company(caller.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        old = await cadences.definition(session, cadence, number)
        new = await cadences.definition(session, cadence, to)
    return ChangesRead(data=views.changes(cadence_differences.between(old, new)))


@router.get("/{cadence_id}/statistics", operation_id="get_cadence_statistics", dependencies=_READ)
async def get_cadence_statistics(
    cadence_id: CadenceId,
    caller: CallerDep,
    database: DatabaseDep,
    version: Annotated[
        int | None, Query(ge=1, le=32_767, description="Null: all versions together.")
    ] = None,
) -> StatisticsRead:
    """What became of whoever came to each step."""
    async with database.company(caller.company_id) as session:
        await cadences.get(session, cadence_id)
        found = await cadence_statistics.of(session, cadence_id, version=version)
    return StatisticsRead(
        under_way=cadence_statistics.total_waiting(found),
        steps={key: StepFiguresRead.model_validate(one) for key, one in found.items()},
    )
