"""Where the people of a page are, and the dates a cadence waits for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import Company
from db.queries import cadence_ledger
from schemas.segments import CUSTOM
from services import local_time, phone_places


async def default_zone(session: AsyncSession, company_id: UUID, own: str | None) -> str:
    """For whoever's own is not known: the cadence's, else the company's."""
    company = await session.get_one(Company, company_id)
    names = (own, company.timezone)
    return next((name for name in names if name and local_time.zone(name)), "UTC")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    country: str
    # Where they may be: their own zone, else those of their number.
    zones: tuple[str, ...]


async def whereabouts(
    session: AsyncSession, company_id: UUID, zone: str | None, ids: Sequence[UUID]
) -> dict[UUID, Whereabouts]:
    """By contact; whoever was erased is missing."""
    default = await default_zone(session, company_id, zone)
    people = await cadence_ledger.persons(session, ids)
    places = phone_places.places([one.prefix or "" for one in people], default)
    return {
        person.contact_id: Whereabouts(
            place.country,
            (person.time_zone,)
            if person.time_zone and local_time.zone(person.time_zone)
            else place.zones,
        )
        for person, place in zip(people, places, strict=True)
    }


_DATES = text(
    """
    SELECT id, fields ->> :key AS day FROM contacts WHERE id = ANY(CAST(:ids AS uuid[]))
    """
)


async def dates(session: AsyncSession, ids: Sequence[UUID], field: str) -> Mapping[UUID, date]:
    """What a date field says of each; who has none, or no date there, is missing."""
    values = {"ids": list(ids), "key": field.removeprefix(CUSTOM)}
    found = {row.id: _date(row.day) for row in await session.execute(_DATES, values)}
    return {contact_id: day for contact_id, day in found.items() if day is not None}


def _date(stored: str | None) -> date | None:
    try:
        return date.fromisoformat(stored[:10]) if stored else None
    except ValueError:
        return None
