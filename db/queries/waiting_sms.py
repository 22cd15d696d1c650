"""SMS the provider took and said no more of: what it is asked about, as its callback may be lost.

No index knows a recipient's status (ADR 0008): the counters name the campaigns, and each is walked
along its primary key, a piece at a time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.ledger import ALONG_THE_KEY, id_range
from db.queries.sms_ways import CONNECTION, WAY, Way, way_of
from schemas.enums import DeliveryStatus

# Later than this Twilio has nothing new to say: what waits longest at a carrier is given up by then.
WINDOW = timedelta(days=2)
# Rows that one piece of a walk reads, whoever they are.
_PIECE = 2_000
# Who was written to so lately that more may be under way.
_FRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recipient of a campaign, or a message somebody wrote."""

    id: UUID
    provider_id: str
    status: DeliveryStatus


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a walk: who waits, in the order of their ids."""

    waiting: list[Waiting]
    # Where the next piece begins; None: this was the last.
    cursor: UUID | None
    # Somebody in it was written to lately.
    fresh: bool


_CAMPAIGNS = text(
    f"""
    SELECT c.id, {WAY}
    FROM campaigns c
    JOIN phone_numbers n ON n.company_id = c.company_id AND n.id = c.phone_number_id
    {CONNECTION}
    WHERE c.channel = 'sms'
      AND c.frozen_at < now() - make_interval(secs => :after)
      AND (c.finished_at IS NULL OR c.finished_at > now() - :window)
      AND c.id <> ALL(CAST(:resting AS uuid[]))
      AND EXISTS (SELECT FROM campaign_counts u
                  WHERE u.company_id = c.company_id AND u.campaign_id = c.id
                    AND u.status IN ('accepted', 'sent') AND u.count > 0)
    """
)
_MESSAGES = text(
    f"""
    SELECT m.id, m.provider_id, m.status, {WAY}
    FROM phone_numbers n
    {CONNECTION}
    JOIN messages m ON m.company_id = n.company_id AND m.phone_number_id = n.id
    WHERE n.channel = 'sms' AND m.status IN ('accepted', 'sent') AND m.provider_id IS NOT NULL
      AND m.claimed_at BETWEEN now() - :window AND now() - make_interval(secs => :after)
      AND m.id <> ALL(CAST(:resting AS uuid[]))
    ORDER BY m.claimed_at DESC
    LIMIT :most
    """
)
_ALONG_THE_KEY = text(f"SELECT {ALONG_THE_KEY}")
# One row at least, which says where to go on.
_PIECES = text(
    """
    WITH piece AS MATERIALIZED (
        SELECT r.id, r.provider_id, r.status, r.claimed_at
        FROM campaign_recipients r
        WHERE r.id > :cursor AND r.id <= :last AND r.campaign_id = :campaign_id
        ORDER BY r.id
        LIMIT :piece
    ),
    walked AS (
        SELECT (SELECT id FROM piece ORDER BY id OFFSET :piece - 1) AS cursor,
               coalesce((SELECT bool_or(claimed_at > now() - :fresh) FROM piece), false) AS fresh
    )
    SELECT w.cursor, w.fresh, p.id, p.provider_id, p.status
    FROM walked w
    LEFT JOIN piece p ON p.status IN ('accepted', 'sent') AND p.provider_id IS NOT NULL
        AND p.claimed_at BETWEEN now() - :window AND now() - make_interval(secs => :after)
    ORDER BY p.id
    """
)


async def campaigns(
    session: AsyncSession, *, after_seconds: float, resting: Collection[UUID]
) -> list[tuple[UUID, Way]]:
    """Those in which somebody may wait for a callback, of all companies. Needs the system login."""
    rows = await session.execute(
        _CAMPAIGNS, {"after": after_seconds, "resting": list(resting), "window": WINDOW}
    )
    return [(row["id"], way_of(row)) for row in rows.mappings()]


async def messages(
    session: AsyncSession, *, after_seconds: float, resting: Collection[UUID], most: int
) -> list[tuple[Waiting, Way]]:
    """What people wrote, of all companies, the newest first. Needs the system login."""
    rows = await session.execute(
        _MESSAGES,
        {"after": after_seconds, "resting": list(resting), "window": WINDOW, "most": most},
    )
    return [(_waiting(row), way_of(row)) for row in rows.mappings()]


async def piece(
    session: AsyncSession, campaign_id: UUID, *, cursor: UUID | None, after_seconds: float
) -> Piece:
    """The next piece of a campaign behind the cursor; None is its beginning."""
    first, last = id_range(campaign_id)
    await session.execute(_ALONG_THE_KEY)
    rows = await session.execute(
        _PIECES,
        {
            "campaign_id": campaign_id,
            "cursor": cursor or first,
            "last": last,
            "piece": _PIECE,
            "fresh": _FRESH,
            "after": after_seconds,
            "window": WINDOW,
        },
    )
    found = rows.mappings().all()
    waiting = [_waiting(row) for row in found if row["id"] is not None]
    return Piece(waiting, found[0]["cursor"], found[0]["fresh"])


def _waiting(row: RowMapping) -> Waiting:
    return Waiting(row["id"], row["provider_id"], DeliveryStatus(row["status"]))
