"""Who is told of what: one row for each person, which the bell shows and a workflow pushes.

Each function is called inside the transaction that makes the thing happen. When it returns True,
call `workflows.starters.follow_notifications(temporal, company_id)` after the commit; without
that call the sweep does it within a minute.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import notifications, people
from db.queries.notifications import News, Subject, Told
from schemas.enums import NotificationKind, Role
from schemas.errors import NotFound


async def for_inbound(
    session: AsyncSession, company_id: UUID, conversation_ids: Collection[UUID]
) -> bool:
    """Customers wrote in these: tell whoever looks after them, or all who could take them.

    A person has at most one unread row for a conversation of theirs and one for all those nobody
    has taken, so a flood of messages is not a flood of notifications. True when any is new.
    """
    if not conversation_ids:
        return False
    mine = await notifications.tell_assignees(session, company_id, conversation_ids)
    anybody = await notifications.tell_of_unassigned(session, company_id, conversation_ids)
    return mine or anybody


async def mentioned(
    session: AsyncSession,
    company_id: UUID,
    *,
    conversation_id: UUID,
    message_id: UUID,
    author_id: UUID | None,
    user_ids: Collection[UUID],
) -> bool:
    """A note names these people. Nobody is told of what they wrote themselves."""
    told = [
        Told(user_id, conversation_id, message_id, author_id)
        for user_id in set(user_ids) - {author_id}
    ]
    return await notifications.tell(session, company_id, NotificationKind.MENTION, told)


async def assigned(
    session: AsyncSession,
    company_id: UUID,
    conversation_ids: Collection[UUID],
    user_id: UUID | None,
    *,
    actor_id: UUID | None,
) -> bool:
    """These were given to a person (None: taken from everybody); `actor_id` None is auto-assign.

    Who had them before is no longer told they wait; nobody is told of what they took themselves.
    """
    if not conversation_ids:
        return False
    await notifications.forget_assignment(session, conversation_ids, but=user_id)
    if user_id is None or user_id == actor_id:
        return False
    told = [Told(user_id, conversation_id, None, actor_id) for conversation_id in conversation_ids]
    return await notifications.tell(session, company_id, NotificationKind.ASSIGNED, told)


async def send_failed(
    session: AsyncSession, company_id: UUID, message_ids: Collection[UUID]
) -> bool:
    """These replies failed: tell their authors, each of each message once whoever repeats it."""
    if not message_ids:
        return False
    return await notifications.tell_of_failures(session, company_id, message_ids)


async def news(
    session: AsyncSession,
    company_id: UUID,
    told: News,
    *,
    roles: Collection[Role] = (),
    user_ids: Collection[UUID] = (),
) -> bool:
    """Something about a campaign, or the company: tell everybody of these roles, and these people.

    Whoever caused it is not told, and nobody of the same news of a campaign while it is unread.
    """
    return await notifications.tell_of(session, company_id, told, roles=roles, user_ids=user_ids)


async def seen(session: AsyncSession, user_id: UUID, conversation_id: UUID) -> bool:
    """A person looked at a conversation: what they were told of it is read. True if any was.

    Then publish `hints.changed(company_id, "notification", conversation_id, user=user_id)`.
    """
    return await notifications.read_of_conversation(session, user_id, conversation_id)


async def unread(session: AsyncSession, user_id: UUID) -> int:
    """What the bell counts; at most 100, which is shown as 99+."""
    return await notifications.count_unread(session, user_id)


async def mark_read(session: AsyncSession, user_id: UUID, notification_id: UUID) -> Subject:
    """What it is about. Raises NotFound for somebody else's."""
    return await notifications.mark_read(session, user_id, notification_id)


async def mark_all_read(session: AsyncSession, user_id: UUID) -> None:
    await notifications.mark_all_read(session, user_id)


class Wish(StrEnum):
    """How loudly a person wants to be told of one kind of thing."""

    OFF = "off"
    BELL = "bell"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person wants to be told in one company."""

    kinds: Mapping[NotificationKind, Wish]
    # Devices show who wrote, and not what: others may see the screen.
    hide_text: bool


async def wishes(session: AsyncSession, company_id: UUID, user_id: UUID) -> Wishes:
    """What they chose; loud by default, but for what concerns everybody."""
    membership = await people.get_membership(session, company_id, user_id)
    if membership is None:
        raise NotFound("Person", user_id)
    stored = membership.notify
    return Wishes(
        {kind: _wish(kind, stored.get(kind.value)) for kind in NotificationKind},
        bool(stored.get("hide_text")),
    )


async def change_wishes(
    session: AsyncSession, company_id: UUID, user_id: UUID, chosen: Wishes
) -> None:
    membership = await people.get_membership(session, company_id, user_id)
    if membership is None:
        raise NotFound("Person", user_id)
    membership.notify = {
        **{
            kind.value: {"bell": wish is not Wish.OFF, "push": wish is Wish.PUSH}
            for kind, wish in chosen.kinds.items()
        },
        "hide_text": chosen.hide_text,
    }


def _wish(kind: NotificationKind, stored: object) -> Wish:
    if not isinstance(stored, dict):
        return Wish.BELL if kind is NotificationKind.UNASSIGNED else Wish.PUSH
    if stored.get("push"):
        return Wish.PUSH
    return Wish.BELL if stored.get("bell") else Wish.OFF
