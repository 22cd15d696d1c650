"""What is done with everybody of a cadence in the background, in words: one line a job."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from db.models.cadences import CadenceJob, CadenceSource
from db.queries import cadence_jobs as rows
from db.queries import cadence_sources as sources
from db.session import Session
from schemas.cadence_jobs import JobKind, JobStatus
from schemas.cadence_sources import Results
from schemas.enums import Role
from services import cadence_jobs, cadence_sources
from web.dependencies import SignedInPerson
from web.formatting import number
from web.i18n import gettext, mark, ngettext

BEGUN = mark("There are many people: it goes on in the background, and you see here how far it is.")
_MOST_SHOWN = 5
# While it goes on, and once it is done.
_TITLES = {
    JobKind.PAUSE: (mark("Pausing people"), mark("People paused"), "pause"),
    JobKind.RESUME: (mark("Letting people go on"), mark("People go on"), "play"),
    JobKind.SKIP: (mark("Skipping a step for people"), mark("Step skipped"), "skip-forward"),
    JobKind.REMOVE: (mark("Taking people out"), mark("People taken out"), "user-x"),
    JobKind.MOVE: (
        mark("Moving people to version %(version)s"),
        mark("People moved to version %(version)s"),
        "arrow-right",
    ),
    JobKind.ARCHIVE: (
        mark("Stopping everybody: the cadence was archived"),
        mark("Everybody was stopped: the cadence was archived"),
        "archive",
    ),
}
_TONES = {
    JobStatus.QUEUED: "neutral",
    JobStatus.RUNNING: "brand",
    JobStatus.DONE: "success",
    JobStatus.CANCELLED: "warning",
}


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job, or one list whose people are being enrolled."""

    id: UUID
    icon: str
    tone: str
    title: str
    note: str
    # How much of it is done; None: not counted yet, or over.
    share: float | None
    # Where to post to end it; None: it cannot be, or not by this person.
    stop: str | None = None
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None


async def job_lines(session: Session, cadence_id: UUID, user: SignedInPerson) -> dict[str, Any]:
    """The context of cadences/job_lines.html: what is under way, and what ended a while ago."""
    since = cadence_jobs.shown_since()
    found = await rows.shown(session, cadence_id, since=since, limit=_MOST_SHOWN)
    entering = await sources.enrolling_now(session, cadence_id, datetime.now(UTC))
    names = await sources.subject_names(session, entering)
    may_stop = user.may(Role.ADMIN)
    lines = [
        *(
            _entering(one, names.get(one.subject_id or one.id), may_stop=may_stop)
            for one in entering
        ),
        *(_line(job, may_stop=may_stop) for job in found),
    ]
    return {"job_lines": lines, "jobs_of": cadence_id}


def under_way(context: dict[str, Any]) -> bool:
    return any(not line.is_over for line in context["job_lines"])


def _line(job: CadenceJob, *, may_stop: bool) -> JobLine:
    title, over, icon = _TITLES[job.kind]
    is_done = job.status is JobStatus.DONE
    return JobLine(
        id=job.id,
        icon="check" if is_done else icon,
        tone=_TONES[job.status],
        title=gettext(over if is_done else title) % {"version": job.version},
        note=_note(job),
        share=_share(job),
        stop=f"/cadence-jobs/{job.id}/cancel"
        if may_stop and cadence_jobs.may_cancel(job)
        else None,
        ended_at=job.finished_at,
    )


def _entering(row: CadenceSource, name: str | None, *, may_stop: bool) -> JobLine:
    total = Results.from_json(row.last_result).total
    seen, expected = total.enrolled + sum(total.left_out.values()), cadence_sources.expected(row)
    title = gettext("Enrolling people: %(name)s") % {"name": name} if name else ""
    return JobLine(
        id=row.id,
        icon="user-plus",
        tone="brand" if expected is not None else "neutral",
        title=title or gettext("Enrolling people"),
        note=_of(seen, expected) if expected is not None else gettext("About to begin"),
        share=min(1.0, seen / expected) if expected else None,
        stop=f"/cadence-sources/{row.id}/switch" if may_stop else None,
    )


def _of(done: int, total: int) -> str:
    counts = {"done": number(done), "total": number(total)}
    return gettext("%(done)s of %(total)s people") % counts


def _share(job: CadenceJob) -> float | None:
    if job.finished_at is not None or job.total is None:
        return None
    return min(1.0, job.done / job.total) if job.total else 1.0


def _note(job: CadenceJob) -> str:
    if job.status is JobStatus.QUEUED:
        return gettext("About to begin")
    if job.status is JobStatus.RUNNING:
        return _of(job.done, job.total or 0)
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
