"""How far what is done with everybody of a cadence is, and ending it early."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from db.queries import cadence_jobs as rows
from db.queries import cadences
from db.session import Session
from schemas.enums import Role
from services import cadence_jobs
from web import flash
from web.cadence_job_words import job_lines
from web.dependencies import DatabaseDep, HintsDep, SignedIn, SignedInPerson, require_role
from web.render import from_htmx, page, redirect

router = APIRouter()


@router.get("/cadences/{cadence_id}/jobs", name="cadence_jobs")
async def show_jobs(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    under_way: bool = False,
) -> Response:
    """`under_way`: the page that asks showed something that was; it hears when nothing is any more."""
    async with database.company(user.company_id) as session:
        response = await _shown(request, session, cadence_id, user)
        left = await rows.unfinished(session, cadence_id)
    if under_way and not left:
        flash.trigger(response, None, **{"cadence-jobs-over": True})
    return response


@router.post(
    "/cadence-jobs/{job_id}/cancel",
    name="cancel_cadence_job",
    dependencies=[Depends(require_role(Role.ADMIN))],
)
async def cancel(
    request: Request, job_id: UUID, user: SignedIn, database: DatabaseDep, hints: HintsDep
) -> Response:
    async with database.company(user.company_id) as session:
        cadence_id = (await cadence_jobs.cancel(session, job_id)).cadence_id
    hints.changed(user.company_id, "cadence", cadence_id)
    if not from_htmx(request):
        return redirect(request, f"/cadences/{cadence_id}/people")
    async with database.company(user.company_id) as session:
        response = await _shown(request, session, cadence_id, user)
    flash.trigger(response, None, **{"cadence-jobs-over": True})
    return response


async def _shown(
    request: Request, session: Session, cadence_id: UUID, user: SignedInPerson
) -> Response:
    context = {
        "cadence": await cadences.get(session, cadence_id),
        **await job_lines(session, cadence_id, user),
    }
    return page(request, "cadences/jobs.html", context, fragment="cadence_jobs")
