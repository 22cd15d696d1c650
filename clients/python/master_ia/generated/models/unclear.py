from enum import StrEnum


class Unclear(StrEnum):
    ASK = "ask"
    FIRST = "first"

    def __str__(self) -> str:
        return str(self.value)
