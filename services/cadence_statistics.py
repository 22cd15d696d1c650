"""What became of whoever came to each step of a cadence."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import cadence_statistics
from schemas.cadences import StepOutcome
from schemas.enums import DeliveryStatus, ResponseKind

_REACHED = (DeliveryStatus.DELIVERED, DeliveryStatus.READ)
_ACCEPTED = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, *_REACHED)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """Of one step. What is sent, delivered and read is what was reached: read is delivered too."""

    waiting: int = 0
    # Have it behind them, whatever came of it.
    passed: int = 0
    yes: int = 0
    no: int = 0
    # Nothing performed it.
    passed_over: int = 0
    # Their enrolment ended while they stood here.
    left: int = 0
    # Of a message: still to be sent, and what became of the others.
    pending: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    skipped: int = 0
    unknown: int = 0
    replied: int = 0
    clicked: int = 0
    opted_out: int = 0


_NOBODY = StepFigures()


async def of(
    session: AsyncSession, cadence_id: UUID, *, version: int | None = None
) -> dict[str, StepFigures]:
    """By step; of one version, or of all together. A step nobody came to is missing."""
    steps = await cadence_statistics.steps(session, cadence_id, version)
    sends = await cadence_statistics.sends(session, cadence_id, version)
    responses = await cadence_statistics.responses(session, cadence_id, version)
    keys = steps.keys() | sends.keys() | responses.keys()
    return {
        key: _figures(steps.get(key, {}), sends.get(key, {}), responses.get(key, {}))
        for key in keys
    }


def total_waiting(figures: Mapping[str, StepFigures]) -> int:
    """How many are on their way."""
    return sum(one.waiting for one in figures.values())


def at(figures: Mapping[str, StepFigures], key: str) -> StepFigures:
    """Those of one step; noughts where nobody came."""
    return figures.get(key, _NOBODY)


def _figures(
    steps: Mapping[str, int], sends: Mapping[str, int], responses: Mapping[str, int]
) -> StepFigures:
    aside = {StepOutcome.WAITING, StepOutcome.LEFT}
    return StepFigures(
        waiting=steps.get(StepOutcome.WAITING, 0),
        passed=sum(count for outcome, count in steps.items() if outcome not in aside),
        yes=steps.get(StepOutcome.YES, 0),
        no=steps.get(StepOutcome.NO, 0),
        passed_over=steps.get(StepOutcome.PASSED, 0),
        left=steps.get(StepOutcome.LEFT, 0),
        pending=sends.get(DeliveryStatus.PENDING, 0) + sends.get(DeliveryStatus.SENDING, 0),
        sent=sum(sends.get(status, 0) for status in _ACCEPTED),
        delivered=sum(sends.get(status, 0) for status in _REACHED),
        read=sends.get(DeliveryStatus.READ, 0),
        failed=sends.get(DeliveryStatus.FAILED, 0),
        skipped=sends.get(DeliveryStatus.SKIPPED, 0),
        unknown=sends.get(DeliveryStatus.UNKNOWN, 0),
        replied=responses.get(ResponseKind.REPLY, 0),
        clicked=responses.get(ResponseKind.CLICK, 0),
        opted_out=responses.get(ResponseKind.OPT_OUT, 0),
    )
