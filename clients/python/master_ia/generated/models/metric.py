from enum import StrEnum


class Metric(StrEnum):
    CLICK = "click"
    DELIVERED = "delivered"
    READ = "read"
    REPLY = "reply"

    def __str__(self) -> str:
        return str(self.value)
