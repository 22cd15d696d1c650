"""Stopping by ourselves when going on would fail, and trying again by ourselves.

A breaker belongs to what is broken: a template, a number or a connection. OPEN, its campaigns are
auto-paused and their recipients stay where they are; owners and authors are told why. After a pause
that grows with each failure, or when the provider gives the all-clear, it is HALF_OPEN: its
campaigns go on by a trickle. A trickle that does well closes it, one that fails opens it for longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.limits import Breaker
from db.queries import breakers, connections
from db.queries import campaigns as campaign_queries
from db.queries.breakers import Standing, Target
from db.queries.notifications import News
from providers.base import Recovery, Rejected
from schemas.enums import (
    BreakerState,
    BreakerTarget,
    CampaignStatus,
    ConnectionHealth,
    NotificationKind,
    Role,
)
from services import campaigns, channel_news, notifications
from services.failure_storms import Storm

# A trickle: so many messages, one a second.
TRICKLE = 20
TRICKLE_PER_SECOND = 1.0
_LONGEST = timedelta(hours=24)
_USUAL = timedelta(hours=1)
# Long enough for a trickle and its receipts.
TRIED_FOR = timedelta(minutes=15)
# How long the first pause is, by the code it opened with; None: only a person or the provider's
# all-clear ends it.
_FIRST_PAUSE: Mapping[str, timedelta | None] = {
    "no_answers": timedelta(minutes=2),
    "131048": timedelta(hours=6),
    "131064": timedelta(hours=6),
    "131042": timedelta(minutes=30),
    "131044": timedelta(minutes=30),
    "0": None,
    "3": None,
    "10": None,
    "190": None,
    "131031": None,
    "132016": None,
    "20003": None,
    "30002": None,
    "number_quality_low": None,
}
_OF_TEMPLATES = "template_"
_OF_ACCOUNTS = ("account_", "access_", "token_", "scopes_")


async def trip(session: AsyncSession, campaign_id: UUID, refusal: Rejected) -> bool:
    """A campaign's message was refused in a way that more would be: stop what is broken.

    True when somebody was told.
    """
    campaign = await campaign_queries.get(session, campaign_id)
    target = await _target(session, campaign, refusal.recovery)
    if target is None:
        return await _stop(session, campaign_id, refusal.code, refusal.detail)
    told = await open_(session, campaign.company_id, target, refusal.code, refusal.detail)
    # A campaign that names its template in a variant, or was paused meanwhile, is among them or not.
    return await _stop(session, campaign_id, refusal.code, refusal.detail) or told


async def _target(session: AsyncSession, campaign: Campaign, recovery: Recovery) -> Target | None:
    """What a refusal says is broken; None: this campaign alone."""
    if campaign.phone_number_id is None:
        return None
    match recovery:
        case Recovery.PAUSE_NUMBER:
            return Target(BreakerTarget.NUMBER, campaign.phone_number_id)
        case Recovery.PAUSE_CONNECTION:
            number = await connections.get_number(session, campaign.phone_number_id)
            return Target(BreakerTarget.CONNECTION, number.connection_id)
        case Recovery.PAUSE_TEMPLATE if campaign.template_id and not campaign.variants:
            # Of several templates nobody says which it was.
            return Target(BreakerTarget.TEMPLATE, campaign.template_id)
    return None


async def mark(session: AsyncSession, phone_number_id: UUID, refusal: Rejected) -> None:
    """The same for a message that is no campaign's: where it says that number or account is broken."""
    number = await connections.get_number(session, phone_number_id)
    targets = {
        Recovery.PAUSE_NUMBER: Target(BreakerTarget.NUMBER, number.id),
        Recovery.PAUSE_CONNECTION: Target(BreakerTarget.CONNECTION, number.connection_id),
    }
    target = targets.get(refusal.recovery)
    if target is not None:
        await open_(session, number.company_id, target, refusal.code, refusal.detail)


async def open_(
    session: AsyncSession, company_id: UUID, target: Target, code: str, detail: str
) -> bool:
    """Stop everything that goes by this; True when somebody was told."""
    breaker = await breakers.get_for_update(session, target)
    if breaker is None or breaker.state is BreakerState.HALF_OPEN:
        trips = breaker.trips + 1 if breaker else 1
        await breakers.open_anew(
            session,
            company_id,
            target,
            code=code,
            detail=detail,
            retry_at=_retry_at(code, trips),
            trips=trips,
        )
        await _set_health(session, target, _UNWELL[target.kind], code, detail)
    told = False
    for campaign_id in await breakers.running(session, target):
        told |= await _stop(session, campaign_id, code, detail)
    return told


_UNWELL = {
    BreakerTarget.NUMBER: ConnectionHealth.PAUSED,
    BreakerTarget.CONNECTION: ConnectionHealth.BROKEN,
    BreakerTarget.TEMPLATE: ConnectionHealth.PAUSED,
}


def _retry_at(code: str, trips: int) -> datetime | None:
    """When a trickle may be tried: later after each that failed."""
    awaits_provider = code.startswith((_OF_TEMPLATES, *_OF_ACCOUNTS))
    first = None if awaits_provider else _FIRST_PAUSE.get(code, _USUAL)
    if first is None:
        return None
    return datetime.now(UTC) + min(_LONGEST, first * int(2 ** min(trips - 1, 10)))


async def _stop(session: AsyncSession, campaign_id: UUID, code: str, detail: str) -> bool:
    """Auto-pause one campaign and tell its people; True when anybody was told."""
    campaign = await campaigns.auto_pause(session, campaign_id, code=code, detail=detail)
    return campaign is not None and await tell(session, campaign, code, detail)


async def tell(session: AsyncSession, campaign: Campaign, code: str, detail: str) -> bool:
    """Owners, and whoever made or launched it: it stopped, and why."""
    news = News(NotificationKind.CAMPAIGN_STOPPED, code, detail, campaign.id)
    return await _tell(session, campaign, news)


async def _tell(session: AsyncSession, campaign: Campaign, news: News) -> bool:
    authors = {campaign.created_by, campaign.launched_by} - {None}
    return await notifications.news(
        session,
        campaign.company_id,
        news,
        roles=[Role.OWNER],
        user_ids=[user_id for user_id in authors if user_id],
    )


async def stop_campaign(
    session: AsyncSession, campaign_id: UUID, code: str, detail: str = ""
) -> bool:
    """Only this campaign is at fault: its list, its words or its values."""
    return await _stop(session, campaign_id, code, detail)


async def heed_storm(
    session: AsyncSession, campaign_id: UUID, number_id: UUID, storm: Storm
) -> None:
    """Most of a campaign's last messages ended badly: stop the number, or this campaign alone.

    One that has nobody left is not stopped, only told of: it comes to its end by itself.
    """
    if storm.code == "no_answers":
        company_id = (await campaign_queries.get(session, campaign_id)).company_id
        number = Target(BreakerTarget.NUMBER, number_id)
        await open_(session, company_id, number, storm.code, "")
    else:
        await _stop(session, campaign_id, "failure_storm", storm.detail)
    campaign = await campaign_queries.get_for_update(session, campaign_id)
    if campaign.status is not CampaignStatus.RUNNING:
        return
    if await campaigns.is_through(session, campaign):
        code = f"{storm.code}_at_end"
        await campaign_queries.log(session, campaign, "storm", code=code, detail=storm.detail)
        await tell(session, campaign, code, storm.detail)


async def try_again(session: AsyncSession, target: Target) -> bool:
    """Half-open: whoever stopped with it goes on by a trickle. False when it was not open.

    A person asks for it, its time has come, or the provider gave the all-clear.
    """
    breaker = await breakers.get_for_update(session, target)
    if breaker is None:
        return False
    breaker.state, breaker.retry_at = BreakerState.HALF_OPEN, None
    breaker.updated_at = datetime.now(UTC)
    await session.flush()
    for campaign in await breakers.stopped(session, target, breaker.code):
        if not await _still_stopped(session, campaign.id, target):
            await _go_on(session, campaign, breaker)
    return True


async def _still_stopped(session: AsyncSession, campaign_id: UUID, but: Target) -> bool:
    standing = await breakers.concerning(session, campaign_id)
    return any(one.state is BreakerState.OPEN and one.target != but for one in standing)


async def _go_on(session: AsyncSession, campaign: Campaign, breaker: Breaker) -> None:
    await campaigns.resume(session, campaign.id)
    news = News(NotificationKind.CAMPAIGN_RESUMED, breaker.code, "", campaign.id)
    await _tell(session, campaign, news)


async def close(session: AsyncSession, target: Target) -> None:
    """It did well: everything goes on at its usual pace."""
    breaker = await breakers.get_for_update(session, target)
    if breaker is None:
        return
    await breakers.remove(session, target)
    await channel_news.heal(session, target.id, breaker.code)


async def _set_health(
    session: AsyncSession,
    target: Target,
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> None:
    """As it is shown beside the number or the account; a template's status is the provider's."""
    match target.kind:
        case BreakerTarget.NUMBER:
            await channel_news.set_number_health(session, target.id, health, code, detail)
        case BreakerTarget.CONNECTION:
            await channel_news.set_health(session, target.id, health, code, detail)
        case BreakerTarget.TEMPLATE:
            return


@dataclass(frozen=True, slots=True)
class Gate:
    """What a campaign's next batch has to heed."""

    # Nothing may go out; with the reason.
    stopped: Standing | None = None
    # Only a trickle, for these to be tried.
    trying: tuple[Target, ...] = ()


async def gate(session: AsyncSession, campaign_id: UUID) -> Gate:
    """A person who had the campaign go on while its breaker was open has it tried."""
    standing = await breakers.concerning(session, campaign_id)
    stopped = [one for one in standing if one.state is BreakerState.OPEN and not one.asked_for]
    if stopped:
        return Gate(stopped=stopped[0])
    for one in standing:
        if one.state is BreakerState.OPEN:
            await try_again(session, one.target)
    return Gate(trying=tuple(one.target for one in standing))


async def sweep_one(session: AsyncSession, target: Target, *, quiet: bool) -> None:
    """For the sweep, which looks again under the lock: try it, or close it after a quiet trial."""
    breaker = await breakers.get_for_update(session, target)
    if breaker is None:
        return
    now = datetime.now(UTC)
    if quiet and breaker.state is BreakerState.HALF_OPEN and breaker.updated_at < now - TRIED_FOR:
        await close(session, target)
    elif not quiet and breaker.retry_at is not None and breaker.retry_at <= now:
        await try_again(session, target)


async def confirm_category(session: AsyncSession, template_id: UUID) -> None:
    """A template became marketing: its campaigns wait for a person, under marketing's rules."""
    target = Target(BreakerTarget.TEMPLATE, template_id)
    for campaign_id in await breakers.running(session, target):
        await _stop(session, campaign_id, "template_category_changed", "")
        await campaign_queries.make_marketing(session, campaign_id)
