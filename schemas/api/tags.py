"""Tags and custom fields, as programs outside read and write them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import FieldId, TagId
from schemas.enums import FieldType

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
Colour = Literal["slate", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"]


class TagWrite(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=60)
    colour: Colour = "slate"


class TagRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: TagId
    name: str
    colour: str
    created_at: datetime


class FieldCreate(BaseModel):
    model_config = _FORBID

    label: str = Field(min_length=1, max_length=80)
    type: FieldType
    key: str | None = Field(
        default=None, max_length=60, description="Made of the label when absent; never changes."
    )
    choices: list[str] = Field(default=[], max_length=200, description="For the type `choice`.")


class FieldUpdate(BaseModel):
    model_config = _FORBID

    label: str = Field(min_length=1, max_length=80)
    choices: list[str] = Field(default=[], max_length=200)


class FieldRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: FieldId
    key: str
    label: str
    type: FieldType
    choices: list[str]
    created_at: datetime
