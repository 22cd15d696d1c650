from enum import StrEnum


class SuppressionResultStatus(StrEnum):
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    UNCHANGED = "unchanged"

    def __str__(self) -> str:
        return str(self.value)
