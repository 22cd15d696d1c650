"""What can be done to a conversation, each as a value: what is written, and what is told.

The same change works on one conversation and on five hundred.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, Label
from db.queries import labels, people, teams
from db.queries.conversation_changes import Event, names
from schemas.enums import ConversationStatus, Priority, Role
from schemas.errors import FieldError, InvalidInput, NotFound
from schemas.words import mark
from services import inboxes

_OPEN, _SNOOZED, _CLOSED = (
    ConversationStatus.OPEN,
    ConversationStatus.SNOOZED,
    ConversationStatus.CLOSED,
)
# Whoever puts off for longer has forgotten it.
_LONGEST_SNOOZE = timedelta(days=366)
_MOST_LABELS = 20


@dataclass(frozen=True, slots=True)
class Change:
    """`values` is written where `event` has something to tell; None: nothing would change."""

    values: Mapping[str, object]
    event: Callable[[Conversation], Event | None]
    # The inboxes for which it is refused, in words; None: for none.
    refuses: Callable[[Conversation], str | None] = lambda _: None
    # Reading is nobody's decision: it leaves no entry and no new version.
    silent: bool = False
    # Who it is given to, where it is given to somebody or taken away: they are told.
    assigns: bool = False
    assignee_id: UUID | None = None


async def assign(
    session: AsyncSession, rows: Collection[Conversation], assignee_id: UUID | None
) -> Change:
    """To a person who may see the inbox, or to nobody. Raises NotFound for a stranger."""
    before = await names(session, {row.assignee_id for row in rows if row.assignee_id})
    if assignee_id is None:
        return Change({"assignee_id": None}, lambda row: _unassigned(row, before), assigns=True)
    person = await people.member(session, assignee_id)
    if person is None:
        raise NotFound("Person", assignee_id)
    if person.role is Role.VIEWER:
        message = mark("%(name)s may only look, and cannot be given conversations.")
        raise InvalidInput(
            message, [FieldError("assignee_id", "may_not_act", message)], name=person.name
        )
    seen_by = await inboxes.may_see(session, {row.phone_number_id for row in rows})

    def refuses(row: Conversation) -> str | None:
        allowed = seen_by.get(row.phone_number_id)
        return None if allowed is None or assignee_id in allowed else "may_not_see_inbox"

    def event(row: Conversation) -> Event | None:
        if row.assignee_id == assignee_id:
            return None
        return Event("assigned", {"user_id": str(assignee_id), "name": person.name})

    return Change(
        {"assignee_id": assignee_id}, event, refuses, assigns=True, assignee_id=assignee_id
    )


def _unassigned(row: Conversation, before: Mapping[UUID, str]) -> Event | None:
    if row.assignee_id is None:
        return None
    name = before.get(row.assignee_id, "")
    return Event("unassigned", {"user_id": str(row.assignee_id), "name": name})


async def set_team(session: AsyncSession, team_id: UUID | None) -> Change:
    """Raises NotFound."""
    name = (await teams.get(session, team_id)).name if team_id else ""
    payload: dict[str, object] = {"team_id": str(team_id) if team_id else None, "name": name}
    return Change(
        {"team_id": team_id},
        lambda row: Event("team", payload) if row.team_id != team_id else None,
    )


def snooze(until: datetime) -> Change:
    """Out of sight until then, or until the customer writes. Raises InvalidInput."""
    now = datetime.now(UTC)
    if not now < until <= now + _LONGEST_SNOOZE:
        message = mark("Choose a moment in the future, within a year.")
        raise InvalidInput(message, [FieldError("until", "not_in_future", message)])
    payload: dict[str, object] = {"until": until.isoformat()}

    def event(row: Conversation) -> Event | None:
        same = row.status is _SNOOZED and row.snoozed_until == until
        return None if same else Event("snoozed", payload)

    return Change({"status": _SNOOZED, "snoozed_until": until, "closed_at": None}, event)


def close() -> Change:
    """Nothing is left to do: nobody waits and nothing is unread."""
    now = datetime.now(UTC)
    values = {
        "status": _CLOSED,
        "closed_at": now,
        "snoozed_until": None,
        "unread_count": 0,
        "seen_at": now,
        "waiting_since": None,
    }
    return Change(values, lambda row: Event("closed", {}) if row.status is not _CLOSED else None)


def reopen() -> Change:
    values = {"status": _OPEN, "closed_at": None, "snoozed_until": None}
    return Change(values, lambda row: Event("reopened", {}) if row.status is not _OPEN else None)


def wake() -> Change:
    """What `snooze` promised, kept by the sweep."""
    values = {"status": _OPEN, "snoozed_until": None}
    return Change(values, lambda row: Event("unsnoozed", {}) if row.status is _SNOOZED else None)


def set_priority(priority: Priority) -> Change:
    def event(row: Conversation) -> Event | None:
        if row.priority is priority:
            return None
        return Event("priority", {"from": row.priority.value, "to": priority.value})

    return Change({"priority": priority}, event)


async def set_labels(session: AsyncSession, label_ids: Collection[UUID]) -> Change:
    """Exactly these. Raises NotFound for a label of nobody here."""
    wanted = list(dict.fromkeys(label_ids))
    known = await _known(session, wanted)
    shown = {label.id: label for label in await labels.all_labels(session)}

    def event(row: Conversation) -> Event | None:
        added = [known[key] for key in wanted if key not in row.label_ids]
        removed = [shown[key] for key in row.label_ids if key not in known and key in shown]
        return _labelled(added, removed)

    return Change({"label_ids": wanted}, event)


async def change_labels(
    session: AsyncSession, *, add: Collection[UUID] = (), remove: Collection[UUID] = ()
) -> Change:
    """Put some on and take some off. Raises NotFound."""
    on, off = await _known(session, add), await _known(session, remove)
    value = Conversation.label_ids.expression
    for key in (*off, *on):
        value = func.array_remove(value, key)
    for key in on:
        value = func.array_append(value, key)

    def event(row: Conversation) -> Event | None:
        added = [label for key, label in on.items() if key not in row.label_ids]
        removed = [label for key, label in off.items() if key in row.label_ids]
        return _labelled(added, removed)

    return Change({"label_ids": value}, event)


async def _known(session: AsyncSession, label_ids: Collection[UUID]) -> dict[UUID, Label]:
    if len(set(label_ids)) > _MOST_LABELS:
        message = mark("A conversation wears at most 20 labels.")
        raise InvalidInput(message, [FieldError("labels", "too_many", message)])
    found = await labels.by_ids(session, label_ids)
    for key in label_ids:
        if key not in found:
            raise NotFound("Label", key)
    return found


def _labelled(added: list[Label], removed: list[Label]) -> Event | None:
    if not added and not removed:
        return None
    payload: dict[str, object] = {"added": _told(added), "removed": _told(removed)}
    return Event("labelled", payload)


def _told(rows: list[Label]) -> list[dict[str, str]]:
    return [{"id": str(row.id), "name": row.name, "colour": row.colour} for row in rows]


def mark_read() -> Change:
    values = {"unread_count": 0, "seen_at": datetime.now(UTC)}
    return Change(values, lambda row: Event("read", {}) if row.unread_count else None, silent=True)


def mark_unread() -> Change:
    """The customer's newest message counts as not looked at."""
    just_before = Conversation.last_inbound_at - timedelta(microseconds=1)
    values = {"unread_count": 1, "seen_at": just_before}
    return Change(
        values, lambda row: Event("unread", {}) if not row.unread_count else None, silent=True
    )
