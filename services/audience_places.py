"""Where the people of an audience are, by their numbers: zones, countries, and what that costs."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import BigInteger, SmallInteger, Subquery, Text, column, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.people import Company
from services import local_time, phone_places, rates
from services.contents import Contents

# So many characters of a number tell country and area.
PREFIX_LENGTH = 7
_PREFIXES = text("SELECT DISTINCT left(phone, 7) FROM contacts WHERE phone IS NOT NULL")
_ZONES = text("SELECT DISTINCT time_zone FROM contacts WHERE time_zone IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Places:
    """By the first characters of a number, or a contact's own zone: what the freeze joins."""

    # The zones of the audience; a recipient names its place in this list.
    zones: tuple[tuple[str, ...], ...]
    # Prefix -> (country, place in zones, price in millionths or None).
    prefixes: dict[str, tuple[str, int, int | None]]
    # A contact's own zone -> place in zones.
    own: dict[str, int]

    def as_json(self) -> list[object]:
        return [list(one) for one in self.zones]


async def read(session: AsyncSession, campaign: Campaign, contents: Contents) -> Places:
    company = await session.get_one(Company, campaign.company_id)
    zone = next(
        (name for name in (campaign.time_zone, company.timezone) if name and local_time.zone(name)),
        "UTC",
    )
    prefixes = sorted(await session.scalars(_PREFIXES))
    found = phone_places.places(prefixes, zone)
    prices = await rates.prices(
        session, contents.channel, contents.purpose.value, datetime.now(UTC).date()
    )
    named = [name for name in await session.scalars(_ZONES) if local_time.zone(name)]
    zones = {place.zones: 0 for place in found} | {(name,): 0 for name in named}
    order = {one: place for place, one in enumerate(sorted(zones))}
    return Places(
        tuple(order),
        {
            prefix: (
                place.country,
                order[place.zones],
                prices.get(place.country, prices.get("")),
            )
            for prefix, place in zip(prefixes, found, strict=True)
        },
        {name: order[name,] for name in named},
    )


def by_prefix(places: Places) -> Subquery:
    """(prefix, country, zone, price) as rows."""
    rows = text(
        "SELECT * FROM unnest(CAST(:place_prefixes AS text[]), CAST(:place_countries AS text[]),"
        " CAST(:place_zones AS smallint[]), CAST(:place_prices AS bigint[]))"
        " AS p (prefix, country, zone, price)"
    ).bindparams(
        place_prefixes=list(places.prefixes),
        place_countries=[country for country, _, _ in places.prefixes.values()],
        place_zones=[zone for _, zone, _ in places.prefixes.values()],
        place_prices=[price for _, _, price in places.prefixes.values()],
    )
    return rows.columns(
        column("prefix", Text),
        column("country", Text),
        column("zone", SmallInteger),
        column("price", BigInteger),
    ).subquery("places")


def by_zone(places: Places) -> Subquery:
    """(name, zone) as rows: contacts whose own zone is known."""
    rows = text(
        "SELECT * FROM unnest(CAST(:own_names AS text[]), CAST(:own_zones AS smallint[]))"
        " AS z (name, zone)"
    ).bindparams(own_names=list(places.own), own_zones=list(places.own.values()))
    return rows.columns(column("name", Text), column("zone", SmallInteger)).subquery("own_zones")
