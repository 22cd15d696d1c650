"""What the freeze writes beside the name: variant, zone, country, segments, cost; and whom it leaves out."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, update

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.connections import PhoneNumber
from db.models.consents import ConsentEntry
from db.models.contacts import Contact
from db.models.limits import Rate
from db.queries import campaigns as queries
from db.session import Database
from schemas import sms_text
from schemas.enums import Channel, ConsentSource, DeliveryStatus
from services import audiences, campaigns, contents, policies
from services.audiences import Preflight
from services.phones import match_key
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
    recipients_of,
)


async def freeze(
    database: Database, shop: Shop, **values: object
) -> tuple[Preflight, list[CampaignRecipient]]:
    """What the preflight promised, and the rows the freeze then wrote."""
    campaign_id = await draft_campaign(database, shop, **values)
    async with database.company(shop.company_id) as session:
        campaign = await queries.get(session, campaign_id)
        said = await contents.ready(session, campaign)
        promised = await audiences.preflight(session, campaign, said)
        await campaigns.mark_launching(session, campaign_id)
        await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
    rows = await recipients_of(database, shop.company_id, campaign_id)
    ledger = await read_ledger(database, shop.company_id, campaign_id)
    assert ledger.rows == ledger.counters
    assert promised.excluded == dict(Counter(row.reason for row in rows if row.reason))
    return promised, rows


async def sms_number(database: Database, shop: Shop) -> UUID:
    number_id = uuid4()
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(PhoneNumber).values(
                id=number_id,
                company_id=shop.company_id,
                connection_id=shop.connection_id,
                channel=Channel.SMS,
                provider_number_id="PN1",
                display_phone="+15005550006",
            )
        )
    return number_id


async def test_variants_share_the_audience_by_their_weights_and_stay_with_the_person(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(600))
    variant = {
        "weight": 3,
        "template_id": str(shop.template_id),
        "bindings": {
            "body.1": {"source": "text", "value": "amiga"},
            "body.2": {"source": "text", "value": "30%"},
        },
    }
    promised, rows = await freeze(database, shop, variants=[variant], weight=1)
    shares = Counter(row.variant for row in rows)
    assert 100 < shares[1] < 200
    assert shares[1] + shares[2] == 600
    assert {row.parameters[1] for row in rows if row.variant == 2} == {"30%"}
    assert {row.parameters[1] for row in rows if row.variant == 1} == {"20%"}
    assert sum(group.count for group in promised.groups if group.variant == 2) == shares[2]


async def test_a_test_sends_to_a_sample_first_and_the_rest_waits_with_the_values_of_all(
    database: Database, shop: Shop
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(500))
    variant = {"template_id": str(shop.template_id), "bindings": {}}
    _, rows = await freeze(
        database, shop, variants=[variant], experiment={"sample_percent": 20, "metric": "read"}
    )
    sample = [row for row in rows if row.variant]
    rest = [row for row in rows if not row.variant]
    assert 60 < len(sample) < 140
    assert max(row.id for row in sample) < min(row.id for row in rest)
    assert all(row.not_before is not None and row.not_before.year == 9999 for row in rest)
    assert {len(row.parameters) for row in rest} == {4}
    assert all(row.body_key is None for row in rest)


async def test_a_part_is_held_out_to_compare_with(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(500))
    promised, rows = await freeze(database, shop, hold_out_percent=10)
    assert 20 < promised.excluded["hold_out"] < 85
    assert promised.reachable == sum(row.status is DeliveryStatus.PENDING for row in rows)


async def test_where_people_are_and_what_they_cost(database: Database, shop: Shop) -> None:
    phones = ["+5511987650001", "+5592987650002", "+351912345678", "+442071838750"]
    people = await add_contacts(database, shop.company_id, phones)
    async with database.company(shop.company_id) as session:
        prices = [("BR", "marketing", 350_000), ("BR", "", 90_000), ("PT", "", 500_000)]
        await session.execute(
            insert(Rate),
            [
                {
                    "company_id": shop.company_id,
                    "channel": "whatsapp",
                    "country": country,
                    "category": category,
                    "price_micros": price,
                    "valid_from": date(2026, 1, 1),
                }
                for country, category, price in prices
            ],
        )
        await session.execute(
            update(Contact).where(Contact.id == people[0]).values(time_zone="Asia/Tokyo")
        )
    promised, rows = await freeze(database, shop)
    by_phone = {row.address: row for row in rows}
    assert [by_phone[phone].country for phone in phones] == ["BR", "BR", "PT", "GB"]
    assert [by_phone[phone].cost_micros for phone in phones] == [350_000, 350_000, 500_000, None]
    async with database.company(shop.company_id) as session:
        campaign = await session.get_one(Campaign, rows[0].campaign_id)
    zones = {
        phone: campaign.zones[row.zone] for phone, row in by_phone.items() if row.zone is not None
    }
    assert zones[phones[0]] == ["Asia/Tokyo"]
    assert zones[phones[1]] == ["America/Manaus"]
    assert {(group.country, group.zones) for group in promised.groups} == {
        ("BR", ("Asia/Tokyo",)),
        ("BR", ("America/Manaus",)),
        ("PT", _names(zones[phones[2]])),
        ("GB", _names(zones[phones[3]])),
    }


def _names(zones: object) -> tuple[str, ...]:
    assert isinstance(zones, list)
    return tuple(zones)


async def test_an_sms_is_counted_as_each_person_gets_it(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(2))
    names = ["Ana", "João " + "x" * 80]
    async with database.company(shop.company_id) as session:
        for phone, name in zip(ordinary_phones(2), names, strict=True):
            await session.execute(update(Contact).where(Contact.phone == phone).values(name=name))
    text = "Oi {{name}}, venha hoje!"
    bindings = {"body.name": {"source": "name"}}
    values = {
        "phone_number_id": await sms_number(database, shop),
        "template_id": None,
        "text": text,
        "bindings": bindings,
        "channel": Channel.SMS,
    }
    promised, rows = await freeze(database, shop, **values)
    expected = [sms_text.count(text.replace("{{name}}", name)).segments for name in names]
    assert sorted(row.segments or 0 for row in rows) == sorted(expected) == [1, 2]
    assert {group.segments for group in promised.groups} == {1, 2}
    _, rows = await freeze(database, shop, **values, sms={"transliterate": True})
    assert {row.segments for row in rows} == {1}
    assert any("Joao" in row.parameters[0] for row in rows)


async def test_the_line_about_opting_out_is_for_the_first_message_only(
    database: Database, shop: Shop
) -> None:
    people = await add_contacts(database, shop.company_id, ordinary_phones(2))
    values = {
        "phone_number_id": await sms_number(database, shop),
        "template_id": None,
        "text": "Novidades!",
        "channel": Channel.SMS,
        "sms": {"footer": "Responda SAIR para parar", "footer_when": "first"},
    }
    audience = {"contact_ids": [str(people[0])]}
    _, rows = await freeze(database, shop, **values, audience=audience)
    assert [row.parameters for row in rows] == [["\nResponda SAIR para parar"]]
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(CampaignRecipient).values(
                status=DeliveryStatus.SENT, claimed_at=datetime.now(UTC) - timedelta(days=40)
            )
        )
    _, rows = await freeze(database, shop, **values)
    assert {row.contact_id: row.parameters for row in rows} == {
        people[0]: [""],
        people[1]: ["\nResponda SAIR para parar"],
    }


async def test_meta_takes_no_marketing_for_the_united_states(
    database: Database, shop: Shop
) -> None:
    await add_contacts(
        database, shop.company_id, ["+14155552671", "+14165550123", "+5511987650001"]
    )
    promised, _ = await freeze(database, shop)
    assert promised.excluded == {"country_blocked": 1}


async def test_where_consent_is_asked_for_the_last_word_of_each_person_counts(
    database: Database, shop: Shop
) -> None:
    phones = ordinary_phones(3)
    await add_contacts(database, shop.company_id, phones)
    now = datetime.now(UTC)
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, require_consent=True)
        said = [(0, True, 1), (1, True, 2), (1, False, 1)]
        await session.execute(
            insert(ConsentEntry),
            [
                {
                    "company_id": shop.company_id,
                    "channel": Channel.WHATSAPP,
                    "match_key": match_key(phones[who]),
                    "scope": "marketing",
                    "granted": granted,
                    "source": ConsentSource.API,
                    "occurred_at": now - timedelta(days=days),
                }
                for who, granted, days in said
            ],
        )
    promised, rows = await freeze(database, shop)
    assert promised.excluded == {"no_consent": 2}
    assert [row.address for row in rows if row.reason is None] == [phones[0]]


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ({"duplicate_hours": 24}, "duplicate_message"),
        ({"duplicate_hours": 0, "frequency_cap": 1}, "frequency_cap"),
    ],
)
async def test_who_got_it_lately_or_got_enough_is_left_out_beforehand(
    database: Database, shop: Shop, policy: dict[str, int], reason: str
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(4))
    _, rows = await freeze(database, shop)
    async with database.company(shop.company_id) as session:
        await policies.save(session, shop.company_id, **policy)
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.id.in_([row.id for row in rows[:3]]))
            .values(status=DeliveryStatus.DELIVERED, claimed_at=datetime.now(UTC))
        )
    promised, _ = await freeze(database, shop)
    assert promised.excluded == {reason: 3}


async def test_each_link_becomes_a_marker_of_its_serial(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(1))
    bindings = {
        "body.1": {"source": "link", "value": "https://example.com/a"},
        "body.2": {"source": "link_code", "value": "https://example.com/b"},
    }
    _, rows = await freeze(database, shop, bindings=bindings)
    first, second = rows[0].parameters
    assert (first[:2], first[-1]) == ("\x02u", "\x03")
    assert (second[:2], second[-1]) == ("\x02c", "\x03")
    assert first[2:-1] != second[2:-1]
    assert int(first[2:-1]) >= 1000
