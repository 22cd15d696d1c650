"""Breakers: what stopped by itself, whom that concerns, and how it is tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignEvent
from db.models.connections import PhoneNumber
from db.models.limits import Breaker
from db.models.templates import Template
from db.queries.ledger import ALONG_THE_KEY, id_range
from schemas.enums import BreakerState, BreakerTarget, CampaignStatus

_RUNS = (CampaignStatus.LAUNCHING, CampaignStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Target:
    kind: BreakerTarget
    id: UUID


def _is(target: Target) -> ColumnElement[bool]:
    return and_(Breaker.target == target.kind, Breaker.target_id == target.id)


async def get_for_update(session: AsyncSession, target: Target) -> Breaker | None:
    return await session.scalar(select(Breaker).where(_is(target)).with_for_update())


async def open_anew(
    session: AsyncSession,
    company_id: UUID,
    target: Target,
    *,
    code: str,
    detail: str,
    retry_at: datetime | None,
    trips: int,
) -> None:
    values = {
        "state": BreakerState.OPEN,
        "code": code,
        "detail": detail,
        "retry_at": retry_at,
        "trips": trips,
    }
    added = insert(Breaker).values(
        company_id=company_id, target=target.kind, target_id=target.id, **values
    )
    await session.execute(
        added.on_conflict_do_update(
            index_elements=["company_id", "target", "target_id"],
            set_={**values, "opened_at": func.now(), "updated_at": func.now()},
        )
    )


async def remove(session: AsyncSession, target: Target) -> None:
    await session.execute(delete(Breaker).where(_is(target)))


async def all_of(session: AsyncSession) -> Sequence[Breaker]:
    """Of the company at hand, the newest first."""
    return (await session.scalars(select(Breaker).order_by(Breaker.opened_at.desc()))).all()


@dataclass(frozen=True, slots=True)
class Due:
    company_id: UUID
    target: Target


async def due(session: AsyncSession, *, tried_for: timedelta) -> tuple[list[Due], list[Due]]:
    """Those to be tried now, and those whose trickle nobody objected to for so long.

    Over all companies: needs the system login.
    """
    rows = await session.scalars(
        select(Breaker).where(
            or_(
                and_(Breaker.state == BreakerState.OPEN, Breaker.retry_at <= func.now()),
                and_(
                    Breaker.state == BreakerState.HALF_OPEN,
                    Breaker.updated_at < func.now() - tried_for,
                ),
            )
        )
    )
    again: list[Due] = []
    quiet: list[Due] = []
    for row in rows:
        one = Due(row.company_id, Target(row.target, row.target_id))
        (again if row.state is BreakerState.OPEN else quiet).append(one)
    return again, quiet


def _uses(target: Target) -> ColumnElement[bool]:
    """Campaigns that send by this number, connection or template."""
    match target.kind:
        case BreakerTarget.NUMBER:
            return Campaign.phone_number_id == target.id
        case BreakerTarget.CONNECTION:
            numbers = select(PhoneNumber.id).where(PhoneNumber.connection_id == target.id)
            return Campaign.phone_number_id.in_(numbers)
        case BreakerTarget.TEMPLATE:
            variant: list[dict[str, str]] = [{"template_id": str(target.id)}]
            return or_(Campaign.template_id == target.id, Campaign.variants.contains(variant))


async def running(session: AsyncSession, target: Target) -> Sequence[UUID]:
    """Campaigns that this concerns and that send, or are about to; as they are to be locked."""
    rows = await session.scalars(
        select(Campaign.id).where(_uses(target), Campaign.status.in_(_RUNS)).order_by(Campaign.id)
    )
    return rows.all()


async def stopped(session: AsyncSession, target: Target, code: str) -> Sequence[Campaign]:
    """Campaigns that stopped with it, and may go on by themselves."""
    rows = await session.scalars(
        select(Campaign)
        .where(
            _uses(target),
            Campaign.status == CampaignStatus.AUTO_PAUSED,
            Campaign.status_code == code,
            Campaign.auto_resume,
            or_(Campaign.expires_at.is_(None), Campaign.expires_at > func.now()),
        )
        .order_by(Campaign.id)
        .with_for_update()
    )
    return rows.all()


async def stopped_count(session: AsyncSession, target: Target, code: str) -> int:
    """How many campaigns wait for it, whether or not they go on by themselves."""
    found = await session.scalar(
        select(func.count())
        .select_from(Campaign)
        .where(
            _uses(target),
            Campaign.status == CampaignStatus.AUTO_PAUSED,
            Campaign.status_code == code,
        )
    )
    return found or 0


async def template_name(session: AsyncSession, template_id: UUID) -> str:
    return await session.scalar(select(Template.name).where(Template.id == template_id)) or ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A breaker a campaign has to heed."""

    target: Target
    state: BreakerState
    code: str
    detail: str
    # A person had the campaign go on after it opened: they want it tried.
    asked_for: bool


async def concerning(session: AsyncSession, campaign_id: UUID) -> list[Standing]:
    resumed = (
        select(func.max(CampaignEvent.created_at))
        .where(
            CampaignEvent.campaign_id == Campaign.id,
            CampaignEvent.kind == "resumed",
            CampaignEvent.user_id.is_not(None),
        )
        .scalar_subquery()
    )
    of_target = or_(
        and_(Breaker.target == BreakerTarget.NUMBER, Breaker.target_id == Campaign.phone_number_id),
        and_(
            Breaker.target == BreakerTarget.CONNECTION,
            Breaker.target_id == PhoneNumber.connection_id,
        ),
        and_(Breaker.target == BreakerTarget.TEMPLATE, Breaker.target_id == Campaign.template_id),
    )
    rows = await session.execute(
        select(Breaker, func.coalesce(resumed > Breaker.opened_at, False))
        .select_from(Campaign)
        .join(PhoneNumber, PhoneNumber.id == Campaign.phone_number_id)
        .join(Breaker, of_target)
        .where(Campaign.id == campaign_id)
    )
    return [
        Standing(Target(row.target, row.target_id), row.state, row.code, row.detail, asked)
        for row, asked in rows
    ]


@dataclass(frozen=True, slots=True)
class Recent:
    """What became of the last recipients of a campaign."""

    settled: int
    unknown: int
    # The reason most of them failed with, and how many did.
    code: str | None
    failed: int


_ALONG_THE_KEY = text(f"SELECT {ALONG_THE_KEY}")
# By their key the rows before the cursor are those claimed last. Who was claimed before somebody had
# the campaign go on, or before a storm was told of, is left out: that was looked at then.
_RECENT = text(
    """
    WITH recent AS MATERIALIZED (
        SELECT status, reason, claimed_at FROM campaign_recipients
        WHERE id > :first AND id <= :cursor AND campaign_id = :campaign_id
        ORDER BY id DESC LIMIT :sample
    ),
    settled AS (
        SELECT status, reason FROM recent
        WHERE status IN ('unknown', 'accepted', 'sent', 'failed', 'delivered', 'read')
          AND claimed_at > now() - interval '10 minutes'
          AND claimed_at > coalesce((SELECT max(created_at) FROM campaign_events
                                     WHERE campaign_id = :campaign_id AND kind IN
                                         ('resumed', 'retried', 'unknown_resumed', 'storm')),
                                    '-infinity')
    ),
    worst AS (
        SELECT reason, count(*) AS failed FROM settled WHERE status = 'failed'
        GROUP BY reason ORDER BY failed DESC, reason LIMIT 1
    )
    SELECT (SELECT count(*) FROM settled) AS settled,
           (SELECT count(*) FROM settled WHERE status = 'unknown') AS unknown,
           (SELECT reason FROM worst) AS code,
           coalesce((SELECT failed FROM worst), 0) AS failed
    """
)


async def recent(session: AsyncSession, campaign_id: UUID, *, cursor: UUID, sample: int) -> Recent:
    first, _ = id_range(campaign_id)
    values = {"campaign_id": campaign_id, "first": first, "cursor": cursor, "sample": sample}
    await session.execute(_ALONG_THE_KEY)
    return Recent(*(await session.execute(_RECENT, values)).one())
