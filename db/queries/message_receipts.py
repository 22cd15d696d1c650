"""Receipts of single messages, folded as db.queries.receipts does it for campaigns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, Message
from db.queries.ledger import rank_of
from db.queries.receipts import Folded
from schemas.enums import DeliveryStatus


@dataclass(frozen=True, slots=True)
class Receipted:
    """A message a receipt was found to be about."""

    id: UUID
    conversation_id: UUID
    phone_number_id: UUID
    before: DeliveryStatus
    after: DeliveryStatus


_APPLY = text(
    f"""
    WITH incoming AS (
        SELECT * FROM unnest(
            CAST(:ids AS uuid[]), CAST(:statuses AS text[]), CAST(:provider_ids AS text[]),
            CAST(:reasons AS text[]), CAST(:details AS text[]), CAST(:sent AS timestamptz[]),
            CAST(:delivered AS timestamptz[]), CAST(:read AS timestamptz[]),
            CAST(:failed AS timestamptz[])
        ) AS i (id, status, provider_id, reason, detail, sent_at, delivered_at, read_at, failed_at)
    ),
    locked AS MATERIALIZED (
        SELECT m.id, m.status AS before FROM messages m
        WHERE m.id = ANY(CAST(:ids AS uuid[])) AND m.direction = 'out' ORDER BY m.id FOR UPDATE
    ),
    judged AS (
        SELECT i.*, l.before, {rank_of("i.status")} > {rank_of("l.before")} AS moves
        FROM incoming i JOIN locked l USING (id)
    )
    UPDATE messages m
    SET status = CASE WHEN j.moves THEN j.status ELSE m.status END,
        reason = CASE WHEN j.moves THEN j.reason ELSE m.reason END,
        reason_detail = CASE WHEN j.moves THEN j.detail ELSE m.reason_detail END,
        not_before = CASE WHEN j.moves THEN NULL ELSE m.not_before END,
        provider_id = coalesce(m.provider_id, j.provider_id),
        accepted_at = coalesce(m.accepted_at, now()),
        sent_at = least(m.sent_at, j.sent_at),
        delivered_at = least(m.delivered_at, j.delivered_at),
        read_at = least(m.read_at, j.read_at),
        failed_at = least(m.failed_at, j.failed_at)
    FROM judged j
    WHERE m.id = j.id AND m.status <> 'skipped'
    RETURNING m.id, m.conversation_id, m.phone_number_id, j.before, m.status AS after
    """
)


async def by_provider_ids(session: AsyncSession, provider_ids: Sequence[str]) -> dict[str, UUID]:
    """Our messages by the id the provider gave them."""
    if not provider_ids:
        return {}
    rows = await session.execute(
        select(Message.provider_id, Message.id).where(Message.provider_id.in_(provider_ids))
    )
    return {provider_id: row_id for provider_id, row_id in rows.all() if provider_id}


async def apply(session: AsyncSession, folded: Mapping[UUID, Folded]) -> list[Receipted]:
    """Fold receipts into messages; those that are not found are left out of the answer."""
    if not folded:
        return []
    # In the order of their ids, as every statement locks them.
    ids = sorted(folded)
    rows = [folded[message_id] for message_id in ids]
    changed = await session.execute(
        _APPLY,
        {
            "ids": ids,
            "statuses": [row.status.value for row in rows],
            "provider_ids": [row.provider_id for row in rows],
            "reasons": [row.reason for row in rows],
            "details": [row.detail for row in rows],
            "sent": [row.sent_at for row in rows],
            "delivered": [row.delivered_at for row in rows],
            "read": [row.read_at for row in rows],
            "failed": [row.failed_at for row in rows],
        },
    )
    return [
        Receipted(
            row.id,
            row.conversation_id,
            row.phone_number_id,
            DeliveryStatus(row.before),
            DeliveryStatus(row.after),
        )
        for row in changed
    ]


async def close_windows(session: AsyncSession, message_ids: Sequence[UUID]) -> None:
    """The provider says that the customer's 24 hours are over in these messages' conversations."""
    concerned = select(Message.conversation_id).where(Message.id.in_(message_ids))
    await session.execute(
        update(Conversation)
        .where(Conversation.id.in_(concerned))
        .values(window_closed_at=func.now())
        .execution_options(synchronize_session=False)
    )
