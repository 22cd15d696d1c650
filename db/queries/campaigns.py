"""Campaigns: reading, locking and listing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold, folded
from db.models.campaigns import Campaign, CampaignCount, CampaignEvent, CampaignRecipient
from db.models.connections import PhoneNumber
from db.models.contacts import Contact
from db.models.people import User
from db.models.templates import Template
from db.queries import responses
from db.queries.ledger import id_range
from schemas.enums import (
    CampaignStatus,
    Channel,
    DeliveryStatus,
    Purpose,
    ResponseKind,
)
from schemas.errors import NotFound
from schemas.tallies import Count, Tally
from schemas.templates import FrozenTemplate

_FRESH = timedelta(minutes=3)
# Cancelled, and the list of who was not sent to is not written yet.
_cancelled_unfinished = and_(
    Campaign.status == CampaignStatus.CANCELLED, Campaign.finished_at.is_(None)
)
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
    """The row as it is now, locked until the transaction ends. Raises NotFound."""
    campaign = await session.scalar(
        select(Campaign).where(Campaign.id == campaign_id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if campaign is None:
        raise NotFound("Campaign", campaign_id)
    return campaign


async def reread(session: AsyncSession, campaign: Campaign) -> None:
    """Write what was changed and read back what the database made of it (updated_at)."""
    await session.flush()
    await session.refresh(campaign)


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


def as_sent(template: Template, bindings: Mapping[str, object]) -> FrozenTemplate:
    """A stored template with a campaign's own bindings over its own."""
    return FrozenTemplate(
        name=template.name,
        language=template.language,
        components=template.components,
        parameter_format=template.parameter_format,
        version=template.version,
        bindings={**template.bindings, **bindings},
    )


async def status_of(session: AsyncSession, campaign_id: UUID) -> CampaignStatus | None:
    return await session.scalar(select(Campaign.status).where(Campaign.id == campaign_id))


async def tallies(session: AsyncSession, campaign_ids: Sequence[UUID]) -> dict[UUID, Tally]:
    """How many recipients of each campaign stand where, by reason where there is one."""
    rows = await session.execute(
        select(
            CampaignCount.campaign_id,
            CampaignCount.status,
            CampaignCount.reason,
            func.sum(CampaignCount.count),
        )
        .where(CampaignCount.campaign_id.in_(campaign_ids), CampaignCount.count > 0)
        .group_by(CampaignCount.campaign_id, CampaignCount.status, CampaignCount.reason)
        .order_by(CampaignCount.status, CampaignCount.reason)
    )
    found: dict[UUID, list[Count]] = {key: [] for key in campaign_ids}
    for campaign_id, status, reason, count in rows:
        found[campaign_id].append(Count(status, reason, count))
    return {key: Tally.of(counts) for key, counts in found.items()}


async def tally(session: AsyncSession, campaign_id: UUID) -> Tally:
    return (await tallies(session, [campaign_id]))[campaign_id]


async def page(
    session: AsyncSession,
    *,
    limit: int,
    before: tuple[datetime, UUID] | None = None,
    status: CampaignStatus | None = None,
    search: str = "",
    external_id: str | None = None,
) -> Sequence[Campaign]:
    """Newest first; `before` is the (created_at, id) of the last row already seen.

    Not the sends of cadences' steps, which have a campaign each.
    """
    own = Campaign.cadence_id.is_(None)
    statement = select(Campaign).where(own).order_by(Campaign.created_at.desc(), Campaign.id.desc())
    if before is not None:
        statement = statement.where(tuple_(Campaign.created_at, Campaign.id) < tuple_(*before))
    if status is not None:
        statement = statement.where(Campaign.status == status)
    if search:
        statement = statement.where(Campaign.name.icontains(search, autoescape=True))
    if external_id is not None:
        statement = statement.where(Campaign.external_id == external_id)
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
    # Changed a short while ago: whoever changed it may have died before telling the workflow.
    fresh: bool


async def open_campaigns(session: AsyncSession) -> list[OpenCampaign]:
    """Every company's campaigns that should have a workflow; for the sweep."""
    fresh = Campaign.updated_at > func.now() - _FRESH
    rows = await session.execute(
        select(
            Campaign.company_id,
            Campaign.id,
            Campaign.channel,
            fresh,
        ).where(
            Campaign.cadence_id.is_(None),
            or_(Campaign.status.in_(OPEN), _cancelled_unfinished),
        )
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


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a campaign's history; user_name is None for what happened by itself."""

    id: UUID
    kind: str
    code: str | None
    detail: str | None
    user_id: UUID | None
    user_name: str | None
    created_at: datetime


async def events(
    session: AsyncSession,
    campaign_id: UUID,
    *,
    limit: int = 100,
    before: tuple[datetime, UUID] | None = None,
) -> list[EventRow]:
    """Newest first."""
    event = CampaignEvent
    statement = (
        select(
            event.id,
            event.kind,
            event.code,
            event.detail,
            event.user_id,
            User.name,
            event.created_at,
        )
        .outerjoin(User, User.id == event.user_id)
        .where(event.campaign_id == campaign_id)
        .order_by(event.created_at.desc(), event.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(tuple_(event.created_at, event.id) < tuple_(*before))
    return [EventRow(*row) for row in await session.execute(statement)]


async def make_marketing(session: AsyncSession, campaign_id: UUID) -> None:
    """From here on it is claimed by what people allow of marketing."""
    await session.execute(
        update(Campaign).where(Campaign.id == campaign_id).values(purpose=Purpose.MARKETING)
    )


async def left_after_the_end(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, campaign) of completed ones for whom somebody waits: held back by the provider."""
    rows = await session.execute(
        select(CampaignCount.company_id, CampaignCount.campaign_id)
        .join(Campaign, Campaign.id == CampaignCount.campaign_id)
        .where(
            CampaignCount.status == DeliveryStatus.PENDING,
            CampaignCount.count > 0,
            Campaign.status == CampaignStatus.COMPLETED,
            Campaign.frozen_at.is_not(None),
        )
        .distinct()
    )
    return [(company_id, campaign_id) for company_id, campaign_id in rows]


async def set_provider_problem(
    session: AsyncSession, campaign_id: UUID, *, code: str, detail: str
) -> None:
    """Keep the provider's last words on the campaign without changing its state."""
    await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values(status_code=code, status_detail=detail)
    )


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One line of the ledger with who it is; an erased contact has no name any more."""

    id: UUID
    contact_id: UUID
    name: str | None
    external_id: str | None
    address: str
    status: DeliveryStatus
    reason: str | None
    reason_detail: str | None
    provider_id: str | None
    attempts: int
    claimed_at: datetime | None
    accepted_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None
    variant: int
    # The place of its zones in the campaign's list.
    zone: int | None
    country: str | None
    segments: int | None
    cost_micros: int | None

    @property
    def at(self) -> datetime | None:
        """When the last thing that is known happened."""
        return (
            self.read_at
            or self.delivered_at
            or self.failed_at
            or self.sent_at
            or self.accepted_at
            or self.claimed_at
        )


# Fewer digits than this are as likely part of a name.
_FEWEST_DIGITS = 3
_SELDOM = frozenset({DeliveryStatus.FAILED, DeliveryStatus.SKIPPED, DeliveryStatus.UNKNOWN})


async def recipients(
    session: AsyncSession,
    campaign_id: UUID,
    *,
    limit: int,
    after: UUID | None = None,
    statuses: Sequence[DeliveryStatus] = (),
    reason: str | None = None,
    responded: ResponseKind | None = None,
    q: str = "",
) -> list[RecipientRow]:
    """A page of the ledger in sending order; `after` is the last id already seen.

    `q` is part of a name or number; no index knows it, so the campaign is looked through.
    """
    row = CampaignRecipient
    first, last = id_range(campaign_id)
    statement = (
        select(
            row.id,
            row.contact_id,
            Contact.name,
            Contact.external_id,
            row.address,
            row.status,
            row.reason,
            row.reason_detail,
            row.provider_id,
            row.attempts,
            row.claimed_at,
            row.accepted_at,
            row.sent_at,
            row.delivered_at,
            row.read_at,
            row.failed_at,
            row.variant,
            row.zone,
            row.country,
            row.segments,
            row.cost_micros,
        )
        .outerjoin(Contact, (Contact.company_id == row.company_id) & (Contact.id == row.contact_id))
        # The range of ids keeps to this campaign's part of the primary key.
        .where(row.campaign_id == campaign_id, row.id > (after or first), row.id <= last)
        .order_by(row.id)
        .limit(limit)
    )
    if statuses:
        statement = statement.where(row.status.in_(statuses))
        if _SELDOM.issuperset(statuses):
            # Lets the partial index find the few among a million.
            statement = statement.where(row.reason.is_not(None))
    if reason is not None:
        statement = statement.where(row.reason == reason)
    if responded is not None:
        statement = statement.where(row.id.in_(responses.who_did(campaign_id, responded)))
    if q:
        statement = statement.where(_is_called(q))
    rows = (await session.execute(statement)).mappings()
    return [RecipientRow(**found) for found in rows]


def _is_called(q: str) -> ColumnElement[bool]:
    digits = "".join(character for character in q if character.isdigit())
    by_name = func.strpos(folded(Contact.name.expression), fold(q)) > 0
    if len(digits) < _FEWEST_DIGITS or any(character.isalpha() for character in q):
        return by_name
    return or_(by_name, func.strpos(CampaignRecipient.address, digits) > 0)
