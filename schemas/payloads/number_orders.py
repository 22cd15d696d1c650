"""What crosses the Temporal wire for orders of numbers: ids and how far they are."""

from dataclasses import dataclass
from uuid import UUID

from schemas.enums import NumberOrderStatus


@dataclass(frozen=True, slots=True)
class NumberOrderRef:
    company_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class StepResult:
    """How an order stands after a step. None: it is gone."""

    status: NumberOrderStatus | None
    # Not done: the same step is to be taken again after this long.
    pause_seconds: float = 0.0
