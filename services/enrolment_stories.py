"""The story of one enrolment: how it entered, what became of each step, who did what, what comes."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import CadenceVersion, Enrolment
from db.queries import enrolment_lists as rows
from db.queries.enrolment_lists import EnrolmentRow, MessageRow
from schemas.cadences import Condition, Graph, Step, from_json
from schemas.enums import EnrolmentStatus

_MOST_COMING = 5
_BY_PEOPLE = "removed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: "entered", "step", "ended", or what somebody did: "paused", "resumed", …"""

    at: datetime
    kind: str
    step_key: str | None = None
    # A step: schemas.cadences.StepOutcome, and why.
    outcome: str | None = None
    reason: str | None = None
    detail: str | None = None
    user_name: str | None = None
    message: MessageRow | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A step ahead; `at` is known only of the one they stand at."""

    step_key: str
    at: datetime | None = None
    # Its message is in the ledger already.
    message: MessageRow | None = None


@dataclass(frozen=True, slots=True)
class Story:
    row: EnrolmentRow
    # By key, of the version it goes through.
    steps: dict[str, Step]
    entries: list[Entry]
    # None of them where it is over. Behind a question nobody knows yet.
    coming: list[Coming]
    conversation_id: UUID | None


async def tell(session: AsyncSession, enrolment_id: UUID) -> Story:
    """Raises NotFound."""
    row = await rows.row(session, enrolment_id)
    enrolment = row.enrolment
    graph = await graph_of(session, enrolment.cadence_id, enrolment.version)
    entries = [entry async for entry in _entries(session, enrolment)]
    # What happened at one moment happened in the order of the lines.
    entries.sort(key=lambda one: one.at)
    return Story(
        row,
        dict(graph.steps),
        entries,
        await _coming(session, enrolment, graph),
        await rows.newest_conversation(session, enrolment.contact_id),
    )


async def graph_of(session: AsyncSession, cadence_id: UUID, version: int) -> Graph:
    """The steps of a version; none where it is gone."""
    stored = await session.scalar(
        select(CadenceVersion.definition).where(
            CadenceVersion.cadence_id == cadence_id, CadenceVersion.number == version
        )
    )
    return from_json(stored or {}).graph()


async def _entries(session: AsyncSession, enrolment: Enrolment) -> AsyncIterator[Entry]:
    by = enrolment.created_by
    name = await rows.user_name(session, by) if by is not None else None
    yield Entry(enrolment.entered_at, "entered", detail=enrolment.source, user_name=name)
    for step in await rows.steps(session, enrolment.id):
        yield Entry(
            step.done_at,
            "step",
            step.step_key,
            step.outcome,
            step.reason,
            message=step.message,
        )
    taken_out = None
    for event in await rows.events(session, enrolment.id):
        if event.kind == _BY_PEOPLE:
            taken_out = event.user_name
            continue
        yield Entry(
            event.created_at,
            event.kind,
            event.step_key,
            detail=event.detail,
            user_name=event.user_name,
        )
    if enrolment.ended_at is not None:
        yield _ended(enrolment, taken_out)


def _ended(enrolment: Enrolment, by: str | None) -> Entry:
    assert enrolment.ended_at is not None
    return Entry(
        enrolment.ended_at,
        "ended",
        enrolment.step_key,
        enrolment.status.value,
        enrolment.reason,
        enrolment.detail,
        by,
    )


async def _coming(session: AsyncSession, enrolment: Enrolment, graph: Graph) -> list[Coming]:
    if enrolment.status in (EnrolmentStatus.COMPLETED, EnrolmentStatus.STOPPED):
        return []
    key = enrolment.step_key or graph.first
    if key is None:
        return []
    message = None
    if enrolment.recipient_id is not None:
        message = await rows.message(session, enrolment.recipient_id)
    first = Coming(key, enrolment.due_at, message)
    return [first, *(Coming(one) for one in _following(graph, key))]


def _following(graph: Graph, key: str) -> Iterator[str]:
    """Up to the next question, whose answer decides what follows."""
    for _ in range(_MOST_COMING):
        if isinstance(graph.steps.get(key), Condition):
            return
        following = graph.after(key)
        if following is None:
            return
        key = following
        yield key
