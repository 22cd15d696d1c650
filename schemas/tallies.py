"""How far a campaign is: its counters, added up the way people read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.enums import DeliveryStatus as Status

_REACHED = (Status.DELIVERED, Status.READ)
_TAKEN = (Status.ACCEPTED, Status.SENT, *_REACHED)
_WAITING = (Status.PENDING, Status.SENDING)


@dataclass(frozen=True, slots=True)
class Count:
    """How many recipients stand at a status; reason is "" but for skipped, failed, unknown."""

    status: Status
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Nobody is in two statuses, so every sum below counts people."""

    counts: tuple[Count, ...] = field(default=())

    @classmethod
    def of(cls, counts: Iterable[Count]) -> "Tally":
        return cls(tuple(counts))

    def at(self, *statuses: Status) -> int:
        return sum(count.count for count in self.counts if count.status in statuses)

    def reasons(self, status: Status) -> list[tuple[str, int]]:
        """The most frequent first."""
        found = [(c.reason, c.count) for c in self.counts if c.status is status and c.reason]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    @property
    def total(self) -> int:
        return self.at(*Status)

    @property
    def recipients(self) -> int:
        """Those a message was meant for; not those who were left out from the beginning."""
        return self.total - self.left_out

    @property
    def left_out(self) -> int:
        """Skipped because of something about them."""
        return self.skipped - self.cancelled

    @property
    def cancelled(self) -> int:
        """Skipped because the campaign was cancelled before their turn."""
        return sum(n for reason, n in self.reasons(Status.SKIPPED) if reason == "cancelled")

    @property
    def accepted(self) -> int:
        """The provider took the message, whatever became of it later but a failure."""
        return self.at(*_TAKEN)

    @property
    def delivered(self) -> int:
        """Arrived on the phone; includes those who read it."""
        return self.at(*_REACHED)

    @property
    def read(self) -> int:
        return self.at(Status.READ)

    @property
    def failed(self) -> int:
        return self.at(Status.FAILED)

    @property
    def skipped(self) -> int:
        return self.at(Status.SKIPPED)

    @property
    def unknown(self) -> int:
        return self.at(Status.UNKNOWN)

    @property
    def in_flight(self) -> int:
        """Handed to the provider at this moment, without an answer so far."""
        return self.at(Status.SENDING)

    @property
    def waiting(self) -> int:
        """Not sent yet, those in flight included."""
        return self.at(*_WAITING)

    @property
    def settled(self) -> int:
        """Those who had their turn."""
        return self.recipients - self.waiting - self.cancelled
