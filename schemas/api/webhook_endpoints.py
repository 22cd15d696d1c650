"""Webhook endpoints and their deliveries, as programs outside read and write them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.api.ids import DeliveryId, EndpointId, EventId
from schemas.enums import DeliveryState, EndpointStatus

_Url = Annotated[
    str,
    Field(
        max_length=2_000,
        description="Begins with https:// and leads to a public address; no redirect is followed.",
        examples=["https://crm.example.com/master-ia"],
    ),
]
_Types = Annotated[
    list[str],
    Field(
        max_length=200,
        description="The event types it hears of; none: all of them, also those added later.",
        examples=[["message.received", "contact.opted_out"]],
    ),
]
_Hub = Annotated[
    bool,
    Field(
        description="Also send `X-Hub-Signature-256: sha256=<hex>`, the HMAC-SHA256 of the body "
        "with the secret as it is written."
    ),
]
_Thin = Annotated[bool, Field(description="Only ids in `data`, to be fetched by the API.")]


class WebhookEndpointWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=100, description="What people here call it.")
    url: _Url
    types: _Types = []
    hub_signature: _Hub = False
    thin: _Thin = False


class WebhookEndpointChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, max_length=100)
    url: _Url | None = None
    types: _Types | None = None
    hub_signature: _Hub | None = None
    thin: _Thin | None = None


class WebhookEndpointRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: EndpointId
    name: str
    url: str
    types: list[str] = Field(description="None: all of them.")
    hub_signature: bool
    thin: bool
    status: EndpointStatus
    disabled_reason: str | None = Field(
        description="`gone`: it answered 410. `dead`: nothing arrived for five days. `person`: "
        "somebody here switched it off."
    )
    problem: str | None = Field(
        description="What keeps it from being called, while events wait for it. "
        "`secret_unreadable`: its secret needs a key that this installation has no more; rotate it."
    )
    failing_since: datetime | None = Field(
        description="The first failure since the newest success."
    )
    last_success_at: datetime | None
    rest_until: datetime | None = Field(
        description="It asked to be left alone until then (Retry-After)."
    )
    previous_until: datetime | None = Field(
        description="Until then the secret before the newest signs too."
    )
    version: int
    created_at: datetime
    updated_at: datetime


class WebhookEndpointSecret(WebhookEndpointRead):
    secret: str = Field(description="Shown only now. Verifies by any Standard Webhooks library.")


class WebhookEnable(BaseModel):
    model_config = ConfigDict(extra="forbid")

    deliver_waiting: bool = Field(
        True, description="Deliver what waited when it was switched off; else it is given up."
    )


class WebhookTest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: str = Field("endpoint.test", description="An example of this event is sent.")


class WebhookTestRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    status: int | None = Field(description="What it answered; null when no answer came.")
    error: str | None = Field(description="Null when it took it; else a word as of a delivery.")
    answer: str = Field(description="The beginning of its answer.")
    milliseconds: int
    body: str = Field(description="What was sent.")


class ReplaySince(BaseModel):
    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime
    only_failed: bool = Field(False, description="Leave out what arrived.")


class ReplaySinceRead(BaseModel):
    deliveries: int = Field(description="How many are on their way again.")


class DeliveryRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: DeliveryId = Field(description="Its `webhook-id`, the same at every try.")
    endpoint_id: EndpointId
    event_id: EventId
    type: str
    state: DeliveryState
    attempts: int
    due_at: datetime | None = Field(description="The next try.")
    replayed: bool
    last_status: int | None
    last_error: str | None = Field(
        description="`status`, `redirect`, `timeout`, `refused_address`, `unknown_host`, `tls`, "
        "`connection`, `protocol` or `endpoint_disabled`; null when it arrived."
    )
    delivered_at: datetime | None
    created_at: datetime


class AttemptRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    status: int | None
    error: str | None
    answer: str | None = Field(description="The beginning of what it answered.")
    milliseconds: int | None
    created_at: datetime


class DeliveryDetail(DeliveryRead):
    log: list[AttemptRead] = Field(description="Each try, in order.")
    body: str = Field(description="What is sent, byte by byte.")


def changed_values(change: WebhookEndpointChange) -> dict[str, Any]:
    """What was given, and is not null."""
    return change.model_dump(exclude_unset=True, exclude_none=True)
