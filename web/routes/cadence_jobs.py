"""How far what is done with everybody of a cadence is, and ending it early."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from db.queries import cadences
from db.session import Session
from schemas.enums import Role
from services import cadence_jobs
from web import cadence_job_words as job_words
from web import flash
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
        context = await _context(session, cadence_id, user)
    response = _shown(request, context)
    if under_way and not job_words.under_way(context):
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
        cadence_id = (await cadence_jobs.cancel(session, job_id, user_id=user.user_id)).cadence_id
    hints.changed(user.company_id, "cadence", cadence_id)
    if not from_htmx(request):
        return redirect(request, f"/cadences/{cadence_id}/people")
    async with database.company(user.company_id) as session:
        response = _shown(request, await _context(session, cadence_id, user))
    flash.trigger(response, None, **{"cadence-jobs-over": True})
    return response


async def _context(session: Session, cadence_id: UUID, user: SignedInPerson) -> dict[str, Any]:
    cadence = await cadences.get(session, cadence_id)
    return {"cadence": cadence, **await job_words.job_lines(session, cadence_id, user)}


def _shown(request: Request, context: dict[str, Any]) -> Response:
    return page(request, "cadences/jobs.html", context, fragment="cadence_jobs")
