"""What new messages of a customer make of a conversation. Pure: any order gives the same end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from schemas.enums import ConversationStatus
from schemas.timeline import Place

# About the customer, not from them: nobody has to answer.
SILENT = frozenset({"system"})
# Two clocks: a message that took so long, or less, was not written before the closing.
_LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Thread:
    """The part of a conversation's row that messages move."""

    id: UUID
    number_id: UUID
    status: ConversationStatus
    last_message_at: datetime
    last_message_id: UUID | None = None
    unread_count: int = 0
    seen_at: datetime | None = None
    last_inbound_at: datetime | None = None
    waiting_since: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    snoozed_until: datetime | None = None
    assignee_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was not known before."""

    place: Place
    kind: str
    # Reactions, edits and deletions say nothing new.
    is_change: bool = False
    # We wrote it ourselves, on the phone that shares the number.
    is_ours: bool = False

    @property
    def speaks(self) -> bool:
        return not (self.is_change or self.is_ours or self.kind in SILENT)


def hear(thread: Thread, said: Iterable[Said]) -> Thread:
    """The conversation after these messages."""
    for one in said:
        if not one.is_change:
            thread = _place(thread, one.place)
        if one.speaks:
            thread = _speak(thread, one.place.at)
        elif one.is_ours and not one.is_change:
            thread = answer(thread, one.place.at)
    return thread


def answer(thread: Thread, at: datetime) -> Thread:
    """The conversation after an answer of ours: who wrote before it waits no more."""
    waiting, last = thread.waiting_since, thread.last_inbound_at
    if waiting is not None and waiting <= at:
        waiting = last if last is not None and last > at else None
    return replace(thread, answered_at=max(thread.answered_at or at, at), waiting_since=waiting)


def reopens(before: Thread, after: Thread) -> bool:
    return before.status is not ConversationStatus.OPEN and after.status is ConversationStatus.OPEN


def _place(thread: Thread, place: Place) -> Thread:
    last = thread.last_message_id
    if last is not None and place <= Place(thread.last_message_at, last):
        return thread
    return replace(thread, last_message_at=place.at, last_message_id=place.id)


def _speak(thread: Thread, at: datetime) -> Thread:
    waits = _is_after(at, thread.answered_at)
    unread = _is_after(at, thread.seen_at)
    thread = replace(
        thread,
        last_inbound_at=max(thread.last_inbound_at or at, at),
        waiting_since=min(thread.waiting_since or at, at) if waits else thread.waiting_since,
        unread_count=thread.unread_count + unread,
    )
    # A message from before it was closed, told late, wakes nobody.
    if thread.closed_at is not None and not _is_after(at, thread.closed_at - _LATE):
        return thread
    return replace(thread, status=ConversationStatus.OPEN, snoozed_until=None, closed_at=None)


def _is_after(at: datetime, ours: datetime | None) -> bool:
    """Whether a provider's time, which has whole seconds, may lie behind a moment of ours."""
    return ours is None or at >= ours.replace(microsecond=0)
