"""Ctrl-C at the one moment where it would leave a process behind."""

import contextlib
import signal
import threading
from collections.abc import Iterator

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """An interrupt that arrives inside takes effect at the end of the block.

    Python runs signal handlers in the main thread alone, so other threads need nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    before = {
        name: signal.signal(name, lambda number, _: arrived.append(number)) for name in _INTERRUPTS
    }
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    for number in arrived[:1]:
        signal.raise_signal(number)
