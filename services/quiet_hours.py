"""The company's hours for one person: when they may next be written to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.queries import people
from schemas.hours import Hours
from services import holidays, local_time, phone_places, policies


def zones_of(contact: Contact, default: str) -> tuple[str, ...]:
    """Their own zone; else those their number may be in; else the default."""
    own = contact.time_zone
    if own is not None and local_time.zone(own) is not None:
        return (own,)
    (place,) = phone_places.places([contact.phone or ""], default)
    return place.zones


async def opening(
    session: AsyncSession, company_id: UUID, contact: Contact, at: datetime
) -> datetime | None:
    """The first moment from then on at which they may be written to; None: then already."""
    policy = await policies.get(session)
    company = await people.get_company(session, company_id)
    if not policy.hours or company is None:
        return None
    days = await holidays.days(session, policy, at)
    zones = zones_of(contact, company.timezone)
    return local_time.next_opening(zones, at, Hours.from_json(policy.hours), days, None)
