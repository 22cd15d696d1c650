"""What crosses the Temporal wire for hooks: ids and whether there is more; never what came in."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HookRef:
    company_id: UUID
    hook_id: UUID


@dataclass(frozen=True, slots=True)
class HookResult:
    applied: int
    # There may be more to apply.
    more: bool = False
    # Our own code failed on one: rest before the next try.
    pause_seconds: float = 0.0
