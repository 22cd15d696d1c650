"""How fast campaigns go right now, from what this process saw of their counters."""

import time
from collections import OrderedDict, deque
from uuid import UUID

_SPAN_SECONDS = 15.0
_SHORTEST_SECONDS = 1.5
_MOST = 1_000


class Speeds:
    """A guess for people: forgotten with the process, and asked for only while somebody looks."""

    def __init__(self) -> None:
        self._seen: OrderedDict[UUID, deque[tuple[float, int]]] = OrderedDict()

    def observe(
        self, campaign_id: UUID, settled: int, *, average: float | None = None
    ) -> float | None:
        """People settled a second over the last looks; `average` until there were two."""
        now = time.monotonic()
        looks = self._seen.setdefault(campaign_id, deque())
        self._seen.move_to_end(campaign_id)
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        while looks and now - looks[0][0] > _SPAN_SECONDS:
            looks.popleft()
        looks.append((now, settled))
        (began, first), (ended, last) = looks[0], looks[-1]
        if ended - began < _SHORTEST_SECONDS:
            return average
        return (last - first) / (ended - began)
