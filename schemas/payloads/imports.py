"""What crosses the Temporal wire for imports: ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ImportRef:
    company_id: UUID
    import_id: UUID
