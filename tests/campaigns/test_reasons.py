"""Whatever a recipient fails with or a campaign stops with has words of its own."""

import pytest

from providers.meta_codes import CODES
from providers.verdicts import Pause
from schemas.enums import DeliveryStatus as Status
from schemas.reasons import reason
from schemas.tallies import Count, Tally

UNWORDED = reason("nobody knows this code")


@pytest.mark.parametrize(
    "code", [c for c, verdict in CODES.items() if not isinstance(verdict, Pause)]
)
def test_every_refusal_of_meta_has_words(code: int) -> None:
    assert reason(str(code)) != UNWORDED


@pytest.mark.parametrize(
    "code",
    [
        "no_phone",
        "opted_out",
        "duplicate_address",
        "missing_variable",
        "cancelled",
        "no_answer",
        "worker_lost",
        "internal_error",
        "parameters_mismatch",
        "template_paused",
        "template_disabled",
        "template_rejected",
    ],
)
def test_every_reason_of_ours_has_words(code: str) -> None:
    assert reason(code) != UNWORDED


def test_what_stops_a_campaign_says_what_to_do() -> None:
    for code in ("131048", "190", "132015", "131042", "template_disabled"):
        assert reason(code).advice


def test_a_tally_counts_everybody_once() -> None:
    tally = Tally.of(
        [
            Count(Status.READ, "", 3),
            Count(Status.DELIVERED, "", 2),
            Count(Status.SENT, "", 1),
            Count(Status.SENDING, "", 1),
            Count(Status.PENDING, "", 4),
            Count(Status.FAILED, "131026", 2),
            Count(Status.UNKNOWN, "no_answer", 1),
            Count(Status.SKIPPED, "cancelled", 5),
            Count(Status.SKIPPED, "no_phone", 6),
        ]
    )
    assert (tally.total, tally.left_out, tally.recipients) == (25, 6, 19)
    assert (tally.accepted, tally.delivered, tally.read) == (6, 5, 3)
    assert (tally.waiting, tally.in_flight, tally.settled) == (5, 1, 9)
    assert tally.settled + tally.waiting + tally.cancelled == tally.recipients
    assert tally.reasons(Status.SKIPPED) == [("no_phone", 6), ("cancelled", 5)]
