from enum import StrEnum


class TemplateUpdateParameterFormatType0(StrEnum):
    NAMED = "named"
    POSITIONAL = "positional"

    def __str__(self) -> str:
        return str(self.value)
