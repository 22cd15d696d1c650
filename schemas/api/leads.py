"""Stages, leads and contact events, as programs outside read and write them."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.api.ids import ContactId, StageId
from schemas.api.tags import Colour
from schemas.enums import StageOutcome

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)


class StageWrite(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=60)
    colour: Colour = "slate"
    outcome: StageOutcome = Field(
        default=StageOutcome.OPEN,
        description="Whoever comes into a stage that is `won` or `lost` leaves the cadences that"
        " stop for it.",
    )


class StageRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: StageId
    name: str
    colour: str
    outcome: StageOutcome
    position: int
    created_at: datetime


class StageOrder(BaseModel):
    model_config = _FORBID

    stage_ids: list[StageId] = Field(max_length=100, description="Every stage, in its order.")


class LeadWrite(BaseModel):
    model_config = _FORBID

    stage_id: StageId


class LeadRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    contact_id: ContactId
    stage_id: StageId | None = Field(description="Null: the contact stands in no stage.")
    entered_at: datetime | None = Field(description="When it came into this stage.")
    version: int = Field(description="Goes up with each move; 0 in no stage. Also the ETag.")


class ContactEventWrite(BaseModel):
    model_config = _FORBID

    name: str = Field(
        max_length=60,
        pattern="^[a-z][a-z0-9_]*$",
        description="`meeting_booked` ends the cadences that stop for meetings.",
        examples=["meeting_booked", "purchase"],
    )
    data: dict[str, Any] = Field(default={}, description="Whatever belongs to it, at most 16 KB.")
    external_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Your own id of it: told twice it is one.",
    )
    occurred_at: AwareDatetime | None = Field(default=None, description="Now, when absent.")


class ContactEventRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    contact_id: ContactId
    name: str
    data: dict[str, Any]
    source: str
    external_id: str | None
    occurred_at: datetime
    created_at: datetime
