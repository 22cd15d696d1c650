from enum import StrEnum


class ConnectionHealth(StrEnum):
    BROKEN = "broken"
    DEGRADED = "degraded"
    HEALTHY = "healthy"
    PAUSED = "paused"

    def __str__(self) -> str:
        return str(self.value)
