from enum import StrEnum


class CadenceStatus(StrEnum):
    ARCHIVED = "archived"
    DRAFT = "draft"
    PAUSED = "paused"
    RUNNING = "running"

    def __str__(self) -> str:
        return str(self.value)
