from enum import StrEnum


class LabelWriteColour(StrEnum):
    BLUE = "blue"
    GREEN = "green"
    ORANGE = "orange"
    PINK = "pink"
    RED = "red"
    SLATE = "slate"
    TEAL = "teal"
    VIOLET = "violet"
    YELLOW = "yellow"

    def __str__(self) -> str:
        return str(self.value)
