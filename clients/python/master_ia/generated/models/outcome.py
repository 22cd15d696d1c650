from enum import StrEnum


class Outcome(StrEnum):
    CLICKED = "clicked"
    FAILED = "failed"
    NOT_CLICKED = "not_clicked"
    NOT_DELIVERED = "not_delivered"
    NOT_READ = "not_read"
    NOT_REPLIED = "not_replied"
    REPLIED = "replied"

    def __str__(self) -> str:
        return str(self.value)
