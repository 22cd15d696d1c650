"""What crosses the Temporal wire for the sources of cadences. Standard library only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SourceRef:
    company_id: UUID
    source_id: UUID


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """The days and time at which a source may be due; whether it is, its row says."""

    ref: SourceRef
    version: int
    time_zone: str
    hour: int
    minute: int
    # 1 is Monday; empty: every day of the week.
    weekdays: tuple[int, ...]
    # Empty: every day of the month.
    month_days: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime | None
    paused: bool
    removed: bool
