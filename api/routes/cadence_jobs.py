"""How far what is done with everybody of a cadence is, and ending it early."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request

from api import cadence_job_views as views
from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams, encode_cursor
from db.queries import cadence_jobs as rows
from db.queries import cadences
from schemas.api.cadence_jobs import CadenceJobRead
from schemas.api.ids import CadenceId, CadenceJobId
from schemas.api.pages import Page
from schemas.cursors import Cursor
from schemas.enums import Scope
from services import cadence_jobs
from services.live import LiveHints

router = APIRouter(tags=["enrolments"])
_READ = [Depends(require(Scope.CADENCES_READ))]
_RUN = [Depends(require(Scope.CADENCES_RUN))]
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@router.get(
    "/cadences/{cadence_id}/jobs",
    response_model=Page[CadenceJobRead],
    operation_id="list_cadence_jobs",
    dependencies=_READ,
)
async def list_cadence_jobs(
    cadence_id: CadenceId, caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[CadenceJobRead]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        await cadences.get(session, cadence_id)
        after = paging.after.id if paging.after else None
        found = await rows.page(session, cadence_id, after=after, limit=paging.fetch)
    shown = [views.job(row) for row in found[: paging.limit]]
    more = len(found) > paging.limit
    # The id alone is the order: the cursor's time stands for nothing here.
    following = encode_cursor(paging.signer, Cursor(_EPOCH, shown[-1].id)) if more else None
    return Listing(shown, following, more)


@router.get("/cadence-jobs/{job_id}", operation_id="get_cadence_job", dependencies=_READ)
async def get_cadence_job(
    job_id: CadenceJobId, caller: CallerDep, database: DatabaseDep
) -> CadenceJobRead:
    async with database.company(caller.company_id) as session:
        return views.job(await rows.get(session, job_id))


@router.post("/cadence-jobs/{job_id}/cancel", operation_id="cancel_cadence_job", dependencies=_RUN)
async def cancel_cadence_job(
    request: Request, job_id: CadenceJobId, caller: CallerDep, database: DatabaseDep
) -> CadenceJobRead:
    """Nobody more is changed; what was done stays done. Archiving cannot be cancelled: 409."""
    async with database.company(caller.company_id) as session:
        job = await cadence_jobs.cancel(session, job_id)
        shown = views.job(job)
    hints: LiveHints = request.app.state.hints
    hints.changed(caller.company_id, "cadence", shown.cadence_id)
    return shown
