"""When a company writes to people and on which days it does not."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.campaign_content import HoursBody

_FORBID = ConfigDict(extra="forbid")


class CompanyHours(BaseModel):
    model_config = _FORBID

    hours: HoursBody | None = Field(
        default=None, description="For campaigns without hours of their own; null: at any time."
    )
    holidays_country: str | None = Field(
        default=None,
        max_length=2,
        description="Whose public holidays count, by ISO 3166; null: nobody's.",
        examples=["BR"],
    )


class DayOff(BaseModel):
    day: date
    name: str


class DayOffName(BaseModel):
    model_config = _FORBID

    name: str = Field(default="", max_length=80)


class DaysOff(BaseModel):
    own: list[DayOff] = Field(description="The company's own, past ones too.")
    national: list[DayOff] = Field(description="The country's, of the year to come.")
