"""Which of the four endings it is when a call that writes got no answer."""

from pyreqwest.exceptions import PoolTimeoutError, RequestError

from providers.base import OutcomeUnknown, ProviderError, Unavailable

# How the client's chain of causes names a failure before the request was written. Its exception
# types do not tell: a time-out waiting for the answer is a ConnectTimeoutError as well.
_CONNECTING = "client error (Connect)"


def ending(error: RequestError) -> ProviderError:
    """Unavailable only where it is certain that nothing left; else the outcome is unknown."""
    causes = [cause["message"] for cause in error.details["causes"] or ()]
    if isinstance(error, PoolTimeoutError) or _CONNECTING in causes:
        return Unavailable("; ".join(causes[1:]) or error.message)
    return OutcomeUnknown(f"{type(error).__name__}: {error.message}")
