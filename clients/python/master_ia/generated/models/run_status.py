from enum import StrEnum


class RunStatus(StrEnum):
    BLOCKED = "blocked"
    DONE = "done"
    FAILED = "failed"
    PASSED = "passed"
    PENDING = "pending"

    def __str__(self) -> str:
        return str(self.value)
