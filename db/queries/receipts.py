"""Receipts: folding what providers report into the ledger, many at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import later as later_tries
from db.queries.ledger import AS_USUAL, BY_IDS, COUNT_MOVED, Moved, rank_of
from schemas.delivery import advance
from schemas.enums import DeliveryStatus


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing a provider reported about one message."""

    # Our message id, when the provider echoed it; else provider_id finds the row.
    recipient_id: UUID | None
    provider_id: str
    status: DeliveryStatus
    occurred_at: datetime
    error_code: str | None = None
    error_detail: str | None = None
    # Of a failure after which they may get it yet: "hold" or "retry_once" (db.queries.later).
    later: str | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """All receipts of one message in one: the furthest status, every fact's time."""

    status: DeliveryStatus
    provider_id: str
    reason: str | None = None
    detail: str | None = None
    later: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None


_FACT = {
    DeliveryStatus.SENT: "sent_at",
    DeliveryStatus.DELIVERED: "delivered_at",
    DeliveryStatus.READ: "read_at",
    DeliveryStatus.FAILED: "failed_at",
}

_FIND = text(
    """
    SELECT provider_id, id FROM campaign_recipients
    WHERE provider_id = ANY(CAST(:provider_ids AS text[]))
    """
)

# What is reported of an earlier try, when a later one is waiting, on its way or under way: only that
# it arrived after all is news. By the provider's id, which each try has its own of; before a try's
# answer is written, the row still has the id of the try before it.
_EARLIER = f"""coalesce(CASE WHEN l.before = 'pending'
                                  AND l.reason_before IN {later_tries.REASONS} THEN true
                             WHEN l.before IN ('pending', 'sending', 'unknown')
                             THEN l.known_id = l.provider_id
                             ELSE l.known_id <> l.provider_id END, false)"""
# A fact once stored stays; the first time a provider names wins over its repeats.
_APPLY = text(
    f"""
    WITH incoming AS (
        SELECT * FROM unnest(
            CAST(:ids AS uuid[]), CAST(:statuses AS text[]), CAST(:provider_ids AS text[]),
            CAST(:reasons AS text[]), CAST(:details AS text[]), CAST(:later AS text[]),
            CAST(:sent AS timestamptz[]), CAST(:delivered AS timestamptz[]),
            CAST(:read AS timestamptz[]), CAST(:failed AS timestamptz[])
        ) AS i (id, status, provider_id, reason, detail, later, sent_at, delivered_at, read_at,
                failed_at)
    ),
    locked AS MATERIALIZED (
        SELECT i.*, r.status AS before, r.reason AS reason_before, r.provider_id AS known_id,
               r.attempts, r.campaign_id
        FROM incoming i JOIN campaign_recipients r ON r.id = i.id
        ORDER BY r.id FOR UPDATE OF r
    ),
    judged AS (
        SELECT l.*,
               {rank_of("l.status")} > greatest(
                   {rank_of("l.before")},
                   CASE WHEN {_EARLIER} THEN {rank_of("'failed'")} END) AS moves,
               {later_tries.due("(l.attempts + (l.before = 'sending')::int)")} AS due,
               {later_tries.REASON} AS later_reason
        FROM locked l
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = CASE WHEN NOT j.moves THEN r.status
                          WHEN j.due IS NOT NULL THEN 'pending' ELSE j.status END,
            reason = CASE WHEN NOT j.moves THEN r.reason
                          WHEN j.due IS NOT NULL THEN j.later_reason ELSE j.reason END,
            reason_detail = CASE WHEN j.moves THEN j.detail ELSE r.reason_detail END,
            -- Handed back, and yet it went out: nothing is left to do.
            not_before = CASE WHEN j.moves THEN j.due ELSE r.not_before END,
            provider_id = CASE WHEN j.moves AND j.before = 'sending' THEN j.provider_id
                               ELSE coalesce(r.provider_id, j.provider_id) END,
            accepted_at = coalesce(r.accepted_at, now()),
            sent_at = least(r.sent_at, j.sent_at),
            delivered_at = least(r.delivered_at, j.delivered_at),
            read_at = least(r.read_at, j.read_at),
            failed_at = least(r.failed_at, j.failed_at)
        FROM judged j
        WHERE r.id = j.id AND r.status <> 'skipped'
        RETURNING r.id, r.company_id, r.campaign_id, r.variant, r.cost_micros, j.before,
                  j.reason_before, r.status AS after, r.reason AS reason_after
    ),
    moved AS (SELECT * FROM changed WHERE before <> after),
    counted AS ({COUNT_MOVED})
    SELECT id, campaign_id, before, after FROM changed
    """
)


@dataclass(frozen=True, slots=True)
class Applied:
    """The recipients that were found, the campaigns whose numbers may have changed, and whose
    status did.
    """

    recipient_ids: frozenset[UUID]
    campaign_ids: frozenset[UUID]
    moved: tuple[Moved, ...] = ()


async def apply_receipts(session: AsyncSession, receipts: Sequence[Receipt]) -> Applied:
    """Fold receipts into the ledger and its counters; order and repetition do not matter.

    A receipt whose recipient is not found is left out of the answer, for the caller to keep.
    """
    folded = fold(await _identify(session, receipts))
    if not folded:
        return Applied(frozenset(), frozenset())
    # In the order of their ids, as every statement locks them.
    ids = sorted(folded)
    rows = [folded[recipient_id] for recipient_id in ids]
    await session.execute(BY_IDS)
    changed = await session.execute(
        _APPLY,
        {
            "ids": ids,
            "statuses": [row.status.value for row in rows],
            "provider_ids": [row.provider_id for row in rows],
            "reasons": [row.reason for row in rows],
            "details": [row.detail for row in rows],
            "later": [row.later for row in rows],
            "sent": [row.sent_at for row in rows],
            "delivered": [row.delivered_at for row in rows],
            "read": [row.read_at for row in rows],
            "failed": [row.failed_at for row in rows],
        },
    )
    found = changed.all()
    await session.execute(AS_USUAL)
    return Applied(
        frozenset(row.id for row in found),
        frozenset(row.campaign_id for row in found),
        tuple(
            Moved(row.id, DeliveryStatus(row.before), DeliveryStatus(row.after))
            for row in found
            if row.before != row.after
        ),
    )


async def _identify(
    session: AsyncSession, receipts: Sequence[Receipt]
) -> list[tuple[UUID, Receipt]]:
    """Our row for each receipt: the id the provider echoed, else its own id looked up."""
    nameless = {receipt.provider_id for receipt in receipts if receipt.recipient_id is None}
    found: dict[str, UUID] = {}
    if nameless:
        rows = await session.execute(_FIND, {"provider_ids": sorted(nameless)})
        found = {row.provider_id: row.id for row in rows}
    named = (
        (receipt.recipient_id or found.get(receipt.provider_id), receipt) for receipt in receipts
    )
    return [(recipient_id, receipt) for recipient_id, receipt in named if recipient_id]


def fold(receipts: Iterable[tuple[UUID, Receipt]]) -> dict[UUID, Folded]:
    """By our message id; the order in which they come does not matter."""
    folded: dict[UUID, Folded] = {}
    for recipient_id, receipt in receipts:
        start = Folded(receipt.status, receipt.provider_id)
        folded[recipient_id] = _add(folded.get(recipient_id, start), receipt)
    return folded


def _add(so_far: Folded, receipt: Receipt) -> Folded:
    status = advance(so_far.status, receipt.status)
    facts: dict[str, object] = {}
    if (name := _FACT.get(receipt.status)) is not None:
        known = getattr(so_far, name)
        facts[name] = receipt.occurred_at if known is None else min(known, receipt.occurred_at)
    reason, detail, later = so_far.reason, so_far.detail, so_far.later
    if receipt.status is DeliveryStatus.FAILED:
        reason, detail = receipt.error_code or "failed", receipt.error_detail
        later = receipt.later
    if status is not DeliveryStatus.FAILED:
        # Delivered after all: the failure's time stays as the contradiction, its reason goes.
        reason = detail = later = None
    return replace(so_far, status=status, reason=reason, detail=detail, later=later, **facts)  # type: ignore[arg-type]
