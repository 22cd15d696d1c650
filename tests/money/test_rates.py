"""The price that holds on a day."""

from datetime import date
from uuid import UUID

from db.models.limits import Rate
from db.session import Database
from schemas.enums import Channel, Purpose
from services import rates

_JANUARY = date(2026, 1, 1)
_JULY = date(2026, 7, 1)
_DECEMBER = date(2026, 12, 1)


async def _card(database: Database, company_id: UUID, *rows: tuple[str, str, int, date]) -> None:
    async with database.company(company_id) as session:
        session.add_all(
            Rate(
                company_id=company_id,
                channel="whatsapp",
                country=country,
                category=category,
                price_micros=price,
                valid_from=valid_from,
            )
            for country, category, price, valid_from in rows
        )


async def _prices(database: Database, company_id: UUID, category: str, day: date) -> dict[str, int]:
    async with database.company(company_id) as session:
        return await rates.prices(session, Channel.WHATSAPP, category, day)


async def test_a_new_price_is_a_new_row_and_holds_from_its_day(
    database: Database, company_id: UUID
) -> None:
    await _card(
        database,
        company_id,
        ("BR", "marketing", 340_000, _JANUARY),
        ("BR", "marketing", 360_000, _JULY),
        ("BR", "marketing", 999_000, _DECEMBER),
    )
    before = await _prices(database, company_id, Purpose.MARKETING, date(2026, 6, 30))
    after = await _prices(database, company_id, Purpose.MARKETING, _JULY)
    never = await _prices(database, company_id, Purpose.MARKETING, date(2025, 12, 31))
    assert (before, after, never) == ({"BR": 340_000}, {"BR": 360_000}, {})


async def test_a_row_for_the_category_wins_over_one_for_any_even_a_newer_one(
    database: Database, company_id: UUID
) -> None:
    await _card(
        database,
        company_id,
        ("BR", "utility", 35_000, _JANUARY),
        ("BR", "", 50_000, _JULY),
        ("", "", 70_000, _JANUARY),
    )
    utility = await _prices(database, company_id, Purpose.UTILITY, _DECEMBER)
    marketing = await _prices(database, company_id, Purpose.MARKETING, _DECEMBER)
    assert utility == {"BR": 35_000, "": 70_000}
    assert marketing == {"BR": 50_000, "": 70_000}


async def test_prices_are_of_one_channel_and_one_company(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    await _card(database, other_company_id, ("BR", "", 1, _JANUARY))
    assert await _prices(database, company_id, Purpose.MARKETING, _JULY) == {}
    async with database.company(other_company_id) as session:
        assert await rates.prices(session, Channel.SMS, "marketing", _JULY) == {}
