"""Who a campaign reaches: the preflight promises what the freeze does, with every reason kept."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, update

from db.models.contacts import Contact, ContactIdentity, Segment, Suppression
from db.queries import campaigns as queries
from db.session import Database
from schemas.enums import DeliveryStatus, IdentityKind
from schemas.errors import InvalidInput
from schemas.segments import Condition, Group, Kind, Operator, to_json
from services import audiences, campaigns, contents
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
    recipients_of,
)


async def freeze(database: Database, shop: Shop, campaign_id: UUID) -> audiences.Preflight:
    """Freeze, and return what the preflight had promised a moment before."""
    async with database.company(shop.company_id) as session:
        campaign = await queries.get(session, campaign_id)
        said = await contents.ready(session, campaign)
        promised = await audiences.preflight(session, campaign, said)
        await audiences.freeze(session, campaign, said)
    return promised


async def reasons(database: Database, shop: Shop, campaign_id: UUID) -> dict[UUID, str | None]:
    rows = await recipients_of(database, shop.company_id, campaign_id)
    return {row.contact_id: row.reason for row in rows}


async def test_everybody_left_out_is_kept_with_the_reason(database: Database, shop: Shop) -> None:
    company_id = shop.company_id
    keys = await add_contacts(database, company_id, ordinary_phones(4))
    nobody = uuid4()
    async with database.company(company_id) as session:
        await session.execute(insert(Contact).values(company_id=company_id, id=nobody, name="X"))
        await session.execute(
            insert(Suppression).values(
                company_id=company_id,
                channel="whatsapp",
                match_key="551100017000",
                reason="opted_out",
            )
        )
        # The first person also answers on the third one's number.
        await session.execute(
            insert(ContactIdentity).values(
                company_id=company_id,
                kind=IdentityKind.WHATSAPP,
                match_key="551100027000",
                contact_id=keys[0],
                value="5511900027000",
            )
        )
    campaign_id = await draft_campaign(database, shop)
    promised = await freeze(database, shop, campaign_id)
    assert await reasons(database, shop, campaign_id) == {
        keys[0]: None,
        keys[1]: "opted_out",
        keys[2]: "duplicate_address",
        keys[3]: None,
        nobody: "no_phone",
    }
    assert promised.reachable == 2
    assert promised.excluded == {"opted_out": 1, "duplicate_address": 1, "no_phone": 1}
    ledger = await read_ledger(database, company_id, campaign_id)
    assert ledger.rows == ledger.counters
    assert ledger.rows == {DeliveryStatus.PENDING: 2, DeliveryStatus.SKIPPED: 3}


async def test_a_person_in_two_lists_is_reached_once(database: Database, shop: Shop) -> None:
    keys = await add_contacts(database, shop.company_id, ordinary_phones(2))
    everybody = to_json(
        Group(parts=(Condition("calling_code", Kind.CALLING_CODE, Operator.ANY_OF, ("55",)),))
    )
    segment_id = uuid4()
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(Segment).values(
                id=segment_id, company_id=shop.company_id, name="Brasil", definition=everybody
            )
        )
    campaign_id = await draft_campaign(
        database,
        shop,
        audience={"segment_ids": [str(segment_id)], "contact_ids": [str(keys[0])]},
    )
    await freeze(database, shop, campaign_id)
    assert await reasons(database, shop, campaign_id) == dict.fromkeys(keys)


async def test_a_missing_value_without_fallback_leaves_the_person_out(
    database: Database, shop: Shop
) -> None:
    keys = await add_contacts(database, shop.company_id, ordinary_phones(2))
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(Contact).where(Contact.id == keys[0]).values(fields={"desconto": "30%"})
        )
    campaign_id = await draft_campaign(
        database, shop, bindings={"body.2": {"source": "field:desconto"}}
    )
    await freeze(database, shop, campaign_id)
    rows = await recipients_of(database, shop.company_id, campaign_id)
    assert [(row.parameters, row.reason) for row in rows if row.contact_id == keys[0]] == [
        (["Pessoa", "30%"], None)
    ]
    assert [row.reason for row in rows if row.contact_id == keys[1]] == ["missing_variable"]


async def test_a_variable_that_nothing_fills_is_refused_at_once(
    database: Database, shop: Shop
) -> None:
    campaign_id = await draft_campaign(database, shop)
    async with database.company(shop.company_id) as session:
        campaign = await queries.get(session, campaign_id)
        template, _number = await queries.sending_parts(session, campaign)
        assert template is not None
        template.bindings = {"body.1": {"source": "name"}}
        await session.flush()
        with pytest.raises(InvalidInput) as refused:
            await campaigns.ready_template(session, campaign)
    assert [error.field for error in refused.value.errors] == ["bindings/body.2"]


async def test_freezing_again_changes_nothing(database: Database, shop: Shop) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(3))
    campaign_id = await draft_campaign(database, shop)
    async with database.company(shop.company_id) as session:
        await campaigns.mark_launching(session, campaign_id)
    for late_comer in ("+5511900997000", "+5511900997001"):
        async with database.company(shop.company_id) as session:
            result = await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
        assert result.ready
        await add_contacts(database, shop.company_id, [late_comer])
    ledger = await read_ledger(database, shop.company_id, campaign_id)
    assert ledger.rows == {DeliveryStatus.PENDING: 3}
