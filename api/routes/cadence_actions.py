"""What moves a cadence: publish, start, pause, resume, archive; the worker is woken at the commit."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Concatenate, ParamSpec
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from api.cadence_views import CadenceViews, CadenceViewsDep
from api.dependencies import Caller, CallerDep, DatabaseDep, require
from api.preconditions import SeenVersion
from db.models.cadences import Cadence
from db.session import Session
from schemas.api.cadences import CadencePublish, CadenceRead, MoveRead, PublishRead
from schemas.api.ids import CadenceId
from schemas.enums import Scope
from services import cadence_moves, cadences
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

    async def everybody(self, cadence_id: UUID) -> MoveRead:
        """Those in older versions go on in the published one, block by block."""
        company_id = self._caller.company_id
        moved = ended = sending = 0
        after: UUID | None = cadence_moves.START
        while after is not None:
            async with self._database.company(company_id) as session:
                block = await cadence_moves.move(session, cadence_id, after=after)
            moved, ended = moved + block.moved, ended + block.ended
            sending, after = sending + block.sending, block.after
        self._hints.changed(company_id, "cadence", cadence_id)
        return MoveRead(moved=moved, ended=ended, sending=sending)


MoverDep = Annotated[Mover, Depends()]
_action = partial(router.post, response_model=CadenceRead)


@router.post("/{cadence_id}/publish", operation_id="publish_cadence")
async def publish_cadence(
    cadence_id: CadenceId,
    move: MoverDep,
    version: SeenVersion,
    wanted: CadencePublish | None = None,
) -> PublishRead:
    """Make a version of the draft, for whoever enters from now on; 422 while something is wrong."""
    shown = await move(cadences.publish, cadence_id, version=version)
    moved = await move.everybody(cadence_id) if wanted is not None and wanted.move else None
    return PublishRead(cadence=shown, moved=moved)


@router.post("/{cadence_id}/move", operation_id="move_cadence_enrolments")
async def move_cadence_enrolments(cadence_id: CadenceId, move: MoverDep) -> MoveRead:
    """Those on their way in older versions go on in the published one; repeating it is harmless."""
    return await move.everybody(cadence_id)


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


@_action("/{cadence_id}/archive", operation_id="archive_cadence")
async def archive_cadence(cadence_id: CadenceId, move: MoverDep) -> CadenceRead:
    """Final. Everybody on their way is stopped; the record stays."""
    return await move(cadences.archive, cadence_id)
