"""When a company writes to people, and by whose holidays."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.errors import FieldError, InvalidInput
from schemas.hours import Hours
from schemas.policies import Policy
from schemas.words import mark
from services import holidays, policies

_COUNTRY = mark("Choose a country of the list.")


async def change(
    session: AsyncSession, company_id: UUID, hours: Hours | None, country: str | None
) -> Policy:
    """None: at any time; no country's holidays. Raises InvalidInput."""
    errors = hours.check() if hours is not None else []
    if country is not None and country not in holidays.countries():
        errors.append(FieldError("holidays_country", "unknown", _COUNTRY))
    if errors:
        raise InvalidInput("Some of it is not right.", errors)
    stored = hours.as_json() if hours is not None else None
    return await policies.save(session, company_id, hours=stored, holidays_country=country)
