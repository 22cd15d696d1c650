"""Campaigns that come again: reading, locking and listing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.series import CampaignSeries
from schemas.cursors import Cursor
from schemas.errors import NotFound

# Longer than that, and whoever should have begun an occurrence has not.
_LATE_SECONDS = 20


async def get(session: AsyncSession, series_id: UUID, *, lock: bool = False) -> CampaignSeries:
    """Raises NotFound, also for one that was removed."""
    query = select(CampaignSeries).where(
        CampaignSeries.id == series_id, CampaignSeries.removed_at.is_(None)
    )
    series = await session.scalar(query.with_for_update() if lock else query)
    if series is None:
        raise NotFound("Series", series_id)
    return series


async def page(
    session: AsyncSession, *, after: Cursor | None = None, limit: int
) -> Sequence[CampaignSeries]:
    """Newest first."""
    row = CampaignSeries
    query = select(row).where(row.removed_at.is_(None))
    if after is not None:
        query = query.where(tuple_(row.created_at, row.id) < (after.created_at, after.id))
    rows = await session.scalars(query.order_by(row.created_at.desc(), row.id.desc()).limit(limit))
    return rows.all()


async def runs(
    session: AsyncSession, series_id: UUID, *, after: Cursor | None = None, limit: int
) -> Sequence[Campaign]:
    """The campaigns it made, the newest first."""
    query = select(Campaign).where(Campaign.series_id == series_id)
    if after is not None:
        place = (after.created_at, after.id)
        query = query.where(tuple_(Campaign.created_at, Campaign.id) < place)
    newest = query.order_by(Campaign.created_at.desc(), Campaign.id.desc())
    return (await session.scalars(newest.limit(limit))).all()


async def was_run(session: AsyncSession, series_id: UUID, at: datetime) -> bool:
    made = exists().where(Campaign.series_id == series_id, Campaign.occurrence_at == at)
    return bool(await session.scalar(select(made)))


async def uses(session: AsyncSession, campaign_id: UUID) -> bool:
    """Whether a series is made of this campaign."""
    made = exists().where(CampaignSeries.source_campaign_id == campaign_id)
    return bool(await session.scalar(select(made)))


async def overdue(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, series) of every company whose next occurrence nobody has begun."""
    late = func.now() - func.make_interval(0, 0, 0, 0, 0, 0, _LATE_SECONDS)
    row = CampaignSeries
    rows = await session.execute(
        select(row.company_id, row.id).where(row.next_at < late, row.removed_at.is_(None))
    )
    return [(company_id, series_id) for company_id, series_id in rows]


async def unfollowed(session: AsyncSession) -> Sequence[CampaignSeries]:
    """Those of every company whose Temporal Schedule is not as the row says."""
    row = CampaignSeries
    rows = await session.scalars(
        select(row).where(or_(row.version != row.followed_version, row.removed_at.is_not(None)))
    )
    return rows.all()


async def set_followed(session: AsyncSession, series_id: UUID, version: int) -> None:
    """The schedule follows this version; one that was removed is gone now."""
    row = CampaignSeries
    # Changed since, it is followed anew by the next sweep.
    same = (row.id == series_id, row.version == version)
    await session.execute(delete(row).where(*same, row.removed_at.is_not(None)))
    await session.execute(update(row).where(*same).values(followed_version=version))
