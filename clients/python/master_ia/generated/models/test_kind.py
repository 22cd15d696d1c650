from enum import StrEnum


class TestKind(StrEnum):
    CALL_OUTCOME = "call_outcome"
    CLICKED = "clicked"
    DELIVERED = "delivered"
    READ = "read"
    REPLIED = "replied"
    SEGMENT = "segment"
    WINDOW_OPEN = "window_open"

    def __str__(self) -> str:
        return str(self.value)
