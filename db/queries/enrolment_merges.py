"""What cadences make of two contacts that are one person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.enrolment_stops import LIVE

# In one cadence a person is once: what the survivor is in already ends for the other.
_TWICE = text(
    f"""
    SELECT g.id FROM enrolments g
    WHERE g.contact_id = :gone AND g.status IN {LIVE}
      AND EXISTS (SELECT FROM enrolments s
                  WHERE s.contact_id = :into AND s.cadence_id = g.cadence_id
                    AND s.status IN {LIVE})
    """
)
# Behind the survivor's own laps, so that the live one is the last. Where the survivor's is the live
# one, the other's stay under the name they had.
_GIVE = text(
    f"""
    WITH given AS MATERIALIZED (
        SELECT g.id, g.lap,
               coalesce((SELECT max(s.lap) FROM enrolments s
                         WHERE s.contact_id = :into AND s.cadence_id = g.cadence_id), 0) AS behind
        FROM enrolments g
        WHERE g.contact_id = :gone
          AND NOT EXISTS (SELECT FROM enrolments s
                          WHERE s.contact_id = :into AND s.cadence_id = g.cadence_id
                            AND s.status IN {LIVE})
        ORDER BY g.id FOR UPDATE
    ),
    moved AS (
        UPDATE enrolments e SET contact_id = :into, lap = e.lap + given.behind
        FROM given WHERE e.id = given.id
    )
    SELECT id, lap FROM given
    """
)
_RETURN = text(
    """
    UPDATE enrolments e SET contact_id = :gone, lap = r.lap
    FROM unnest(CAST(:ids AS uuid[]), CAST(:laps AS smallint[])) AS r (id, lap)
    WHERE e.id = r.id AND e.contact_id = :into
    """
)
_LEADS = text(
    """
    WITH taken AS (
        DELETE FROM leads WHERE contact_id = :gone RETURNING *
    )
    INSERT INTO leads (company_id, contact_id, stage_id, entered_at, version, created_at)
    SELECT company_id, :into, stage_id, entered_at, version, created_at FROM taken
    ON CONFLICT (company_id, contact_id) DO NOTHING
    RETURNING true
    """
)


async def twice(session: AsyncSession, into: UUID, gone: UUID) -> list[UUID]:
    """The other's live enrolments in cadences the survivor is in as well."""
    return list(await session.scalars(_TWICE, {"into": into, "gone": gone}))


async def give(session: AsyncSession, into: UUID, gone: UUID) -> list[list[Any]]:
    """The other's enrolments to the survivor; [id, lap as it was] of each."""
    rows = await session.execute(_GIVE, {"into": into, "gone": gone})
    return [[str(row.id), row.lap] for row in rows]


async def give_back(
    session: AsyncSession, into: UUID, gone: UUID, given: Sequence[Sequence[Any]]
) -> None:
    values = {
        "into": into,
        "gone": gone,
        "ids": [UUID(one[0]) for one in given],
        "laps": [one[1] for one in given],
    }
    await session.execute(_RETURN, values)


async def lead_of(session: AsyncSession, contact_id: UUID) -> dict[str, Any] | None:
    """The other's place in the pipeline as it is."""
    found: dict[str, Any] | None = await session.scalar(
        text("SELECT to_jsonb(t) FROM leads t WHERE contact_id = :id FOR UPDATE"),
        {"id": contact_id},
    )
    return found


async def give_lead(session: AsyncSession, into: UUID, gone: UUID) -> bool:
    """The other's place in the pipeline, if the survivor has none."""
    return bool(await session.scalar(_LEADS, {"into": into, "gone": gone}))


async def give_events(session: AsyncSession, into: UUID, gone: UUID) -> list[str]:
    """What other systems told of the other, to the survivor; which."""
    rows = await session.scalars(
        text("UPDATE contact_events SET contact_id = :into WHERE contact_id = :gone RETURNING id"),
        {"into": into, "gone": gone},
    )
    return [str(key) for key in rows]


async def give_back_events(session: AsyncSession, gone: UUID, ids: Sequence[str]) -> None:
    await session.execute(
        text("UPDATE contact_events SET contact_id = :gone WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"gone": gone, "ids": list(ids)},
    )


async def remove_lead(session: AsyncSession, contact_id: UUID, lead: dict[str, Any]) -> None:
    """If it stands where it stood when it was given."""
    await session.execute(
        text("DELETE FROM leads WHERE contact_id = :id AND version = :version"),
        {"id": contact_id, "version": lead["version"]},
    )
