from enum import StrEnum


class HookRequestStatus(StrEnum):
    CAPTURED = "captured"
    DONE = "done"
    FAILED = "failed"
    RECEIVED = "received"

    def __str__(self) -> str:
        return str(self.value)
