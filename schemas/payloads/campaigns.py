"""What crosses the Temporal wire for campaigns: ids and counters, never message text."""

from dataclasses import dataclass
from uuid import UUID

from schemas.enums import Channel


@dataclass(frozen=True, slots=True)
class CampaignInput:
    company_id: UUID
    campaign_id: UUID
    channel: Channel
    # Recipients one send_batch may take before it returns to the workflow.
    batch_size: int = 100_000
    batches_per_run: int = 200
    # Carried from one run to the next by continue-as-new.
    frozen: bool = False
    cursor: UUID | None = None


@dataclass(frozen=True, slots=True)
class CampaignRef:
    company_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class FreezeResult:
    """Whether sending may begin. Neither ready nor over: ask again when told or after a while."""

    ready: bool
    over: bool = False
    # Until the scheduled time, when there is one.
    wait_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class SendBatchInput:
    company_id: UUID
    campaign_id: UUID
    limit: int
    # The last recipient an earlier batch claimed; a place to go on, not a promise.
    cursor: UUID | None = None


@dataclass(frozen=True, slots=True)
class SendBatchResult:
    # Nobody is left to send to, now or later; or the campaign was cancelled.
    exhausted: bool
    # The row says paused: ask again when told.
    paused: bool = False
    # The provider throttles, or recipients wait for their time: ask again after this.
    pause_seconds: float = 0.0
    cursor: UUID | None = None


@dataclass(frozen=True, slots=True)
class SweepResult:
    """How many workflows were told to look, and how many sends are in doubt now."""

    told: int
    expired: int
