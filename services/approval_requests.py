"""Asking a second person to agree to a campaign: at its launch, and again when it has grown."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import api_keys, budgets
from db.queries import campaigns as queries
from db.queries.notifications import News
from schemas.enums import CampaignStatus, NotificationKind, Purpose, Role
from schemas.policies import Policy
from services import approval_rules, fallback_plans, notifications, policies

# In Campaign.estimate: the person whose key asked for it.
KEY_MAKER = "key_made_by"
DECIDERS = (Role.OWNER, Role.ADMIN)


async def ask(
    session: AsyncSession,
    campaign: Campaign,
    estimate: Mapping[str, object],
    at: datetime | None,
    *,
    user_id: UUID | None,
) -> Campaign:
    """Wait for somebody else; `at` is when it is to begin, None: as soon as they agree.

    Tell everybody who may decide, but whoever asked.
    """
    campaign.estimate = {
        **estimate,
        **key_maker(campaign),
        "substance": approval_rules.substance(campaign),
    }
    campaign.launched_by, campaign.approved_by = user_id, None
    campaign.scheduled_at = at
    await _wait(session, campaign, "wanted", user_id)
    await queries.log(session, campaign, "approval_asked", user_id=user_id)
    return campaign


async def note_key(session: AsyncSession, campaign: Campaign, key_id: UUID | None) -> None:
    """A program asks, by this key (None: a person does): whoever made it is no second person."""
    made_by = await api_keys.made_by(session, key_id) if key_id is not None else None
    known = {name: value for name, value in (campaign.estimate or {}).items() if name != KEY_MAKER}
    campaign.estimate = {**known, KEY_MAKER: str(made_by)} if made_by is not None else known


def key_maker(campaign: Campaign) -> dict[str, object]:
    """What has to be kept of an estimate by whatever takes its place."""
    known = campaign.estimate or {}
    return {KEY_MAKER: known[KEY_MAKER]} if KEY_MAKER in known else {}


async def outgrown(
    session: AsyncSession, campaign: Campaign, purpose: Purpose
) -> dict[str, object] | None:
    """What a campaign that was just frozen comes to, when that is more than anybody agreed to.

    Then the freeze has to be taken back and `ask_again` called; None: it may go out. What is sent
    by SMS to whom a campaign did not reach was agreed to with that campaign.
    """
    if campaign.parent_id is not None:
        return None
    policy = await policies.get(session)
    reach = await budgets.reach(session, campaign.id)
    texts = await fallback_micros(session, campaign, policy, purpose)
    most = reach.cost_micros + texts
    if approval_rules.covers(campaign, policy, recipients=reach.people, cost_micros=most):
        return None
    return {
        **(campaign.estimate or {}),
        "reachable": reach.people,
        "cost_micros": reach.cost_micros,
        approval_rules.FALLBACK: texts,
        "substance": approval_rules.substance(campaign),
    }


async def fallback_micros(
    session: AsyncSession, campaign: Campaign, policy: Policy, purpose: Purpose
) -> int:
    """What the SMS to whoever waits in its ledger would cost, as if all of them needed one.

    Not worked out where no limit asks for it: of a million people it takes seconds.
    """
    if policy.approval_micros is None:
        return 0
    found = await fallback_plans.cost_frozen(session, campaign, purpose)
    return found.micros if found is not None else 0


async def ask_again(
    session: AsyncSession, campaign: Campaign, estimate: Mapping[str, object]
) -> None:
    """It has grown since somebody agreed, or reached a limit it was below."""
    code = "outgrown" if "substance" in (campaign.estimate or {}) else "reached"
    campaign.estimate = dict(estimate)
    campaign.approved_by = None
    campaign.launched_at = None
    campaign.scheduled_at = None
    await _wait(session, campaign, code, None)
    await queries.log(session, campaign, "approval_asked", code=code)


async def _wait(session: AsyncSession, campaign: Campaign, code: str, user_id: UUID | None) -> None:
    campaign.status = CampaignStatus.AWAITING_APPROVAL
    campaign.status_code = campaign.status_detail = None
    campaign.version += 1
    news = News(NotificationKind.APPROVAL_WANTED, code, campaign_id=campaign.id, actor_id=user_id)
    await notifications.news(session, campaign.company_id, news, roles=DECIDERS)
