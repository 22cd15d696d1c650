"""What the claim looks at once more: consent, frequency, repeats, hours, the limit, the budget."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select, text, update

from db.models.campaigns import CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Suppression
from db.models.limits import Portfolio, PortfolioMinute, PortfolioRecipient
from db.queries import claims, portfolio_use, sending
from db.queries.claims import Claim, Rules
from db.session import Database
from schemas.enums import Channel, DeliveryStatus, Purpose
from schemas.policies import scopes_of
from services import campaigns, claiming, policies
from services.claiming import Wait
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
    recipients_of,
)

_START = UUID(int=0)
_MARKETING = scopes_of(Purpose.MARKETING)


async def running(database: Database, shop: Shop, **values: object) -> UUID:
    campaign_id = await draft_campaign(database, shop, **values)
    async with database.company(shop.company_id) as session:
        await campaigns.mark_launching(session, campaign_id)
        await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
    return campaign_id


async def take(
    database: Database, shop: Shop, campaign_id: UUID, rules: Rules, limit: int = 100
) -> Claim:
    async with database.company(shop.company_id) as session:
        await claims.prepare(session)
        return await claims.claim_fresh(session, campaign_id, rules, after=_START, limit=limit)


async def take_by_rules(
    database: Database, shop: Shop, campaign_id: UUID, *, limit: int = 100, cursor: UUID = _START
) -> Claim | Wait:
    """As the window does it."""
    now = datetime.now(UTC)
    async with database.company(shop.company_id) as session:
        plan = await sending.plan(session, campaign_id)
        assert plan is not None
        terms = await claiming.terms(session, plan, now=now)
    async with database.company(shop.company_id) as session:
        await claims.prepare(session)
        rules = await claiming.rules(session, campaign_id, terms, now=now)
        if isinstance(rules, Wait):
            return rules
        return await claims.claim_fresh(session, campaign_id, rules, after=cursor, limit=limit)


async def reasons(database: Database, shop: Shop, campaign_id: UUID) -> dict[UUID, str | None]:
    rows = await recipients_of(database, shop.company_id, campaign_id)
    return {row.contact_id: row.reason for row in rows}


@pytest.mark.parametrize(
    ("scope", "purpose", "reason"),
    [
        ("all", Purpose.MARKETING, "opted_out"),
        ("all", Purpose.UTILITY, "opted_out"),
        ("marketing", Purpose.MARKETING, "opted_out"),
        ("marketing", Purpose.UTILITY, None),
        ("unreachable", Purpose.UTILITY, "unreachable"),
        ("topic:11111111-1111-1111-1111-111111111111", Purpose.MARKETING, None),
    ],
)
async def test_a_word_committed_before_the_claim_stops_it_within_its_scope(
    database: Database, shop: Shop, scope: str, purpose: Purpose, reason: str | None
) -> None:
    people = await add_contacts(database, shop.company_id, ordinary_phones(3))
    campaign_id = await running(database, shop)
    async with database.company(shop.company_id) as session:
        key = await session.scalar(
            select(CampaignRecipient.address_key).where(CampaignRecipient.contact_id == people[1])
        )
        row = {"channel": Channel.WHATSAPP, "match_key": key, "scope": scope, "reason": "manual"}
        await session.execute(insert(Suppression).values(company_id=shop.company_id, **row))
    found = await take(database, shop, campaign_id, Rules(scopes=scopes_of(purpose)))
    assert len(found.recipients) == (3 if reason is None else 2)
    assert (await reasons(database, shop, campaign_id))[people[1]] == reason


async def test_the_same_words_to_the_same_person_go_out_once_however_many_campaigns_race(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(40))
    first, second, third = [await running(database, shop) for _ in range(3)]
    found = await asyncio.gather(
        *(
            take_by_rules(database, shop, one, limit=7)
            for _ in range(8)
            for one in (first, second, third)
        )
    )
    addresses = [
        claimed.address
        for claim in found
        if isinstance(claim, Claim)
        for claimed in claim.recipients
    ]
    assert len(addresses) == len(set(addresses))
    skipped = [
        reason
        for one in (first, second, third)
        for reason in (await reasons(database, shop, one)).values()
        if reason
    ]
    assert set(skipped) == {"duplicate_message"}


async def test_a_repeat_is_allowed_after_the_window_and_where_the_first_did_not_go_out(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(2))
    first, second = await running(database, shop), await running(database, shop)
    await take_by_rules(database, shop, first)
    async with database.company(shop.company_id) as session:
        rows = (
            await session.scalars(
                select(CampaignRecipient.id)
                .where(CampaignRecipient.campaign_id == first)
                .order_by(CampaignRecipient.id)
            )
        ).all()
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.id == rows[0])
            .values(status=DeliveryStatus.FAILED)
        )
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.id == rows[1])
            .values(claimed_at=datetime.now(UTC) - timedelta(hours=25))
        )
    found = await take_by_rules(database, shop, second)
    assert isinstance(found, Claim)
    assert len(found.recipients) == 2


async def test_nobody_gets_more_marketing_than_the_company_allows(
    database: Database, shop: Shop
) -> None:
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, frequency_cap=2, duplicate_hours=0)
    await add_contacts(database, shop.company_id, ordinary_phones(10))
    many = [await running(database, shop) for _ in range(5)]
    await asyncio.gather(*(take_by_rules(database, shop, one) for one in many))
    async with database.company(shop.company_id) as session:
        per_person = await session.scalars(
            select(func.count())
            .where(CampaignRecipient.status == DeliveryStatus.SENDING)
            .group_by(CampaignRecipient.contact_id)
        )
        assert set(per_person) == {2}


async def test_a_zone_that_is_closed_waits_and_the_others_go(
    database: Database, shop: Shop
) -> None:
    phones = ["+5511987650001", "+5592987650002", "+5568987650003"]
    await add_contacts(database, shop.company_id, phones)
    campaign_id = await running(database, shop)
    rows = await recipients_of(database, shop.company_id, campaign_id)
    rio_branco = next(row for row in rows if row.address.startswith("+5568"))
    assert rio_branco.zone is not None
    opens = datetime.now(UTC) + timedelta(hours=2)
    found = await take(
        database, shop, campaign_id, Rules(scopes=_MARKETING, closed={rio_branco.zone: opens})
    )
    assert sorted(one.address for one in found.recipients) == sorted(phones[:2])
    rows = await recipients_of(database, shop.company_id, campaign_id)
    held = next(row for row in rows if row.id == rio_branco.id)
    assert (held.status, held.not_before) == (DeliveryStatus.PENDING, opens)
    ledger = await read_ledger(database, shop.company_id, campaign_id)
    assert ledger.rows == ledger.counters


async def test_quiet_hours_everywhere_claim_nobody_and_say_until_when(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(2))
    now = datetime.now(UTC)
    local = now - timedelta(hours=3)
    begin, end = local - timedelta(hours=1), local + timedelta(hours=2)
    hours = {"quiet_start": f"{begin:%H:%M}", "quiet_end": f"{end:%H:%M}"}
    campaign_id = await running(database, shop, hours=hours)
    found = await take_by_rules(database, shop, campaign_id)
    assert isinstance(found, Wait)
    assert found.cause == "hours"
    assert found.until is not None
    assert timedelta(hours=1, minutes=58) < found.until - now <= timedelta(hours=2)


async def other_number(database: Database, shop: Shop) -> UUID:
    number_id = uuid4()
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(PhoneNumber).values(
                id=number_id,
                company_id=shop.company_id,
                connection_id=shop.connection_id,
                provider_number_id=f"9{number_id.int % 10**12}",
                display_phone="+55 11 4000-9999",
            )
        )
    return number_id


async def limit_portfolio(
    database: Database, shop: Shop, limit: int, *, reserve_percent: int = 0
) -> UUID:
    portfolio_id = uuid4()
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(Portfolio).values(
                id=portfolio_id,
                company_id=shop.company_id,
                provider_id="1",
                daily_limit=limit,
                reserve_percent=reserve_percent,
            )
        )
        await session.execute(update(Connection).values(portfolio_id=portfolio_id))
    return portfolio_id


async def test_two_campaigns_on_two_numbers_of_one_portfolio_never_pass_its_limit(
    database: Database, shop: Shop
) -> None:
    portfolio_id = await limit_portfolio(database, shop, 50, reserve_percent=10)
    await add_contacts(database, shop.company_id, ordinary_phones(80))
    second_number = await other_number(database, shop)
    both = [
        await running(database, shop),
        await running(database, shop, phone_number_id=second_number),
    ]
    found = await asyncio.gather(
        *(take_by_rules(database, shop, one, limit=9) for _ in range(12) for one in both)
    )
    people = {
        claimed.address
        for claim in found
        if isinstance(claim, Claim)
        for claimed in claim.recipients
    }
    # Both write to the same people first, whom Meta counts once; a tenth is left to others.
    assert len(people) == 45
    waits = [one for one in found if isinstance(one, Wait)]
    assert all(one.cause == "daily_limit" for one in waits)
    async with database.company(shop.company_id) as session:
        used = await portfolio_use.use(session, portfolio_id)
        counted = await session.scalar(select(func.count()).select_from(PortfolioRecipient))
    assert used.used == counted == 45
    for one in both:
        ledger = await read_ledger(database, shop.company_id, one)
        assert ledger.rows == ledger.counters
        assert ledger.rows.get(DeliveryStatus.SKIPPED) is None


async def test_who_counts_already_needs_no_room_and_counts_anew(
    database: Database, shop: Shop
) -> None:
    portfolio_id = await limit_portfolio(database, shop, 3)
    await add_contacts(database, shop.company_id, ordinary_phones(3))
    first = await running(database, shop)
    await take_by_rules(database, shop, first)
    async with database.company(shop.company_id) as session:
        await session.execute(
            text("UPDATE portfolio_recipients SET minute = minute - interval '2 hours'")
        )
        await session.execute(
            text("UPDATE portfolio_minutes SET minute = minute - interval '2 hours'")
        )
        await policies.save(session, shop.company_id, duplicate_hours=0)
        rules = Rules(scopes=_MARKETING, portfolio_id=portfolio_id, room=0)
    second = await running(database, shop)
    found = await take(database, shop, second, rules)
    assert len(found.recipients) == 3
    async with database.company(shop.company_id) as session:
        rows = await session.execute(select(PortfolioMinute.minute, PortfolioMinute.count))
        counts = {minute: count for minute, count in rows if count}
    assert list(counts.values()) == [3]
    assert min(counts) > datetime.now(UTC) - timedelta(hours=1)


async def test_the_portfolio_has_room_again_when_the_first_no_longer_count(
    database: Database, shop: Shop
) -> None:
    portfolio_id = await limit_portfolio(database, shop, 5)
    await add_contacts(database, shop.company_id, ordinary_phones(9))
    campaign_id = await running(database, shop)
    claim = await take_by_rules(database, shop, campaign_id)
    assert isinstance(claim, Claim)
    assert (len(claim.recipients), claim.short_of) == (5, "daily_limit")
    wait = await take_by_rules(database, shop, campaign_id, cursor=claim.cursor)
    assert isinstance(wait, Wait)
    assert wait.until is not None
    assert wait.until > datetime.now(UTC) + timedelta(hours=23, minutes=55)
    async with database.company(shop.company_id) as session:
        for table in ("portfolio_recipients", "portfolio_minutes"):
            await session.execute(
                text(f"UPDATE {table} SET minute = minute - interval '24 hours 5 minutes'")
            )
        assert (await portfolio_use.use(session, portfolio_id)).room == 5
    again = await take_by_rules(database, shop, campaign_id, cursor=claim.cursor)
    assert isinstance(again, Claim)
    assert len(again.recipients) == 4


async def test_the_budget_ends_a_page_where_it_ends(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(10))
    campaign_id = await running(database, shop)
    async with database.company(shop.company_id) as session:
        await session.execute(update(CampaignRecipient).values(cost_micros=300_000))
    found = await take(database, shop, campaign_id, Rules(scopes=_MARKETING, money=1_000_000))
    assert (len(found.recipients), found.short_of) == (3, "budget")
    assert found.cursor == found.recipients[-1].id
