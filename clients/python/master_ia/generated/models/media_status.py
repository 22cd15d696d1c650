from enum import StrEnum


class MediaStatus(StrEnum):
    FAILED = "failed"
    PENDING = "pending"
    REFUSED = "refused"
    STORED = "stored"

    def __str__(self) -> str:
        return str(self.value)
