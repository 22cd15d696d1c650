"""Labels, as programs outside read and write them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import LabelId
from schemas.api.tags import Colour


class LabelWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=40)
    colour: Colour = "slate"


class LabelRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: LabelId
    name: str
    colour: str
    created_at: datetime
