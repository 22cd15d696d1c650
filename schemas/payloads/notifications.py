"""What crosses the Temporal wire for notifications: ids and counts only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CompanyRef:
    company_id: UUID


@dataclass(frozen=True, slots=True)
class PushResult:
    # Rows settled by this look; when it found as many as it takes at once, there may be more.
    settled: int
    more: bool = False
