"""Browsers that take pushes, and what is to be pushed to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.notifications import Notification, PushSubscription
from db.models.people import SignInSession
from db.queries.notifications import SAYS, SHOWS
from schemas.enums import NotificationKind

# Browsers change their addresses; what failed so often in a row is nobody's any more.
_MOST_FAILURES = 20


@dataclass(frozen=True, slots=True)
class Due:
    """A row just claimed: whom it tells what, and what of it they want on their devices."""

    id: UUID
    user_id: UUID
    kind: NotificationKind
    conversation_id: UUID | None
    created_at: datetime
    unread: bool
    wants_push: bool
    hide_text: bool
    locale: str
    actor: str
    contact: str
    body: str
    campaign: str
    code: str
    data: Mapping[str, object]


# The claim is a statement of its own: once committed, a row is never claimed again.
_CLAIM = text(f"""
    WITH due AS MATERIALIZED (
        SELECT id, user_id, conversation_id, campaign_id FROM notifications
        WHERE company_id = :company_id AND pushed_at IS NULL
        ORDER BY created_at, id LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    UPDATE notifications n SET pushed_at = now()
    FROM due d
    JOIN memberships m ON m.company_id = :company_id AND m.user_id = d.user_id
    JOIN users u ON u.id = d.user_id
    JOIN companies o ON o.id = :company_id
    LEFT JOIN conversations c ON c.company_id = :company_id AND c.id = d.conversation_id
    LEFT JOIN contacts p ON p.company_id = :company_id AND p.id = c.contact_id
    LEFT JOIN campaigns g ON g.company_id = :company_id AND g.id = d.campaign_id
    WHERE n.company_id = :company_id AND n.id = d.id AND {SHOWS}
    RETURNING n.id, n.user_id, n.kind, n.conversation_id, n.created_at, n.read_at IS NULL AS unread,
        coalesce((m.notify -> n.kind ->> 'push')::boolean, n.kind <> 'unassigned') AS wants_push,
        coalesce((m.notify ->> 'hide_text')::boolean, false) AS hide_text,
        coalesce(u.locale, o.locale) AS locale,
        coalesce((SELECT name FROM users a WHERE a.id = n.actor_id), '') AS actor,
        coalesce(nullif(p.name, ''), p.phone, '') AS contact,
        CASE WHEN n.conversation_id IS NULL OR n.detail <> '' THEN n.detail ELSE coalesce((
            SELECT {SAYS} FROM messages s
            WHERE s.company_id = n.company_id AND s.id = n.message_id), '') END AS body,
        coalesce(g.name, '') AS campaign, n.code, n.data
""")
# Whoever left or may not see it any more, or whose conversation is gone: nobody is to be told.
_DROP_ORPHANS = text(f"""
    DELETE FROM notifications n
    WHERE n.company_id = :company_id AND n.pushed_at IS NULL AND NOT EXISTS (
        SELECT FROM memberships m
        LEFT JOIN conversations c ON c.company_id = m.company_id AND c.id = n.conversation_id
        WHERE m.company_id = n.company_id AND m.user_id = n.user_id AND {SHOWS}
    )
""")


async def claim_due(session: AsyncSession, company_id: UUID, *, limit: int) -> list[Due]:
    """The oldest unpushed rows of a company, settled with the transaction's end."""
    await session.execute(_DROP_ORPHANS, {"company_id": company_id})
    rows = await session.execute(_CLAIM, {"company_id": company_id, "limit": limit})
    return [Due(row.id, row.user_id, NotificationKind(row.kind), *row[3:]) for row in rows]


async def read_at_once(session: AsyncSession, notification_ids: Collection[UUID]) -> None:
    """What a person is looking at needs no bell."""
    await session.execute(
        update(Notification)
        .where(Notification.id.in_(notification_ids))
        .values(read_at=func.coalesce(Notification.read_at, func.now()))
    )


async def waiting_companies(session: AsyncSession, *, before: datetime) -> list[UUID]:
    """Those with unpushed rows nobody told Temporal of. Crosses companies: for the sweep."""
    query = (
        select(Notification.company_id)
        .where(Notification.pushed_at.is_(None), Notification.created_at < before)
        .distinct()
    )
    return list(await session.scalars(query))


async def save(session: AsyncSession, subscription: PushSubscription) -> None:
    """One row for a browser, of whoever uses it now. Crosses companies: Database.system() only."""
    await session.execute(
        delete(PushSubscription).where(
            PushSubscription.endpoint == subscription.endpoint,
            PushSubscription.user_id != subscription.user_id,
        )
    )
    values = {
        "session_hash": subscription.session_hash,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
        "user_agent": subscription.user_agent,
    }
    await session.execute(
        insert(PushSubscription)
        .values(
            company_id=subscription.company_id,
            user_id=subscription.user_id,
            endpoint=subscription.endpoint,
            **values,
        )
        .on_conflict_do_update(
            index_elements=["company_id", "user_id", "endpoint"], set_={**values, "failures": 0}
        )
    )


async def keep_newest(session: AsyncSession, company_id: UUID, user_id: UUID, *, most: int) -> None:
    older = (
        select(PushSubscription.id)
        .where(PushSubscription.company_id == company_id, PushSubscription.user_id == user_id)
        .order_by(PushSubscription.created_at.desc(), PushSubscription.id.desc())
        .offset(most)
    )
    await session.execute(delete(PushSubscription).where(PushSubscription.id.in_(older)))


async def forget(session: AsyncSession, user_id: UUID, endpoint: str) -> None:
    await session.execute(
        delete(PushSubscription).where(
            PushSubscription.user_id == user_id, PushSubscription.endpoint == endpoint
        )
    )


async def of_people(
    session: AsyncSession, company_id: UUID, user_ids: Collection[UUID], *, seen_after: datetime
) -> Sequence[PushSubscription]:
    """Of browsers that are signed in now, and show this company. Database.system() only."""
    query = (
        select(PushSubscription)
        .join(SignInSession, SignInSession.token_hash == PushSubscription.session_hash)
        .where(
            PushSubscription.company_id == company_id,
            PushSubscription.user_id.in_(user_ids),
            SignInSession.user_id == PushSubscription.user_id,
            SignInSession.company_id == company_id,
            SignInSession.expires_at > func.now(),
            SignInSession.last_seen_at > seen_after,
        )
    )
    return (await session.scalars(query)).all()


async def remove(session: AsyncSession, subscription_ids: Collection[UUID]) -> None:
    await session.execute(delete(PushSubscription).where(PushSubscription.id.in_(subscription_ids)))


async def count_outcomes(
    session: AsyncSession, *, failed: Collection[UUID], delivered: Collection[UUID]
) -> None:
    """Failures in a row; after too many of them the browser is forgotten."""
    rows = PushSubscription
    await session.execute(
        update(rows).where(rows.id.in_(delivered), rows.failures > 0).values(failures=0)
    )
    await session.execute(
        update(rows).where(rows.id.in_(failed)).values(failures=rows.failures + 1)
    )
    await session.execute(delete(rows).where(rows.id.in_(failed), rows.failures >= _MOST_FAILURES))


async def delete_past(session: AsyncSession, *, before: datetime) -> None:
    """Old rows of the bell, and browsers that signed out. Crosses companies: for the sweep."""
    parameters: dict[str, Any] = {"synchronize_session": False}
    await session.execute(
        delete(Notification).where(Notification.created_at < before), execution_options=parameters
    )
    signed_in = exists().where(SignInSession.token_hash == PushSubscription.session_hash)
    await session.execute(delete(PushSubscription).where(~signed_in), execution_options=parameters)
