from enum import StrEnum


class MergeCreateKeepAdditionalProperty(StrEnum):
    FROM = "from"
    INTO = "into"

    def __str__(self) -> str:
        return str(self.value)
