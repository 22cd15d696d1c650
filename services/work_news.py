"""That work which goes on without whoever began it is over, told in their bell.

In the transaction that ends it, so once. What is over in a few seconds is not told: they still look.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import CadenceJob, CadenceSource
from db.models.imports import ContactImport
from db.queries import cadences
from db.queries.notifications import News
from schemas.cadence_jobs import JobStatus
from schemas.cadence_sources import RunResult
from schemas.enums import ImportStatus, NotificationKind
from services import notifications

# So long somebody looks at what they began.
_WATCHED = timedelta(seconds=10)
_CADENCE = "cadence"


async def import_ended(session: AsyncSession, row: ContactImport) -> None:
    """With how many rows did what; a failed one with its reason."""
    # A file that fails in its check has not begun.
    if not _is_long(row.started_at or row.created_at):
        return
    failed = row.status is ImportStatus.FAILED
    what = "failed" if failed else "ended"
    news = News(
        NotificationKind.WORK_ENDED,
        f"{row.kind.value}_{what}",
        (row.error_detail or "") if failed else "",
        data=_of_import(row),
    )
    await _tell(session, row.company_id, row.created_by, news)


async def import_cancelled(session: AsyncSession, row: ContactImport, *, by: UUID | None) -> None:
    """However short it was: nobody watches for what others do. `by` None: a program."""
    news = News(
        NotificationKind.WORK_ENDED,
        f"{row.kind.value}_cancelled",
        data=_of_import(row),
        actor_id=by,
    )
    await _tell(session, row.company_id, row.created_by, news)


async def job_ended(session: AsyncSession, job: CadenceJob) -> None:
    """It came to its end, or to that of its cadence, which was archived."""
    if _is_long(job.created_at):
        code = "archived" if job.status is JobStatus.CANCELLED else job.kind.value
        await _tell_of_job(session, job, f"job_{code}", None)


async def job_cancelled(session: AsyncSession, job: CadenceJob, *, by: UUID | None) -> None:
    """As `import_cancelled`."""
    await _tell_of_job(session, job, "job_cancelled", by)


async def list_enrolled(session: AsyncSession, source: CadenceSource, total: RunResult) -> None:
    """A list is enrolled to its last person, on whichever day that is."""
    if _is_long(source.created_at):
        counts = {"enrolled": total.enrolled, "left_out": sum(total.left_out.values())}
        data = await _of_cadence(session, source.cadence_id, counts)
        news = News(NotificationKind.WORK_ENDED, "list_enrolled", data=data)
        await _tell(session, source.company_id, source.created_by, news)


async def _tell_of_job(
    session: AsyncSession, job: CadenceJob, code: str, actor_id: UUID | None
) -> None:
    counts = {"changed": job.changed, "version": job.version or 0}
    data = await _of_cadence(session, job.cadence_id, counts)
    news = News(NotificationKind.WORK_ENDED, code, data=data, actor_id=actor_id)
    await _tell(session, job.company_id, job.created_by, news)


async def _tell(session: AsyncSession, company_id: UUID, user_id: UUID | None, news: News) -> None:
    """What a program began is nobody's."""
    if user_id is not None:
        await notifications.news(session, company_id, news, user_ids=[user_id])


def _is_long(begun: datetime) -> bool:
    return datetime.now(UTC) - begun > _WATCHED


def _of_import(row: ContactImport) -> dict[str, object]:
    return {
        "of": row.kind.value,
        "id": str(row.id),
        "name": row.file_name,
        "added": row.created_count,
        "changed": row.updated_count,
        "refused": row.rejected_count,
    }


async def _of_cadence(
    session: AsyncSession, cadence_id: UUID, counts: Mapping[str, int]
) -> dict[str, object]:
    cadence = await cadences.get(session, cadence_id)
    return {"of": _CADENCE, "id": str(cadence_id), "name": cadence.name, **counts}
