"""People on their way who go on in another version of their cadence: a block of them at once.

Locks in the order of db.queries.enrolment_stops: enrolments by their ids, the turn of claims, the
ledger's rows, the counters of steps.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.enrolment_stops import LIVE
from schemas.cadences import StepOutcome


@dataclass(frozen=True, slots=True)
class Standing:
    """One enrolment of an older version, locked."""

    id: UUID
    version: int
    # None: before the first step.
    step_key: str | None
    # The row of the ledger its step waits for, also of somebody who rests.
    recipient_id: UUID | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where it goes on. `leaves`: its step is gone or says something else now, so it is due at once
    at the other one, or at the same anew.
    """

    id: UUID
    before: int
    stood_at: str | None
    step_key: str | None
    leaves: bool


_HOLD = text(
    f"""
    SELECT id, version, step_key, recipient_id
    FROM enrolments
    WHERE cadence_id = :cadence_id AND version < :version AND status IN {LIVE}
      AND id > CAST(:after AS uuid)
    ORDER BY id LIMIT :limit
    FOR UPDATE
    """
)
_DONE = text(
    """
    SELECT enrolment_id, step_key FROM enrolment_steps
    WHERE enrolment_id = ANY(CAST(:ids AS uuid[])) AND step_key = ANY(CAST(:keys AS text[]))
    """
)
_MOVE = text(
    """
    UPDATE enrolments e
    SET version = :version, step_key = m.step_key,
        status = CASE WHEN m.leaves AND e.status = 'sending' THEN 'active' ELSE e.status END,
        recipient_id = CASE WHEN m.leaves THEN NULL ELSE e.recipient_id END,
        due_at = CASE WHEN m.leaves THEN now() ELSE e.due_at END
    FROM unnest(CAST(:ids AS uuid[]), CAST(:keys AS text[]), CAST(:leaves AS bool[]))
         AS m (id, step_key, leaves)
    WHERE e.id = m.id
    """
)
_NOTE = text(
    """
    INSERT INTO enrolment_events (company_id, enrolment_id, kind, step_key, detail, user_id)
    SELECT :company_id, m.id, 'moved', m.step_key, m.before || ' → ' || :version, :user_id
    FROM unnest(CAST(:ids AS uuid[]), CAST(:keys AS text[]), CAST(:before AS int[]))
         AS m (id, step_key, before)
    """
)
_COUNT = text(
    f"""
    WITH moved AS (
        SELECT * FROM unnest(CAST(:before AS smallint[]), CAST(:stood_at AS text[]),
                             CAST(:keys AS text[])) AS t (before, stood_at, step_key)
    )
    INSERT INTO cadence_step_counts AS c
        (company_id, cadence_id, version, step_key, outcome, count)
    SELECT CAST(:company_id AS uuid), CAST(:cadence_id AS uuid), version, step_key,
           '{StepOutcome.WAITING}', sum(n)
    FROM (SELECT before AS version, stood_at AS step_key, -1 AS n FROM moved
          UNION ALL SELECT CAST(:version AS smallint), step_key, 1 FROM moved) change
    WHERE step_key IS NOT NULL
    GROUP BY version, step_key
    ORDER BY version, step_key
    ON CONFLICT (company_id, cadence_id, version, step_key, outcome)
    DO UPDATE SET count = c.count + excluded.count
    """
)


async def hold(
    session: AsyncSession, cadence_id: UUID, *, version: int, after: UUID, limit: int
) -> list[Standing]:
    """Lock the next who are in a version before this one, by their ids."""
    values = {"cadence_id": cadence_id, "version": version, "after": after, "limit": limit}
    return [Standing(*row) for row in await session.execute(_HOLD, values)]


async def done(
    session: AsyncSession, ids: Collection[UUID], keys: Collection[str]
) -> set[tuple[UUID, str]]:
    """Which of these have which of these steps behind them."""
    rows = await session.execute(_DONE, {"ids": sorted(ids), "keys": sorted(keys)})
    return {(enrolment_id, key) for enrolment_id, key in rows}


async def move(
    session: AsyncSession,
    company_id: UUID,
    cadence_id: UUID,
    version: int,
    moved: Sequence[Moved],
    *,
    user_id: UUID | None,
) -> None:
    """Write where each of these locked enrolments goes on, with its story and the counts."""
    values = {
        "company_id": company_id,
        "cadence_id": cadence_id,
        "version": version,
        "ids": [one.id for one in moved],
        "keys": [one.step_key for one in moved],
        "leaves": [one.leaves for one in moved],
        "before": [one.before for one in moved],
        "stood_at": [one.stood_at for one in moved],
        "user_id": user_id,
    }
    for statement in (_MOVE, _NOTE, _COUNT):
        wanted = statement.compile().params.keys()
        await session.execute(statement, {name: values[name] for name in wanted})
