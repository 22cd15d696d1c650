from enum import StrEnum


class NumberOrderStatus(StrEnum):
    BOUGHT = "bought"
    FAILED = "failed"
    READY = "ready"
    RELEASED = "released"
    RELEASING = "releasing"
    WANTED = "wanted"

    def __str__(self) -> str:
        return str(self.value)
