"""Recurring campaigns, as programs outside read and write them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.api.ids import CampaignId, SeriesId
from schemas.recurrence import LAST_DAY, MOST_EVERY, Frequency, Recurrence

_FORBID = ConfigDict(extra="forbid")
Weekday = Annotated[int, Field(ge=1, le=7)]


class RuleBody(BaseModel):
    """How often it comes round."""

    model_config = _FORBID

    frequency: Frequency
    every: int = Field(
        default=1, ge=1, le=MOST_EVERY, description="Every so many days, weeks or months."
    )
    weekdays: list[Weekday] = Field(
        default=[], max_length=7, description="Of `weekly`: 1 is Monday, 7 is Sunday."
    )
    month_day: Annotated[int, Field(ge=1, le=31)] | Literal["last"] = Field(
        default=1, description="Of `monthly`. A day the month does not have is its last."
    )
    at: str = Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])
    starts_on: date = Field(description="The day from which `every` is counted.")

    def value(self) -> Recurrence:
        return Recurrence(
            self.frequency,
            self.every,
            tuple(sorted(set(self.weekdays))),
            LAST_DAY if self.month_day == "last" else self.month_day,
            self.at,
            self.starts_on.isoformat(),
        )

    @classmethod
    def of(cls, rule: Recurrence) -> "RuleBody":
        return cls(
            frequency=Frequency(rule.frequency),
            every=rule.every,
            weekdays=list(rule.weekdays),
            month_day="last" if rule.month_day == LAST_DAY else rule.month_day,
            at=rule.at,
            starts_on=rule.first_day,
        )


class SeriesWrite(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=150)
    source_campaign_id: CampaignId = Field(
        description="Each occurrence is a copy of it, as it is at that moment."
    )
    rule: RuleBody
    time_zone: str = Field(max_length=60, examples=["America/Sao_Paulo"])
    lateness_minutes: int = Field(
        default=120, ge=1, le=10_080, description="Later than this an occurrence asks first."
    )
    ends_at: AwareDatetime | None = Field(default=None, description="Null: it does not end.")


class OccurrenceBody(BaseModel):
    """One time it comes round."""

    model_config = _FORBID

    at: AwareDatetime


class OccurrenceRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    at: datetime
    skipped: bool


class SeriesRead(BaseModel):
    id: SeriesId
    name: str
    source_campaign_id: CampaignId
    rule: RuleBody
    time_zone: str
    lateness_minutes: int
    paused_at: datetime | None
    ends_at: datetime | None
    upcoming: list[OccurrenceRead] = Field(
        description="The next five; none of them is run while it is paused."
    )
    created_at: datetime
    updated_at: datetime
