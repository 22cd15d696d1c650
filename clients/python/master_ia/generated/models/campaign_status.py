from enum import StrEnum


class CampaignStatus(StrEnum):
    AUTO_PAUSED = "auto_paused"
    AWAITING_APPROVAL = "awaiting_approval"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    DRAFT = "draft"
    FAILED = "failed"
    LAUNCHING = "launching"
    MISSED = "missed"
    PAUSED = "paused"
    RUNNING = "running"
    SCHEDULED = "scheduled"

    def __str__(self) -> str:
        return str(self.value)
