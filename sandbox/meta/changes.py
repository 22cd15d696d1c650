"""Tells open pages which phones changed, gathered so that a campaign does not flood a browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

_GATHER = 0.4
_KEEP_ALIVE = 15.0


class _Listener:
    def __init__(self) -> None:
        self.phones: dict[str, None] = {}
        self.everything = False
        self.closed = False
        self.wake = asyncio.Event()


class Changes:
    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()

    def phone(self, wa_id: str) -> None:
        for listener in self._listeners:
            listener.phones[wa_id] = None
            listener.wake.set()

    def everything(self) -> None:
        for listener in self._listeners:
            listener.everything = True
            listener.wake.set()

    def close(self) -> None:
        """End every stream, so that an open page does not hold up a stop."""
        for listener in self._listeners:
            listener.closed = True
            listener.wake.set()

    async def follow(self) -> AsyncIterator[list[str] | None]:
        """Changed phones, newest last; None when all changed; an empty list to keep alive."""
        listener = _Listener()
        self._listeners.add(listener)
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_KEEP_ALIVE):
                        await listener.wake.wait()
                if listener.closed:
                    return
                await asyncio.sleep(_GATHER if listener.wake.is_set() else 0)
                listener.wake.clear()
                changed, listener.phones = list(listener.phones), {}
                whole, listener.everything = listener.everything, False
                yield None if whole else changed
        finally:
            self._listeners.discard(listener)
