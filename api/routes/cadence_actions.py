"""What moves a cadence: publish, start, pause, resume, archive; the worker is woken at the commit."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any, Concatenate, ParamSpec
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from api import cadence_job_views
from api.cadence_views import CadenceViews, CadenceViewsDep
from api.dependencies import Caller, CallerDep, DatabaseDep, require
from api.preconditions import SeenVersion
from db.models.cadences import Cadence
from db.session import Session
from schemas.api.cadences import CadencePublish, CadenceRead, MoveRead, PublishRead
from schemas.api.ids import CadenceId
from schemas.cadence_jobs import JobKind
from schemas.enums import Scope
from services import cadence_jobs, cadences
from services.live import LiveHints

_Extra = ParamSpec("_Extra")
router = APIRouter(
    prefix="/cadences", tags=["cadences"], dependencies=[Depends(require(Scope.CADENCES_RUN))]
)


class Mover:
    """Runs an action in one transaction and then tells open pages."""

    def __init__(
        self,
        request: Request,
        caller: CallerDep,
        database: DatabaseDep,
        views: CadenceViewsDep,
    ) -> None:
        self._hints: LiveHints = request.app.state.hints
        self._caller: Caller = caller
        self._database = database
        self._views: CadenceViews = views

    async def __call__(
        self,
        action: Callable[Concatenate[Session, UUID, _Extra], Awaitable[Cadence]],
        cadence_id: UUID,
        *extra: _Extra.args,
        **named: _Extra.kwargs,
    ) -> CadenceRead:
        company_id = self._caller.company_id
        async with self._database.company(company_id) as session:
            cadence = await action(session, cadence_id, *extra, **named)
            shown = await self._views.one(session, cadence)
        self._hints.changed(company_id, "cadence", cadence_id)
        return shown

    async def everybody(self, response: Response, cadence_id: UUID) -> MoveRead:
        """Those in older versions go on in the published one."""
        company_id = self._caller.company_id
        async with self._database.company(company_id) as session:
            done = await cadence_jobs.move_all(session, cadence_id)
            job = cadence_job_views.accepted(response, done.job)
        self._hints.changed(company_id, "cadence", cadence_id)
        block = done.block
        return MoveRead(moved=block.moved, ended=block.ended, sending=block.sending, job=job)

    async def archive(self, response: Response, cadence_id: UUID) -> CadenceRead:
        company_id = self._caller.company_id
        async with self._database.company(company_id) as session:
            cadence = await cadences.archive(session, cadence_id)
            shown = await self._views.one(session, cadence)
            left = await cadence_jobs.under_way(session, cadence_id, JobKind.ARCHIVE)
            cadence_job_views.accepted(response, left)
        self._hints.changed(company_id, "cadence", cadence_id)
        return shown


MoverDep = Annotated[Mover, Depends()]
_action = partial(router.post, response_model=CadenceRead)


def _background(model: type[BaseModel], promise: str) -> dict[int | str, dict[str, Any]]:
    """Of more than 2,000 people, or while another job is under way."""
    return {202: {"model": model, "description": f"{promise} Its address is the Location."}}


@router.post(
    "/{cadence_id}/publish",
    operation_id="publish_cadence",
    responses=_background(PublishRead, "Published; a job moves the people."),
)
async def publish_cadence(
    response: Response,
    cadence_id: CadenceId,
    move: MoverDep,
    version: SeenVersion,
    wanted: CadencePublish | None = None,
) -> PublishRead:
    """Make a version of the draft, for whoever enters from now on; 422 while something is wrong."""
    shown = await move(cadences.publish, cadence_id, version=version)
    wanted_too = wanted is not None and wanted.move
    moved = await move.everybody(response, cadence_id) if wanted_too else None
    return PublishRead(cadence=shown, moved=moved)


@router.post(
    "/{cadence_id}/move",
    operation_id="move_cadence_enrolments",
    responses=_background(MoveRead, "A job moves them."),
)
async def move_cadence_enrolments(
    response: Response, cadence_id: CadenceId, move: MoverDep
) -> MoveRead:
    """Those on their way in older versions go on in the published one; repeating it is harmless."""
    return await move.everybody(response, cadence_id)


@_action("/{cadence_id}/start", operation_id="start_cadence")
async def start_cadence(cadence_id: CadenceId, move: MoverDep) -> CadenceRead:
    """From here on people can be enrolled and move on; 409 before it was published."""
    return await move(cadences.start, cadence_id)


@_action("/{cadence_id}/pause", operation_id="pause_cadence")
async def pause_cadence(cadence_id: CadenceId, move: MoverDep) -> CadenceRead:
    """Nobody moves on, nobody is lost."""
    return await move(cadences.pause, cadence_id)


@_action("/{cadence_id}/resume", operation_id="resume_cadence")
async def resume_cadence(cadence_id: CadenceId, move: MoverDep) -> CadenceRead:
    """Everybody goes on where they stood."""
    return await move(cadences.resume, cadence_id)


@_action(
    "/{cadence_id}/archive",
    operation_id="archive_cadence",
    responses=_background(CadenceRead, "Archived; a job stops those who were on their way."),
)
async def archive_cadence(response: Response, cadence_id: CadenceId, move: MoverDep) -> CadenceRead:
    """Final. Everybody on their way is stopped; the record stays. Nobody moves on from here."""
    return await move.archive(response, cadence_id)
