"""Connections and their numbers, as programs see them. No credential is ever part of an answer."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from schemas.api.ids import ConnectionId, EventId, NumberId
from schemas.enums import ConnectionHealth, ConnectionKind

_FORBID = ConfigDict(extra="forbid", str_strip_whitespace=True)
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_DIGITS = r"^[0-9]{1,40}$"


class ConnectionCreate(BaseModel):
    model_config = _FORBID

    name: str = Field(default="", max_length=100, description="Empty: Meta's own name for it.")
    account_id: str = Field(
        pattern=_DIGITS,
        description="The WhatsApp business account ID (WABA).",
        examples=["100200300400500"],
    )
    access_token: SecretStr = Field(min_length=1, max_length=2000)
    app_id: str = Field(default="", pattern=r"^[0-9]{0,40}$", description="Of your own Meta app.")
    app_secret: SecretStr | None = Field(
        default=None, max_length=200, description="Of your own Meta app, if you use one."
    )


class ConnectionUpdate(BaseModel):
    """What is left out stays as it is. New credentials are checked before they are saved."""

    model_config = _FORBID

    name: str | None = Field(default=None, min_length=1, max_length=100)
    access_token: SecretStr | None = Field(default=None, min_length=1, max_length=2000)
    app_id: str | None = Field(default=None, pattern=r"^[0-9]{0,40}$")
    app_secret: SecretStr | None = Field(default=None, min_length=1, max_length=200)


class PhoneNumberUpdate(BaseModel):
    model_config = _FORBID

    rate_per_second: int = Field(
        ge=1, le=1000, description="Messages a second we allow ourselves on this number."
    )


class PhoneNumberRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: NumberId
    connection_id: ConnectionId
    provider_number_id: str = Field(description="Meta's phone number ID.")
    display_phone: str
    verified_name: str
    quality: str = Field(description="`GREEN`, `YELLOW`, `RED` or `UNKNOWN`.")
    rate_per_second: int
    health: ConnectionHealth
    health_code: str | None
    health_detail: str | None


class ConnectionRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: ConnectionId
    kind: ConnectionKind
    name: str
    account_id: str
    app_id: str
    health: ConnectionHealth
    health_code: str | None = Field(description="Why it is not healthy; never translated.")
    health_detail: str | None = Field(description="The provider's own words.")
    checked_at: datetime | None
    token_expires_at: datetime | None
    created_at: datetime


class ConnectionDetail(ConnectionRead):
    numbers: list[PhoneNumberRead]
    webhook_url: str = Field(description="Where Meta sends this account's events.")


class WebhookEventRead(BaseModel):
    """One stored event of a provider."""

    model_config = _FROM_ATTRIBUTES

    id: EventId
    provider: str
    external_id: str
    kind: str
    received_at: datetime
    applied_at: datetime | None = Field(description="Null: still to be applied; see `error`.")
    attempts: int
    error: str | None
