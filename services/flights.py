"""One answer for everybody who asks the same at the same moment.

When a message comes in, every open inbox of the company asks for the same lines at once. They share
one look at the database, and only one that began after they asked: nobody is shown what was
true before their own last write.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(slots=True)
class _Flight(Generic[Value]):
    # The one under way, which began before whoever asks now.
    running: asyncio.Task[Value]
    # The one that begins when that has ended; it is shared by all who ask until then.
    next: asyncio.Task[Value] | None = None


class Flights(Generic[Value]):
    """At most one call under way and one waiting for each key; keeps nothing afterwards."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[Value]] = {}
        # How many asked, and how many calls that took: what sharing saved.
        self.asked = 0
        self.made = 0

    async def share(self, key: Hashable, make: Callable[[], Awaitable[Value]]) -> Value:
        """What `make` answers, called once for all who ask before it begins; raises as it does."""
        self.asked += 1
        flight = self._flights.get(key)
        if flight is None:
            task = self._begin(key, make)
        elif flight.next is None:
            task = flight.next = asyncio.create_task(self._follow(key, flight.running, make))
        else:
            task = flight.next
        # Shielded: whoever hangs up does not end it for the others.
        return await asyncio.shield(task)

    def _begin(self, key: Hashable, make: Callable[[], Awaitable[Value]]) -> asyncio.Task[Value]:
        task = asyncio.create_task(self._fly(make))
        self._flights[key] = _Flight(task)
        task.add_done_callback(lambda done: self._land(key, done))
        return task

    async def _follow(
        self,
        key: Hashable,
        running: asyncio.Task[Value],
        make: Callable[[], Awaitable[Value]],
    ) -> Value:
        await asyncio.wait([running])
        return await self._begin(key, make)

    async def _fly(self, make: Callable[[], Awaitable[Value]]) -> Value:
        self.made += 1
        return await make()

    def _land(self, key: Hashable, done: asyncio.Task[Value]) -> None:
        flight = self._flights.get(key)
        if flight is not None and flight.running is done and flight.next is None:
            del self._flights[key]
        if not done.cancelled():
            # Read, so that a failure nobody waited for is not complained about.
            done.exception()
