from enum import StrEnum


class ImportStatus(StrEnum):
    CANCELLED = "cancelled"
    CHECKED = "checked"
    CHECKING = "checking"
    COMPLETED = "completed"
    FAILED = "failed"
    QUEUED = "queued"
    RUNNING = "running"
    UNDOING = "undoing"
    UNDONE = "undone"
    UPLOADED = "uploaded"

    def __str__(self) -> str:
        return str(self.value)
