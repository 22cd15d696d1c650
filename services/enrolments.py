"""What people do with those who are in a cadence: let them rest, go on, skip a step, take them out.

Each change is one transaction for as many as are named, set by set; `services.cadence_jobs` does the
same with everybody a list shows, page by page. What changed is written into the enrolment's own story.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Enrolment
from db.queries import claims, enrolment_stops
from db.queries import enrolment_changes as changes
from db.queries import enrolment_lists as rows
from db.queries.enrolment_changes import Changed
from db.queries.enrolment_lists import LIVE, EnrolmentFilter, EnrolmentRow
from schemas.enums import EnrolmentStatus
from schemas.errors import FieldError, InvalidInput, InvalidState
from schemas.words import mark
from services import contact_lists, wakes
from services import enrolment_stops as stops
from services.contact_lists import ContactFilter, SearchTooSlow, Truth
from services.wakes import Sleeper

BLOCK = 2_000
_SEARCH_SECONDS = 10
_LONGEST_DETAIL = 500
_TOO_LONG = mark("Write at most 500 characters.")
REMOVED = "removed"


class Action(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    REMOVE = "remove"


# Whom an action can do something with.
MEANT: dict[Action, tuple[EnrolmentStatus, ...]] = {
    Action.PAUSE: (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING),
    Action.RESUME: (EnrolmentStatus.PAUSED,),
    Action.SKIP: LIVE,
    Action.REMOVE: LIVE,
}


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and why."""

    user_id: UUID | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What was done with the next of a list."""

    seen: int
    changed: int
    # Where to go on; None: that was all.
    after: UUID | None


async def find(
    session: AsyncSession,
    wanted: EnrolmentFilter,
    *,
    q: str = "",
    country: str = "BR",
    after: UUID | None = None,
    limit: int,
) -> list[EnrolmentRow]:
    """A page of the list, newest first; `q` is a name or number. Raises SearchTooSlow."""
    whom = await who(session, q, country)
    await session.execute(text(f"SET LOCAL statement_timeout = '{_SEARCH_SECONDS}s'"))
    try:
        return await rows.page(session, wanted, whom, after=after, limit=limit)
    except OperationalError as error:
        raise SearchTooSlow from error


async def pause(
    session: AsyncSession, company_id: UUID, enrolment_ids: Iterable[UUID], by: By | None = None
) -> set[UUID]:
    """They rest where they stand, and messages that nobody has claimed wait; which they were.

    A message that is being sent at this moment finishes; one that is handed back waits as well.
    """
    by = checked(by)
    held = await _held(session, enrolment_ids)
    changed = await changes.pause(session, held, by.detail)
    await _with_ledger(session, changed, changes.hold_back)
    await _note(session, company_id, changed, "paused", by)
    return {one.id for one in changed}


async def resume(
    session: AsyncSession, company_id: UUID, enrolment_ids: Iterable[UUID], by: By | None = None
) -> set[UUID]:
    """They go on where they rested, due no earlier than now; which they were."""
    by = checked(by)
    held = await _held(session, enrolment_ids)
    changed = await changes.resume(session, held)
    await _with_ledger(session, changed, changes.let_go)
    await _note(session, company_id, changed, "resumed", by)
    await _wake(session, company_id, changed)
    return {one.id for one in changed}


async def skip(
    session: AsyncSession, company_id: UUID, enrolment_ids: Iterable[UUID], by: By | None = None
) -> set[UUID]:
    """The step they wait at is passed by; which they were.

    Whose message is being sent, or was, stays where it is: it cannot be taken back.
    """
    by = checked(by)
    held = await _held(session, enrolment_ids)
    there = {one.id: one for one in await changes.standing(session, held)}
    by_hand = {one.id for one in await changes.pass_by(session, held)}
    passed = set(by_hand)
    sends = {one.recipient_id: one.id for one in there.values() if one.recipient_id is not None}
    if sends:
        await claims.prepare(session)
        taken = await changes.take_back(session, sends.keys())
        passed |= {sends[one] for one in taken}
    changed = [there[key] for key in sorted(passed)]
    await _note(session, company_id, changed, "skipped", by)
    await changes.count_passed(session, by_hand)
    await _wake(session, company_id, changed)
    return passed


async def remove(
    session: AsyncSession, company_id: UUID, enrolment_ids: Iterable[UUID], by: By | None = None
) -> set[UUID]:
    """They leave the cadence for good; which they were."""
    by = checked(by)
    return await stops.end(
        session, company_id, list(enrolment_ids), REMOVED, detail=by.detail, user_id=by.user_id
    )


_ACTIONS: dict[Action, Callable[..., Awaitable[set[UUID]]]] = {
    Action.PAUSE: pause,
    Action.RESUME: resume,
    Action.SKIP: skip,
    Action.REMOVE: remove,
}


async def act(
    session: AsyncSession,
    company_id: UUID,
    action: Action,
    enrolment_ids: Iterable[UUID],
    by: By | None = None,
) -> set[UUID]:
    """One of the four, for these; whoever it does not fit is left as they are."""
    return await _ACTIONS[action](session, company_id, enrolment_ids, by)


async def act_on_one(
    session: AsyncSession,
    company_id: UUID,
    action: Action,
    enrolment_id: UUID,
    by: By | None = None,
) -> Enrolment:
    """The same for one. Raises NotFound, and InvalidState that says why it cannot be done."""
    await rows.get(session, enrolment_id)
    if not await act(session, company_id, action, [enrolment_id], by):
        _refuse(action, await rows.get(session, enrolment_id))
    return await rows.get(session, enrolment_id)


def _refuse(action: Action, found: Enrolment) -> None:
    """Say why nothing was done; what is so already is no failure."""
    if found.status not in LIVE:
        raise InvalidState("They are not in this cadence any more.")
    if action is Action.SKIP:
        if found.recipient_id is not None:
            raise InvalidState(
                "This step's message is being sent, so it cannot be skipped any more."
            )
        if found.step_key is None:
            raise InvalidState("They are just entering the cadence. Try again in a moment.")


async def act_on_page(
    session: AsyncSession,
    company_id: UUID,
    action: Action,
    wanted: EnrolmentFilter,
    *,
    whom: Truth | None,
    by: By,
    after: UUID | None,
    limit: int,
) -> Page:
    """The same with the next so many of a list that was narrowed for it.

    Whoever went on between the look and the lock is not of the list any more.
    """
    page = await rows.ids(session, wanted, whom, after=after, limit=limit)
    held = await _held(session, page)
    still = replace(wanted, ids=tuple(held))
    fitting = await rows.ids(session, still, after=after, limit=limit) if held else []
    changed = await act(session, company_id, action, fitting, by) if fitting else set[UUID]()
    return Page(len(page), len(changed), page[-1] if len(page) == limit else None)


def narrowed(action: Action, wanted: EnrolmentFilter) -> EnrolmentFilter | None:
    """To whom the action means something; None: to nobody of the list.

    Raises InvalidInput for steps that are to be skipped without being named.
    """
    if action is Action.SKIP and wanted.step_key is None:
        errors = [FieldError("step_key", "missing", mark("Choose the step that is to be skipped."))]
        raise InvalidInput("Name the step: whoever has passed it is left alone.", errors)
    statuses = tuple(one for one in MEANT[action] if one in (wanted.statuses or MEANT[action]))
    return replace(wanted, statuses=statuses) if statuses else None


async def who(session: AsyncSession, q: str, country: str) -> Truth | None:
    """The contacts a search is for; None: all."""
    if not q.strip():
        return None
    return await contact_lists.where(session, ContactFilter(q=q.strip()), country)


def checked(by: By | None) -> By:
    """Raises InvalidInput for a reason that is too long."""
    if by is None:
        return By()
    detail = " ".join((by.detail or "").split()) or None
    if detail is not None and len(detail) > _LONGEST_DETAIL:
        raise InvalidInput(_TOO_LONG, [FieldError("detail", "too_long", _TOO_LONG)])
    return By(by.user_id, detail)


async def _held(session: AsyncSession, enrolment_ids: Iterable[UUID]) -> list[UUID]:
    return await enrolment_stops.hold_these(session, set(enrolment_ids))


async def _with_ledger(
    session: AsyncSession,
    changed: Sequence[Changed],
    change: Callable[[AsyncSession, set[UUID]], Awaitable[None]],
) -> None:
    sends = {one.recipient_id for one in changed if one.recipient_id is not None}
    # A provider may have taken back what it had accepted, of a step behind them too.
    sends |= await enrolment_stops.sent_before(session, [one.id for one in changed])
    if sends and await enrolment_stops.to_come(session, sends):
        await claims.prepare(session)
        await change(session, sends)


async def _note(
    session: AsyncSession, company_id: UUID, changed: Sequence[Changed], kind: str, by: By
) -> None:
    await changes.note(session, company_id, changed, kind, detail=by.detail, user_id=by.user_id)


async def _wake(session: AsyncSession, company_id: UUID, changed: Iterable[Changed]) -> None:
    for cadence_id in sorted({one.cadence_id for one in changed}):
        await wakes.wake(session, Sleeper.CADENCE, company_id, cadence_id)
