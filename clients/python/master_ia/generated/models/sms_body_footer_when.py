from enum import StrEnum


class SmsBodyFooterWhen(StrEnum):
    ALWAYS = "always"
    FIRST = "first"

    def __str__(self) -> str:
        return str(self.value)
