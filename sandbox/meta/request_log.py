"""Every Graph request, small enough to keep a million of them, and the questions asked of it."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

_KEPT = 1_000_000


@dataclass(slots=True)
class Asked:
    """One request; outcome and status are filled in when it is answered."""

    number: int
    at: float
    method: str
    path: str
    recipient: str | None = None
    callback: str | None = None
    outcome: str = "in_progress"
    # None: no answer was given.
    status: int | None = None
    message_id: str | None = None
    accepted: bool = False

    @property
    def refused(self) -> bool:
        """The sender was told plainly that nothing was sent, so it may ask again."""
        return not self.accepted and self.status is not None and 400 <= self.status < 500

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class RequestLog:
    def __init__(self) -> None:
        self._entries: deque[Asked] = deque(maxlen=_KEPT)
        self._number = 0

    def __len__(self) -> int:
        return len(self._entries)

    def open(self, at: float, method: str, path: str) -> Asked:
        self._number += 1
        entry = Asked(self._number, at, method, path)
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        self._entries.clear()

    def find(
        self, wanted: dict[str, str], *, after: int = 0, limit: int = 1000
    ) -> list[dict[str, Any]]:
        """Entries whose members equal what is wanted, oldest first, from a number onwards."""
        matching: Iterator[Asked] = (entry for entry in self._entries if entry.number > after)
        for name, value in wanted.items():
            matching = _only(matching, name, value)
        return [entry.as_json() for entry in islice(matching, limit)]

    def sends(self) -> Iterator[Asked]:
        return (entry for entry in self._entries if entry.recipient is not None)

    def count(self, member: str) -> dict[str, int]:
        return dict(Counter(str(getattr(entry, member)) for entry in self._entries))

    def count_sends(self) -> dict[str, Any]:
        """How many messages were asked for, accepted, and to how many different people."""
        return {
            "asked": sum(1 for _ in self.sends()),
            "accepted": sum(entry.accepted for entry in self.sends()),
            "recipients_accepted": len({e.recipient for e in self.sends() if e.accepted}),
            "by_outcome": dict(Counter(entry.outcome for entry in self.sends())),
        }

    def duplicates(self, *, strict: bool = False) -> list[dict[str, Any]]:
        """Messages asked for more often than a careful sender may.

        A send that was plainly refused may be asked again. One that was accepted, or that got
        no answer, may not. `strict` counts every request. Sends without callback data are
        left out: two of them may well be two messages.
        """
        groups: dict[tuple[str | None, str | None], list[Asked]] = defaultdict(list)
        for entry in self.sends():
            if entry.callback is None:
                continue
            groups[entry.recipient, entry.callback].append(entry)
        return [
            _repeated(recipient, callback, entries)
            for (recipient, callback), entries in groups.items()
            if sum(strict or not entry.refused for entry in entries) > 1
        ]


def _only(entries: Iterable[Asked], member: str, value: str) -> Iterator[Asked]:
    return (entry for entry in entries if str(getattr(entry, member)) == value)


def _repeated(recipient: str | None, callback: str | None, entries: list[Asked]) -> dict[str, Any]:
    return {
        "recipient": recipient,
        "biz_opaque_callback_data": callback,
        "asked": len(entries),
        "accepted": sum(entry.accepted for entry in entries),
        "refused": sum(entry.refused for entry in entries),
        "requests": [entry.number for entry in entries],
    }
