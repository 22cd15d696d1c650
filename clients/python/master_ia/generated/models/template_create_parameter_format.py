from enum import StrEnum


class TemplateCreateParameterFormat(StrEnum):
    NAMED = "named"
    POSITIONAL = "positional"

    def __str__(self) -> str:
        return str(self.value)
