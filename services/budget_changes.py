"""More money: a campaign's budget changed while it runs, and who goes on because of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns as queries
from schemas.enums import CampaignStatus
from schemas.errors import FieldError, InvalidInput, InvalidState
from schemas.money import MOST_MICROS
from services import budgets, campaigns

BUDGET_REACHED = "budget_reached"
_OVER = (CampaignStatus.COMPLETED, CampaignStatus.CANCELLED, CampaignStatus.FAILED)


async def change(
    session: AsyncSession,
    campaign_id: UUID,
    budget_micros: int | None,
    *,
    user_id: UUID | None = None,
) -> Campaign:
    """Also while it runs; None: no budget of its own. One that waited for it goes on.

    Raises InvalidState for a campaign that is over or waits for an approval, and InvalidInput.
    """
    campaign = await queries.get_for_update(session, campaign_id)
    if campaign.status in (*_OVER, CampaignStatus.AWAITING_APPROVAL):
        raise InvalidState(
            "The budget of a campaign that is %(current)s cannot be changed.",
            campaign_id=str(campaign_id),
            current=campaign.status.value,
        )
    if budget_micros is not None and not 0 < budget_micros <= MOST_MICROS:
        message = "Give an amount above zero, or leave it empty."
        raise InvalidInput(message, [FieldError("budget_micros", "out_of_range", message)])
    campaign.budget_micros = budget_micros
    campaign.version += 1
    await queries.log(session, campaign, "budget_changed", user_id=user_id)
    fallback = await session.scalar(
        select(Campaign).where(Campaign.parent_id == campaign_id).with_for_update()
    )
    if fallback is not None:
        fallback.budget_micros = budget_micros
    await session.flush()
    if fallback is not None:
        await _go_on(session, fallback, user_id)
    return await _go_on(session, campaign, user_id)


async def resume_stopped(session: AsyncSession) -> list[UUID]:
    """Campaigns that ran out of money, may go on by themselves and now can; which did.

    The sweep tells their workflows within a minute.
    """
    stopped = await session.scalars(
        select(Campaign)
        .where(
            Campaign.status == CampaignStatus.AUTO_PAUSED,
            Campaign.status_code == BUDGET_REACHED,
            Campaign.auto_resume,
        )
        .order_by(Campaign.id)
    )
    moved = [await _go_on(session, campaign, None) for campaign in stopped.all()]
    return [one.id for one in moved if one.status is not CampaignStatus.AUTO_PAUSED]


async def _go_on(session: AsyncSession, campaign: Campaign, user_id: UUID | None) -> Campaign:
    stopped = campaign.status is CampaignStatus.AUTO_PAUSED
    if not stopped or campaign.status_code != BUDGET_REACHED:
        return campaign
    left = await budgets.left(session, campaign)
    if left is not None and left <= 0:
        return campaign
    return await campaigns.resume(session, campaign.id, user_id=user_id)
