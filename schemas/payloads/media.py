"""What crosses the Temporal wire for files: ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MediaRef:
    company_id: UUID
    media_id: UUID


@dataclass(frozen=True, slots=True)
class Fetched:
    """Done, or to be asked for again after a pause."""

    done: bool
    pause_seconds: float = 0.0
