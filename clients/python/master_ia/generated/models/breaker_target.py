from enum import StrEnum


class BreakerTarget(StrEnum):
    CONNECTION = "connection"
    NUMBER = "number"
    TEMPLATE = "template"

    def __str__(self) -> str:
        return str(self.value)
