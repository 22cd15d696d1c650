"""How long an outcome that cannot be written is kept."""

import time

from temporalio import activity

_LAST_SECONDS = 30


class Patience:
    """Without end while the worker lives; a worker that was told to end waits a last while.

    What is not written by then is found as unknown, once its lease has run out.
    """

    def __init__(self, last_seconds: float = _LAST_SECONDS) -> None:
        self._last_seconds = last_seconds
        self._over_at: float | None = None

    def is_over(self) -> bool:
        """Whether to give up; asked after each failure."""
        if not activity.in_activity() or not activity.is_worker_shutdown():
            return False
        if self._over_at is None:
            self._over_at = time.monotonic() + self._last_seconds
        return time.monotonic() >= self._over_at
