from enum import StrEnum


class TemplateStatus(StrEnum):
    APPROVED = "approved"
    ARCHIVED = "archived"
    DELETED = "deleted"
    DISABLED = "disabled"
    DRAFT = "draft"
    FLAGGED = "flagged"
    IN_APPEAL = "in_appeal"
    LIMIT_EXCEEDED = "limit_exceeded"
    LOCKED = "locked"
    PAUSED = "paused"
    PENDING = "pending"
    PENDING_DELETION = "pending_deletion"
    REINSTATED = "reinstated"
    REJECTED = "rejected"
    UNARCHIVED = "unarchived"

    def __str__(self) -> str:
        return str(self.value)
