from enum import StrEnum


class OutgoingPurpose(StrEnum):
    MARKETING = "marketing"
    SERVICE = "service"
    UTILITY = "utility"

    def __str__(self) -> str:
        return str(self.value)
