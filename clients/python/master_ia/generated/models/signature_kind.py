from enum import StrEnum


class SignatureKind(StrEnum):
    HUBSPOT_V3 = "hubspot_v3"
    HUB_SHA256 = "hub_sha256"
    NONE = "none"
    SECRET = "secret"
    STANDARD = "standard"

    def __str__(self) -> str:
        return str(self.value)
