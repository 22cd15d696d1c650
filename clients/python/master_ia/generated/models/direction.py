from enum import StrEnum


class Direction(StrEnum):
    EVENT = "event"
    IN = "in"
    NOTE = "note"
    OUT = "out"

    def __str__(self) -> str:
        return str(self.value)
