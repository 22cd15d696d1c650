"""Short links: what a campaign leads to, whose host names lead here, and who followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.links import LinkDomain

# The caller holds the campaign locked, so that two do not number them at once.
_REGISTER = text(
    """
    WITH known AS (
        SELECT url, serial, position FROM short_links WHERE campaign_id = :campaign_id
    ),
    new AS (
        INSERT INTO short_links (company_id, campaign_id, position, url)
        SELECT :company_id, :campaign_id,
               (SELECT coalesce(max(position), 0) FROM known) + row_number() OVER (ORDER BY w.n),
               w.url
        FROM unnest(CAST(:urls AS text[])) WITH ORDINALITY AS w (url, n)
        WHERE NOT EXISTS (SELECT FROM known WHERE known.url = w.url)
        RETURNING url, serial
    )
    SELECT url, serial FROM known WHERE url = ANY(CAST(:urls AS text[]))
    UNION ALL SELECT url, serial FROM new
    """
)


async def register(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, urls: Sequence[str]
) -> dict[str, int]:
    """The serial of each url of a campaign, given to those that have none yet."""
    values = {"company_id": company_id, "campaign_id": campaign_id, "urls": list(urls)}
    rows = await session.execute(_REGISTER, values)
    return {row.url: row.serial for row in rows}


async def host_of(session: AsyncSession, company_id: UUID) -> str | None:
    """The company's proven host name, the oldest; needs the system door."""
    return await session.scalar(
        select(LinkDomain.host)
        .where(LinkDomain.company_id == company_id, LinkDomain.verified_at.is_not(None))
        .order_by(LinkDomain.verified_at)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Target:
    """Where a short link leads, and whose it is."""

    company_id: UUID
    campaign_id: UUID
    link_id: UUID
    url: str


_TARGET = text("SELECT company_id, campaign_id, id, url FROM short_links WHERE serial = :serial")


async def target(session: AsyncSession, serial: int) -> Target | None:
    """What a serial stands for, whosever it is; needs the system door."""
    row = (await session.execute(_TARGET, {"serial": serial})).one_or_none()
    return Target(*row) if row else None
