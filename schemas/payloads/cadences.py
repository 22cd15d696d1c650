"""What crosses the Temporal wire for cadences: ids and moments, never who or what."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from schemas.enums import Channel


@dataclass(frozen=True, slots=True)
class CadenceRef:
    company_id: UUID
    cadence_id: UUID


@dataclass(frozen=True, slots=True)
class CadenceInput:
    company_id: UUID
    cadence_id: UUID
    # Messages one send_batch may take before it returns to the workflow.
    batch_size: int = 100_000
    rounds_per_run: int = 500


@dataclass(frozen=True, slots=True)
class MoveInput:
    company_id: UUID
    cadence_id: UUID
    # By the workflow's clock: who is due then moves.
    now: datetime
    # Whether those whose message is decided move on too.
    settle: bool = True
    # Nothing is being sent: come back as soon as there is something to send.
    brief: bool = False


@dataclass(frozen=True, slots=True)
class StepSend:
    """A step's campaign with messages to send, and where its ledger is to be read from."""

    campaign_id: UUID
    channel: Channel
    after: UUID | None


@dataclass(frozen=True, slots=True)
class MoveResult:
    """What is left to do for a cadence."""

    # Nobody is on their way, or it is archived: the workflow may end.
    over: bool = False
    # The row says paused: look again when told.
    paused: bool = False
    # More are due now than one call takes.
    more: bool = False
    # Until the next is due; None: nobody waits for a moment.
    wait_seconds: float | None = None
    # Messages were added to the ledger just now.
    dispatched: bool = False
    sends: list[StepSend] = field(default_factory=list)
