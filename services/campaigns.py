"""The states of a campaign and who may move it between them.

The row decides, Temporal follows: every change is committed here first, and the workflow is
told afterwards. A sweep repeats what a crash in between left out.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns, recipients
from db.queries.notifications import News
from schemas.enums import CampaignStatus, NotificationKind, Role
from schemas.errors import (
    AppError,
    CampaignNotLaunchable,
    InvalidState,
)
from schemas.payloads.campaigns import FreezeResult
from schemas.templates import FrozenTemplate
from services import approval_requests, audiences, campaign_news, contents, notifications

_LAUNCHABLE = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.MISSED)
_PAUSABLE = (CampaignStatus.LAUNCHING, CampaignStatus.RUNNING, CampaignStatus.AUTO_PAUSED)
_RESUMABLE = (CampaignStatus.PAUSED, CampaignStatus.AUTO_PAUSED)
_CANCELLABLE = (*campaigns.OPEN,)
_BEGUN = (
    CampaignStatus.RUNNING,
    CampaignStatus.PAUSED,
    CampaignStatus.AUTO_PAUSED,
    CampaignStatus.COMPLETED,
)


async def mark_launching(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None = None
) -> Campaign:
    """Move a draft to LAUNCHING; the row itself is the outbox a sweep can start from.

    Launching twice is launching once. Raises CampaignNotLaunchable.
    """
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.status is CampaignStatus.LAUNCHING:
        return campaign
    if campaign.status not in _LAUNCHABLE:
        raise CampaignNotLaunchable(campaign_id, campaign.status)
    campaign.launched_at = datetime.now(UTC)
    campaign.scheduled_at = campaign.status_code = None
    _move(campaign, CampaignStatus.LAUNCHING)
    await campaigns.log(session, campaign, "launched", user_id=user_id)
    return campaign


async def schedule(
    session: AsyncSession, campaign_id: UUID, at: datetime, *, user_id: UUID | None = None
) -> Campaign:
    """Set or change when a campaign begins. Raises CampaignNotLaunchable."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.status not in _LAUNCHABLE:
        raise CampaignNotLaunchable(campaign_id, campaign.status)
    campaign.scheduled_at, campaign.status_code = at, None
    _move(campaign, CampaignStatus.SCHEDULED)
    await campaigns.log(session, campaign, "scheduled", user_id=user_id, detail=at.isoformat())
    return campaign


async def unschedule(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None = None
) -> Campaign:
    """Back to a draft, so that it can be edited again."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.status not in (CampaignStatus.SCHEDULED, CampaignStatus.MISSED):
        raise InvalidState(
            "Only a scheduled campaign can go back to draft; this one is %(current)s.",
            **_who(campaign),
        )
    campaign.scheduled_at = campaign.status_code = None
    _move(campaign, CampaignStatus.DRAFT)
    await campaigns.log(session, campaign, "unscheduled", user_id=user_id)
    return campaign


async def pause(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None = None
) -> Campaign:
    """From here on nobody more is claimed; what is in flight still leaves."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    _require_own(campaign)
    if campaign.status is CampaignStatus.PAUSED:
        return campaign
    if campaign.status not in _PAUSABLE:
        raise InvalidState(
            "Only a running campaign can be paused; this one is %(current)s.", **_who(campaign)
        )
    campaign.status_code = campaign.status_detail = None
    _move(campaign, CampaignStatus.PAUSED)
    await campaigns.log(session, campaign, "paused", user_id=user_id)
    await campaign_news.tell(session, campaign, "paused")
    return campaign


async def resume(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None = None
) -> Campaign:
    """Go on where it stopped, with the audience as it was frozen."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.status is not CampaignStatus.AUTO_PAUSED:
        # What stopped by itself goes on when its cause is gone, and its cadence with it.
        _require_own(campaign)
    if campaign.status in (CampaignStatus.RUNNING, CampaignStatus.LAUNCHING):
        return campaign
    if campaign.status not in _RESUMABLE:
        raise InvalidState(
            "Only a paused campaign can be resumed; this one is %(current)s.", **_who(campaign)
        )
    campaign.status_code = campaign.status_detail = None
    frozen = campaign.frozen_at is not None
    _move(campaign, CampaignStatus.RUNNING if frozen else CampaignStatus.LAUNCHING)
    await campaigns.log(session, campaign, "resumed", user_id=user_id)
    await campaign_news.tell(session, campaign, "resumed")
    return campaign


async def cancel(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None = None
) -> Campaign:
    """Final. Whoever was not sent to is listed as skipped, with this as the reason."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    _require_own(campaign)
    if campaign.status is CampaignStatus.CANCELLED:
        return campaign
    if campaign.status not in _CANCELLABLE:
        raise InvalidState(
            "Only a campaign under way can be cancelled; this one is %(current)s.", **_who(campaign)
        )
    _move(campaign, CampaignStatus.CANCELLED)
    await campaigns.log(session, campaign, "cancelled", user_id=user_id)
    await campaign_news.tell(session, campaign, "cancelled")
    return campaign


async def reopen(
    session: AsyncSession,
    campaign_id: UUID,
    kind: str,
    *,
    detail: str | None = None,
    user_id: UUID | None = None,
) -> Campaign:
    """People of it wait again, which `kind` tells in its history; one that was over runs again.

    A paused campaign stays paused. Raises InvalidState for one that never began, was cancelled,
    or has expired.
    """
    campaign = await campaigns.get_for_update(session, campaign_id)
    _require_own(campaign)
    if campaign.status not in _BEGUN or campaign.frozen_at is None:
        raise InvalidState(
            "Only a campaign that was sent can be sent again to some; this one is %(current)s.",
            **_who(campaign),
        )
    if campaign.expires_at is not None and campaign.expires_at <= datetime.now(UTC):
        raise InvalidState("This campaign has expired. Clone it to send it again.")
    campaign.fallback_at = datetime.now(UTC) if campaign.fallback else None
    if campaign.status is CampaignStatus.COMPLETED:
        campaign.finished_at = None
        _move(campaign, CampaignStatus.RUNNING)
        await campaign_news.tell(session, campaign, "resumed")
    await campaigns.log(session, campaign, kind, detail=detail, user_id=user_id)
    return campaign


async def reopen_for_later(session: AsyncSession, campaign_id: UUID) -> None:
    """One that was over goes on for whom the provider held back; expired, they are written down."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.status is not CampaignStatus.COMPLETED:
        return
    if campaign.expires_at is not None and campaign.expires_at <= datetime.now(UTC):
        await recipients.skip_pending(session, campaign_id, reason="expired")
        return
    await reopen(session, campaign_id, "tried_later")


async def auto_pause(
    session: AsyncSession, campaign_id: UUID, *, code: str, detail: str
) -> Campaign | None:
    """Stop by ourselves, because going on would fail.

    None when it was not running, and where nobody is left to send to: that one comes to its end.
    """
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.status not in (CampaignStatus.LAUNCHING, CampaignStatus.RUNNING):
        return None
    if await is_through(session, campaign):
        return None
    campaign.status_code, campaign.status_detail = code, detail
    _move(campaign, CampaignStatus.AUTO_PAUSED)
    await campaigns.log(session, campaign, "auto_paused", code=code, detail=detail)
    await campaign_news.tell(session, campaign, "auto_paused")
    return campaign


async def is_through(session: AsyncSession, campaign: Campaign) -> bool:
    """Everybody had their turn and nobody more can come: there is nothing left to stop.

    Whoever is being sent to may be handed back, so they count as left. Never of a cadence's step.
    """
    if campaign.cadence_id is not None or campaign.frozen_at is None:
        return False
    if (await campaigns.tally(session, campaign.id)).waiting:
        return False
    if campaign.parent_id is None:
        return True
    # The campaign this is the fallback of may leave more people unreached.
    return (await campaigns.get(session, campaign.parent_id)).fallback_at is None


async def auto_pause_for_template(
    session: AsyncSession, template_id: UUID, *, code: str, detail: str
) -> list[UUID]:
    """Stop every campaign that sends this template; returns which were stopped."""
    return [
        campaign_id
        for campaign_id in await campaigns.using_template(session, template_id)
        if await auto_pause(session, campaign_id, code=code, detail=detail)
    ]


async def begin(session: AsyncSession, campaign_id: UUID, *, now: datetime) -> FreezeResult:
    """Freeze the audience and the template once it is time, and let the sending begin.

    Safe to repeat: a campaign that is frozen already is ready.
    """
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.cadence_id is not None:
        # Its cadence's workflow sends it, and it never ends by itself.
        return FreezeResult(ready=False, over=True)
    due = campaign.scheduled_at
    if campaign.status is CampaignStatus.SCHEDULED and due is not None:
        if due > now:
            return FreezeResult(ready=False, wait_seconds=(due - now).total_seconds())
        if now - due > timedelta(minutes=campaign.lateness_minutes):
            await mark_missed(session, campaign, due)
            return FreezeResult(ready=False, over=True)
        campaign.launched_at = now
        _move(campaign, CampaignStatus.LAUNCHING)
        await campaigns.log(session, campaign, "launched")
    if campaign.frozen_at is not None:
        return FreezeResult(
            ready=campaign.finished_at is None, over=campaign.finished_at is not None
        )
    if campaign.status is CampaignStatus.LAUNCHING:
        return await _freeze(session, campaign, now)
    waits = campaign.status in (CampaignStatus.PAUSED, CampaignStatus.AUTO_PAUSED)
    if campaign.status is CampaignStatus.CANCELLED:
        await finish(session, campaign_id)
    return FreezeResult(ready=False, over=not waits)


async def mark_missed(session: AsyncSession, campaign: Campaign, due: datetime) -> None:
    """Too late to begin unasked: what was right then may be wrong now, so a person decides."""
    _move(campaign, CampaignStatus.MISSED)
    campaign.scheduled_at, campaign.status_code = due, "missed"
    await campaigns.log(session, campaign, "missed", code="missed", detail=due.isoformat())
    news = News(NotificationKind.CAMPAIGN_STOPPED, "missed", "", campaign.id)
    authors = {campaign.created_by, campaign.launched_by}
    await notifications.news(
        session,
        campaign.company_id,
        news,
        roles=[Role.OWNER],
        user_ids=[user_id for user_id in authors if user_id],
    )


async def _freeze(session: AsyncSession, campaign: Campaign, now: datetime) -> FreezeResult:
    try:
        said = await contents.ready(session, campaign)
        async with session.begin_nested() as frozen:
            await audiences.freeze(session, campaign, said)
            grown = await approval_requests.outgrown(session, campaign, said.purpose)
            if grown is not None:
                await frozen.rollback()
    except AppError as error:
        # A segment or template went away between launch and now: a person has to decide.
        await session.refresh(campaign)
        campaign.status_code, campaign.status_detail = error.code, str(error)
        campaign.finished_at = now
        _move(campaign, CampaignStatus.FAILED)
        await campaigns.log(session, campaign, "failed", code=error.code, detail=str(error))
        await campaign_news.tell(session, campaign, "failed")
        return FreezeResult(ready=False, over=True)
    if grown is not None:
        await session.refresh(campaign)
        await approval_requests.ask_again(session, campaign, grown)
        return FreezeResult(ready=False, over=True)
    campaign.channel, campaign.purpose = said.channel, said.purpose
    first, *others = said.frozen
    campaign.frozen_template = first.as_json()
    campaign.frozen_variants = [other.as_json() for other in others]
    campaign.frozen_at = now
    campaign.fallback_at = now if campaign.fallback else None
    _move(campaign, CampaignStatus.RUNNING)
    await campaign_news.tell(session, campaign, "started")
    return FreezeResult(ready=True)


async def ready_template(session: AsyncSession, campaign: Campaign) -> FrozenTemplate:
    """What variant 1 would say now. Raises InvalidInput as services.contents.ready does."""
    return (await contents.ready(session, campaign)).frozen[0]


async def finish(session: AsyncSession, campaign_id: UUID) -> Campaign:
    """Write the end: everybody still waiting is skipped with the reason, the time is kept.

    Called by the workflow when nothing is left to send, or after a cancel. What stopped by itself
    is completed too, once nobody is left for whom it could go on. Safe to repeat.
    """
    campaign = await campaigns.get_for_update(session, campaign_id)
    if campaign.finished_at is not None:
        return campaign
    if campaign.status is CampaignStatus.CANCELLED:
        await recipients.skip_pending(session, campaign_id, reason="cancelled")
        campaign.finished_at = datetime.now(UTC)
    elif campaign.status in (CampaignStatus.RUNNING, CampaignStatus.AUTO_PAUSED):
        if not await is_through(session, campaign):
            # Put back to wait while we came to the end: the sweep has it looked at again.
            return campaign
        campaign.status_code = campaign.status_detail = None
        _move(campaign, CampaignStatus.COMPLETED)
        campaign.finished_at = datetime.now(UTC)
        await campaigns.log(session, campaign, "completed")
        await campaign_news.tell(session, campaign, "completed")
    return campaign


def _move(campaign: Campaign, status: CampaignStatus) -> None:
    campaign.status = status
    campaign.version += 1


def _who(campaign: Campaign) -> dict[str, str]:
    return {"campaign_id": str(campaign.id), "current": campaign.status.value}


def _require_own(campaign: Campaign) -> None:
    """The sends of a cadence's step follow the cadence: ended beside it, people would wait for ever."""
    if campaign.cadence_id is not None:
        raise InvalidState("These are the messages of a cadence. Pause or archive the cadence.")
