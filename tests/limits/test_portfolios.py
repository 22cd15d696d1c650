"""How many people a business may write to in a day: read from Meta, and changed by its notices."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from db.models.connections import Connection
from db.models.limits import Portfolio
from db.session import Database
from sandbox.meta.model import Portfolio as SandboxPortfolio
from schemas.events import AccountEvent
from services import account_notices, portfolios
from services.connections import Connections
from tests.fixtures.meta import Business, new_business


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("TIER_250", 250),
        ("TIER_1K", 1_000),
        ("TIER_2K", 2_000),
        ("TIER_100K", 100_000),
        ("TIER_UNLIMITED", None),
        ("-1", None),
        ("2000", 2_000),
        ("10000", 10_000),
    ],
)
def test_a_limit_is_read_however_meta_words_it(words: str, limit: int | None) -> None:
    assert portfolios.daily_limit(words) == (True, limit)


@pytest.mark.parametrize("words", ["", "TIER_NOT_SET", "TIER_", "many", "12.5K"])
def test_words_nobody_knows_change_no_limit(words: str) -> None:
    assert portfolios.daily_limit(words)[0] is False


async def portfolio_of(database: Database, company_id: UUID, connection_id: UUID) -> Portfolio:
    async with database.company(company_id) as session:
        found = await session.scalar(
            select(Portfolio)
            .join(Connection, Connection.portfolio_id == Portfolio.id)
            .where(Connection.id == connection_id)
        )
    assert found is not None
    return found


async def test_connections_of_one_business_share_a_portfolio(
    database: Database, company_id: UUID, connecting: Connections, business: Business
) -> None:
    second = new_business(business.world)
    for one in (business, second):
        business.world.accounts[one.account_id].business_id = f"shared-{business.account_id}"
    business.world.portfolio(business.account_id).daily_limit = 2_000
    ids = [(await connecting.connect(company_id, one.wanted())).id for one in (business, second)]
    found = [await portfolio_of(database, company_id, key) for key in ids]
    assert found[0].id == found[1].id
    assert (found[0].daily_limit, found[0].provider_id) == (
        2_000,
        f"shared-{business.account_id}",
    )


async def test_a_notice_and_the_next_check_change_the_limit(
    database: Database, company_id: UUID, connecting: Connections, business: Business
) -> None:
    connection = await connecting.connect(company_id, business.wanted())
    event = AccountEvent(
        provider="meta",
        account_id=business.account_id,
        external_id=uuid4().hex,
        kind="business_capability_update",
        occurred_at=datetime.now(UTC),
        payload={},
        event="business_capability_update",
        daily_limit="TIER_10K",
    )
    async with database.company(company_id) as session:
        await account_notices.apply(session, connection.id, event)
    assert (await portfolio_of(database, company_id, connection.id)).daily_limit == 10_000
    business.world.portfolio(business.account_id).daily_limit = None
    await connecting.recheck(company_id, connection.id)
    assert (await portfolio_of(database, company_id, connection.id)).daily_limit is None


async def test_another_companys_portfolio_is_not_seen(
    database: Database,
    company_id: UUID,
    other_company_id: UUID,
    connecting: Connections,
    business: Business,
) -> None:
    await connecting.connect(company_id, business.wanted())
    async with database.company(other_company_id) as session:
        assert (await session.scalars(select(Portfolio))).all() == []


def test_the_sandbox_counts_each_person_once_a_day() -> None:
    portfolio = SandboxPortfolio("1", daily_limit=2)
    assert portfolio.admits("a", 0)
    assert portfolio.admits("b", 10)
    assert portfolio.admits("a", 20)
    assert not portfolio.admits("c", 30)
    # b counts until a day after it was written to.
    assert portfolio.admits("c", 24 * 3600 + 11)


async def test_the_sandbox_refuses_beyond_the_limit_over_all_numbers(
    sandbox: httpx.AsyncClient,
) -> None:
    [found] = (await sandbox.get("/portfolios")).json()["data"][:1]
    changed = await sandbox.put(f"/portfolios/{found['id']}", json={"daily_limit": 0})
    assert changed.json()["daily_limit"] == 0
    back = await sandbox.put(f"/portfolios/{found['id']}", json={"daily_limit": 100_000})
    assert back.json()["tier"] == "TIER_100K"
