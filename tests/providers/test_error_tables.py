"""The tables of error codes against the providers' published ones, where these are at hand."""

import importlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from providers.base import Recovery
from providers.verdicts import Pause, Verdict

# The published advice, and which of our verdicts honours it.
ADVICE: Mapping[str, set[Recovery]] = {
    "pause_connection_reauth": {Recovery.PAUSE_CONNECTION},
    "pause_connection": {Recovery.PAUSE_CONNECTION},
    "pause_number": {Recovery.PAUSE_NUMBER},
    "pause_campaign": {Recovery.PAUSE_CAMPAIGN, Recovery.PAUSE_TEMPLATE},
    "suppress_marketing": {Recovery.SUPPRESS},
    "suppress": {Recovery.SUPPRESS},
    "fail": {Recovery.FAIL},
    "fail_contact": {Recovery.FAIL, Recovery.UNREACHABLE},
    "fail_contact_no_retry": {Recovery.FAIL},
    "fail_needs_template": {Recovery.FAIL},
    "fail_no_retry_24h": {Recovery.HOLD},
    "retry_once_later": {Recovery.RETRY_ONCE},
    # Of one country, or one message in many: no reason to stop the rest by itself. A storm of
    # them opens the breaker (services.failure_storms).
    "pause_campaign_for_region": {Recovery.FAIL, Recovery.PAUSE_CAMPAIGN},
    "pause_campaign_if_many": {Recovery.FAIL},
}
# Of registration, template writing, calls and webhooks: never of a message.
ELSEWHERE = {"give_up_op", "own_bug"}
NO_MESSAGE = {"twilio": {"10004", "22005", "63016", "63018"}, "meta": set[str]()}


@pytest.mark.parametrize("provider", ["meta", "twilio"])
def test_every_published_code_is_in_our_table(contracts: Path, provider: str) -> None:
    published = json.loads((contracts / "data" / "error_codes.json").read_text())[provider]
    codes = _table(provider)
    for code, (_, action) in published.items():
        if action in ELSEWHERE or code in NO_MESSAGE[provider]:
            continue
        for number in _numbers(code):
            verdict = codes[number]
            if action.startswith("retry_") and action != "retry_once_later":
                assert isinstance(verdict, Pause), (code, action)
            else:
                assert verdict in ADVICE[action], (code, action)


def _table(provider: str) -> Mapping[int, Verdict]:
    table: Mapping[int, Verdict] = importlib.import_module(f"providers.{provider}_codes").CODES
    return table


def _numbers(code: str) -> range:
    first, _, last = code.partition("-")
    return range(int(first), int(last or first) + 1)
