"""The days on which a company sends nothing that can wait: its country's, and its own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.policies import Holiday
from schemas.errors import InvalidInput
from schemas.policies import Policy
from services import local_time

# A year of days off, ten times over; a list that nobody wrote by hand is a mistake.
MOST_OWN_DAYS = 400
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    name: str


async def days(session: AsyncSession, policy: Policy, around: datetime) -> frozenset[date]:
    """All days off that `services.local_time` can come across from this moment on."""
    own = await session.scalars(select(Holiday.day).where(Holiday.day >= _first(around)))
    years = range(_first(around).year, (around + local_time.HORIZON).year + 1)
    national = (_national(policy.holidays_country, year) for year in years)
    return frozenset(own).union(*national)


async def own_days(session: AsyncSession) -> list[Day]:
    """The company's own, in their order, past ones too."""
    rows = await session.execute(select(Holiday.day, Holiday.name).order_by(Holiday.day))
    return [Day(day, name) for day, name in rows]


async def add(session: AsyncSession, company_id: UUID, day: date, name: str) -> None:
    """One more day off; of one that is there already the name changes."""
    name = name.strip()[:_LONGEST_NAME]
    if len(await own_days(session)) >= MOST_OWN_DAYS:
        raise InvalidInput("There are too many days off; remove past ones first.")
    await session.execute(
        insert(Holiday)
        .values(company_id=company_id, day=day, name=name)
        .on_conflict_do_update(
            index_elements=[Holiday.company_id, Holiday.day], set_={"name": name}
        )
    )


async def remove(session: AsyncSession, day: date) -> bool:
    """False: it was no day off."""
    gone = await session.scalar(delete(Holiday).where(Holiday.day == day).returning(Holiday.day))
    return gone is not None


def national_days(country: str | None, since: date, language: str) -> list[Day]:
    """A country's days off of a year from then, named in the language where that is known."""
    until = since + timedelta(days=365)
    found: dict[date, str] = {}
    for year in (since.year, until.year):
        found |= _named(country, year, language)
    return [Day(day, name) for day, name in sorted(found.items()) if since <= day < until]


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The countries whose holidays are known, by ISO 3166 alpha-2."""
    return frozenset(_calendars().list_supported_countries(include_aliases=False))


def _calendars() -> ModuleType:
    """Loaded when somebody has a country: a worker is ten megabytes smaller without."""
    return import_module("holidays")


def _first(around: datetime) -> date:
    # West of Greenwich it is still the day before.
    return (around - timedelta(days=1)).date()


@lru_cache(maxsize=256)
def _national(country: str | None, year: int) -> frozenset[date]:
    if country is None or country not in countries():
        return frozenset()
    return frozenset(_calendars().country_holidays(country, years=year))


@lru_cache(maxsize=256)
def _named(country: str | None, year: int, language: str) -> dict[date, str]:
    if country is None or country not in countries():
        return {}
    known = _calendars().country_holidays(country).supported_languages
    language = next((one for one in known if one[:2] == language[:2]), "en_US")
    found = _calendars().country_holidays(country, years=year, language=language)
    return dict(found.items())
