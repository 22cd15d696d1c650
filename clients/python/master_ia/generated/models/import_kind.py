from enum import StrEnum


class ImportKind(StrEnum):
    CONTACTS = "contacts"
    SUPPRESSIONS = "suppressions"

    def __str__(self) -> str:
        return str(self.value)
