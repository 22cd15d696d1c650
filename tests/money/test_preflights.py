"""The sheet before a launch: cost, end, and what could go wrong."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import insert, update

from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.models.limits import Breaker, Portfolio, PortfolioMinute, Rate
from db.models.templates import Template, TemplateEvent
from db.queries import campaigns as queries
from db.session import Database
from schemas.enums import (
    BreakerState,
    BreakerTarget,
    CampaignStatus,
    Channel,
    ConnectionHealth,
    Purpose,
)
from schemas.experiments import Experiment
from services import audiences, campaigns, contents, launches
from services.launches import Check
from tests.campaigns.scenes import BINDINGS, Shop, add_contacts, draft_campaign, ordinary_phones


async def check(database: Database, shop: Shop, campaign_id: UUID, **options: object) -> Check:
    async with database.company(shop.company_id) as session:
        return await launches.check(session, campaign_id, **options)  # type: ignore[arg-type]


async def codes(database: Database, shop: Shop, campaign_id: UUID, **options: object) -> set[str]:
    found = await check(database, shop, campaign_id, **options)
    return {notice.code for notice in found.notices}


async def price(database: Database, shop: Shop, country: str, micros: int) -> None:
    async with database.company(shop.company_id) as session:
        session.add(
            Rate(
                company_id=shop.company_id,
                channel="whatsapp",
                country=country,
                price_micros=micros,
                valid_from=date(2025, 1, 1),
            )
        )


async def change(database: Database, shop: Shop, table: type, **values: object) -> None:
    async with database.company(shop.company_id) as session:
        await session.execute(update(table).values(**values))


async def test_it_costs_by_country_and_says_whose_price_is_not_known(
    database: Database, shop: Shop
) -> None:
    await price(database, shop, "BR", 350_000)
    await price(database, shop, "PT", 600_000)
    phones = [*ordinary_phones(3), "+351912345678", "+5491123456789"]
    await add_contacts(database, shop.company_id, phones)
    found = await check(database, shop, await draft_campaign(database, shop))
    assert {line.country: line.micros for line in found.cost.lines} == {
        "BR": 1_050_000,
        "PT": 600_000,
        "AR": None,
    }
    assert (found.cost.micros, found.cost.unpriced) == (1_650_000, 1)
    assert "no_price" in {notice.code for notice in found.warnings}


async def test_a_price_from_another_day_on_holds_for_what_is_scheduled_then(
    database: Database, shop: Shop
) -> None:
    await price(database, shop, "BR", 100)
    await add_contacts(database, shop.company_id, ordinary_phones(1))
    later = datetime.now(UTC) + timedelta(days=20)
    async with database.company(shop.company_id) as session:
        session.add(
            Rate(
                company_id=shop.company_id,
                channel="whatsapp",
                country="BR",
                price_micros=900,
                valid_from=later.date(),
            )
        )
    campaign_id = await draft_campaign(database, shop)
    assert (await check(database, shop, campaign_id)).cost.micros == 100
    assert (await check(database, shop, campaign_id, at=later)).cost.micros == 900


async def test_the_portfolios_limit_less_its_reserve_says_who_goes_today(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(20))
    async with database.company(shop.company_id) as session:
        portfolio = Portfolio(company_id=shop.company_id, provider_id="1", daily_limit=10)
        session.add(portfolio)
        await session.flush()
        await session.execute(update(Connection).values(portfolio_id=portfolio.id))
        session.add(
            PortfolioMinute(
                company_id=shop.company_id,
                portfolio_id=portfolio.id,
                minute=datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1),
                count=4,
            )
        )
    found = (await check(database, shop, await draft_campaign(database, shop))).forecast
    # Nine a day are the campaigns'; four of them went an hour ago.
    assert sum(count for _, count in found.days) == 20
    assert found.begins_at is not None
    assert found.ends_at is not None
    assert timedelta(hours=47) < found.ends_at - found.begins_at < timedelta(hours=49)


async def test_what_is_wrong_with_number_connection_and_template_is_said(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(1))
    campaign_id = await draft_campaign(database, shop)
    await change(database, shop, PhoneNumber, quality="RED", health=ConnectionHealth.PAUSED)
    await change(database, shop, Connection, health=ConnectionHealth.BROKEN)
    await change(database, shop, Template, quality="YELLOW")
    async with database.company(shop.company_id) as session:
        session.add(
            TemplateEvent(
                company_id=shop.company_id,
                template_id=shop.template_id,
                kind="status",
                after="paused",
                occurred_at=datetime.now(UTC) - timedelta(days=2),
            )
        )
        session.add(
            Breaker(
                company_id=shop.company_id,
                target=BreakerTarget.NUMBER,
                target_id=shop.number_id,
                state=BreakerState.HALF_OPEN,
                code="131048",
            )
        )
    assert await codes(database, shop, campaign_id) >= {
        "connection_unhealthy",
        "number_unhealthy",
        "number_quality",
        "number_unverified",
        "stopped_by_itself",
        "template_paused_lately",
        "template_quality",
    }


async def test_the_same_words_to_the_same_people_are_noticed(
    database: Database, shop: Shop
) -> None:
    people = await add_contacts(database, shop.company_id, ordinary_phones(10))
    first = await draft_campaign(database, shop, status=CampaignStatus.LAUNCHING, name="Ontem")
    async with database.company(shop.company_id) as session:
        await campaigns.begin(session, first, now=datetime.now(UTC))
    again = await draft_campaign(database, shop)
    found = await check(database, shop, again)
    [repeated] = [one for one in found.warnings if one.code == "repeated"]
    assert repeated.context["name"] == "Ontem"
    assert repeated.context["percent"] == 100
    half = await draft_campaign(
        database, shop, audience={"contact_ids": [str(one) for one in people[:5]]}
    )
    [repeated] = [
        one for one in (await check(database, shop, half)).warnings if one.code == "repeated"
    ]
    assert repeated.context["percent"] == 50


async def test_other_words_or_other_people_are_no_repetition(
    database: Database, shop: Shop
) -> None:
    people = await add_contacts(database, shop.company_id, ordinary_phones(4))
    audience = {"contact_ids": [str(one) for one in people[:2]]}
    first = await draft_campaign(database, shop, status=CampaignStatus.LAUNCHING, audience=audience)
    async with database.company(shop.company_id) as session:
        await campaigns.begin(session, first, now=datetime.now(UTC))
    others = await draft_campaign(
        database, shop, audience={"contact_ids": [str(one) for one in people[2:]]}
    )
    assert "repeated" not in await codes(database, shop, others)
    await change(
        database,
        shop,
        Template,
        components=[{"type": "BODY", "text": "Seu pedido {{1}} saiu para entrega hoje."}],
        bindings={"body.1": BINDINGS["body.1"]},
    )
    assert "repeated" not in await codes(
        database, shop, await draft_campaign(database, shop, audience=audience)
    )


async def test_an_early_end_and_closed_hours_are_said(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(50))
    now = datetime.now(UTC)
    soon = await draft_campaign(database, shop, expires_at=now + timedelta(seconds=2))
    assert "expires_early" in await codes(database, shop, soon)
    closed = {
        "quiet_start": "00:00",
        "quiet_end": "23:59",
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "observe_holidays": False,
    }
    quiet = await draft_campaign(database, shop, hours=closed)
    assert "outside_hours" in await codes(database, shop, quiet)


async def test_numbers_of_the_united_states_are_left_out_and_it_is_said(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ["+12125550100", *ordinary_phones(1)])
    found = await check(database, shop, await draft_campaign(database, shop))
    assert found.excluded == {"country_blocked": 1}
    assert "country_blocked" in {one.code for one in found.warnings}


async def test_a_test_with_too_few_people_is_said(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(30))
    experiment = Experiment(sample_percent=20, min_sample=100).as_json()
    variant = {"name": "B", "weight": 1, "template_id": str(shop.template_id), "bindings": {}}
    campaign_id = await draft_campaign(database, shop, experiment=experiment, variants=[variant])
    assert "small_sample" in await codes(database, shop, campaign_id)


async def test_links_that_show_our_address_are_said(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(1))
    link = {"source": "link", "value": "https://example.com/promo"}
    campaign_id = await draft_campaign(database, shop, bindings={"body.2": link})
    assert "no_own_host" in await codes(database, shop, campaign_id, own_links=False)
    assert "no_own_host" not in await codes(database, shop, campaign_id, own_links=True)


@pytest.fixture
async def texts(database: Database, shop: Shop) -> Shop:
    """The shop's number sends SMS."""
    await change(database, shop, PhoneNumber, channel=Channel.SMS)
    return shop


async def test_an_sms_is_priced_by_its_segments_and_its_risks_are_said(
    database: Database, texts: Shop
) -> None:
    await add_contacts(database, texts.company_id, ordinary_phones(2))
    async with database.company(texts.company_id) as session:
        session.add(
            Rate(
                company_id=texts.company_id,
                channel="sms",
                price_micros=100_000,
                valid_from=date(2025, 1, 1),
            )
        )
    values = {"channel": Channel.SMS, "template_id": None, "purpose": Purpose.MARKETING}
    campaign_id = await draft_campaign(
        database, texts, text="Promoção só hoje: " + "x" * 60, bindings={}, **values
    )
    found = await check(database, texts, campaign_id)
    # ç, ã make it 70 characters a part.
    assert found.cost.micros == 2 * 2 * 100_000
    assert {one.code for one in found.warnings} >= {"costly_characters", "no_opt_out"}


async def test_the_api_tells_all_of_it_with_some_of_those_left_out(
    api_client: AsyncClient, database: Database, shop: Shop
) -> None:
    await price(database, shop, "", 350_000)
    await add_contacts(database, shop.company_id, ordinary_phones(3))
    async with database.company(shop.company_id) as session:
        for name in ("Bia", "Caio", "Duda"):
            await session.execute(
                insert(Contact).values(id=uuid4(), company_id=shop.company_id, name=name)
            )
    campaign_id = await draft_campaign(database, shop, budget_micros=1)
    address = f"/api/v1/campaigns/cmp_{campaign_id.hex}/preflight"
    found = (await api_client.post(f"{address}?people=2")).json()
    [left_out] = found["excluded"]
    assert (left_out["reason"], left_out["count"], len(left_out["people"])) == ("no_phone", 3, 2)
    assert found["cost"]["cost_micros"] == 3 * 350_000
    assert sum(day["count"] for day in found["forecast"]["days"]) == 3
    [stop] = found["stops"]
    assert stop["code"] == "over_campaign_budget"
    assert "BRL 1.05" in stop["text"]
    assert found["budgets"][0]["left_micros"] == 1


async def test_the_samples_are_those_the_preflight_counts(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, [*ordinary_phones(2), "+12125550100"])
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(Contact).values(id=uuid4(), company_id=shop.company_id, name="Bia")
        )
    campaign_id = await draft_campaign(database, shop)
    found = await check(database, shop, campaign_id)
    async with database.company(shop.company_id) as session:
        campaign = await queries.get(session, campaign_id)
        said = await contents.ready(session, campaign)
        samples = await audiences.excluded_samples(session, campaign, said, limit=5)
    assert {reason: len(people) for reason, people in samples.items()} == found.excluded
