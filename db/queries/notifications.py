"""Rows of the bell: written set by set, each person's own wishes heeded in the statement."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.notifications import Notification
from schemas.cursors import Cursor
from schemas.enums import NotificationKind, Role
from schemas.errors import NotFound

COUNTED = 100

# Nobody who never said otherwise is left out.
_WANTS = "coalesce((m.notify -> '{kind}' ->> 'bell')::boolean, true)"
# As services.inboxes.eyes decides it: a number nobody is named for is everybody's.
SEES = """(m.role IN ('owner', 'admin')
    OR NOT EXISTS (SELECT FROM inbox_members i WHERE i.phone_number_id = c.phone_number_id)
    OR EXISTS (SELECT FROM inbox_members i
               WHERE i.phone_number_id = c.phone_number_id AND i.user_id = m.user_id))"""
# What a message `s` says now: deleted it says nothing, edited its newest words.
SAYS = """coalesce((
    SELECT CASE WHEN change.kind = 'revoke' THEN '' ELSE left(change.body, 200) END
    FROM messages change
    WHERE change.company_id = s.company_id AND change.modifies = s.provider_id
      AND change.conversation_id = s.conversation_id AND change.direction = s.direction AND change.kind IN ('edit', 'revoke')
    ORDER BY change.kind DESC, change.occurred_at DESC, change.id DESC LIMIT 1
), left(s.body, 200), '')"""

# xmax is 0 in a row that was not there before: only then is there somebody to push to.
_TELL_ASSIGNEES = text(f"""
    WITH told AS (
        INSERT INTO notifications (company_id, user_id, kind, conversation_id, message_id)
        SELECT c.company_id, m.user_id, 'message', c.id, c.last_message_id
        FROM conversations c
        JOIN memberships m ON m.company_id = c.company_id AND m.user_id = c.assignee_id
        WHERE c.company_id = :company_id AND c.id = ANY(:conversation_ids)
          AND {SEES} AND {_WANTS.format(kind="message")}
        ORDER BY c.id
        ON CONFLICT (company_id, user_id, conversation_id)
            WHERE read_at IS NULL AND kind = 'message'
        DO UPDATE SET message_id = EXCLUDED.message_id, created_at = EXCLUDED.created_at
        RETURNING xmax = 0 AS fresh
    )
    SELECT coalesce(bool_or(fresh), false) FROM told
""")
# Whoever is told already is not even tried: in a flood this statement writes nothing.
_TELL_OF_UNASSIGNED = text(f"""
    WITH waiting AS MATERIALIZED (
        SELECT c.id, c.phone_number_id, c.team_id, c.last_message_id FROM conversations c
        WHERE c.company_id = :company_id AND c.id = ANY(:conversation_ids)
          AND c.assignee_id IS NULL AND c.status = 'open'
    )
    INSERT INTO notifications (company_id, user_id, kind, conversation_id, message_id)
    SELECT m.company_id, m.user_id, 'unassigned', found.id, found.last_message_id
    FROM memberships m
    JOIN LATERAL (
        SELECT c.id, c.last_message_id FROM waiting c
        WHERE {SEES} AND (c.team_id IS NULL OR EXISTS (
            SELECT FROM team_members t WHERE t.team_id = c.team_id AND t.user_id = m.user_id))
        ORDER BY c.id LIMIT 1
    ) found ON true
    WHERE m.company_id = :company_id AND m.available AND m.role <> 'viewer'
      AND {_WANTS.format(kind="unassigned")}
      AND NOT EXISTS (
          SELECT FROM notifications n WHERE n.company_id = m.company_id
          AND n.user_id = m.user_id AND n.read_at IS NULL AND n.kind = 'unassigned')
    ORDER BY m.user_id
    ON CONFLICT DO NOTHING
    RETURNING id
""")
_TELL = """
    INSERT INTO notifications
        (company_id, user_id, kind, conversation_id, message_id, actor_id)
    SELECT m.company_id, m.user_id, :kind, t.conversation_id, t.message_id, t.actor_id
    FROM unnest(CAST(:user_ids AS uuid[]), CAST(:conversation_ids AS uuid[]),
                CAST(:message_ids AS uuid[]), CAST(:actor_ids AS uuid[]))
        AS t (user_id, conversation_id, message_id, actor_id)
    JOIN memberships m ON m.company_id = :company_id AND m.user_id = t.user_id
    JOIN conversations c ON c.company_id = m.company_id AND c.id = t.conversation_id
    WHERE {wants} AND {sees}
    ON CONFLICT DO NOTHING
    RETURNING id
"""
_TELL_OF_FAILURES = text(f"""
    INSERT INTO notifications (company_id, user_id, kind, conversation_id, message_id)
    SELECT m.company_id, m.user_id, 'send_failed', s.conversation_id, s.id
    FROM messages s
    JOIN memberships m ON m.company_id = s.company_id AND m.user_id = s.author_id
    JOIN conversations c ON c.company_id = s.company_id AND c.id = s.conversation_id
    WHERE s.company_id = :company_id AND s.id = ANY(:message_ids)
      AND s.direction = 'out' AND s.status = 'failed' AND {SEES}
      AND {_WANTS.format(kind="send_failed")}
    ORDER BY s.id
    ON CONFLICT DO NOTHING
    RETURNING id
""")
# About no conversation, or about one they may see; `n` beside `m`, and `c` joined from the left.
SHOWS = f"(n.conversation_id IS NULL OR (c.id IS NOT NULL AND {SEES}))"
_COUNT_UNREAD = text(f"""
    SELECT count(*) FROM (
        SELECT FROM notifications n
        JOIN memberships m ON m.company_id = n.company_id AND m.user_id = n.user_id
        LEFT JOIN conversations c ON c.company_id = n.company_id AND c.id = n.conversation_id
        WHERE n.user_id = :user_id AND n.read_at IS NULL AND {SHOWS} LIMIT :most
    ) AS shown
""")
_TELL_OF_CAMPAIGN = """
    INSERT INTO notifications
        (company_id, user_id, kind, campaign_id, code, detail, data, actor_id)
    SELECT m.company_id, m.user_id, :kind, :campaign_id, :code, :detail, CAST(:data AS jsonb),
           CAST(:actor_id AS uuid)
    FROM memberships m
    WHERE m.company_id = :company_id
      AND (m.role = ANY(CAST(:roles AS text[])) OR m.user_id = ANY(CAST(:user_ids AS uuid[])))
      AND m.user_id IS DISTINCT FROM CAST(:actor_id AS uuid) AND {wants}
    ORDER BY m.user_id
    ON CONFLICT DO NOTHING
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One person, told of one thing in one conversation."""

    user_id: UUID
    conversation_id: UUID
    message_id: UUID | None
    actor_id: UUID | None


async def tell_assignees(
    session: AsyncSession, company_id: UUID, conversation_ids: Collection[UUID]
) -> bool:
    """One unread row for each conversation; what came later moves it up. True if any is new."""
    parameters = {"company_id": company_id, "conversation_ids": list(conversation_ids)}
    return bool(await session.scalar(_TELL_ASSIGNEES, parameters))


async def tell_of_unassigned(
    session: AsyncSession, company_id: UUID, conversation_ids: Collection[UUID]
) -> bool:
    """One unread row for each person who is at work and could take one of these."""
    parameters = {"company_id": company_id, "conversation_ids": list(conversation_ids)}
    return await session.scalar(_TELL_OF_UNASSIGNED, parameters) is not None


async def tell(
    session: AsyncSession, company_id: UUID, kind: NotificationKind, told: Sequence[Told]
) -> bool:
    """Those who work here, may see the conversation and want to know; True if any is new."""
    if not told:
        return False
    statement = _TELL.format(wants=_WANTS.format(kind=kind.value), sees=SEES)
    parameters: dict[str, Any] = {
        "company_id": company_id,
        "kind": kind.value,
        "user_ids": [one.user_id for one in told],
        "conversation_ids": [one.conversation_id for one in told],
        "message_ids": [one.message_id for one in told],
        "actor_ids": [one.actor_id for one in told],
    }
    return await session.scalar(text(statement), parameters) is not None


@dataclass(frozen=True, slots=True)
class News:
    """What is about no conversation: a campaign, or the company's money or numbers."""

    kind: NotificationKind
    # Stable; words for it are found by it. The same unread news of a campaign is told once.
    code: str
    detail: str = ""
    campaign_id: UUID | None = None
    # Who caused it, and is not told.
    actor_id: UUID | None = None
    # What its words and its place are made of, where the code alone does not say.
    data: Mapping[str, object] = field(default_factory=dict)


async def tell_of(
    session: AsyncSession,
    company_id: UUID,
    news: News,
    *,
    roles: Collection[Role] = (),
    user_ids: Collection[UUID] = (),
) -> bool:
    """Everybody of these roles, and these people; True if anybody is told anew."""
    statement = _TELL_OF_CAMPAIGN.format(wants=_WANTS.format(kind=news.kind.value))
    parameters: dict[str, Any] = {
        "company_id": company_id,
        "kind": news.kind.value,
        "campaign_id": news.campaign_id,
        "code": news.code,
        "detail": news.detail,
        "data": json.dumps(news.data),
        "actor_id": news.actor_id,
        "roles": [role.value for role in roles],
        "user_ids": list(user_ids),
    }
    return await session.scalar(text(statement), parameters) is not None


async def tell_of_failures(
    session: AsyncSession, company_id: UUID, message_ids: Collection[UUID]
) -> bool:
    parameters = {"company_id": company_id, "message_ids": list(message_ids)}
    return await session.scalar(_TELL_OF_FAILURES, parameters) is not None


async def forget_assignment(
    session: AsyncSession, conversation_ids: Collection[UUID], *, but: UUID | None
) -> None:
    """What everybody else was told of whose these are is past."""
    await session.execute(
        update(Notification)
        .where(
            Notification.conversation_id.in_(conversation_ids),
            Notification.read_at.is_(None),
            Notification.kind.in_(
                [NotificationKind.ASSIGNED, NotificationKind.MESSAGE, NotificationKind.UNASSIGNED]
            ),
            Notification.user_id.is_distinct_from(but),
        )
        .values(read_at=func.now())
    )


async def read_of_conversation(session: AsyncSession, user_id: UUID, conversation_id: UUID) -> bool:
    read = await session.scalars(
        update(Notification)
        .where(
            Notification.user_id == user_id,
            Notification.conversation_id == conversation_id,
            Notification.read_at.is_(None),
        )
        .values(read_at=func.now())
        .returning(Notification.id)
    )
    return bool(read.all())


async def count_unread(session: AsyncSession, user_id: UUID) -> int:
    """At most COUNTED: nobody needs to know how many more. What the list hides does not count."""
    found = await session.scalar(_COUNT_UNREAD, {"user_id": user_id, "most": COUNTED})
    return found or 0


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notification is about, and so where it leads."""

    kind: NotificationKind
    conversation_id: UUID | None
    campaign_id: UUID | None
    data: Mapping[str, object] = field(default_factory=dict)


async def mark_read(session: AsyncSession, user_id: UUID, notification_id: UUID) -> Subject:
    """What it is about. Raises NotFound for somebody else's."""
    found = await session.execute(
        update(Notification)
        .where(Notification.id == notification_id, Notification.user_id == user_id)
        .values(read_at=func.coalesce(Notification.read_at, func.now()))
        .returning(
            Notification.kind,
            Notification.conversation_id,
            Notification.campaign_id,
            Notification.data,
        )
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("Notification", notification_id)
    return Subject(*row)


async def mark_all_read(session: AsyncSession, user_id: UUID) -> None:
    await session.execute(
        update(Notification)
        .where(Notification.user_id == user_id, Notification.read_at.is_(None))
        .values(read_at=func.now())
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as a person reads it."""

    id: UUID
    kind: NotificationKind
    conversation_id: UUID | None
    created_at: datetime
    read_at: datetime | None
    # Whoever caused it; empty for customers and the system.
    actor: str
    contact: str
    body: str
    # Of what is about no conversation: see News.
    campaign: str = ""
    code: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


# What is no longer theirs to see is not shown, and of nothing there is no text.
_PAGE = f"""
    SELECT n.id, n.kind, n.conversation_id, n.created_at, n.read_at,
           coalesce(a.name, '') AS actor, coalesce(nullif(p.name, ''), p.phone, '') AS contact,
           CASE WHEN n.conversation_id IS NULL OR n.detail <> '' THEN n.detail
                ELSE {SAYS} END AS body,
           coalesce(g.name, '') AS campaign, n.code, n.data
    FROM notifications n
    JOIN memberships m ON m.company_id = n.company_id AND m.user_id = n.user_id
    LEFT JOIN conversations c ON c.company_id = n.company_id AND c.id = n.conversation_id
    LEFT JOIN contacts p ON p.company_id = c.company_id AND p.id = c.contact_id
    LEFT JOIN messages s ON s.company_id = n.company_id AND s.id = n.message_id
    LEFT JOIN users a ON a.id = n.actor_id
    LEFT JOIN campaigns g ON g.company_id = n.company_id AND g.id = n.campaign_id
    WHERE n.user_id = :user_id AND {SHOWS} {{further}}
    ORDER BY n.created_at DESC, n.id DESC LIMIT :limit
"""


def place_of(row: Shown) -> Cursor:
    """What the next page begins after."""
    return Cursor(row.created_at, row.id)


async def page(
    session: AsyncSession, user_id: UUID, *, after: Cursor | None, limit: int
) -> list[Shown]:
    """A person's own, newest first."""
    parameters: dict[str, Any] = {"user_id": user_id, "limit": limit}
    further = ""
    if after is not None:
        further = "AND (n.created_at, n.id) < (:at, :id)"
        parameters |= {"at": after.created_at, "id": after.id}
    rows = await session.execute(text(_PAGE.format(further=further)), parameters)
    return [Shown(row.id, NotificationKind(row.kind), *row[2:]) for row in rows]
