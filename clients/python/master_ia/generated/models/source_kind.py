from enum import StrEnum


class SourceKind(StrEnum):
    CONTACTS = "contacts"
    IMPORT = "import"
    KEYWORD = "keyword"
    SEGMENT = "segment"
    STAGE = "stage"
    TAG = "tag"

    def __str__(self) -> str:
        return str(self.value)
