"""Host names of short links. A table of the platform: everything here needs the system door, and
whoever asks for a company's rows names the company.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.links import LinkDomain


async def of_company(session: AsyncSession, company_id: UUID) -> Sequence[LinkDomain]:
    """Oldest first."""
    rows = await session.scalars(
        select(LinkDomain)
        .where(LinkDomain.company_id == company_id)
        .order_by(LinkDomain.created_at, LinkDomain.host)
    )
    return rows.all()


async def find(session: AsyncSession, company_id: UUID, host: str) -> LinkDomain | None:
    return await session.scalar(
        select(LinkDomain).where(LinkDomain.company_id == company_id, LinkDomain.host == host)
    )


async def claim(session: AsyncSession, company_id: UUID, host: str, proof: str) -> bool:
    """Put the host down as this company's; False when another has proven that it is theirs.

    What nobody has proven is anybody's to take, and the proof is a new one for whoever does.
    """
    added = insert(LinkDomain).values(host=host, company_id=company_id, proof=proof)
    mine = LinkDomain.company_id == company_id
    taken = added.on_conflict_do_update(
        index_elements=[LinkDomain.host],
        set_={"company_id": company_id, "proof": proof, "created_at": func.now()},
        where=LinkDomain.verified_at.is_(None) & ~mine,
    )
    await session.execute(taken)
    owner = await session.scalar(select(LinkDomain.company_id).where(LinkDomain.host == host))
    return owner == company_id


async def verify(session: AsyncSession, company_id: UUID, host: str, proof: str) -> bool:
    """The host answered with this proof; False when it was taken or removed meanwhile."""
    changed = await session.scalars(
        update(LinkDomain)
        .where(
            LinkDomain.company_id == company_id, LinkDomain.host == host, LinkDomain.proof == proof
        )
        .values(verified_at=func.coalesce(LinkDomain.verified_at, func.now()))
        .returning(LinkDomain.host)
    )
    return changed.one_or_none() is not None


async def remove(session: AsyncSession, company_id: UUID, host: str) -> bool:
    removed = await session.scalars(
        delete(LinkDomain)
        .where(LinkDomain.company_id == company_id, LinkDomain.host == host)
        .returning(LinkDomain.host)
    )
    return removed.one_or_none() is not None


async def proof_of(session: AsyncSession, host: str) -> str | None:
    return await session.scalar(select(LinkDomain.proof).where(LinkDomain.host == host))


async def verified(session: AsyncSession) -> dict[str, UUID]:
    """Every proven host name and whose it is."""
    rows = await session.execute(
        select(LinkDomain.host, LinkDomain.company_id).where(LinkDomain.verified_at.is_not(None))
    )
    return {row.host: row.company_id for row in rows}
