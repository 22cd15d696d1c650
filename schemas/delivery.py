"""How a recipient's status moves: the lattice every receipt is folded through.

Providers repeat, reorder and leave out receipts, so a status only ever moves up this list. A
failure counts against accepted and sent, never against delivered or read; a late `delivered`
corrects a failure (behaviour seen at Meta), and failed_at stays beside it as the contradiction.
"""

from schemas.enums import DeliveryStatus

RANK = {
    DeliveryStatus.PENDING: 0,
    DeliveryStatus.SENDING: 1,
    DeliveryStatus.UNKNOWN: 2,
    DeliveryStatus.ACCEPTED: 3,
    DeliveryStatus.SENT: 4,
    DeliveryStatus.FAILED: 5,
    DeliveryStatus.DELIVERED: 6,
    DeliveryStatus.READ: 7,
    # Never handed to the provider: no receipt can be about it.
    DeliveryStatus.SKIPPED: 8,
}

# Nothing of ours will change these; only a receipt can.
SETTLED = frozenset(DeliveryStatus) - {DeliveryStatus.PENDING, DeliveryStatus.SENDING}


def advance(current: DeliveryStatus, reported: DeliveryStatus) -> DeliveryStatus:
    """Fold one receipt into a message's status."""
    return max(current, reported, key=RANK.__getitem__)
