"""Campaigns: reading, locking and listing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignCount, CampaignEvent, CampaignRecipient
from db.models.connections import PhoneNumber
from db.models.templates import Template
from schemas.enums import CampaignStatus, Channel, DeliveryStatus
from schemas.errors import NotFound

# Those that should have a workflow.
OPEN = (
    CampaignStatus.SCHEDULED,
    CampaignStatus.LAUNCHING,
    CampaignStatus.RUNNING,
    CampaignStatus.PAUSED,
    CampaignStatus.AUTO_PAUSED,
)


async def get(session: AsyncSession, campaign_id: UUID) -> Campaign:
    """Raises NotFound, also for another company's campaign."""
    campaign = await session.scalar(select(Campaign).where(Campaign.id == campaign_id))
    if campaign is None:
        raise NotFound("Campaign", campaign_id)
    return campaign


async def get_for_update(session: AsyncSession, campaign_id: UUID) -> Campaign:
    """The row, locked until the transaction ends. Raises NotFound."""
    campaign = await session.scalar(
        select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    )
    if campaign is None:
        raise NotFound("Campaign", campaign_id)
    return campaign


async def sending_parts(
    session: AsyncSession, campaign: Campaign
) -> tuple[Template | None, PhoneNumber | None]:
    """The template and number a campaign names, where they still exist."""
    template = await session.scalar(select(Template).where(Template.id == campaign.template_id))
    number = await session.scalar(
        select(PhoneNumber).where(
            PhoneNumber.id == campaign.phone_number_id, PhoneNumber.removed_at.is_(None)
        )
    )
    return template, number


async def status_of(session: AsyncSession, campaign_id: UUID) -> CampaignStatus | None:
    return await session.scalar(select(Campaign.status).where(Campaign.id == campaign_id))


@dataclass(frozen=True, slots=True)
class Count:
    status: DeliveryStatus
    # "" but for skipped, failed and unknown.
    reason: str
    count: int


async def counts(session: AsyncSession, campaign_id: UUID) -> list[Count]:
    """How many recipients stand where, by reason where there is one."""
    rows = await session.execute(
        select(CampaignCount.status, CampaignCount.reason, CampaignCount.count)
        .where(CampaignCount.campaign_id == campaign_id, CampaignCount.count > 0)
        .order_by(CampaignCount.status, CampaignCount.count.desc())
    )
    return [Count(*row) for row in rows]


async def totals(
    session: AsyncSession, campaign_ids: Sequence[UUID]
) -> dict[UUID, dict[DeliveryStatus, int]]:
    """Counts by status of several campaigns, for a list."""
    rows = await session.execute(
        select(CampaignCount.campaign_id, CampaignCount.status, func.sum(CampaignCount.count))
        .where(CampaignCount.campaign_id.in_(campaign_ids))
        .group_by(CampaignCount.campaign_id, CampaignCount.status)
    )
    found: dict[UUID, dict[DeliveryStatus, int]] = {key: {} for key in campaign_ids}
    for campaign_id, status, count in rows:
        found[campaign_id][status] = int(count)
    return found


async def page(
    session: AsyncSession,
    *,
    limit: int,
    before: tuple[datetime, UUID] | None = None,
    status: CampaignStatus | None = None,
    text: str = "",
) -> Sequence[Campaign]:
    """Newest first; `before` is the (created_at, id) of the last row already seen."""
    statement = select(Campaign).order_by(Campaign.created_at.desc(), Campaign.id.desc())
    if before is not None:
        statement = statement.where(tuple_(Campaign.created_at, Campaign.id) < tuple_(*before))
    if status is not None:
        statement = statement.where(Campaign.status == status)
    if text:
        statement = statement.where(Campaign.name.icontains(text, autoescape=True))
    return (await session.scalars(statement.limit(limit))).all()


async def using_template(session: AsyncSession, template_id: UUID) -> Sequence[UUID]:
    """Campaigns that are sending, or about to, with this template."""
    rows = await session.scalars(
        select(Campaign.id).where(
            Campaign.template_id == template_id,
            Campaign.status.in_((CampaignStatus.LAUNCHING, CampaignStatus.RUNNING)),
        )
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    company_id: UUID
    campaign_id: UUID
    channel: Channel
    status: CampaignStatus
    scheduled_at: datetime | None


async def open_campaigns(session: AsyncSession) -> list[OpenCampaign]:
    """Every company's campaigns that should have a workflow; for the sweep."""
    rows = await session.execute(
        select(
            Campaign.company_id,
            Campaign.id,
            Campaign.channel,
            Campaign.status,
            Campaign.scheduled_at,
        ).where(Campaign.status.in_(OPEN))
    )
    return [OpenCampaign(*row) for row in rows]


async def in_doubt(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, campaign) of all campaigns with a recipient being sent to right now."""
    rows = await session.execute(
        select(CampaignCount.company_id, CampaignCount.campaign_id).where(
            CampaignCount.status == DeliveryStatus.SENDING, CampaignCount.count > 0
        )
    )
    return [(company_id, campaign_id) for company_id, campaign_id in rows]


async def log(
    session: AsyncSession,
    campaign: Campaign,
    kind: str,
    *,
    user_id: UUID | None = None,
    code: str | None = None,
    detail: str | None = None,
) -> None:
    """Add a line to the campaign's history."""
    session.add(
        CampaignEvent(
            company_id=campaign.company_id,
            campaign_id=campaign.id,
            kind=kind,
            code=code,
            detail=detail,
            user_id=user_id,
        )
    )


async def events(session: AsyncSession, campaign_id: UUID) -> Sequence[CampaignEvent]:
    rows = await session.scalars(
        select(CampaignEvent)
        .where(CampaignEvent.campaign_id == campaign_id)
        .order_by(CampaignEvent.created_at.desc(), CampaignEvent.id.desc())
        .limit(100)
    )
    return rows.all()


async def set_provider_problem(
    session: AsyncSession, campaign_id: UUID, *, code: str, detail: str
) -> None:
    """Keep the provider's last words on the campaign without changing its state."""
    await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values(status_code=code, status_detail=detail)
    )


async def recipients(
    session: AsyncSession,
    campaign_id: UUID,
    *,
    limit: int,
    after: UUID | None = None,
    statuses: Sequence[DeliveryStatus] = (),
    reason: str | None = None,
) -> Sequence[CampaignRecipient]:
    """A page of the ledger in sending order; `after` is the last id already seen."""
    statement = (
        select(CampaignRecipient)
        .where(CampaignRecipient.campaign_id == campaign_id)
        .order_by(CampaignRecipient.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(CampaignRecipient.id > after)
    if statuses:
        statement = statement.where(CampaignRecipient.status.in_(statuses))
        if set(statuses) <= {
            DeliveryStatus.FAILED,
            DeliveryStatus.SKIPPED,
            DeliveryStatus.UNKNOWN,
        }:
            # Lets the partial index find the few among a million.
            statement = statement.where(CampaignRecipient.reason.is_not(None))
    if reason is not None:
        statement = statement.where(CampaignRecipient.reason == reason)
    return (await session.scalars(statement)).all()
