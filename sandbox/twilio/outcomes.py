"""The ending of a recipient's number chooses what happens to an SMS; docs/sandbox.md lists it."""

from dataclasses import dataclass

_ENDING = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ending stands for. With nothing set, all goes well."""

    name: str
    words: str
    # Refused in the answer with this code: for good, or only for the first tries.
    refuse: int | None = None
    throttle: int | None = None
    # Accepted, and its last status with this code.
    fail: int | None = None
    last: str = "delivered"
    # An HTTP 500 answer, or none at all; `accepted` says whether the SMS went out all the same.
    server_error: bool = False
    hang_up: bool = False
    accepted: bool = True
    slow: bool = False
    callbacks_first: bool = False
    noisy: bool = False


DELIVERED = Outcome("accepted", "Sent and delivered")

OUTCOMES: dict[str, Outcome] = {
    "0002": Outcome("never_delivered", "Sent, and the carrier says no more", last="sent"),
    "0003": Outcome("switched_off", "Undelivered with 30003", fail=30003, last="undelivered"),
    "0004": Outcome("blocked", "Undelivered with 30004", fail=30004, last="undelivered"),
    "0005": Outcome("unknown_handset", "Undelivered with 30005", fail=30005, last="undelivered"),
    "0006": Outcome("landline", "Undelivered with 30006", fail=30006, last="undelivered"),
    "0007": Outcome("filtered", "Undelivered with 30007", fail=30007, last="undelivered"),
    "0008": Outcome("slow", "The answer takes 8 seconds", slow=True),
    "0010": Outcome("stopped", "Refused with 21610 (wrote STOP)", refuse=21610),
    "0011": Outcome("queue_full", "21611 for the first tries, then accepted", throttle=21611),
    "0014": Outcome("no_mobile", "Refused with 21614 (no mobile)", refuse=21614),
    "0034": Outcome("unregistered", "Undelivered with 30034", fail=30034, last="undelivered"),
    "0100": Outcome("invalid", "Refused with 21211", refuse=21211),
    "0108": Outcome("unknown_error", "Undelivered with 30008", fail=30008, last="undelivered"),
    "0190": Outcome("bad_token", "Refused with 20003 (HTTP 401)", refuse=20003),
    "0301": Outcome("overflow", "Accepted, then failed with 30001", fail=30001, last="failed"),
    "0408": Outcome("region", "Refused with 21408 (region not enabled)", refuse=21408),
    "0429": Outcome("throttled", "20429 for the first tries, then accepted", throttle=20429),
    "0500": Outcome("server_error", "HTTP 500, not accepted", server_error=True, accepted=False),
    "0501": Outcome("server_error_accepted", "HTTP 500, but it goes out", server_error=True),
    "0606": Outcome("bad_sender", "Refused with 21606 (the sender)", refuse=21606),
    "0777": Outcome("callbacks_first", "Callbacks before the answer", callbacks_first=True),
    "0888": Outcome("noisy", "Every callback three times, in any order", noisy=True),
    "0998": Outcome("dropped", "Connection closed, not accepted", hang_up=True, accepted=False),
    "0999": Outcome("cut", "Connection closed, but it goes out", hang_up=True),
}


def outcome_for(address: str) -> Outcome:
    return OUTCOMES.get(address[-_ENDING:], DELIVERED)
