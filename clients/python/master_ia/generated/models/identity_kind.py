from enum import StrEnum


class IdentityKind(StrEnum):
    BSUID = "bsuid"
    PHONE = "phone"
    WHATSAPP = "whatsapp"

    def __str__(self) -> str:
        return str(self.value)
