"""What came of a campaign, in figures that add up. Pure; every number counts people."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from schemas.enums import CampaignStatus, Channel
from schemas.experiments import Metric


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a campaign, or of one of its variants."""

    # Everybody of the frozen list, and those of them a message was meant for.
    audience: int = 0
    recipients: int = 0
    waiting: int = 0
    # The provider took it; of these what arrived, and of those what was read.
    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    unknown: int = 0
    clicked: int = 0
    replied: int = 0
    opted_out: int = 0
    # What is or may be billed, by the rate card at launch; 0 without one.
    cost_micros: int = 0

    @property
    def reached(self) -> int:
        """Whom responses are a share of: not every carrier reports what arrived."""
        return self.delivered or self.sent

    @property
    def cost_per_delivered(self) -> int | None:
        return _each(self.cost_micros, self.delivered)

    @property
    def cost_per_reply(self) -> int | None:
        return _each(self.cost_micros, self.replied)

    @property
    def cost_per_click(self) -> int | None:
        return _each(self.cost_micros, self.clicked)


@dataclass(frozen=True, slots=True)
class VariantResult:
    """One way it was said, compared with the first."""

    variant: int
    name: str
    figures: Figures
    # The share that did what is compared, and how much more or less than of the first: 0.1 = 10 %.
    rate: float
    uplift: float | None
    # How likely so large a difference is by chance alone.
    chance: float | None
    won: bool = False


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Those who got nothing, to compare with: what would have been said anyway."""

    people: int
    replied: int
    # Of those who got the message, and of these: the difference is the campaign's doing.
    rate_with: float
    rate_without: float
    # How likely so large a difference is by chance alone.
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    clicks: int
    robots: int


@dataclass(frozen=True, slots=True)
class Results:
    """All of a campaign's page but its course over time."""

    campaign_id: UUID
    name: str
    status: CampaignStatus
    channel: Channel
    launched_at: datetime | None
    finished_at: datetime | None
    currency: str
    figures: Figures
    # What variants are compared by.
    metric: Metric
    variants: list[VariantResult] = field(default_factory=list)
    hold_out: HoldOut | None = None
    # (reason, how many), the most frequent first.
    failures: list[tuple[str, int]] = field(default_factory=list)
    left_out: list[tuple[str, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class Step(StrEnum):
    """How wide a piece of the course over time is."""

    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened within one hour or day."""

    at: datetime
    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    clicked: int = 0
    replied: int = 0
    opted_out: int = 0


def _each(micros: int, people: int) -> int | None:
    return round(micros / people) if people and micros else None
