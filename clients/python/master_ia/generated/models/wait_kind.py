from enum import StrEnum


class WaitKind(StrEnum):
    DURATION = "duration"
    FIELD_DATE = "field_date"
    UNTIL = "until"

    def __str__(self) -> str:
        return str(self.value)
