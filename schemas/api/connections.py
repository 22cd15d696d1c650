"""Connections and their numbers, as programs see them. No credential is ever part of an answer."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, SecretStr, Tag

from schemas.api.ids import ConnectionId, EventId, NumberId
from schemas.enums import Channel, ConnectionHealth, ConnectionKind

_FORBID = ConfigDict(extra="forbid", str_strip_whitespace=True)
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_DIGITS = r"^[0-9]{1,40}$"


class ConnectionCreate(BaseModel):
    model_config = _FORBID

    kind: Literal[ConnectionKind.META_CLOUD] = ConnectionKind.META_CLOUD
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


class TwilioConnectionCreate(BaseModel):
    """An SMS account, by its auth token alone or with an API key that signs in for it."""

    model_config = _FORBID

    kind: Literal[ConnectionKind.TWILIO]
    name: str = Field(default="", max_length=100, description="Empty: Twilio's own name for it.")
    account_sid: str = Field(max_length=64, examples=["ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])
    auth_token: SecretStr = Field(
        max_length=200, description="Also with an API key: it signs what Twilio tells us."
    )
    api_key_sid: str = Field(default="", max_length=64, description="SK…; empty: no API key.")
    api_key_secret: SecretStr | None = Field(default=None, max_length=200)


def _kind(value: object) -> str:
    """Which of the two bodies it is; without a kind it is Meta's."""
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return "twilio" if kind == ConnectionKind.TWILIO else "meta_cloud"


AnyConnectionCreate = Annotated[
    Annotated[ConnectionCreate, Tag("meta_cloud")]
    | Annotated[TwilioConnectionCreate, Tag("twilio")],
    Discriminator(_kind),
]


class ConnectionUpdate(BaseModel):
    """What is left out stays as it is. New credentials are checked before they are saved.

    `access_token`, `app_id` and `app_secret` are Meta's; `auth_token` and the API key Twilio's.
    """

    model_config = _FORBID

    auth_token: SecretStr | None = Field(default=None, min_length=1, max_length=200)
    api_key_sid: str | None = Field(
        default=None, max_length=64, description="Empty takes the API key away."
    )
    api_key_secret: SecretStr | None = Field(default=None, min_length=1, max_length=200)

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
    channel: Channel
    provider_number_id: str = Field(
        description="Meta's phone number ID; Twilio's PN…, or MG… of a messaging service."
    )
    display_phone: str = Field(description="Of a messaging service its name.")
    verified_name: str
    quality: str = Field(description="`GREEN`, `YELLOW`, `RED` or `UNKNOWN`.")
    rate_per_second: int
    health: ConnectionHealth
    health_code: str | None
    health_detail: str | None
    bought_at: datetime | None = Field(
        description="When it was bought here, so that it can be given back here; else null."
    )


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
    webhook_url: str = Field(description="Where the provider sends this account's events.")


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
