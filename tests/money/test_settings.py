"""Prices and budgets in the console: what is typed in either language is what is stored."""

from uuid import UUID

from httpx import AsyncClient
from sqlalchemy import select

from db.models.limits import Rate
from db.session import Database
from schemas.enums import Role
from schemas.policies import Policy
from services import policies
from tests.fixtures.people import OpenBrowser

_PORTUGUESE = {"Accept-Language": "pt-BR"}
_PRICE = {
    "channel": "whatsapp",
    "country": "BR",
    "category": "marketing",
    "price": "0.345",
    "valid_from": "2026-07-01",
}


async def stored(database: Database, company_id: UUID) -> list[tuple[str, int]]:
    async with database.company(company_id) as session:
        rows = await session.scalars(select(Rate).order_by(Rate.country))
        return [(row.country, row.price_micros) for row in rows]


async def policy(database: Database, company_id: UUID) -> Policy:
    async with database.company(company_id) as session:
        return await policies.get(session)


async def test_a_price_is_added_corrected_and_deleted(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    added = await signed_in.post("/prices", data=_PRICE)
    assert added.status_code == 303
    assert await stored(database, company_id) == [("BR", 345_000)]
    page = await signed_in.get("/prices")
    assert "R$0.345" in page.text
    async with database.company(company_id) as session:
        rate_id = await session.scalar(select(Rate.id))
    place = f"/prices/{rate_id}"
    await signed_in.post(place, data={**_PRICE, "price": "0.36"})
    assert await stored(database, company_id) == [("BR", 360_000)]
    await signed_in.post(f"{place}/delete")
    assert await stored(database, company_id) == []


async def test_a_wrong_price_comes_back_with_what_was_typed(signed_in: AsyncClient) -> None:
    for wrong in ({"price": "much"}, {"price": ""}, {"valid_from": "soon"}, {"country": "XX"}):
        answer = await signed_in.post("/prices", data={**_PRICE, **wrong})
        assert answer.status_code == 422, wrong


async def test_a_downloaded_file_can_be_read_again(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    await signed_in.post("/prices", data=_PRICE)
    signed_in.headers.update(_PORTUGUESE)
    file = await signed_in.get("/prices/file")
    assert "whatsapp;BR;marketing;0.345;2026-07-01" in file.text
    changed = file.content.replace(b"0.345", b"0,40").replace(b";BR;", b";;")
    upload = {"file": ("prices.csv", changed, "text/csv")}
    assert (await signed_in.post("/prices/file", files=upload)).status_code == 303
    assert await stored(database, company_id) == [("", 400_000), ("BR", 345_000)]


async def test_a_wrong_file_changes_nothing_and_says_where(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    data = (
        b"channel,country,category,price,valid_from\nsms,BR,,0.1,2026-01-01\nsms,BR,,x,2026-01-01\n"
    )
    upload = {"file": ("prices.csv", data, "text/csv")}
    answer = await signed_in.post("/prices/file", files=upload)
    assert answer.status_code == 422
    assert "Line 3, price" in answer.text
    assert await stored(database, company_id) == []


async def test_budgets_and_limits_are_set_as_the_reader_writes_numbers(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    signed_in.headers.update(_PORTUGUESE)
    form = {
        "currency": "BRL",
        "monthly_budget": "15.000,50",
        "approval_recipients": "10.000",
        "approval_cost": "2500",
    }
    assert (await signed_in.post("/settings/money", data=form)).status_code == 303
    found = await policy(database, company_id)
    assert found.monthly_budget_micros == 15_000_500_000
    assert found.approval_recipients == 10_000
    assert found.approval_micros == 2_500_000_000
    page = await signed_in.get("/settings/money")
    assert "15.000,5" in page.text
    empty = {"currency": "EUR", "monthly_budget": "", "approval_recipients": ""}
    await signed_in.post("/settings/money", data=empty)
    found = await policy(database, company_id)
    assert (found.currency, found.monthly_budget_micros) == ("EUR", None)
    assert found.approval_recipients is None


async def test_wrong_amounts_come_back(signed_in: AsyncClient) -> None:
    right = {"currency": "BRL", "monthly_budget": "1", "approval_recipients": "1"}
    for wrong in (
        {"currency": "XYZ"},
        {"monthly_budget": "a lot"},
        {"approval_recipients": "1.5"},
        {"approval_recipients": "0"},
        {"approval_cost": "-1"},
    ):
        answer = await signed_in.post("/settings/money", data={**right, **wrong})
        assert answer.status_code == 422, wrong


async def test_only_an_owner_sets_limits_and_an_administrator_prices(
    open_browser: OpenBrowser, company_id: UUID
) -> None:
    admin = await open_browser(company_id, Role.ADMIN)
    assert (await admin.get("/settings/money")).status_code == 403
    assert (await admin.get("/prices")).status_code == 200
    agent = await open_browser(company_id, Role.AGENT)
    assert (await agent.get("/prices")).status_code == 403


async def test_the_api_sets_the_same(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    wanted = {"monthly_budget_micros": 5_000_000, "approval_recipients": 10, "frequency_days": 5}
    answer = await api_client.patch("/api/v1/policies", json=wanted)
    assert answer.status_code == 200
    assert answer.json()["monthly_budget_micros"] == 5_000_000
    found = await policy(database, company_id)
    assert (found.approval_recipients, found.frequency_days) == (10, 5)
    wrong = await api_client.patch("/api/v1/policies", json={"currency": "XYZ"})
    assert wrong.status_code == 422
