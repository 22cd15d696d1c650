"""What a company says of a hook: where in the JSON things stand, and how a call proves itself."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_FORBID = ConfigDict(extra="forbid")
MOST_ROWS = 100
LONGEST_PATH = 300
# What a call of a hook may weigh, how deep its JSON may go, how many things it may tell at once.
MOST_BYTES = 256 * 1024
MOST_DEPTH = 32
MOST_ITEMS = 500
_HUB_HEADER = "X-Hub-Signature-256"
_SECRET_HEADER = "X-Webhook-Secret"  # noqa: S105 - a name
_TARGET = (
    r"^(phone|name|email|external_id|language|time_zone|tags|stage|consent"
    r"|fields\.[a-z][a-z0-9_]{0,59}|variables\.[a-z][a-z0-9_]{0,59})$"
)


class Transform(StrEnum):
    """What is done to a text on its way."""

    TRIM = "trim"
    LOWER = "lower"
    UPPER = "upper"
    DIGITS = "digits"
    FIRST_WORD = "first_word"
    OTHER_WORDS = "other_words"
    # To 2026-12-31.
    DATE_DAY_FIRST = "date_day_first"
    DATE_MONTH_FIRST = "date_month_first"
    # From seconds or milliseconds since 1970.
    DATE_UNIX = "date_unix"


class MappingRow(BaseModel):
    """One value: where it comes from and what it becomes. A path, or else a constant."""

    model_config = _FORBID

    to: str = Field(
        pattern=_TARGET,
        description="phone, name, email, external_id, language, time_zone, tags, stage, consent, "
        "`fields.<key>` or `variables.<name>`.",
        examples=["phone"],
    )
    path: str = Field(
        default="",
        max_length=LONGEST_PATH,
        description="JMESPath: `contact.mobile_phone`, `leads[0].name`, "
        "`join(' ', [firstname, lastname])`.",
        examples=["contact.mobile_phone"],
    )
    value: str = Field(
        default="", max_length=1000, description="Always this, where there is no path."
    )
    transforms: list[Transform] = Field(default=[], max_length=5)
    country: str = Field(
        default="",
        pattern="^([A-Z]{2})?$",
        description="Of a phone without a country code; else the company's.",
    )


class Mapping(BaseModel):
    """What a call's JSON becomes: the contact's values, and variables for the actions."""

    model_config = _FORBID

    rows: list[MappingRow] = Field(default=[], max_length=MOST_ROWS)


class SignatureKind(StrEnum):
    NONE = "none"
    # Hex HMAC-SHA256 of the body in a header, "sha256=" before it or not.
    HUB_SHA256 = "hub_sha256"
    # Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature.
    STANDARD = "standard"
    # A fixed secret in a header.
    SECRET = "secret"  # noqa: S105 - a word
    # X-HubSpot-Signature-v3, with the app's client secret.
    HUBSPOT_V3 = "hubspot_v3"


HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,100}$")]


class Signature(BaseModel):
    """How a call proves that it is from whom it says."""

    model_config = _FORBID

    kind: SignatureKind = SignatureKind.NONE
    header: HeaderName = Field(
        default="", description="Of hub_sha256 and secret; else their usual one."
    )

    @property
    def header_name(self) -> str:
        usual = {
            SignatureKind.HUB_SHA256: _HUB_HEADER,
            SignatureKind.SECRET: _SECRET_HEADER,
        }
        return self.header or usual.get(self.kind, "")
