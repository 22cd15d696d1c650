"""The send ledger's statements. Every one that moves a status moves the counters with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import later
from db.queries.claims import Claim, Claimed
from db.queries.ledger import BY_IDS, COUNT_MOVED, NEVER, Moved, id_range, rank_of
from db.queries.receipts import Receipt, apply_receipts
from schemas.enums import DeliveryStatus
from schemas.policies import UNREACHABLE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claimed recipient. PENDING hands it back, due at `not_before`."""

    recipient_id: UUID
    status: DeliveryStatus
    provider_id: str | None = None
    reason: str | None = None
    detail: str | None = None
    not_before: datetime | None = None
    # The claim that is handed back, with PENDING.
    claimed_at: datetime | None = None
    # The provider says that this person wants no more: see services.consents.
    suppress: bool = False
    # Nothing reaches this address on this channel: see `unreachable`.
    unreachable: bool = False
    # With FAILED, and the claim: after which they may get it yet (db.queries.later).
    later: str | None = None


# PENDING is no step up the lattice: handing back is allowed only to who holds the claim. It may
# be written twice, when the answer to a commit was lost; by then another may hold the recipient
# and be sending, and a row made pending under their hands would be sent to twice.
_RECORD_FROM = f"""
    WITH incoming AS (
        SELECT * FROM unnest(
            CAST(:ids AS uuid[]), CAST(:statuses AS text[]), CAST(:provider_ids AS text[]),
            CAST(:reasons AS text[]), CAST(:details AS text[]),
            CAST(:not_before AS timestamptz[]), CAST(:claimed_at AS timestamptz[]),
            CAST(:later AS text[])
        ) AS i (id, status, provider_id, reason, detail, not_before, claimed_at, later)
    ),
    locked AS MATERIALIZED (
        SELECT i.*, r.status AS before, r.reason AS reason_before, r.claimed_at AS held_since,
               r.attempts, r.campaign_id
        FROM incoming i JOIN campaign_recipients r ON r.id = i.id
        ORDER BY r.id FOR UPDATE OF r
    ),
    judged AS (
        SELECT l.*,
               CASE WHEN l.status = 'pending' OR l.later IS NOT NULL
                    THEN l.before = 'sending' AND l.held_since = l.claimed_at
                    -- Put off by a receipt that overtook the answer: that is what stands.
                    WHEN l.before = 'pending' AND l.reason_before = ANY(CAST(:put_off AS text[]))
                    THEN false
                    ELSE {rank_of("l.status")} > {rank_of("l.before")} END AS moves,
               {later.due("(l.attempts + 1)")} AS due, {later.REASON} AS later_reason
        FROM locked l
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = CASE WHEN NOT j.moves THEN r.status
                          WHEN j.due IS NOT NULL THEN 'pending' ELSE j.status END,
            reason = CASE WHEN NOT j.moves THEN r.reason
                          WHEN j.due IS NOT NULL THEN j.later_reason ELSE j.reason END,
            reason_detail = CASE WHEN j.moves THEN j.detail ELSE r.reason_detail END,
            not_before = CASE WHEN j.moves THEN coalesce(j.due, j.not_before)
                              ELSE r.not_before END,
            provider_id = coalesce(j.provider_id, r.provider_id),
            attempts = r.attempts + (j.status <> 'pending')::int,
            accepted_at = CASE WHEN j.status = 'accepted' THEN now() ELSE r.accepted_at END,
            failed_at = CASE WHEN j.status = 'failed' AND j.moves THEN now()
                             ELSE r.failed_at END
        FROM judged j
        WHERE r.id = j.id
        RETURNING r.id, r.company_id, r.campaign_id, r.variant, r.cost_micros, j.before,
                  j.reason_before, r.status AS after, r.reason AS reason_after
    ),
    moved AS (SELECT * FROM changed WHERE before <> after)
"""
_RECORD = text(f"{_RECORD_FROM} {COUNT_MOVED}")
# The same for who wants to know.
_RECORD_AND_TELL = text(
    f"{_RECORD_FROM}, counted AS ({COUNT_MOVED}) SELECT id, before, after FROM moved"
)


async def record_outcomes(
    session: AsyncSession, outcomes: Sequence[Outcome], *, tell: bool = False
) -> list[Moved]:
    """Write what became of claimed recipients, in one statement; what moved, if asked to tell.

    A receipt that overtook the answer wins: only steps up the lattice are applied.
    """
    await session.execute(BY_IDS)
    found = await session.execute(
        _RECORD_AND_TELL if tell else _RECORD,
        {
            "ids": [outcome.recipient_id for outcome in outcomes],
            "statuses": [outcome.status.value for outcome in outcomes],
            "provider_ids": [outcome.provider_id for outcome in outcomes],
            "reasons": [outcome.reason for outcome in outcomes],
            "details": [outcome.detail for outcome in outcomes],
            "not_before": [outcome.not_before for outcome in outcomes],
            "claimed_at": [outcome.claimed_at for outcome in outcomes],
            "later": [outcome.later for outcome in outcomes],
            "put_off": list(later.REASONS),
        },
    )
    if not tell:
        return []
    return [Moved(row.id, DeliveryStatus(row.before), DeliveryStatus(row.after)) for row in found]


_UNREACHABLE = text(
    """
    INSERT INTO suppressions (company_id, channel, match_key, scope, reason)
    SELECT DISTINCT r.company_id, c.channel, r.address_key, :scope, 'undeliverable'
    FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
    -- One that arrived after all is reached.
    WHERE r.id = ANY(CAST(:ids AS uuid[])) AND r.status = 'failed'
    ORDER BY r.address_key
    ON CONFLICT DO NOTHING
    """
)


async def unreachable(session: AsyncSession, recipient_ids: Collection[UUID]) -> None:
    """Nothing is sent to these addresses on their campaign's channel until they write.

    The address, not the person: their other numbers and channels stay as they are.
    """
    ids = sorted(recipient_ids)
    await session.execute(_UNREACHABLE, {"ids": ids, "scope": UNREACHABLE})


# A lease that ran out in the middle of a send: the worker is gone and nobody can say.
_EXPIRE = text(
    f"""
    WITH locked AS MATERIALIZED (
        SELECT id, reason AS reason_before FROM campaign_recipients
        WHERE id > :first AND id <= :last
          AND campaign_id = :campaign_id
          AND status = 'sending'
          AND claimed_at < now() - make_interval(secs => :lease_seconds)
        ORDER BY id FOR UPDATE
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = 'unknown', reason = 'worker_lost'
        FROM locked WHERE r.id = locked.id
        RETURNING r.company_id, r.campaign_id, r.variant, r.cost_micros, locked.reason_before,
                  r.reason AS reason_after
    ),
    moved AS (SELECT *, 'sending' AS before, 'unknown' AS after FROM changed),
    counted AS ({COUNT_MOVED})
    SELECT count(*) FROM changed
    """
)


async def expire_leases(session: AsyncSession, campaign_id: UUID, *, lease_seconds: float) -> int:
    """Mark recipients whose worker was lost as unknown; returns how many."""
    first, last = id_range(campaign_id)
    found = await session.scalar(
        _EXPIRE,
        {
            "campaign_id": campaign_id,
            "first": first,
            "last": last,
            "lease_seconds": lease_seconds,
        },
    )
    return found or 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a campaign still has to do."""

    # Never claimed so far (or released without a delay).
    fresh: bool
    # Seconds until the next handed-back recipient is due; None when there is none.
    deferred_seconds: float | None
    # Somebody waits for an experiment's winner.
    undecided: bool
    # Seconds until the oldest claim's lease runs out; None when nothing is being sent.
    lease_seconds: float | None


_WAITING = text(
    """
    SELECT
        EXISTS (SELECT FROM campaign_recipients
                WHERE id > :first AND id <= :last AND campaign_id = :campaign_id
                  AND status = 'pending' AND not_before IS NULL) AS fresh,
        (SELECT extract(epoch FROM min(not_before) - now())::float
         FROM campaign_recipients
         WHERE campaign_id = :campaign_id AND not_before < :never) AS deferred_seconds,
        EXISTS (SELECT FROM campaign_recipients
                WHERE campaign_id = :campaign_id AND not_before = :never) AS undecided,
        (SELECT extract(epoch FROM min(claimed_at) - now())::float
         FROM campaign_recipients
         WHERE id > :first AND id <= :last AND campaign_id = :campaign_id
           AND status = 'sending') AS claimed_seconds
    """
)


async def waiting(session: AsyncSession, campaign_id: UUID, *, lease_seconds: float) -> Waiting:
    """Look over the whole campaign; for the end of a run, not for every page."""
    first, last = id_range(campaign_id)
    row = (
        await session.execute(
            _WAITING, {"campaign_id": campaign_id, "first": first, "last": last, "never": NEVER}
        )
    ).one()
    lease = None if row.claimed_seconds is None else row.claimed_seconds + lease_seconds
    return Waiting(row.fresh, row.deferred_seconds, row.undecided, lease)


# Whoever is being sent to at this moment finishes; the rest is listed as not sent.
_SKIP_PENDING = text(
    f"""
    WITH locked AS MATERIALIZED (
        SELECT id, reason AS reason_before FROM campaign_recipients
        WHERE id > :first AND id <= :last AND campaign_id = :campaign_id AND status = 'pending'
        ORDER BY id FOR UPDATE
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = 'skipped', reason = :reason, not_before = NULL
        FROM locked WHERE r.id = locked.id
        RETURNING r.company_id, r.campaign_id, r.variant, r.cost_micros, locked.reason_before
    ),
    moved AS (
        SELECT *, 'pending' AS before, 'skipped' AS after, CAST(:reason AS text) AS reason_after
        FROM changed
    ),
    counted AS ({COUNT_MOVED})
    SELECT count(*) FROM changed
    """
)


async def skip_pending(session: AsyncSession, campaign_id: UUID, *, reason: str) -> int:
    """Settle everyone who was not sent to, with the reason; returns how many."""
    first, last = id_range(campaign_id)
    values = {"campaign_id": campaign_id, "first": first, "last": last, "reason": reason}
    return await session.scalar(_SKIP_PENDING, values) or 0


_HANDED_BACK_LATE = text(
    """
    SELECT c.company_id, c.id
    FROM campaigns c
    JOIN campaign_counts n ON n.company_id = c.company_id AND n.campaign_id = c.id
    WHERE n.status = 'pending' AND n.count > 0
      AND c.status = 'cancelled' AND c.finished_at IS NOT NULL
    """
)


async def handed_back_late(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, campaign) of cancelled ones whose end is written, and yet somebody waits.

    A worker that Temporal had given up hands its claims back whenever it comes to.
    """
    rows = await session.execute(_HANDED_BACK_LATE)
    return [(company_id, campaign_id) for company_id, campaign_id in rows]


__all__ = [
    "Claim",
    "Claimed",
    "Outcome",
    "Receipt",
    "Waiting",
    "apply_receipts",
    "expire_leases",
    "handed_back_late",
    "record_outcomes",
    "skip_pending",
    "unreachable",
    "waiting",
]
