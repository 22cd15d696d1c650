"""How the steps of a cadence did: from counters alone, however many people went through."""

from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

_STEPS = text(
    """
    SELECT step_key, outcome, sum(count) FROM cadence_step_counts
    WHERE cadence_id = :cadence_id
      AND (CAST(:version AS smallint) IS NULL OR version = CAST(:version AS smallint))
    GROUP BY step_key, outcome
    """
)
_SENDS = text(
    """
    SELECT c.step_key, n.status, sum(n.count)
    FROM campaigns c JOIN campaign_counts n ON n.company_id = c.company_id AND n.campaign_id = c.id
    WHERE c.cadence_id = :cadence_id AND c.step_key IS NOT NULL
      AND (CAST(:version AS smallint) IS NULL OR c.cadence_version = CAST(:version AS smallint))
    GROUP BY c.step_key, n.status
    """
)
_RESPONSES = text(
    """
    SELECT c.step_key, n.kind, sum(n.count)
    FROM campaigns c JOIN response_counts n ON n.company_id = c.company_id AND n.campaign_id = c.id
    WHERE c.cadence_id = :cadence_id AND c.step_key IS NOT NULL
      AND (CAST(:version AS smallint) IS NULL OR c.cadence_version = CAST(:version AS smallint))
    GROUP BY c.step_key, n.kind
    """
)
Counts = dict[str, dict[str, int]]


async def steps(session: AsyncSession, cadence_id: UUID, version: int | None) -> Counts:
    """By step and outcome: schemas.cadences.StepOutcome."""
    return await _read(session, _STEPS, cadence_id, version)


async def sends(session: AsyncSession, cadence_id: UUID, version: int | None) -> Counts:
    """By step and status of the ledger."""
    return await _read(session, _SENDS, cadence_id, version)


async def responses(session: AsyncSession, cadence_id: UUID, version: int | None) -> Counts:
    """By step and kind of response."""
    return await _read(session, _RESPONSES, cadence_id, version)


async def _read(
    session: AsyncSession, statement: TextClause, cadence_id: UUID, version: int | None
) -> Counts:
    found: Counts = {}
    rows = await session.execute(statement, {"cadence_id": cadence_id, "version": version})
    for key, what, count in rows:
        found.setdefault(key, {})[what] = int(count)
    return found
