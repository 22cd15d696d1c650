"""What each of Twilio's error codes asks of us. Decided on the code, never on HTTP status or text.

Twilio's list: twilio.com/docs/api/errors. The 30000s come later, in status callbacks.
"""

from collections.abc import Mapping
from datetime import timedelta

from providers.base import ProviderError, Recovery
from providers.verdicts import Pause, Verdict, failure_of, recovery_of

_SHORT = timedelta(seconds=5)
_OUTAGE = timedelta(seconds=60)
# A sender's queue is full: it holds ten hours of what it may send.
_FULL = timedelta(minutes=10)
_DAY_IS_FULL = timedelta(hours=1)
DEFAULT_PAUSE = _SHORT

CODES: Mapping[int, Verdict] = {
    # Too much at once, or Twilio's own trouble.
    14107: Pause(_SHORT),
    20429: Pause(_SHORT),
    20500: Pause(_OUTAGE),
    20503: Pause(_OUTAGE),
    21611: Pause(_FULL),
    30001: Pause(_FULL),
    30022: Pause(_OUTAGE),
    30023: Pause(_DAY_IS_FULL),
    # The account, its credentials, its permissions, or our address for its callbacks.
    10001: Recovery.PAUSE_CONNECTION,
    20003: Recovery.PAUSE_CONNECTION,
    20005: Recovery.PAUSE_CONNECTION,
    20008: Recovery.PAUSE_CONNECTION,
    20403: Recovery.PAUSE_CONNECTION,
    21609: Recovery.PAUSE_CONNECTION,
    30002: Recovery.PAUSE_CONNECTION,
    # The number, or the messaging service.
    21212: Recovery.PAUSE_NUMBER,
    21606: Recovery.PAUSE_NUMBER,
    21659: Recovery.PAUSE_NUMBER,
    21660: Recovery.PAUSE_NUMBER,
    21701: Recovery.PAUSE_NUMBER,
    21703: Recovery.PAUSE_NUMBER,
    30032: Recovery.PAUSE_NUMBER,
    30033: Recovery.PAUSE_NUMBER,
    30034: Recovery.PAUSE_NUMBER,
    # They wrote STOP.
    21610: Recovery.SUPPRESS,
    # No SMS ever arrives there.
    21211: Recovery.UNREACHABLE,
    21214: Recovery.UNREACHABLE,
    21217: Recovery.UNREACHABLE,
    21614: Recovery.UNREACHABLE,
    21635: Recovery.UNREACHABLE,
    30004: Recovery.UNREACHABLE,
    30005: Recovery.UNREACHABLE,
    30006: Recovery.UNREACHABLE,
    # Switched off, out of reach, or nobody knows.
    30003: Recovery.RETRY_ONCE,
    30008: Recovery.RETRY_ONCE,
    30017: Recovery.RETRY_ONCE,
    30410: Recovery.RETRY_ONCE,
    30500: Recovery.RETRY_ONCE,
    # This message alone; listed so that the table is complete. Any other code is FAIL too.
    20404: Recovery.FAIL,
    21408: Recovery.FAIL,
    21602: Recovery.FAIL,
    21603: Recovery.FAIL,
    21604: Recovery.FAIL,
    21608: Recovery.FAIL,
    21612: Recovery.FAIL,
    21617: Recovery.FAIL,
    30007: Recovery.FAIL,
    30036: Recovery.FAIL,
}


def failure(code: int, detail: str) -> ProviderError:
    """The failure a refusal with Twilio's error body stands for. Nothing was sent."""
    return failure_of(CODES, code, detail)


def recovery(code: int) -> Recovery:
    """What a failed status callback with this code asks of us."""
    return recovery_of(CODES, code)
