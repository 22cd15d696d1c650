"""What a company has decided for all that it sends: read with defaults, written field by field."""

from dataclasses import fields
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.policies import CompanyPolicy
from schemas.policies import Policy

_NAMES = tuple(one.name for one in fields(Policy))


async def get(session: AsyncSession) -> Policy:
    """The company's own, or the defaults."""
    row = await session.scalar(select(CompanyPolicy))
    if row is None:
        return Policy()
    return Policy(**{name: getattr(row, name) for name in _NAMES})


async def save(session: AsyncSession, company_id: UUID, **values: object) -> Policy:
    """Change what is named; the caller has checked the values."""
    assert set(values) <= set(_NAMES)
    await session.execute(
        insert(CompanyPolicy)
        .values(company_id=company_id, **values)
        .on_conflict_do_update(index_elements=[CompanyPolicy.company_id], set_=values)
    )
    session.expire_all()
    return await get(session)
