from enum import StrEnum


class LimitNoteReadCode(StrEnum):
    DAILY_LIMIT = "daily_limit"
    FREQUENCY_CAP = "frequency_cap"

    def __str__(self) -> str:
        return str(self.value)
