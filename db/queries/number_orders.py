"""Numbers on their way to us, or back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import NumberOrder, PhoneNumber
from db.models.series import CampaignSeries
from schemas.cursors import Cursor
from schemas.enums import CampaignStatus, NumberOrderStatus
from schemas.errors import NotFound

# Twilio gave no answer, and the number was not there either when we looked.
NOT_ANSWERED = "not_answered"
# On its way: somebody has to go on with it.
OPEN = (NumberOrderStatus.WANTED, NumberOrderStatus.BOUGHT, NumberOrderStatus.RELEASING)
_OVER = (
    CampaignStatus.DRAFT,
    CampaignStatus.COMPLETED,
    CampaignStatus.CANCELLED,
    CampaignStatus.FAILED,
)
# What nobody answered for is looked for this much longer, this often.
_DOUBT_LASTS, _DOUBT_RESTS = timedelta(days=1), timedelta(minutes=10)


async def get(session: AsyncSession, order_id: UUID, *, lock: bool = False) -> NumberOrder:
    query = select(NumberOrder).where(NumberOrder.id == order_id)
    order = await session.scalar(query.with_for_update() if lock else query)
    if order is None:
        raise NotFound("Number order", order_id)
    return order


async def page(
    session: AsyncSession, *, after: Cursor | None = None, limit: int
) -> Sequence[NumberOrder]:
    """Newest first."""
    row = NumberOrder
    query = select(row).order_by(row.created_at.desc(), row.id.desc()).limit(limit)
    if after is not None:
        query = query.where(tuple_(row.created_at, row.id) < tuple_(after.created_at, after.id))
    return (await session.scalars(query)).all()


async def shown(
    session: AsyncSession, connection_id: UUID, *, lately: timedelta
) -> Sequence[NumberOrder]:
    """Those of a connection that are on their way, or failed lately; newest first."""
    row = NumberOrder
    fresh = row.updated_at > func.now() - lately
    wanted = or_(
        row.status.in_(OPEN),
        and_(row.status == NumberOrderStatus.FAILED, fresh),
        # Twilio did not take it back.
        and_(row.status == NumberOrderStatus.READY, row.code.is_not(None)),
    )
    query = select(row).where(row.connection_id == connection_id, wanted)
    return (await session.scalars(query.order_by(row.created_at.desc()))).all()


async def of_number(session: AsyncSession, number: PhoneNumber) -> NumberOrder | None:
    """The order by which a number came to us, locked."""
    row = NumberOrder
    return await session.scalar(
        select(row)
        .where(
            row.connection_id == number.connection_id,
            row.provider_number_id == number.provider_number_id,
            row.status.in_((NumberOrderStatus.READY, NumberOrderStatus.RELEASING)),
        )
        .with_for_update()
    )


async def is_ordered(session: AsyncSession, phone: str) -> bool:
    """Whether a number is on its way to us, or here."""
    row = NumberOrder
    found = exists().where(row.phone == phone, row.status.in_((*OPEN, NumberOrderStatus.READY)))
    return bool(await session.scalar(select(found)))


async def open_on(session: AsyncSession, connection_id: UUID) -> bool:
    """Whether anything is on its way that needs the connection's credentials."""
    row = NumberOrder
    found = exists().where(row.connection_id == connection_id, row.status.in_(OPEN))
    return bool(await session.scalar(select(found)))


async def claim(session: AsyncSession, order_id: UUID) -> bool:
    """True for the one who may ask the provider for the number."""
    row = NumberOrder
    claimed = await session.scalar(
        update(row)
        .where(
            row.id == order_id,
            row.status == NumberOrderStatus.WANTED,
            row.asked_at.is_(None),
        )
        .values(asked_at=func.now())
        .returning(row.id)
    )
    return claimed is not None


async def move(
    session: AsyncSession, order_id: UUID, was: NumberOrderStatus, **values: object
) -> bool:
    """Write what came of a step, unless the order has moved on meanwhile."""
    row = NumberOrder
    moved = await session.scalar(
        update(row)
        .where(row.id == order_id, row.status == was)
        .values(**values, updated_at=func.now())
        .returning(row.id)
    )
    return moved is not None


async def take_in(
    session: AsyncSession, order: NumberOrder, *, removed: bool, bought: bool
) -> None:
    """Mark the order's number as ours or as gone."""
    row = PhoneNumber
    await session.execute(
        update(row)
        .where(
            row.connection_id == order.connection_id,
            row.provider_number_id == order.provider_number_id,
        )
        .values(
            removed_at=func.coalesce(row.removed_at, func.now()) if removed else None,
            bought_at=func.coalesce(row.bought_at, func.now()) if bought else row.bought_at,
        )
    )


async def to_go_on_with(session: AsyncSession, *, rested: timedelta) -> list[tuple[UUID, UUID]]:
    """(company, order) over all companies: what is open, and what nobody answered for."""
    row, now = NumberOrder, func.now()
    doubtful = and_(
        row.status == NumberOrderStatus.FAILED,
        row.code == NOT_ANSWERED,
        row.created_at > now - _DOUBT_LASTS,
        row.updated_at < now - _DOUBT_RESTS,
    )
    left = and_(row.status.in_(OPEN), row.updated_at < now - rested)
    query = select(row.company_id, row.id).where(or_(left, doubtful))
    return [(company_id, order_id) for company_id, order_id in await session.execute(query)]


async def campaign_using(session: AsyncSession, number_id: UUID) -> str | None:
    """The name of a campaign that is to send by this number, itself or as a fallback."""
    row = Campaign
    query = (
        select(row.name)
        .where(
            _sends_by(number_id),
            or_(row.status.not_in(_OVER), row.fallback_at.is_not(None)),
        )
        .limit(1)
    )
    return await session.scalar(query)


async def series_using(session: AsyncSession, number_id: UUID) -> str | None:
    """The name of a series whose campaigns are to be sent by this number."""
    row = CampaignSeries
    query = (
        select(row.name)
        .join(Campaign, Campaign.id == row.source_campaign_id)
        .where(
            row.removed_at.is_(None),
            or_(row.next_at.is_not(None), row.paused_at.is_not(None)),
            _sends_by(number_id),
        )
        .limit(1)
    )
    return await session.scalar(query)


def _sends_by(number_id: UUID) -> ColumnElement[bool]:
    fallback = Campaign.fallback["phone_number_id"].astext == str(number_id)
    return or_(Campaign.phone_number_id == number_id, fallback)
