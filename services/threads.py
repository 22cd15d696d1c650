"""What new messages of a customer make of a conversation. Pure: any order gives the same end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.queries.threads import Standing
from schemas.enums import ConversationStatus
from schemas.timeline import Place

# About the customer, not from them: nobody has to answer.
SILENT = frozenset({"system"})
# Two clocks: a message that took so long, or less, was not written before the closing.
_LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was not known before."""

    place: Place
    kind: str
    # Reactions, edits and deletions say nothing new.
    is_change: bool = False
    # We wrote it ourselves, on the phone that shares the number.
    is_ours: bool = False
    # Digits of the number it came from.
    sender: str | None = None

    @property
    def speaks(self) -> bool:
        return not (self.is_change or self.is_ours or self.kind in SILENT)


def hear(standing: Standing, said: Iterable[Said]) -> Standing:
    """The conversation after these messages."""
    for one in said:
        if not one.is_change:
            standing = _place(standing, one.place)
        if one.speaks:
            standing = _speak(standing, one.place.at, one.sender)
        elif one.is_ours and not one.is_change:
            standing = answer(standing, one.place.at)
    return standing


def answer(standing: Standing, at: datetime) -> Standing:
    """The conversation after an answer of ours: who wrote before it waits no more."""
    waiting, last = standing.waiting_since, standing.last_inbound_at
    if waiting is not None and waiting <= at:
        waiting = last if last is not None and last > at else None
    return replace(standing, answered_at=max(standing.answered_at or at, at), waiting_since=waiting)


def reopens(before: Standing, after: Standing) -> bool:
    return before.status is not ConversationStatus.OPEN and after.status is ConversationStatus.OPEN


def _place(standing: Standing, place: Place) -> Standing:
    last = standing.last_message_id
    if last is not None and place <= Place(standing.last_message_at, last):
        return standing
    return replace(standing, last_message_at=place.at, last_message_id=place.id)


def _speak(standing: Standing, at: datetime, sender: str | None) -> Standing:
    waits = _is_after(at, standing.answered_at)
    unread = _is_after(at, standing.seen_at)
    last = standing.last_inbound_at
    standing = replace(
        standing,
        writes_from=sender if last is None or at >= last else standing.writes_from,
        last_inbound_at=max(standing.last_inbound_at or at, at),
        waiting_since=min(standing.waiting_since or at, at) if waits else standing.waiting_since,
        unread_count=standing.unread_count + unread,
    )
    # A message from before it was closed, told late, wakes nobody.
    if standing.closed_at is not None and not _is_after(at, standing.closed_at - _LATE):
        return standing
    return replace(standing, status=ConversationStatus.OPEN, snoozed_until=None, closed_at=None)


def _is_after(at: datetime, ours: datetime | None) -> bool:
    """Whether a provider's time, which has whole seconds, may lie behind a moment of ours."""
    return ours is None or at >= ours.replace(microsecond=0)
