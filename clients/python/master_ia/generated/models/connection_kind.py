from enum import StrEnum


class ConnectionKind(StrEnum):
    META_CLOUD = "meta_cloud"
    TWILIO = "twilio"

    def __str__(self) -> str:
        return str(self.value)
