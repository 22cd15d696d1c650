"""What is told before a campaign begins: what it costs, what stops it, what could go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Money:
    """An amount within a notice, in millionths of the company's currency."""

    micros: int


# What a notice's words have places for; screens write each as its kind is written.
Value = str | int | datetime | Money


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know before the launch: a stable code, and words with places."""

    code: str
    text: str
    context: Mapping[str, Value] = field(default_factory=dict)
    # The campaign cannot begin like this.
    stops: bool = False


@dataclass(frozen=True, slots=True)
class CostLine:
    """One country's part of the cost."""

    country: str
    people: int
    # Messages, or segments of SMS.
    units: int
    # Per unit; None: the rate card has no price.
    price_micros: int | None

    @property
    def micros(self) -> int | None:
        return None if self.price_micros is None else self.units * self.price_micros


@dataclass(frozen=True, slots=True)
class Cost:
    """What the provider will bill at most, as far as prices are known."""

    category: str
    lines: tuple[CostLine, ...] = ()

    @property
    def micros(self) -> int:
        return sum(line.micros or 0 for line in self.lines)

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)

    @property
    def unpriced(self) -> int:
        """People whose country has no price."""
        return sum(line.people for line in self.lines if line.price_micros is None)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget, and what this campaign would leave of it, in millionths."""

    # "campaign" or "month".
    kind: str
    total: int
    # Billed already, and promised to campaigns that are under way or planned.
    spent: int
    promised: int

    @property
    def left(self) -> int:
        return self.total - self.spent - self.promised
