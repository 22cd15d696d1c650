"""Limits as programs see them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import BreakerId, NumberId, PortfolioId
from schemas.enums import BreakerState, BreakerTarget


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PortfolioLimitRead(_Read):
    """A business portfolio at Meta: its numbers share one limit of people in 24 hours."""

    id: PortfolioId
    name: str
    daily_limit: int | None = Field(description="People in 24 hours; null: unlimited.")
    reserve_percent: int = Field(description="The part campaigns leave to other messages.")
    used: int = Field(description="People campaigns began to write to in the last 24 hours.")
    allowed: int | None = Field(description="What campaigns may use of the limit.")
    checked_at: datetime | None


class StoppedRead(_Read):
    """What stopped by itself, and when it is tried again; null: the provider or a person says."""

    id: BreakerId
    target: BreakerTarget
    name: str
    state: BreakerState
    code: str
    detail: str
    opened_at: datetime
    retry_at: datetime | None
    campaigns: int = Field(description="Campaigns that wait for it.")


class NumberLimitRead(_Read):
    id: NumberId
    display_phone: str
    rate_per_second: int
    share: float = Field(description="What throttling left of the rate; 1 is all of it.")
    quality: str
    stopped: StoppedRead | None


class LimitsRead(_Read):
    portfolios: list[PortfolioLimitRead]
    numbers: list[NumberLimitRead]
    stopped: list[StoppedRead] = Field(description="Connections and templates.")


class PortfolioChange(BaseModel):
    reserve_percent: int = Field(ge=0, le=90)
