"""What each of Meta's error codes asks of us. Decided on `code`, never on HTTP status or text.

Meta's list: developers.facebook.com, WhatsApp Cloud API, error codes.
"""

from collections.abc import Mapping
from datetime import timedelta

from providers.base import ProviderError, Recovery
from providers.verdicts import Pause, Verdict, failure_of, recovery_of

_SHORT = timedelta(seconds=5)
_NUMBER = timedelta(seconds=20)
_OUTAGE = timedelta(seconds=60)
_LONG = timedelta(minutes=10)
DEFAULT_PAUSE = _NUMBER
# "Unknown error", "something went wrong": with a 5xx they do not say that nothing went out, and
# whoever repeats on them sends twice.
VAGUE = frozenset({1, 2, 131000})
# Meta lets one message every 6 s through to the same person.
_PAIR = timedelta(seconds=6)

CODES: Mapping[int, Verdict] = {
    # Meta's own trouble, or too many calls.
    1: Pause(_OUTAGE),
    2: Pause(_OUTAGE),
    4: Pause(_LONG),
    80007: Pause(_LONG),
    130429: Pause(_SHORT),
    131000: Pause(_NUMBER),
    131016: Pause(_OUTAGE),
    131057: Pause(_LONG),
    132069: Pause(_LONG),
    133004: Pause(_OUTAGE),
    131056: Pause(_PAIR, whole_number=False),
    # The token, a permission, the account or its payment.
    0: Recovery.PAUSE_CONNECTION,
    3: Recovery.PAUSE_CONNECTION,
    10: Recovery.PAUSE_CONNECTION,
    190: Recovery.PAUSE_CONNECTION,
    **dict.fromkeys(range(200, 300), Recovery.PAUSE_CONNECTION),
    368: Recovery.PAUSE_CONNECTION,
    131005: Recovery.PAUSE_CONNECTION,
    131031: Recovery.PAUSE_CONNECTION,
    131042: Recovery.PAUSE_CONNECTION,
    131044: Recovery.PAUSE_CONNECTION,
    # The number.
    33: Recovery.PAUSE_NUMBER,
    131037: Recovery.PAUSE_NUMBER,
    131045: Recovery.PAUSE_NUMBER,
    131048: Recovery.PAUSE_NUMBER,
    131064: Recovery.PAUSE_NUMBER,
    # The template.
    132001: Recovery.PAUSE_TEMPLATE,
    132007: Recovery.PAUSE_TEMPLATE,
    132015: Recovery.PAUSE_TEMPLATE,
    132016: Recovery.PAUSE_TEMPLATE,
    132068: Recovery.PAUSE_TEMPLATE,
    # The campaign's values, or that it is marketing at all.
    131063: Recovery.PAUSE_CAMPAIGN,
    132000: Recovery.PAUSE_CAMPAIGN,
    132012: Recovery.PAUSE_CAMPAIGN,
    # The person asked Meta for no more marketing.
    131050: Recovery.SUPPRESS,
    # Not on WhatsApp, or not with a version that could show it.
    131026: Recovery.UNREACHABLE,
    # The person gets as much marketing as Meta lets through at the moment.
    131049: Recovery.HOLD,
    # This message alone; listed so that the table is complete. Any other code is FAIL too.
    100: Recovery.FAIL,
    130472: Recovery.FAIL,
    130497: Recovery.FAIL,
    131008: Recovery.FAIL,
    131009: Recovery.FAIL,
    131021: Recovery.FAIL,
    131030: Recovery.FAIL,
    131047: Recovery.FAIL,
    131051: Recovery.FAIL,
    131052: Recovery.FAIL,
    131053: Recovery.FAIL,
    131062: Recovery.FAIL,
    132005: Recovery.FAIL,
    132008: Recovery.FAIL,
    135000: Recovery.FAIL,
    137000: Recovery.FAIL,
}


def failure(code: int, detail: str) -> ProviderError:
    """The failure a refusal with Meta's error body stands for. Nothing was sent."""
    return failure_of(CODES, code, detail)


def recovery(code: int) -> Recovery:
    """What a failed receipt with this code asks of us."""
    return Recovery.FAIL if code in VAGUE else recovery_of(CODES, code)
