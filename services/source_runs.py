"""Enrolling whom a source is for, page by page: each page one transaction, so a crash repeats none.

A run that was cut short goes on where it was: whoever was dealt with is not found again.
Whoever is above a cadence's limit of a day is not forgotten: they are enrolled the next day, and of
a segment at its next look.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import CadenceSource
from db.models.people import Company
from db.queries import cadence_sources as rows
from db.queries import cadences, segments
from db.queries.enrolling import Placed
from db.session import Database
from schemas.cadence_sources import Results, RunResult, SourceKind
from schemas.enums import CadenceStatus
from schemas.errors import NotFound
from schemas.payloads.cadence_sources import SourceRef
from services import cadence_sources, contact_lists, enrolling, work_news
from services.contact_lists import Truth
from services.segments import condition

PAGE = 2_000
_START = UUID(int=0)
# Those of whom somebody is not told, but looked for.
_LOOKING = (SourceKind.SEGMENT, SourceKind.CONTACTS)
DAILY_LIMIT = "daily_limit"
# Its time was over before its people were: said to who ran it, and in no row.
GOES_ON = "goes_on"


@dataclass(slots=True)
class _Run:
    """How far one call is; the next begins at the front, and finds who is left."""

    now: datetime
    waiting_after: UUID = _START
    looked_after: UUID = _START
    found: RunResult = field(default_factory=RunResult)
    begun: bool = False
    waited_out: bool = False
    full: bool = False
    placed: bool = False


async def run(
    database: Database,
    ref: SourceRef,
    *,
    now: datetime,
    told: Callable[[], None] | None = None,
    longest_seconds: float | None = None,
) -> RunResult:
    """Enrol whoever is due by this source. Safe to repeat, and two at once take turns.

    `told` hears of every page. Who switches the source off ends it between two. After so many
    seconds, and somebody at least dealt with, it stops with GOES_ON: to be called again.
    """
    state, begun = _Run(now), time.monotonic()
    while True:
        async with database.company(ref.company_id) as session:
            more = await _page(session, ref.source_id, state)
        if told is not None:
            told()
        if not more:
            return state.found
        is_over = longest_seconds is not None and time.monotonic() - begun >= longest_seconds
        if is_over and state.placed:
            return replace(state.found, code=GOES_ON)


async def _page(session: AsyncSession, source_id: UUID, state: _Run) -> bool:
    """One page; whether another may follow."""
    try:
        source = await rows.get(session, source_id, lock=True)
    except NotFound:
        return False
    if not source.enabled:
        return False
    if not await _may_enter(session, source, state):
        return False
    if not state.waited_out:
        return await _enrol_waiting(session, source, state)
    return await _look(session, source, state)


async def _may_enter(session: AsyncSession, source: CadenceSource, state: _Run) -> bool:
    cadence = await cadences.get(session, source.cadence_id)
    if enrolling.takes_people(cadence):
        return True
    if cadence.status is CadenceStatus.ARCHIVED:
        source.enabled = False
        source.version += 1
    _finish(source, state, "not_running")
    return False


async def _enrol_waiting(session: AsyncSession, source: CadenceSource, state: _Run) -> bool:
    page = await rows.waiting(session, source.id, after=state.waiting_after, limit=PAGE)
    if page:
        placed = await _place(session, source, page, state)
        await rows.forget(session, source, rows.sorted_out(placed).settled)
        state.waiting_after = page[-1]
    state.waited_out = len(page) < PAGE or state.full
    if not state.waited_out:
        return True
    if source.kind in _LOOKING:
        return _is_due(source, state)
    await _end(session, source, state)
    return False


def _is_due(source: CadenceSource, state: _Run) -> bool:
    return source.next_run_at is not None and source.next_run_at <= state.now


async def _look(session: AsyncSession, source: CadenceSource, state: _Run) -> bool:
    """A page of those who came into the segment, or of the list."""
    if state.begun and not _is_due(source, state):
        # Another run came to its end meanwhile, and told of it.
        return False
    try:
        who = await _who(session, source)
    except NotFound:
        source.enabled = False
        source.version += 1
        _finish(source, state, "subject_gone")
        return False
    if not state.begun:
        state.begun = True
        if not await _begin(session, source, who, state):
            return False
    page = await rows.fresh(session, source, who, after=state.looked_after, limit=PAGE)
    if page:
        placed = await _place(session, source, page, state)
        await rows.know(session, source, rows.sorted_out(placed).settled)
        state.looked_after = page[-1]
    if len(page) == PAGE and not state.full:
        return True
    await _end(session, source, state)
    return False


async def _begin(session: AsyncSession, source: CadenceSource, who: Truth, state: _Run) -> bool:
    """Of a schedule: whoever left may come again; those of the beginning may not count at all."""
    if cadence_sources.is_once(source):
        if cadence_sources.expected(source) is None:
            source.options = {
                **source.options,
                "expected": await rows.count_fresh(session, source, who),
            }
        return True
    if not source.options.get("begun"):
        await rows.know_all(session, source, who)
        source.options = {**source.options, "begun": True}
        _finish(source, state)
        return False
    await rows.forget_leavers(session, source, who)
    return True


async def _who(session: AsyncSession, source: CadenceSource) -> Truth:
    if source.kind == SourceKind.SEGMENT and source.subject_id is not None:
        return condition((await segments.get(session, source.subject_id)).definition)
    wanted = cadence_sources.filter_of(source.options.get("filter"))
    company = await session.get_one(Company, source.company_id)
    return await contact_lists.where(session, wanted, company.country)


async def _place(
    session: AsyncSession, source: CadenceSource, page: Sequence[UUID], state: _Run
) -> list[Placed]:
    placed = await enrolling.place(
        session,
        source.company_id,
        source.cadence_id,
        page,
        source=str(source.options.get("source") or source.kind),
        source_id=source.id,
        user_id=source.created_by if cadence_sources.is_once(source) else None,
    )
    counted = enrolling.counted(placed)
    left_out = dict(counted.left_out)
    # Whoever waits for another day is not left out.
    state.full = bool(left_out.pop(DAILY_LIMIT, 0))
    fresh = RunResult(counted.enrolled, left_out)
    state.found = state.found.plus(fresh)
    state.placed = True
    source.last_result = Results.from_json(source.last_result).going_on(fresh).as_json()
    return placed


async def _end(session: AsyncSession, source: CadenceSource, state: _Run) -> None:
    """When it is looked at next; of a list the rest follows when a new day lets them in."""
    _finish(source, state, DAILY_LIMIT if state.full else None)
    if state.full and source.next_run_at is None:
        source.next_run_at = await enrolling.start_of_day(
            session, source.company_id, now=state.now, days=1
        )
    elif not state.full and source.kind in _LOOKING and cadence_sources.is_once(source):
        await work_news.list_enrolled(session, source, Results.from_json(source.last_result).total)


def _finish(source: CadenceSource, state: _Run, code: str | None = None) -> None:
    state.found = replace(state.found, code=code)
    source.last_result = Results.from_json(source.last_result).ended(code).as_json()
    source.last_run_at = state.now
    source.next_run_at = cadence_sources.next_look(source, state.now) if source.enabled else None
