from enum import StrEnum


class RateWriteCategory(StrEnum):
    AUTHENTICATION = "authentication"
    MARKETING = "marketing"
    UTILITY = "utility"
    VALUE_0 = ""

    def __str__(self) -> str:
        return str(self.value)
