"""The rate card, as programs outside read and write it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import RateId
from schemas.enums import Channel
from schemas.money import MOST_MICROS
from schemas.rates import RateRow

_MOST_ROWS = 1_000


class RateWrite(BaseModel):
    """What one message costs from a day on; for SMS, one segment."""

    model_config = ConfigDict(extra="forbid")

    channel: Channel
    country: str = Field(
        default="",
        max_length=2,
        description="Two letters (ISO 3166); empty for every country that has no price of its own.",
        examples=["BR"],
    )
    category: Literal["", "marketing", "utility", "authentication"] = Field(
        default="", description="Empty for any; a row of the category itself wins."
    )
    price_micros: int = Field(
        ge=0, le=MOST_MICROS, description="Millionths of the company's currency."
    )
    valid_from: date = Field(description="The newest row that is valid holds.")

    def row(self) -> RateRow:
        return RateRow(
            self.channel.value,
            self.country.upper(),
            self.category,
            self.price_micros,
            self.valid_from,
        )


class RateRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: RateId
    channel: Channel
    country: str
    category: str
    price_micros: int
    valid_from: date
    created_at: datetime


class RatesBatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rates: list[RateWrite] = Field(min_length=1, max_length=_MOST_ROWS)
