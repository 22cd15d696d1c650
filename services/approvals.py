"""A second person's answer to a campaign above the company's limits."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns as queries
from db.queries import people
from db.queries.notifications import News
from schemas.enums import CampaignStatus, NotificationKind
from schemas.errors import Forbidden, InvalidState
from services import approval_requests, approval_rules, campaigns, launches, notifications

_LONGEST_COMMENT = 1_000


async def approve(session: AsyncSession, campaign_id: UUID, *, user_id: UUID) -> Campaign:
    """Agree to the campaign as it is now: it begins, or is scheduled, as was asked.

    Raises Forbidden for whoever asked and for who may not decide, InvalidState when nobody asked
    or its moment has passed, InvalidInput when something stops it now.
    """
    campaign = await _waiting(session, campaign_id)
    await _require_second(session, campaign, user_id)
    now, at = datetime.now(UTC), campaign.scheduled_at
    if at is not None and at + timedelta(minutes=campaign.lateness_minutes) < now:
        raise InvalidState(
            "Its moment has passed. Send it back, so that another one can be chosen.",
            campaign_id=str(campaign_id),
        )
    found = await launches.check(session, campaign_id)
    launches.require(found)
    campaign.estimate = {
        **found.as_json(),
        **approval_requests.key_maker(campaign),
        "substance": approval_rules.substance(campaign),
    }
    campaign.approved_by = user_id
    _to_draft(campaign)
    await queries.log(session, campaign, "approved", user_id=user_id)
    await _tell(session, campaign, "approved", user_id)
    asker = campaign.launched_by
    if at is not None and at > now:
        return await campaigns.schedule(session, campaign_id, at, user_id=asker)
    return await campaigns.mark_launching(session, campaign_id, user_id=asker)


async def send_back(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None, comment: str = ""
) -> Campaign:
    """Back to a draft, with a word to whoever asked; they may take it back themselves."""
    campaign = await _waiting(session, campaign_id)
    said = comment.strip()[:_LONGEST_COMMENT]
    campaign.scheduled_at = None
    _to_draft(campaign)
    own = user_id is not None and user_id == campaign.launched_by
    kind = "approval_withdrawn" if own else "approval_refused"
    await queries.log(session, campaign, kind, user_id=user_id, detail=said or None)
    if not own:
        await _tell(session, campaign, "refused", user_id, said)
    return campaign


def may_approve(campaign: Campaign, user_id: UUID) -> bool:
    """Never the person who asked, nor who made the key by which a program did."""
    return campaign.status is CampaignStatus.AWAITING_APPROVAL and not _asked(campaign, user_id)


def _asked(campaign: Campaign, user_id: UUID) -> bool:
    by_key = approval_requests.key_maker(campaign).get(approval_requests.KEY_MAKER)
    return campaign.launched_by == user_id or by_key == str(user_id)


async def _waiting(session: AsyncSession, campaign_id: UUID) -> Campaign:
    campaign = await queries.get_for_update(session, campaign_id)
    if campaign.status is not CampaignStatus.AWAITING_APPROVAL:
        raise InvalidState(
            "This campaign does not wait for an approval; it is %(current)s.",
            campaign_id=str(campaign_id),
            current=campaign.status.value,
        )
    return campaign


async def _require_second(session: AsyncSession, campaign: Campaign, user_id: UUID) -> None:
    member = await people.get_membership(session, campaign.company_id, user_id)
    if member is None or member.role not in approval_requests.DECIDERS:
        raise Forbidden("Only an owner or an administrator can approve a campaign.")
    if _asked(campaign, user_id):
        raise Forbidden("You asked for it yourself: somebody else has to approve it.")


def _to_draft(campaign: Campaign) -> None:
    campaign.status = CampaignStatus.DRAFT
    campaign.version += 1


async def _tell(
    session: AsyncSession, campaign: Campaign, code: str, user_id: UUID | None, said: str = ""
) -> None:
    if campaign.launched_by is None:
        return
    news = News(NotificationKind.APPROVAL_WANTED, code, said, campaign.id, user_id)
    await notifications.news(session, campaign.company_id, news, user_ids=[campaign.launched_by])
