"""What people do with those on their way through a cadence, set by set.

Locks in the order of db.queries.enrolment_stops: enrolments by their ids, the company's turn of
claims, the ledger's rows, counters.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.ledger import COUNT_MOVED, HELD

# What a send is skipped for when a person skips its step: schemas.reasons.
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Changed:
    id: UUID
    cadence_id: UUID
    step_key: str | None
    recipient_id: UUID | None


# Where it stood is remembered by what it keeps: with a send it was sending.
_PAUSE = text(
    """
    UPDATE enrolments SET status = 'paused', detail = :detail
    WHERE id = ANY(CAST(:ids AS uuid[])) AND status IN ('active', 'sending')
    RETURNING id, cadence_id, step_key, recipient_id
    """
)
_RESUME = text(
    """
    UPDATE enrolments
    SET status = CASE WHEN recipient_id IS NULL THEN 'active' ELSE 'sending' END,
        due_at = CASE WHEN recipient_id IS NULL THEN greatest(due_at, now()) ELSE due_at END,
        detail = NULL
    WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'paused'
    RETURNING id, cadence_id, step_key, recipient_id
    """
)
# Nobody claims what is due then; whoever is being sent to finishes.
_HOLD_BACK = text(
    f"""
    UPDATE campaign_recipients SET not_before = CAST('{HELD.isoformat()}' AS timestamptz)
    WHERE id IN (SELECT id FROM campaign_recipients
                 WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'pending'
                 ORDER BY id FOR UPDATE)
    """
)
_LET_GO = text(
    f"""
    UPDATE campaign_recipients SET not_before = now()
    WHERE id IN (SELECT id FROM campaign_recipients
                 WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'pending'
                   AND not_before = CAST('{HELD.isoformat()}' AS timestamptz)
                 ORDER BY id FOR UPDATE)
    """
)
_TAKE_BACK = text(
    f"""
    WITH locked AS MATERIALIZED (
        SELECT id, reason AS reason_before FROM campaign_recipients
        WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'pending'
        ORDER BY id FOR UPDATE
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = 'skipped', reason = '{DROPPED}', not_before = NULL
        FROM locked WHERE r.id = locked.id
        RETURNING r.id, r.company_id, r.campaign_id, r.variant, r.cost_micros,
                  locked.reason_before
    ),
    moved AS (
        SELECT *, 'pending' AS before, 'skipped' AS after, CAST('{DROPPED}' AS text) AS reason_after
        FROM changed
    ),
    counted AS ({COUNT_MOVED})
    SELECT id FROM changed
    """
)
# Whoever has a step behind them passes it by: what is written here the engine finds.
_PASS = text(
    f"""
    WITH passed AS (
        INSERT INTO enrolment_steps (enrolment_id, step_key, company_id, version, outcome, reason)
        SELECT id, step_key, company_id, version, 'skipped', '{DROPPED}' FROM enrolments
        WHERE id = ANY(CAST(:ids AS uuid[])) AND step_key IS NOT NULL AND recipient_id IS NULL
          AND status IN ('active', 'paused')
        ON CONFLICT (enrolment_id, step_key) DO NOTHING
        RETURNING enrolment_id
    )
    UPDATE enrolments SET due_at = now() FROM passed WHERE enrolments.id = passed.enrolment_id
    RETURNING enrolments.id, cadence_id, step_key, recipient_id
    """
)
# A step that is passed by so is not counted by the engine, which finds it done.
_COUNT_PASSED = text(
    """
    INSERT INTO cadence_step_counts AS c
        (company_id, cadence_id, version, step_key, outcome, count)
    SELECT company_id, cadence_id, version, step_key, 'skipped', count(*) FROM enrolments
    WHERE id = ANY(CAST(:ids AS uuid[]))
    GROUP BY company_id, cadence_id, version, step_key
    ORDER BY company_id, cadence_id, version, step_key
    ON CONFLICT (company_id, cadence_id, version, step_key, outcome)
    DO UPDATE SET count = c.count + excluded.count
    """
)
_STANDING = text(
    """
    SELECT id, cadence_id, step_key, recipient_id FROM enrolments
    WHERE id = ANY(CAST(:ids AS uuid[])) AND step_key IS NOT NULL
    ORDER BY id
    """
)
_NOTE = text(
    """
    INSERT INTO enrolment_events (company_id, enrolment_id, kind, step_key, detail, user_id)
    SELECT :company_id, t.id, :kind, t.step_key, :detail, CAST(:user_id AS uuid)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:steps AS text[])) AS t (id, step_key)
    """
)


async def pause(session: AsyncSession, held: Sequence[UUID], detail: str | None) -> list[Changed]:
    """Locked ones that move come to rest."""
    return await _changed(session, _PAUSE, {"ids": list(held), "detail": detail})


async def resume(session: AsyncSession, held: Sequence[UUID]) -> list[Changed]:
    """Locked ones that rest go on, due no earlier than now."""
    return await _changed(session, _RESUME, {"ids": list(held)})


async def standing(session: AsyncSession, held: Sequence[UUID]) -> list[Changed]:
    """Where locked ones stand; who stands before the first step is left out."""
    return await _changed(session, _STANDING, {"ids": list(held)})


async def pass_by(session: AsyncSession, held: Sequence[UUID]) -> list[Changed]:
    """The step that locked ones stand at is behind them, unless its message is in the ledger."""
    return await _changed(session, _PASS, {"ids": list(held)})


async def count_passed(session: AsyncSession, passed: Collection[UUID]) -> None:
    """Those of `pass_by`, at the end of the transaction: everybody takes turns at counters."""
    if passed:
        await session.execute(_COUNT_PASSED, {"ids": sorted(passed)})


async def _changed(
    session: AsyncSession, statement: TextClause, values: Mapping[str, object]
) -> list[Changed]:
    return [Changed(*row) for row in await session.execute(statement, values)]


async def hold_back(session: AsyncSession, recipient_ids: Collection[UUID]) -> None:
    """Sends nobody has claimed wait until `let_go`; the company's turn of claims has been taken."""
    await session.execute(_HOLD_BACK, {"ids": sorted(recipient_ids)})


async def let_go(session: AsyncSession, recipient_ids: Collection[UUID]) -> None:
    await session.execute(_LET_GO, {"ids": sorted(recipient_ids)})


async def take_back(session: AsyncSession, recipient_ids: Collection[UUID]) -> set[UUID]:
    """Skip the sends nobody has claimed; which they were. The turn has been taken."""
    return set(await session.scalars(_TAKE_BACK, {"ids": sorted(recipient_ids)}))


async def note(
    session: AsyncSession,
    company_id: UUID,
    changed: Sequence[Changed],
    kind: str,
    *,
    detail: str | None = None,
    user_id: UUID | None = None,
) -> None:
    """Write into the enrolments' own stories what was done with them, and by whom."""
    if not changed:
        return
    await session.execute(
        _NOTE,
        {
            "company_id": company_id,
            "kind": kind,
            "ids": [one.id for one in changed],
            "steps": [one.step_key for one in changed],
            "detail": detail,
            "user_id": user_id,
        },
    )
