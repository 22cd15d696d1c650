from enum import StrEnum


class JobKind(StrEnum):
    ARCHIVE = "archive"
    MOVE = "move"
    PAUSE = "pause"
    REMOVE = "remove"
    RESUME = "resume"
    SKIP = "skip"

    def __str__(self) -> str:
        return str(self.value)
