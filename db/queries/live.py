"""Who listens and what moved, for all streams of a process in one statement each.

Called through Database.system(): the streams are of many companies.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Audience:
    """What one signed-in browser may be told."""

    company_id: UUID
    user_id: UUID
    # Numbers that are other people's; empty for owners and admins.
    hidden: frozenset[UUID]


_AUDIENCES = text(
    """
    WITH browsers AS MATERIALIZED (
        SELECT s.token_hash, s.company_id, s.user_id, m.role
        FROM sessions s
        JOIN memberships m ON m.company_id = s.company_id AND m.user_id = s.user_id
        WHERE s.token_hash = ANY(:sessions)
          AND s.expires_at > now() AND s.last_seen_at > :idle_since
    ), hidden AS (
        SELECT p.company_id, p.user_id, array_agg(DISTINCT i.phone_number_id) AS numbers
        FROM (
            SELECT DISTINCT company_id, user_id FROM browsers
            WHERE role NOT IN ('owner', 'admin')
        ) p
        JOIN inbox_members i ON i.company_id = p.company_id
        WHERE NOT EXISTS (
            SELECT FROM inbox_members own
            WHERE own.company_id = i.company_id AND own.phone_number_id = i.phone_number_id
              AND own.user_id = p.user_id
        )
        GROUP BY p.company_id, p.user_id
    )
    SELECT b.token_hash, b.company_id, b.user_id, h.numbers
    FROM browsers b
    LEFT JOIN hidden h ON h.company_id = b.company_id AND h.user_id = b.user_id
       AND b.role NOT IN ('owner', 'admin')
    """
).bindparams(bindparam("sessions", type_=ARRAY(LargeBinary)))


async def audiences(
    session: AsyncSession, sessions: Collection[bytes], idle_since: datetime
) -> dict[bytes, Audience]:
    """By session; one that ended, or whose person left the company it shows, is missing."""
    rows = await session.execute(_AUDIENCES, {"sessions": list(sessions), "idle_since": idle_since})
    return {
        bytes(row.token_hash): Audience(row.company_id, row.user_id, frozenset(row.numbers or ()))
        for row in rows
    }


_PULSES = text(
    """
    SELECT c.company_id, c.id, c.version || ' ' || coalesce((
        SELECT string_agg(n.status || n.reason || n.count, ' ' ORDER BY n.status, n.reason)
        FROM campaign_counts n WHERE n.company_id = c.company_id AND n.campaign_id = c.id
    ), '') AS pulse
    FROM campaigns c
    WHERE c.company_id = ANY(:companies)
      AND (c.status IN ('scheduled', 'launching', 'running', 'paused', 'auto_paused')
           OR c.finished_at > now() - interval '10 minutes')
    """
).bindparams(bindparam("companies", type_=ARRAY(Uuid)))


async def pulses(session: AsyncSession, companies: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    """By company and campaign under way, a text that changes whenever it moves."""
    found: dict[UUID, dict[UUID, str]] = {}
    for row in await session.execute(_PULSES, {"companies": list(companies)}):
        found.setdefault(row.company_id, {})[row.id] = row.pulse
    return found
