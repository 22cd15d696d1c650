"""What the inbox's list is narrowed to, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from db.queries.conversations import Filters, Spot
from schemas.enums import ConversationStatus, Priority

VIEWS = ("mine", "unassigned", "all", "mentions")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words of an address; one that somebody edited narrows nothing."""

    # Empty: the first view in which there is something to do.
    view: str = ""
    # Empty: open; "any": whatever its status.
    status: str = ""
    inbox: str = ""
    assignee: str = ""
    team: str = ""
    label: str = ""
    priority: str = ""
    unread: str = ""
    # "waiting": only where the customer waits, longest first.
    sort: str = ""
    # The saved view it came from.
    saved: str = ""

    @classmethod
    def read(cls, words: Mapping[str, str]) -> "Chosen":
        found = {one.name: words.get(one.name, "")[:_LONGEST] for one in fields(cls)}
        if found["view"] not in VIEWS:
            found["view"] = ""
        return cls(**found)

    def filters(self, user_id: UUID, mentioned: tuple[UUID, ...] = ()) -> Filters:
        """`mentioned`: the conversations in which this person was named."""
        view = self.view
        # Who was named looks for the note, be the conversation closed meanwhile.
        any_status = view == "mentions" and not self.status
        return Filters(
            status=None if any_status else _status(self.status),
            assignee_id=user_id if view == "mine" else _key(self.assignee),
            unassigned=view == "unassigned" or self.assignee == "nobody",
            team_id=_key(self.team),
            label_id=_key(self.label),
            number_id=_key(self.inbox),
            priority=Priority(self.priority) if self.priority in set(Priority) else None,
            unread=bool(self.unread),
            waiting=self.sort == "waiting",
            ids=mentioned if view == "mentions" else None,
        )

    @property
    def narrowed(self) -> int:
        """By how many filters, besides the tabs."""
        return sum(
            bool(value)
            for value in (
                self.inbox,
                self.assignee,
                self.team,
                self.label,
                self.priority,
                self.unread,
                self.status,
                self.sort,
            )
        )

    def words(self) -> dict[str, str]:
        pairs = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: value for name, value in pairs if value}

    def query(self, **changes: str) -> str:
        """As it follows the question mark."""
        known = {one.name for one in fields(self)}
        changed = replace(self, **{k: v for k, v in changes.items() if k in known})
        further = {name: value for name, value in changes.items() if name not in known and value}
        return urlencode({**changed.words(), **further})

    def address(self, **changes: str) -> str:
        query = self.query(**changes)
        return f"/inbox?{query}" if query else "/inbox"


def spot_word(spot: Spot) -> str:
    """A place in the list as it stands in an address."""
    return f"{(spot.at - _EPOCH) // timedelta(microseconds=1)}_{spot.id.hex}"


def spot(word: str) -> Spot | None:
    """None for one that somebody edited: the list begins at the top."""
    moment, _, key = word.partition("_")
    try:
        return Spot(_EPOCH + timedelta(microseconds=int(moment)), UUID(hex=key))
    except (ValueError, OverflowError):
        return None


def _status(word: str) -> ConversationStatus | None:
    if word == "any":
        return None
    return ConversationStatus(word) if word in set(ConversationStatus) else ConversationStatus.OPEN


def _key(text: str) -> UUID | None:
    try:
        return UUID(hex=text) if text else None
    except ValueError:
        return None
