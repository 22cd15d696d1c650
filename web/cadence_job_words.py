"""What is done with everybody of a cadence in the background, in words: one line a job."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.models.cadences import CadenceJob
from db.queries import cadence_jobs as rows
from db.session import Session
from schemas.cadence_jobs import JobKind, JobStatus
from schemas.enums import Role
from services import cadence_jobs
from web.dependencies import SignedInPerson
from web.formatting import number
from web.i18n import gettext, mark, ngettext

BEGUN = mark("Many people: it goes on in the background. The line above tells how far it is.")
_MOST_SHOWN = 5
_TITLES = {
    JobKind.PAUSE: (mark("Pausing people"), "pause"),
    JobKind.RESUME: (mark("Letting people go on"), "play"),
    JobKind.SKIP: (mark("Skipping a step for people"), "skip-forward"),
    JobKind.REMOVE: (mark("Taking people out"), "user-x"),
    JobKind.MOVE: (mark("Moving people to version %(version)s"), "arrow-right"),
    JobKind.ARCHIVE: (mark("Stopping everybody: the cadence was archived"), "archive"),
}
_TONES = {
    JobStatus.QUEUED: "neutral",
    JobStatus.RUNNING: "brand",
    JobStatus.DONE: "success",
    JobStatus.CANCELLED: "warning",
}


@dataclass(frozen=True, slots=True)
class JobLine:
    id: UUID
    icon: str
    tone: str
    title: str
    note: str
    # How much of it is done; None: not counted yet, or over.
    share: float | None
    is_over: bool
    may_cancel: bool
    ended_at: datetime | None


async def job_lines(session: Session, cadence_id: UUID, user: SignedInPerson) -> dict[str, Any]:
    """The context of cadences/job_lines.html: what is under way, and what ended a while ago."""
    since = cadence_jobs.shown_since()
    found = await rows.shown(session, cadence_id, since=since, limit=_MOST_SHOWN)
    return {"job_lines": [_line(job, user) for job in found], "jobs_of": cadence_id}


def _line(job: CadenceJob, user: SignedInPerson) -> JobLine:
    title, icon = _TITLES[job.kind]
    return JobLine(
        id=job.id,
        icon=icon,
        tone=_TONES[job.status],
        title=gettext(title) % {"version": job.version},
        note=_note(job),
        share=_share(job),
        is_over=job.finished_at is not None,
        may_cancel=cadence_jobs.may_cancel(job) and user.may(Role.ADMIN),
        ended_at=job.finished_at,
    )


def _share(job: CadenceJob) -> float | None:
    if job.finished_at is not None or job.total is None:
        return None
    return min(1.0, job.done / job.total) if job.total else 1.0


def _note(job: CadenceJob) -> str:
    if job.status is JobStatus.QUEUED:
        return gettext("About to begin")
    if job.status is JobStatus.RUNNING:
        counts = {"done": number(job.done), "total": number(job.total or 0)}
        return gettext("%(done)s of %(total)s people") % counts
    said = ngettext("%(count)s person changed", "%(count)s people changed", job.changed)
    said = said % {"count": number(job.changed)}
    if job.status is JobStatus.CANCELLED:
        return gettext("Stopped before its end: %(what)s") % {"what": said}
    return " · ".join(filter(None, (said, _ended(job), _sending(job))))


def _ended(job: CadenceJob) -> str:
    if not job.ended:
        return ""
    said = ngettext(
        "%(count)s came to the end: no step is left for them",
        "%(count)s came to the end: no step is left for them",
        job.ended,
    )
    return said % {"count": number(job.ended)}


def _sending(job: CadenceJob) -> str:
    if not job.sending:
        return ""
    said = ngettext(
        "%(count)s is just being written to and stays for now.",
        "%(count)s are just being written to and stay for now.",
        job.sending,
    )
    return said % {"count": number(job.sending)}
