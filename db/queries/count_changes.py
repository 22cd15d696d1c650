"""Counters of campaigns moved by what a statement of its own has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Place:
    """Where recipients are counted; see db.models.campaigns.CampaignCount."""

    status: str
    reason: str = ""
    variant: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """How many more, or fewer, are there, and what they cost."""

    count: int = 0
    cost_micros: int = 0

    def __add__(self, other: "Change") -> "Change":
        return Change(self.count + other.count, self.cost_micros + other.cost_micros)


# In the order in which every statement locks them.
_APPLY = text(
    """
    INSERT INTO campaign_counts AS c
        (company_id, campaign_id, status, reason, variant, count, cost_micros)
    SELECT :company_id, :campaign_id, *
    FROM unnest(CAST(:statuses AS text[]), CAST(:reasons AS text[]), CAST(:variants AS smallint[]),
                CAST(:counts AS int[]), CAST(:costs AS bigint[]))
    ORDER BY 3, 4, 5
    ON CONFLICT (company_id, campaign_id, status, reason, variant)
    DO UPDATE SET count = c.count + excluded.count,
                  cost_micros = c.cost_micros + excluded.cost_micros
    """
)


async def apply(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, changes: Mapping[Place, Change]
) -> None:
    """In the transaction of the change itself."""
    if not changes:
        return
    await session.execute(
        _APPLY,
        {
            "company_id": company_id,
            "campaign_id": campaign_id,
            "statuses": [place.status for place in changes],
            "reasons": [place.reason for place in changes],
            "variants": [place.variant for place in changes],
            "counts": [change.count for change in changes.values()],
            "costs": [change.cost_micros for change in changes.values()],
        },
    )
