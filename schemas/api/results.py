"""What came of campaigns, as programs outside read it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.campaigns import ReasonCount
from schemas.api.ids import CampaignId
from schemas.enums import CampaignStatus, Channel
from schemas.experiments import Metric
from schemas.results import Moment, Results, Step

_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_EACH = "Null where nobody did, or no price is known. Millionths of the currency."


class FiguresRead(BaseModel):
    """Each number counts people, once."""

    model_config = _FROM_ATTRIBUTES

    audience: int = Field(description="Everybody of the frozen list.")
    recipients: int = Field(description="Without those left out from the beginning.")
    waiting: int
    sent: int = Field(description="The provider took it, whatever became of it later.")
    delivered: int
    read: int
    failed: int
    unknown: int
    clicked: int
    replied: int
    opted_out: int
    cost_micros: int = Field(description="What is or may be billed, in millionths.")
    cost_per_delivered: int | None = Field(description=_EACH)
    cost_per_reply: int | None = Field(description=_EACH)
    cost_per_click: int | None = Field(description=_EACH)


class VariantResultRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    variant: int
    name: str
    figures: FiguresRead
    rate: float = Field(description="The share of those tried who did what `metric` says.")
    uplift: float | None = Field(description="Against the first variant; 0.1 is 10 % more.")
    chance: float | None = Field(description="How likely so large a difference is by chance.")
    won: bool


class HoldOutRead(BaseModel):
    """Those who got nothing, to compare with."""

    model_config = _FROM_ATTRIBUTES

    people: int
    replied: int
    rate_with: float = Field(description="The share of those reached who wrote.")
    rate_without: float = Field(description="The share of these who wrote all the same.")
    chance: float | None = Field(description="How likely so large a difference is by chance.")


class LinkRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    url: str
    clicks: int = Field(description="Every time; `clicked` counts people.")
    robots: int = Field(description="Previews and scanners.")


class ResultsRead(BaseModel):
    campaign_id: CampaignId
    name: str
    status: CampaignStatus
    channel: Channel
    launched_at: datetime | None
    finished_at: datetime | None
    currency: str
    figures: FiguresRead
    metric: Metric = Field(description="What variants are compared by.")
    variants: list[VariantResultRead]
    hold_out: HoldOutRead | None
    failures: list[ReasonCount]
    left_out: list[ReasonCount]
    links: list[LinkRead]

    @classmethod
    def of(cls, found: Results, say: Callable[[str], str]) -> "ResultsRead":
        return cls(
            campaign_id=found.campaign_id,
            name=found.name,
            status=found.status,
            channel=found.channel,
            launched_at=found.launched_at,
            finished_at=found.finished_at,
            currency=found.currency,
            figures=FiguresRead.model_validate(found.figures),
            metric=found.metric,
            variants=[VariantResultRead.model_validate(one) for one in found.variants],
            hold_out=HoldOutRead.model_validate(found.hold_out) if found.hold_out else None,
            failures=ReasonCount.of(found.failures, say),
            left_out=ReasonCount.of(found.left_out, say),
            links=[LinkRead.model_validate(one) for one in found.links],
        )


class MomentRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    at: datetime = Field(description="Where the hour or day begins, by the company's clock.")
    sent: int
    delivered: int
    read: int
    failed: int
    clicked: int
    replied: int
    opted_out: int


class TimelineRead(BaseModel):
    step: Step
    moments: list[MomentRead]

    @classmethod
    def of(cls, step: Step, moments: Sequence[Moment]) -> "TimelineRead":
        return cls(step=step, moments=[MomentRead.model_validate(one) for one in moments])


class Comparison(BaseModel):
    campaigns: list[ResultsRead]
