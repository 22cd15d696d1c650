"""Templates and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.templates import Template, TemplateEvent
from schemas.cursors import Cursor
from schemas.enums import CampaignStatus, TemplateCategory, TemplateStatus
from schemas.errors import NotFound


async def get(session: AsyncSession, template_id: UUID) -> Template:
    template = await session.scalar(select(Template).where(Template.id == template_id))
    if template is None:
        raise NotFound("Template", template_id)
    return template


async def by_ids(session: AsyncSession, template_ids: Sequence[UUID]) -> dict[UUID, Template]:
    """Those that exist."""
    rows = await session.scalars(select(Template).where(Template.id.in_(template_ids)))
    return {template.id: template for template in rows}


async def get_for_update(session: AsyncSession, template_id: UUID) -> Template:
    template = await session.scalar(
        select(Template).where(Template.id == template_id).with_for_update()
    )
    if template is None:
        raise NotFound("Template", template_id)
    return template


async def find_for_update(
    session: AsyncSession, connection_id: UUID, provider_id: str, name: str, language: str
) -> Template | None:
    """By the provider's id, else by what it is called at that account."""
    rows = await session.scalars(
        select(Template)
        .where(
            Template.connection_id == connection_id,
            or_(
                Template.provider_template_id == provider_id,
                (Template.name == name) & (Template.language == language),
            ),
        )
        .with_for_update()
    )
    found = list(rows)
    exact = [template for template in found if template.provider_template_id == provider_id]
    return next(iter(exact or found), None)


async def of_connection(session: AsyncSession, connection_id: UUID) -> list[Template]:
    rows = await session.scalars(
        select(Template).where(Template.connection_id == connection_id).with_for_update()
    )
    return list(rows)


async def page(
    session: AsyncSession,
    *,
    limit: int,
    after: Cursor | None = None,
    search: str = "",
    statuses: Sequence[TemplateStatus] = (),
    category: TemplateCategory | None = None,
    connection_id: UUID | None = None,
    language: str = "",
) -> Sequence[Template]:
    """Newest first."""
    query = select(Template).order_by(Template.created_at.desc(), Template.id.desc()).limit(limit)
    if after is not None:
        query = query.where(
            tuple_(Template.created_at, Template.id) < tuple_(after.created_at, after.id)
        )
    if search:
        query = query.where(Template.name.icontains(search, autoescape=True))
    if statuses:
        query = query.where(Template.status.in_(statuses))
    if category is not None:
        query = query.where(Template.category == category)
    if connection_id is not None:
        query = query.where(Template.connection_id == connection_id)
    if language:
        query = query.where(Template.language == language)
    return (await session.scalars(query)).all()


async def open_campaigns(session: AsyncSession, template_id: UUID) -> int:
    """Campaigns on their way that send this template."""
    over = (CampaignStatus.COMPLETED, CampaignStatus.CANCELLED, CampaignStatus.FAILED)
    found = await session.scalar(
        select(func.count())
        .select_from(Campaign)
        .where(
            Campaign.template_id == template_id,
            Campaign.status.not_in([*over, CampaignStatus.DRAFT]),
        )
    )
    return found or 0


async def is_named_by_a_campaign(session: AsyncSession, template_id: UUID) -> bool:
    return bool(await session.scalar(select(exists().where(Campaign.template_id == template_id))))


async def languages(session: AsyncSession) -> Sequence[str]:
    """Those in use, for a filter."""
    query = select(Template.language).distinct().order_by(Template.language)
    return (await session.scalars(query)).all()


async def events(session: AsyncSession, template_id: UUID) -> Sequence[TemplateEvent]:
    """What happened to a template, the latest first."""
    rows = await session.scalars(
        select(TemplateEvent)
        .where(TemplateEvent.template_id == template_id)
        .order_by(TemplateEvent.occurred_at.desc(), TemplateEvent.id.desc())
        .limit(200)
    )
    return rows.all()


async def has_event_after(
    session: AsyncSession, template_id: UUID, kind: str, moment: datetime
) -> bool:
    """True when a later change of this kind is known: an older notice arrives late."""
    found = await session.scalar(
        select(
            exists().where(
                TemplateEvent.template_id == template_id,
                TemplateEvent.kind == kind,
                TemplateEvent.occurred_at > moment,
            )
        )
    )
    return bool(found)


async def add_event(
    session: AsyncSession,
    template: Template,
    *,
    kind: str,
    before: str | None,
    after: str | None,
    reason: str | None,
    occurred_at: datetime,
) -> None:
    session.add(
        TemplateEvent(
            company_id=template.company_id,
            template_id=template.id,
            kind=kind,
            before=before,
            after=after,
            reason=reason,
            occurred_at=occurred_at,
        )
    )
    await session.flush()
