"""Things that happen later, which can be counted, awaited and called off."""

import asyncio
from collections.abc import Callable


class Timers:
    def __init__(self) -> None:
        self._waiting: set[asyncio.TimerHandle] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def after(self, delay: float, action: Callable[[], None]) -> None:
        def fire() -> None:
            self._waiting.discard(handle)
            action()

        handle = asyncio.get_running_loop().call_later(delay, fire)
        self._waiting.add(handle)

    def cancel(self) -> None:
        for handle in self._waiting:
            handle.cancel()
        self._waiting.clear()
