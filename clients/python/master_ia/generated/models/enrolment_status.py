from enum import StrEnum


class EnrolmentStatus(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    PAUSED = "paused"
    SENDING = "sending"
    STOPPED = "stopped"

    def __str__(self) -> str:
        return str(self.value)
