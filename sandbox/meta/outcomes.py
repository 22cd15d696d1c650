"""The ending of a recipient's number chooses what happens to a message; docs/sandbox.md lists it.

The ending survives Brazil's ninth digit, so it is the same in what was dialled and in the wa_id.
"""

from dataclasses import dataclass, field

_ENDING = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ending stands for. With nothing set, all goes well."""

    name: str
    words: str
    # Refused in the answer with this code: for good, or only for the first tries.
    refuse: int | None = None
    throttle: int | None = None
    # Accepted, then a failed status with this code; `failed_after` says after which status.
    fail: int | None = None
    failed_after: str = "sent"
    # An HTTP 500 answer; `accepted` says whether the message went out all the same.
    server_error: bool = False
    # The connection is closed without an answer.
    hang_up: bool = False
    accepted: bool = True
    slow: bool = False
    receipts_first: bool = False
    noisy: bool = False
    pauses_template: bool = False
    stages: tuple[str, ...] = field(default=("sent", "delivered", "read"))


DELIVERED = Outcome("accepted", "Sent, delivered, perhaps read")

OUTCOMES: dict[str, Outcome] = {
    "0001": Outcome("never_read", "Delivered, never read", stages=("sent", "delivered")),
    "0002": Outcome("never_delivered", "Sent, never delivered", stages=("sent",)),
    "0003": Outcome("read_only", "Read arrives, delivered never does", stages=("sent", "read")),
    "0008": Outcome("slow", "The answer takes 8 seconds", slow=True),
    "0015": Outcome("pauses_template", "Pauses the template it was sent", pauses_template=True),
    "0026": Outcome("undeliverable", "Accepted, then failed with 131026", fail=131026),
    "0042": Outcome("billing", "Accepted, then failed with 131042 (payment)", fail=131042),
    "0047": Outcome("window_closed", "Accepted, then failed with 131047", fail=131047),
    "0048": Outcome("spam_limit", "Refused with 131048 (spam limit)", refuse=131048),
    "0049": Outcome("marketing_cap", "Accepted, then failed with 131049", fail=131049),
    "0050": Outcome("opted_out", "Accepted, then failed with 131050", fail=131050),
    "0100": Outcome("invalid", "Refused with 100", refuse=100),
    "0148": Outcome("spam_limit_later", "Accepted, then failed with 131048", fail=131048),
    "0190": Outcome("token_expired", "Refused with 190", refuse=190),
    "0429": Outcome("throttled", "130429 for the first tries, then accepted", throttle=130429),
    "0472": Outcome("experiment", "Accepted, then failed with 130472", fail=130472),
    "0500": Outcome(
        "server_error", "HTTP 500, not accepted", server_error=True, accepted=False, stages=()
    ),
    "0501": Outcome("server_error_accepted", "HTTP 500, but it goes out", server_error=True),
    "0656": Outcome("pair_limit", "131056 for the first try, then accepted", throttle=131056),
    "0666": Outcome(
        "failed_after_delivered",
        "Delivered, and then failed with 131026",
        fail=131026,
        failed_after="delivered",
    ),
    "0777": Outcome("receipts_first", "Receipts before the answer", receipts_first=True),
    "0888": Outcome("noisy", "Every receipt three times, in any order", noisy=True),
    "0998": Outcome(
        "dropped", "Connection closed, not accepted", hang_up=True, accepted=False, stages=()
    ),
    "0999": Outcome("cut", "Connection closed, but it goes out", hang_up=True),
}


def outcome_for(address: str) -> Outcome:
    return OUTCOMES.get(address[-_ENDING:], DELIVERED)
