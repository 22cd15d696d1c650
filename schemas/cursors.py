"""Where a list was left off: the sort key of the last row a reader has seen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Cursor:
    """Lists run on (created_at, id), newest first unless the query says otherwise."""

    created_at: datetime
    id: UUID
