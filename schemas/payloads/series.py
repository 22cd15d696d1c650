"""What crosses the Temporal wire for series: ids, and when to look. Standard library only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SeriesRef:
    company_id: UUID
    series_id: UUID


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """The days and time at which a series may be due; whether it is, its row says."""

    ref: SeriesRef
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
