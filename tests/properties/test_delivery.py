"""Whatever the provider repeats, reorders or leaves out, the same truth is reached."""

from functools import reduce
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schemas.delivery import advance
from schemas.enums import DeliveryStatus

REPORTED = [
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
]
receipts = st.lists(st.sampled_from(REPORTED), min_size=1, max_size=12)


def settle(reported: list[DeliveryStatus]) -> DeliveryStatus:
    return reduce(advance, reported, DeliveryStatus.SENDING)


@given(receipts, st.randoms(use_true_random=False))
def test_late_repeated_and_reordered_receipts_settle_alike(
    reported: list[DeliveryStatus], random: Random
) -> None:
    noisy = reported + random.choices(reported, k=len(reported))
    random.shuffle(noisy)
    assert settle(noisy) is settle(reported)


@given(receipts, receipts)
def test_a_later_receipt_never_moves_a_message_back(
    before: list[DeliveryStatus], after: list[DeliveryStatus]
) -> None:
    assert settle([settle(before), *after]) is advance(settle(before), settle(after))


@given(receipts)
def test_a_failure_never_hides_a_delivery(reported: list[DeliveryStatus]) -> None:
    reached = {DeliveryStatus.DELIVERED, DeliveryStatus.READ} & set(reported)
    assert (settle(reported) is DeliveryStatus.FAILED) == (
        not reached and DeliveryStatus.FAILED in reported
    )


@given(receipts)
def test_read_implies_delivered(reported: list[DeliveryStatus]) -> None:
    if DeliveryStatus.READ in reported:
        assert settle(reported) is DeliveryStatus.READ
