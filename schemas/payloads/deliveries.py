"""What crosses the Temporal wire for deliveries: ids and seconds, never what they say."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EndpointRef:
    company_id: UUID
    endpoint_id: UUID


@dataclass(frozen=True, slots=True)
class DeliveriesInput:
    """`rounds` looks at what is due in one run; then it continues as new."""

    company_id: UUID
    endpoint_id: UUID
    rounds: int = 200


@dataclass(frozen=True, slots=True)
class Delivered:
    # Seconds until the next try is due; None when nothing waits, or the endpoint is switched off.
    next_due: float | None = None
