"""What a refusal's code asks of us, as data: each provider has one table of these verdicts.

A code is a `Pause` (nothing was sent, ask again later: a short one retries, a long one defers) or a
`Recovery` (this message is refused, and what else that concerns). The tables stand in
providers/meta_codes.py and providers/twilio_codes.py, and are held against each other by one test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from providers.base import ProviderError, Recovery, Rejected, Throttled


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing was sent: ask again after this long."""

    retry_after: timedelta
    # False: only this recipient has to wait.
    whole_number: bool = True


Verdict: TypeAlias = Pause | Recovery


def failure_of(codes: Mapping[int, Verdict], code: int, detail: str) -> ProviderError:
    """The failure a refusal stands for; a code of no table concerns this message alone."""
    verdict = codes.get(code, Recovery.FAIL)
    if isinstance(verdict, Pause):
        return Throttled(str(code), verdict.retry_after, whole_number=verdict.whole_number)
    return Rejected(str(code), detail, verdict)


def recovery_of(codes: Mapping[int, Verdict], code: int) -> Recovery:
    """What a failed receipt's code asks of us; what we sent too fast may go once more."""
    verdict = codes.get(code, Recovery.FAIL)
    return Recovery.RETRY_ONCE if isinstance(verdict, Pause) else verdict
