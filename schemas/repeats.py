"""What people may change on a campaign that was launched already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from schemas.hours import Hours


class PendingFields(TypedDict, total=False):
    """For whoever was not sent to yet; a key that is absent leaves its value alone."""

    rate_per_second: int | None
    # None: the company's.
    hours: Hours | None
    expires_at: datetime | None
    budget_micros: int | None
    template_id: UUID
    text: str
    bindings: Mapping[str, object]


# Of these, what changes the words and not only when they go.
WORDS = frozenset({"template_id", "text", "bindings"})


@dataclass(frozen=True, slots=True)
class Reworded:
    """How many of those who wait get other words, and how many now lack a value for them."""

    people: int = 0
    lacking: int = 0
