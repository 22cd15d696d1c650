"""Numbers for sale and orders of them, as programs see them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import ConnectionId, NumberId, NumberOrderId
from schemas.enums import NumberOrderStatus

_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)


class AvailableNumberRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    phone: str
    town: str = Field(description="Empty where the provider does not tell.")
    region: str
    needs_address: bool = Field(description="Sold only with an `address_id` kept at the provider.")


class AvailableNumbers(BaseModel):
    data: list[AvailableNumberRead]


class NumberOrderCreate(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    connection_id: ConnectionId
    phone: str = Field(max_length=20, examples=["+14155550100"], description="As it was found.")
    service_number_id: NumberId | None = Field(
        default=None, description="The messaging service it is to join, of the same connection."
    )
    address_id: str = Field(default="", max_length=64, description="Twilio's AD….")
    bundle_id: str = Field(default="", max_length=64, description="Twilio's BU….")


class NumberOrderRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: NumberOrderId
    connection_id: ConnectionId
    phone: str
    status: NumberOrderStatus
    provider_number_id: str | None
    code: str | None = Field(description="Why it failed; never translated.")
    detail: str | None = Field(description="The provider's own words.")
    created_at: datetime
    updated_at: datetime
