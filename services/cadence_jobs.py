"""What is done with everybody of a cadence: a few at once, more of them in the background.

A job's row says what is to be done and how far it is. Its pages are transactions with the progress in
them, so whatever dies in between, the next goes on where it was and does nothing twice. The jobs of
one cadence are done one after the other, in the order they were asked for: who lets everybody go on
after they were paused means that.

Locks: the job's row, then what a page changes in the order of `db.queries.enrolment_stops`. Whoever
cancels locks the row alone, so a job ends between two pages.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, CadenceJob
from db.queries import cadence_jobs as rows
from db.queries import cadences, enrolment_lists
from db.queries.enrolment_lists import LIVE, EnrolmentFilter
from schemas.cadence_jobs import JobKind, JobStatus
from schemas.enums import CadenceStatus, EnrolmentStatus
from schemas.errors import InvalidState
from services import cadence_moves, enrolment_stops, enrolments, wakes, work_news
from services.cadence_moves import Block
from services.contact_lists import Truth
from services.enrolments import BLOCK, Action, By
from services.wakes import Sleeper

# A message that is being sent when its step is taken away is decided in seconds.
_AGAIN_SECONDS = 10.0
_MOST_ROUNDS = 6
ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Begun:
    """How many were changed at once, or the job that changes them."""

    changed: int = 0
    job: CadenceJob | None = None


@dataclass(frozen=True, slots=True)
class Moving:
    """What became of those in older versions, or the job that moves them."""

    block: Block
    job: CadenceJob | None = None


async def act_on_all(
    session: AsyncSession,
    cadence_id: UUID,
    action: Action,
    wanted: EnrolmentFilter,
    by: By | None = None,
    *,
    q: str = "",
    country: str = "BR",
) -> Begun:
    """Do it with everybody of the cadence the list shows: at once with up to `BLOCK` people.

    Of more a job takes care, also of fewer while another one is under way. Who enters from now on is
    left alone. Narrowed by what `_stored` knows, or to at most `BLOCK` ids. Raises NotFound, and
    InvalidInput.
    """
    cadence = await cadences.get(session, cadence_id)
    by = enrolments.checked(by)
    narrowed = enrolments.narrowed(action, replace(wanted, cadence_id=cadence_id))
    if narrowed is None:
        return Begun()
    whom = await enrolments.who(session, q, country)
    if narrowed.ids:
        named = await enrolment_lists.ids(session, narrowed, whom, after=None, limit=BLOCK)
        return Begun(len(await enrolments.act(session, cadence.company_id, action, named, by)))
    if not await rows.unfinished(session, cadence_id):
        found = await enrolment_lists.ids(session, narrowed, whom, after=None, limit=BLOCK + 1)
        if len(found) <= BLOCK:
            return Begun(len(await enrolments.act(session, cadence.company_id, action, found, by)))
    if cadence.status is CadenceStatus.ARCHIVED:
        return Begun()
    stored = {**_stored(narrowed), **({"q": q.strip(), "country": country} if q.strip() else {})}
    job = CadenceJob(kind=JobKind(action), filter=stored, detail=by.detail, created_by=by.user_id)
    return Begun(job=await _begin(session, cadence, job))


async def move_all(
    session: AsyncSession, cadence_id: UUID, *, user_id: UUID | None = None
) -> Moving:
    """Have everybody of older versions go on in the published one; as `act_on_all`."""
    cadence = await cadences.get(session, cadence_id)
    if cadence.published is None or cadence.status is CadenceStatus.ARCHIVED:
        return Moving(Block(0, 0, 0, None))
    if not await rows.unfinished(session, cadence_id):
        older = _in_older(cadence_id, cadence.published)
        found = await enrolment_lists.ids(session, older, after=None, limit=BLOCK + 1)
        if len(found) <= BLOCK:
            return Moving(await cadence_moves.move(session, cadence_id, user_id=user_id))
    job = CadenceJob(kind=JobKind.MOVE, version=cadence.published, created_by=user_id)
    return Moving(Block(0, 0, 0, None), await _begin(session, cadence, job))


async def end_all(
    session: AsyncSession, cadence: Cadence, *, user_id: UUID | None = None
) -> CadenceJob | None:
    """Stop everybody who is on their way in a cadence that has just been archived."""
    on_their_way = EnrolmentFilter(cadence_id=cadence.id, statuses=LIVE)
    found = await enrolment_lists.ids(session, on_their_way, after=None, limit=BLOCK + 1)
    if len(found) <= BLOCK:
        await enrolment_stops.end(session, cadence.company_id, found, ARCHIVED, user_id=user_id)
        return None
    return await _begin(session, cadence, CadenceJob(kind=JobKind.ARCHIVE, created_by=user_id))


async def cancel(session: AsyncSession, job_id: UUID, *, user_id: UUID | None = None) -> CadenceJob:
    """Nobody more is changed; what was done stays done. Raises NotFound and InvalidState.

    Whoever began it is told when it was somebody else, or a program.
    """
    job = await rows.get(session, job_id, lock=True)
    if job.status is JobStatus.CANCELLED:
        return job
    if not may_cancel(job):
        if job.kind is JobKind.ARCHIVE and job.finished_at is None:
            raise InvalidState("An archived cadence ends for everybody; that cannot be cancelled.")
        raise InvalidState("It is done already.", current=job.status.value)
    _finish(job, JobStatus.CANCELLED)
    await session.flush()
    await work_news.job_cancelled(session, job, by=user_id)
    await wakes.wake(session, Sleeper.JOBS, job.company_id, job.cadence_id)
    return job


async def under_way(session: AsyncSession, cadence_id: UUID, kind: JobKind) -> CadenceJob | None:
    """The one of this kind that is not over."""
    waiting = await rows.unfinished(session, cadence_id)
    return next((job for job in waiting if job.kind is kind), None)


def may_cancel(job: CadenceJob) -> bool:
    return job.finished_at is None and job.kind is not JobKind.ARCHIVE


async def work_on(session: AsyncSession, cadence_id: UUID) -> float | None:
    """One page of the job in turn: when to come back, in seconds; None: nothing is left to do.

    Safe to repeat, and two at once take turns.
    """
    waiting = await rows.unfinished(session, cadence_id)
    if not waiting:
        return None
    first = waiting[0]
    total = await _count(session, first) if first.total is None else first.total
    job = await rows.get(session, first.id, lock=True)
    if job.finished_at is not None:
        return 0.0
    cadence = await cadences.get(session, cadence_id)
    if cadence.status is CadenceStatus.ARCHIVED and job.kind is not JobKind.ARCHIVE:
        _finish(job, JobStatus.CANCELLED)
        await work_news.job_ended(session, job)
        return 0.0
    if job.total is None:
        job.total, job.status, job.started_at = total, JobStatus.RUNNING, datetime.now(UTC)
        return 0.0
    again = await _PAGES[job.kind](session, job)
    if job.finished_at is not None:
        await work_news.job_ended(session, job)
    return again


async def _act(session: AsyncSession, job: CadenceJob) -> float:
    page = await enrolments.act_on_page(
        session,
        job.company_id,
        Action(job.kind.value),
        _wanted(job),
        whom=await _whom(session, job),
        by=By(job.created_by, job.detail),
        after=job.after,
        limit=BLOCK,
    )
    job.done += page.seen
    job.changed += page.changed
    return _come_to(job, page.after)


async def _move(session: AsyncSession, job: CadenceJob) -> float:
    """Whoever is being written to is come back for, a few times."""
    block = await cadence_moves.move(
        session,
        job.cadence_id,
        after=job.after or cadence_moves.START,
        limit=BLOCK,
        into=job.version,
        again=job.rounds > 0,
        user_id=job.created_by,
    )
    if not job.rounds:
        job.done += block.moved + block.ended + block.sending
    job.changed += block.moved
    job.ended += block.ended
    job.sending += block.sending
    if block.after is None and job.sending and job.rounds < _MOST_ROUNDS:
        job.after, job.sending, job.rounds = None, 0, job.rounds + 1
        return _AGAIN_SECONDS
    return _come_to(job, block.after)


async def _archive(session: AsyncSession, job: CadenceJob) -> float:
    page = await enrolment_lists.ids(session, _wanted(job), after=job.after, limit=BLOCK)
    ended = await enrolment_stops.end(
        session, job.company_id, page, ARCHIVED, user_id=job.created_by
    )
    job.done += len(page)
    job.changed += len(ended)
    return _come_to(job, page[-1] if len(page) == BLOCK else None)


_PAGES: Mapping[JobKind, Callable[[AsyncSession, CadenceJob], Awaitable[float]]] = {
    **{JobKind(action): _act for action in Action},
    JobKind.MOVE: _move,
    JobKind.ARCHIVE: _archive,
}


def _come_to(job: CadenceJob, after: UUID | None) -> float:
    if after is None:
        _finish(job, JobStatus.DONE)
    else:
        job.after = after
    return 0.0


def _finish(job: CadenceJob, status: JobStatus) -> None:
    job.status, job.finished_at = status, datetime.now(UTC)
    # What somebody searched for is a name or a number: it is not kept.
    job.filter = {key: value for key, value in job.filter.items() if key != "q"}


async def _begin(session: AsyncSession, cadence: Cadence, job: CadenceJob) -> CadenceJob:
    """The same asked for twice is one job."""
    for known in await rows.unfinished(session, cadence.id):
        if _is_asked(known) == _is_asked(job):
            return known
    job.company_id, job.cadence_id = cadence.company_id, cadence.id
    session.add(job)
    await session.flush()
    await session.refresh(job)
    await wakes.wake(session, Sleeper.JOBS, cadence.company_id, cadence.id)
    return job


def _is_asked(job: CadenceJob) -> tuple[object, ...]:
    return job.kind, job.filter or {}, job.version, job.detail


async def _count(session: AsyncSession, job: CadenceJob) -> int:
    return await enrolment_lists.count(session, _wanted(job), await _whom(session, job))


def _wanted(job: CadenceJob) -> EnrolmentFilter:
    """Who is meant. Nobody enters an archived cadence, and who enters later is in no older version."""
    if job.kind is JobKind.ARCHIVE:
        return EnrolmentFilter(cadence_id=job.cadence_id, statuses=LIVE)
    if job.kind is JobKind.MOVE:
        return _in_older(job.cadence_id, job.version or 0)
    known = job.filter
    statuses, step, version = known.get("statuses"), known.get("step_key"), known.get("version")
    return EnrolmentFilter(
        cadence_id=job.cadence_id,
        before=job.id,
        statuses=tuple(map(EnrolmentStatus, statuses)) if isinstance(statuses, list) else (),
        step_key=step if isinstance(step, str) else None,
        version=version if isinstance(version, int) else None,
    )


def _stored(wanted: EnrolmentFilter) -> dict[str, object]:
    return {
        "statuses": [status.value for status in wanted.statuses],
        "step_key": wanted.step_key,
        "version": wanted.version,
    }


def _in_older(cadence_id: UUID, version: int) -> EnrolmentFilter:
    return EnrolmentFilter(cadence_id=cadence_id, statuses=LIVE, older_than=version)


async def _whom(session: AsyncSession, job: CadenceJob) -> Truth | None:
    q, country = job.filter.get("q") or "", job.filter.get("country") or "BR"
    return await enrolments.who(session, str(q), str(country))


def shown_since() -> datetime:
    """A job that ended is still told of for a while."""
    return datetime.now(UTC) - timedelta(hours=1)
