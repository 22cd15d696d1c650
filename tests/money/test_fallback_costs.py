"""What the SMS to whom WhatsApp does not reach may add: told beforehand, and agreed to."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import insert, update

from db.models.connections import PhoneNumber
from db.models.contacts import Suppression
from db.models.limits import Rate
from db.queries import budgets
from db.queries import campaigns as queries
from db.queries.recipients import Outcome, record_outcomes
from db.session import Database
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, Role
from schemas.errors import InvalidInput, InvalidState
from schemas.fallbacks import Fallback
from schemas.repeats import PendingFields
from services import approvals, campaigns, fallbacks, launches, policies, repeats
from services.launches import Check
from services.phones import match_key
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    recipients_of,
)
from tests.campaigns.test_fallbacks import add_sms_number
from tests.fixtures.people import Person, add_person

_WHATSAPP, _SMS = 350_000, 500_000
# Two segments: without a letter outside the GSM alphabet a second one begins behind 160.
_TEXT = "x" * 200


@pytest.fixture
async def asker(database: Database, company_id: UUID) -> Person:
    return await add_person(database, company_id, Role.ADMIN)


@pytest.fixture
async def owner(database: Database, company_id: UUID) -> Person:
    return await add_person(database, company_id, Role.OWNER)


async def price(
    database: Database, shop: Shop, channel: Channel, micros: int, country: str = ""
) -> None:
    async with database.company(shop.company_id) as session:
        session.add(
            Rate(
                company_id=shop.company_id,
                channel=channel,
                country=country,
                price_micros=micros,
                valid_from=date(2025, 1, 1),
            )
        )


async def ready(database: Database, shop: Shop, people: int, **values: object) -> UUID:
    """A campaign to so many people, at 0.35 each, and twice 0.50 for who needs the SMS."""
    await add_contacts(database, shop.company_id, ordinary_phones(people))
    await price(database, shop, Channel.WHATSAPP, _WHATSAPP)
    await price(database, shop, Channel.SMS, _SMS, "BR")
    number = await add_sms_number(database, shop.company_id)
    fallback = Fallback(number, _TEXT).as_json()
    return await draft_campaign(database, shop, **{"fallback": fallback, **values})


async def refuse(database: Database, shop: Shop, channel: Channel, phone: str) -> None:
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(Suppression).values(
                company_id=shop.company_id,
                channel=channel,
                match_key=match_key(phone),
                scope="all",
                reason="opted_out",
            )
        )


async def check(database: Database, shop: Shop, campaign_id: UUID) -> Check:
    async with database.company(shop.company_id) as session:
        return await launches.check(session, campaign_id)


async def begin(database: Database, shop: Shop, campaign_id: UUID) -> CampaignStatus:
    async with database.company(shop.company_id) as session:
        await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
        return (await queries.get(session, campaign_id)).status


async def test_it_is_told_what_the_sms_cost_if_everybody_needs_one_and_it_is_no_less(
    database: Database, shop: Shop
) -> None:
    campaign_id = await ready(database, shop, 6)
    first, second, *_ = ordinary_phones(6)
    # Whoever gets no WhatsApp message gets no SMS instead of it; who refuses SMS, none either.
    await refuse(database, shop, Channel.WHATSAPP, first)
    await refuse(database, shop, Channel.SMS, second)
    found = await check(database, shop, campaign_id)
    assert found.cost.micros == 5 * _WHATSAPP
    assert found.fallback is not None
    assert [(one.country, one.people, one.units) for one in found.fallback.lines] == [("BR", 4, 8)]
    assert found.most_micros == 5 * _WHATSAPP + 8 * _SMS

    async with database.company(shop.company_id) as session:
        await launches.launch(session, campaign_id)
    assert await begin(database, shop, campaign_id) is CampaignStatus.RUNNING
    rows = await recipients_of(database, shop.company_id, campaign_id)
    failed = [
        Outcome(row.id, DeliveryStatus.FAILED, provider_id=uuid4().hex, reason="131026")
        for row in rows
        if row.status is DeliveryStatus.PENDING
    ]
    async with database.company(shop.company_id) as session:
        await record_outcomes(session, failed)
        looked = await fallbacks.look(session, campaign_id, now=datetime.now(UTC))
        assert looked.child_id is not None
        reach = await budgets.reach(session, looked.child_id)
    assert (reach.people, reach.cost_micros) == (4, found.fallback.micros)


async def test_a_destination_without_a_price_is_said(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ["+351912345678"])
    found = await check(database, shop, await ready(database, shop, 1))
    assert found.fallback is not None
    assert (found.fallback.micros, found.fallback.unpriced) == (2 * _SMS, 1)
    assert "no_sms_price" in {one.code for one in found.warnings}


async def test_a_campaign_without_fallback_costs_what_it_costs(
    database: Database, shop: Shop
) -> None:
    found = await check(database, shop, await ready(database, shop, 2, fallback=None))
    assert found.fallback is None
    assert found.most_micros == found.cost.micros


async def test_a_fallback_that_cannot_be_sent_is_said(database: Database, shop: Shop) -> None:
    campaign_id = await ready(database, shop, 1)
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(PhoneNumber)
            .where(PhoneNumber.channel == Channel.SMS)
            .values(removed_at=datetime.now(UTC))
        )
    found = await check(database, shop, campaign_id)
    assert found.fallback is None
    assert "fallback_incomplete" in {one.code for one in found.warnings}


async def test_a_budget_that_only_the_sms_exceed_is_warned_of_and_not_in_the_way(
    database: Database, shop: Shop
) -> None:
    campaign_id = await ready(database, shop, 2, budget_micros=2 * _WHATSAPP)
    found = await check(database, shop, campaign_id)
    assert not found.stops
    assert "fallback_over_campaign_budget" in {one.code for one in found.warnings}
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, monthly_budget_micros=found.most_micros)
        assert (await launches.launch(session, campaign_id)).status is CampaignStatus.LAUNCHING
        codes = {one.code for one in (await launches.check(session, campaign_id)).warnings}
    assert "fallback_over_month_budget" not in codes


async def test_a_budget_below_the_first_messages_stops_it_as_before(
    database: Database, shop: Shop
) -> None:
    campaign_id = await ready(database, shop, 2, budget_micros=2 * _WHATSAPP - 1)
    found = await check(database, shop, campaign_id)
    assert [one.code for one in found.stops] == ["over_campaign_budget"]
    assert "fallback_over_campaign_budget" not in {one.code for one in found.warnings}
    async with database.company(shop.company_id) as session:
        with pytest.raises(InvalidInput):
            await launches.launch(session, campaign_id)


async def test_a_second_person_is_asked_where_only_the_sms_reach_the_limit(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    campaign_id = await ready(database, shop, 2)
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, approval_micros=2 * _WHATSAPP + 4 * _SMS)
        asked = await launches.launch(session, campaign_id, user_id=asker.id)
        assert asked.status is CampaignStatus.AWAITING_APPROVAL
    async with database.company(shop.company_id) as session:
        await approvals.approve(session, campaign_id, user_id=owner.id)
    # What they agreed to has the SMS in it: nobody is asked again.
    assert await begin(database, shop, campaign_id) is CampaignStatus.RUNNING


async def test_sms_that_became_dearer_than_agreed_are_asked_about_again(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    campaign_id = await ready(database, shop, 2)
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, approval_micros=1)
        await launches.launch(session, campaign_id, user_id=asker.id)
    async with database.company(shop.company_id) as session:
        await approvals.approve(session, campaign_id, user_id=owner.id)
        dearer = update(Rate).where(Rate.channel == Channel.SMS).values(price_micros=2 * _SMS)
        await session.execute(dearer)
    assert await begin(database, shop, campaign_id) is CampaignStatus.AWAITING_APPROVAL
    assert not await recipients_of(database, shop.company_id, campaign_id)
    async with database.company(shop.company_id) as session:
        estimate = (await queries.get(session, campaign_id)).estimate or {}
    assert estimate["fallback_micros"] == 8 * _SMS


async def test_the_api_tells_both_costs(
    api_client: AsyncClient, database: Database, shop: Shop
) -> None:
    campaign_id = await ready(database, shop, 2)
    found = (await api_client.get(f"/api/v1/campaigns/cmp_{campaign_id.hex}/preflight")).json()
    assert found["cost"]["cost_micros"] == 2 * _WHATSAPP
    assert found["fallback"] == {
        "currency": "BRL",
        "category": "marketing",
        "cost_micros": 4 * _SMS,
        "unpriced": 0,
        "by_country": [
            {
                "country": "BR",
                "people": 2,
                "units": 4,
                "price_micros": _SMS,
                "cost_micros": 4 * _SMS,
            }
        ],
    }
    assert found["most_micros"] == 2 * _WHATSAPP + 4 * _SMS


async def test_words_agreed_to_for_their_sms_are_not_exchanged_behind_the_approval(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    campaign_id = await ready(database, shop, 2)
    most = 2 * _WHATSAPP + 4 * _SMS
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, approval_micros=most)
        await launches.launch(session, campaign_id, user_id=asker.id)
    async with database.company(shop.company_id) as session:
        await approvals.approve(session, campaign_id, user_id=owner.id)
    await begin(database, shop, campaign_id)
    other: PendingFields = {"bindings": {"body.2": {"source": "text", "value": "90%"}}}
    async with database.company(shop.company_id) as session:
        await campaigns.pause(session, campaign_id)
    with pytest.raises(InvalidState):
        async with database.company(shop.company_id) as session:
            await repeats.change_pending(session, campaign_id, other)
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, approval_micros=most + 1)
        await repeats.change_pending(session, campaign_id, other)
