"""What a step of a cadence can name, by name."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import WebhookEndpoint
from db.models.templates import Template
from schemas.enums import TemplateCategory, TemplateStatus

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class TemplateRow:
    id: UUID
    connection_id: UUID
    name: str
    language: str
    category: TemplateCategory
    approved: bool


async def templates(session: AsyncSession) -> list[TemplateRow]:
    """Those of every account, by name."""
    one = Template
    rows = await session.execute(
        select(
            one.id,
            one.connection_id,
            one.name,
            one.language,
            one.category,
            one.status == TemplateStatus.APPROVED,
        )
        .order_by(one.name, one.language)
        .limit(_MOST)
    )
    return [TemplateRow(*row) for row in rows]


async def endpoints(session: AsyncSession) -> list[tuple[UUID, str]]:
    """Addresses of other systems; one without a name by its address."""
    name = func.coalesce(func.nullif(WebhookEndpoint.name, ""), WebhookEndpoint.url)
    rows = await session.execute(
        select(WebhookEndpoint.id, name).order_by(func.lower(name)).limit(_MOST)
    )
    return [(key, words) for key, words in rows]
