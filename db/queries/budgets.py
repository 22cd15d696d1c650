"""What campaigns have spent and will still spend; a campaign counts to the month of its launch."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import CampaignCount
from schemas.enums import DeliveryStatus

# What a provider bills or may still bill. Meta bills what arrives; Twilio also what a carrier took
# and lost (30xxx), not what it refused itself (21xxx).
_BILLED = """(n.status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'read')
    OR (c.channel = 'sms' AND n.status = 'failed' AND n.reason LIKE '3%'))"""
_MONTH = """(SELECT date_trunc('month', CAST(:moment AS timestamptz), timezone) AS first,
    date_trunc('month', CAST(:moment AS timestamptz), timezone) + interval '1 month' AS next
    FROM companies WHERE id = :company_id)"""
# A campaign and its fallback by SMS share one budget.
_OF_CAMPAIGN = f"""SELECT coalesce(sum(n.cost_micros), 0)
    FROM campaigns c JOIN campaign_counts n ON n.campaign_id = c.id
    WHERE c.id = ANY(ARRAY[
              CAST(:campaign_id AS uuid),
              (SELECT parent_id FROM campaigns WHERE id = :campaign_id),
              (SELECT id FROM campaigns WHERE parent_id = :campaign_id)
          ]) AND {_BILLED}"""
_OF_MONTH = f"""SELECT coalesce(sum(n.cost_micros), 0)
    FROM {_MONTH} month
    JOIN campaigns c ON c.launched_at >= month.first AND c.launched_at < month.next
    JOIN campaign_counts n ON n.campaign_id = c.id
    WHERE {_BILLED}"""
# least() passes over what is not set; an empty answer is a company without a monthly budget.
_LEFT = text(f"""
    SELECT CAST(least(
        CAST(:budget AS bigint) - CASE WHEN CAST(:budget AS bigint) IS NULL THEN NULL
                                       ELSE ({_OF_CAMPAIGN}) END,
        (SELECT p.monthly_budget_micros - ({_OF_MONTH}) FROM company_policies p
         WHERE p.monthly_budget_micros IS NOT NULL)
    ) AS bigint)
""")
# What others were launched with and have not spent so far; those that are not frozen, by their
# estimate.
_PROMISED = f"""SELECT coalesce(sum(CASE WHEN c.frozen_at IS NOT NULL THEN (
        SELECT coalesce(sum(n.cost_micros), 0) FROM campaign_counts n
        WHERE n.campaign_id = c.id AND n.status = 'pending'
    ) ELSE coalesce((c.estimate ->> 'cost_micros')::bigint, 0) END), 0)
    FROM {_MONTH} month
    JOIN campaigns c ON coalesce(c.launched_at, c.scheduled_at, :moment) >= month.first
        AND coalesce(c.launched_at, c.scheduled_at, :moment) < month.next
    WHERE c.id <> :campaign_id AND c.status IN
        ('scheduled', 'awaiting_approval', 'launching', 'running', 'paused', 'auto_paused')"""
_STANDING = text(f"SELECT ({_OF_MONTH}) AS spent, ({_PROMISED}) AS promised")


async def left(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    budget_micros: int | None,
    moment: datetime,
) -> int | None:
    found: int | None = await session.scalar(
        _LEFT,
        {
            "company_id": company_id,
            "campaign_id": campaign_id,
            "budget": budget_micros,
            "moment": moment,
        },
    )
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """A month's money, in millionths: gone, and promised to campaigns that are under way."""

    spent: int
    promised: int


async def standing(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, moment: datetime
) -> Standing:
    """The month of that moment, this one campaign's promise left out."""
    found = await session.execute(
        _STANDING, {"company_id": company_id, "campaign_id": campaign_id, "moment": moment}
    )
    row = found.one()
    return Standing(int(row.spent), int(row.promised))


@dataclass(frozen=True, slots=True)
class Reach:
    """Who of a campaign is still to be sent to, and what they cost."""

    people: int
    cost_micros: int


async def reach(session: AsyncSession, campaign_id: UUID) -> Reach:
    found = await session.execute(
        select(
            func.coalesce(func.sum(CampaignCount.count), 0),
            func.coalesce(func.sum(CampaignCount.cost_micros), 0),
        ).where(
            CampaignCount.campaign_id == campaign_id,
            CampaignCount.status == DeliveryStatus.PENDING,
        )
    )
    people, cost_micros = found.one()
    return Reach(int(people), int(cost_micros))


# The event that says that it was told.
THRESHOLD = "budget_threshold"
# Of a campaign `o` and its fallback by SMS, which share its budget.
_SPENT_OF_BOTH = f"""(SELECT coalesce(sum(n.cost_micros), 0)
    FROM campaigns c JOIN campaign_counts n ON n.company_id = c.company_id AND n.campaign_id = c.id
    WHERE c.company_id = o.company_id AND {_BILLED}
      AND c.id = ANY(ARRAY[o.id, (SELECT f.id FROM campaigns f
                                  WHERE f.company_id = o.company_id AND f.parent_id = o.id)]))"""
_NEARLY_SPENT = text(f"""
    SELECT o.company_id, o.id
    FROM campaigns o
    WHERE o.id IN (SELECT coalesce(parent_id, id) FROM campaigns
                   WHERE status IN ('running', 'auto_paused') AND budget_micros > 0)
      AND NOT EXISTS (SELECT FROM campaign_events e WHERE e.company_id = o.company_id
                      AND e.campaign_id = o.id AND e.kind = '{THRESHOLD}')
      AND {_SPENT_OF_BOTH} * 5 >= o.budget_micros * 4
    ORDER BY o.id
""")
_MONTHS_NEARLY_SPENT = text(f"""
    SELECT p.company_id
    FROM company_policies p JOIN companies o ON o.id = p.company_id
    WHERE p.monthly_budget_micros > 0 AND p.budget_told IS DISTINCT FROM CAST(:month AS date)
      AND (SELECT coalesce(sum(n.cost_micros), 0)
           FROM campaigns c
           JOIN campaign_counts n ON n.company_id = c.company_id AND n.campaign_id = c.id
           WHERE c.company_id = p.company_id AND {_BILLED}
             AND c.launched_at >= date_trunc('month', CAST(:moment AS timestamptz), o.timezone)
          ) * 5 >= p.monthly_budget_micros * 4
    ORDER BY p.company_id
""")


_SPENT_BY_CAMPAIGN = text(f"""
    SELECT o.budget_micros, coalesce(p.currency, 'BRL') AS currency, {_SPENT_OF_BOTH} AS spent
    FROM campaigns o LEFT JOIN company_policies p ON p.company_id = o.company_id
    WHERE o.id = :campaign_id
""")
_SPENT_IN_MONTH = text(f"""
    SELECT p.monthly_budget_micros AS budget_micros, p.currency, coalesce((
        SELECT sum(n.cost_micros) FROM campaigns c
        JOIN campaign_counts n ON n.company_id = c.company_id AND n.campaign_id = c.id
        WHERE c.company_id = p.company_id AND {_BILLED}
          AND c.launched_at >= date_trunc('month', now(), o.timezone)), 0) AS spent
    FROM company_policies p JOIN companies o ON o.id = p.company_id
    WHERE p.company_id = :company_id
""")


@dataclass(frozen=True, slots=True)
class Spent:
    spent_micros: int
    budget_micros: int
    currency: str


async def spent(session: AsyncSession, company_id: UUID, campaign_id: UUID | None) -> Spent:
    """Of a campaign's budget, or of the month's."""
    statement = _SPENT_BY_CAMPAIGN if campaign_id else _SPENT_IN_MONTH
    values = {"campaign_id": campaign_id} if campaign_id else {"company_id": company_id}
    row = (await session.execute(statement, values)).one()
    return Spent(int(row.spent), row.budget_micros or 0, row.currency)


async def nearly_spent(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, campaign) with a fifth of its budget left, untold; what its SMS spent is in it.

    Crosses companies.
    """
    rows = await session.execute(_NEARLY_SPENT)
    return [(row.company_id, row.id) for row in rows]


async def months_nearly_spent(session: AsyncSession, moment: datetime) -> list[UUID]:
    """Companies with a fifth of the month's budget left, untold. Crosses companies."""
    month = moment.date().replace(day=1)
    rows = await session.execute(_MONTHS_NEARLY_SPENT, {"moment": moment, "month": month})
    return [row.company_id for row in rows]
