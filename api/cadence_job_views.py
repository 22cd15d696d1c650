"""The jobs of cadences as programs outside see them."""

from fastapi import Response, status

from db.models.cadences import CadenceJob
from schemas.api.cadence_jobs import CadenceJobRead
from schemas.api.ids import CADENCE_JOB
from services import cadence_jobs


def job(row: CadenceJob) -> CadenceJobRead:
    return CadenceJobRead(
        id=row.id,
        cadence_id=row.cadence_id,
        kind=row.kind,
        status=row.status,
        total=row.total,
        done=row.done,
        changed=row.changed,
        ended=row.ended,
        sending=row.sending,
        version=row.version,
        detail=row.detail,
        can_cancel=cadence_jobs.may_cancel(row),
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def accepted(response: Response, row: CadenceJob | None) -> CadenceJobRead | None:
    """Say 202 and where to ask how far it is, if it goes on in the background."""
    if row is None:
        return None
    response.status_code = status.HTTP_202_ACCEPTED
    response.headers["Location"] = f"/api/v1/cadence-jobs/{CADENCE_JOB.format(row.id)}"
    return job(row)
