from enum import StrEnum


class ImportOptionsValues(StrEnum):
    FILL = "fill"
    OVERWRITE = "overwrite"

    def __str__(self) -> str:
        return str(self.value)
