from enum import StrEnum


class ImportOptionsExisting(StrEnum):
    KEEP = "keep"
    UPDATE = "update"

    def __str__(self) -> str:
        return str(self.value)
