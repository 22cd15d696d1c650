"""What a page of a cadence did, told to whoever listens."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.queries.travelling import Done, Stand, Traveller
from schemas.enums import EnrolmentStatus
from services import events
from services.events import Happening

_STEP_DONE = "cadence.step_done"
_OVER: Mapping[EnrolmentStatus, str] = {
    EnrolmentStatus.COMPLETED: "cadence.completed",
    EnrolmentStatus.STOPPED: "cadence.stopped",
}
_TYPES = frozenset({_STEP_DONE, *_OVER.values()})

# Who walked, the steps they have behind them, and where they stand now.
Walked = tuple[Traveller, Sequence[Done], Stand | None]


async def tell(session: AsyncSession, cadence: Cadence, walked: Sequence[Walked]) -> None:
    """Thousands of people a page, and mostly nobody who listens."""
    if await events.listening(session, cadence.company_id, _TYPES):
        await events.tell(session, cadence.company_id, list(_news(cadence.id, walked)))


def _news(cadence_id: UUID, walked: Sequence[Walked]) -> Iterator[Happening]:
    for who, done, stand in walked:
        for each in done:
            said = {"outcome": each.outcome.value, "reason": each.reason}
            yield _happening(_STEP_DONE, cadence_id, who, each.step_key, said)
        if stand is not None and stand.status in _OVER:
            said = {"outcome": None, "reason": stand.reason}
            yield _happening(_OVER[stand.status], cadence_id, who, stand.step_key, said)


def _happening(
    kind: str,
    cadence_id: UUID,
    who: Traveller,
    step_key: str | None,
    said: Mapping[str, str | None],
) -> Happening:
    data = {"cadence_id": str(cadence_id), "version": who.version, "lap": who.lap}
    return Happening(
        kind, "enrolment", who.id, {**data, "step_key": step_key, **said}, contact_id=who.contact_id
    )


async def paused(session: AsyncSession, cadence: Cadence) -> None:
    """By a person, or by itself, which its row says."""
    told = Happening("cadence.paused", "cadence", cadence.id)
    await events.tell(session, cadence.company_id, [told])
