"""What crosses the Temporal wire for campaigns: ids and counters, never message text."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schemas.enums import Channel


@dataclass(frozen=True, slots=True)
class CampaignInput:
    company_id: UUID
    campaign_id: UUID
    channel: Channel
    # When to begin; None = now. Rescheduling before then is a signal.
    scheduled_at: datetime | None = None
    # Recipients one send_batch may take before it returns to the workflow.
    batch_size: int = 5_000
    batches_per_run: int = 200
    # Carried from one run to the next by continue-as-new.
    frozen: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class CampaignRef:
    company_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class FreezeResult:
    """False when the campaign turned out to be over or not launchable: nothing to send."""

    ready: bool


@dataclass(frozen=True, slots=True)
class SendBatchInput:
    company_id: UUID
    campaign_id: UUID
    limit: int


@dataclass(frozen=True, slots=True)
class SendBatchResult:
    """What send_batch saw. `exhausted`: nobody is left to send to now or later."""

    exhausted: bool
    # Sleep before asking again: the provider throttles, or deferred recipients wait.
    pause_seconds: float = 0.0
    # The campaign's row says paused: wait for the resume signal.
    paused: bool = False


@dataclass(frozen=True, slots=True)
class FinishInput:
    company_id: UUID
    campaign_id: UUID
    cancelled: bool


@dataclass(frozen=True, slots=True)
class RescheduleInput:
    """None starts the campaign now."""

    scheduled_at: datetime | None
