from enum import StrEnum


class RecipientResultStatus(StrEnum):
    ADDED = "added"
    NOT_FOUND = "not_found"

    def __str__(self) -> str:
        return str(self.value)
