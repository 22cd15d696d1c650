"""What was asked about in vain, and when it may be asked about again; kept in memory alone."""

import time
from dataclasses import dataclass, field
from uuid import UUID

# Below a minute, so that the next sweep asks again.
_FIRST, _LONGEST = 45.0, 3_600.0
_MOST = 20_000


@dataclass(slots=True)
class Rests:
    """Growing distances, from the next sweep to an hour. Too many at once all begin anew."""

    until: dict[UUID, tuple[float, float]] = field(default_factory=dict)

    def now(self) -> list[UUID]:
        return [one for one, (until, _) in self.until.items() if until > time.monotonic()]

    def put(self, row_id: UUID, *, longest: float = _LONGEST) -> None:
        """It rests for twice as long as the last time."""
        if len(self.until) >= _MOST:
            self.until.clear()
        rest = min(longest, self.until.get(row_id, (0.0, _FIRST / 2))[1] * 2)
        self.until[row_id] = (time.monotonic() + rest, rest)

    def forget(self, row_id: UUID) -> None:
        """Its next rest is a first one."""
        self.until.pop(row_id, None)
