"""Above the company's limits a second person has to agree, and only to what they saw."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.limits import Rate
from db.models.notifications import Notification
from db.models.people import ApiKey
from db.queries import campaigns as queries
from db.session import Database
from schemas.enums import CampaignStatus, NotificationKind, Role, Scope
from schemas.errors import Forbidden, InvalidInput, InvalidState
from schemas.repeats import PendingFields
from services import approvals, campaigns, launches, policies, repeats
from tests.campaigns.scenes import Shop, add_contacts, draft_campaign, ordinary_phones
from tests.fixtures.people import OpenApi, Person, add_person

_PRICE = 350_000


@pytest.fixture
async def asker(database: Database, company_id: UUID) -> Person:
    return await add_person(database, company_id, Role.ADMIN)


@pytest.fixture
async def owner(database: Database, company_id: UUID) -> Person:
    return await add_person(database, company_id, Role.OWNER)


async def limits(database: Database, company_id: UUID, **values: object) -> None:
    async with database.company(company_id) as session:
        await policies.save(session, company_id, **values)


async def ready(database: Database, shop: Shop, people: int, **values: object) -> UUID:
    """A campaign to so many people, at 0.35 each."""
    await add_contacts(database, shop.company_id, ordinary_phones(people))
    async with database.company(shop.company_id) as session:
        session.add(
            Rate(
                company_id=shop.company_id,
                channel="whatsapp",
                price_micros=_PRICE,
                valid_from=date(2025, 1, 1),
            )
        )
    return await draft_campaign(database, shop, **values)


async def launch(database: Database, shop: Shop, campaign_id: UUID, who: Person) -> CampaignStatus:
    async with database.company(shop.company_id) as session:
        return (await launches.launch(session, campaign_id, user_id=who.id)).status


async def approve(database: Database, shop: Shop, campaign_id: UUID, who: Person) -> CampaignStatus:
    async with database.company(shop.company_id) as session:
        return (await approvals.approve(session, campaign_id, user_id=who.id)).status


async def begin(database: Database, shop: Shop, campaign_id: UUID) -> CampaignStatus:
    async with database.company(shop.company_id) as session:
        await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
        return (await queries.get(session, campaign_id)).status


async def told(database: Database, company_id: UUID) -> list[tuple[UUID, str, str]]:
    async with database.company(company_id) as session:
        rows = await session.execute(
            select(Notification.user_id, Notification.code, Notification.detail)
            .where(Notification.kind == NotificationKind.APPROVAL_WANTED)
            .order_by(Notification.created_at)
        )
        return [(row.user_id, row.code, row.detail) for row in rows]


async def test_below_the_limits_nobody_is_asked(
    database: Database, shop: Shop, asker: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=3, approval_micros=3 * _PRICE)
    campaign_id = await ready(database, shop, 2)
    assert await launch(database, shop, campaign_id, asker) is CampaignStatus.LAUNCHING


@pytest.mark.parametrize(
    "limit", [{"approval_recipients": 2}, {"approval_micros": 2 * _PRICE}], ids=["people", "cost"]
)
async def test_at_a_limit_it_waits_and_those_who_may_decide_are_told(
    database: Database, shop: Shop, asker: Person, owner: Person, limit: dict[str, object]
) -> None:
    await add_person(database, shop.company_id, Role.AGENT)
    await limits(database, shop.company_id, **limit)
    campaign_id = await ready(database, shop, 2)
    assert await launch(database, shop, campaign_id, asker) is CampaignStatus.AWAITING_APPROVAL
    assert await told(database, shop.company_id) == [(owner.id, "wanted", "")]


async def test_whoever_asked_cannot_approve_and_another_can(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 2)
    await launch(database, shop, campaign_id, asker)
    with pytest.raises(Forbidden):
        await approve(database, shop, campaign_id, asker)
    assert await approve(database, shop, campaign_id, owner) is CampaignStatus.LAUNCHING
    assert await begin(database, shop, campaign_id) is CampaignStatus.RUNNING
    assert (asker.id, "approved", "") in await told(database, shop.company_id)


async def test_an_agent_cannot_approve(database: Database, shop: Shop, asker: Person) -> None:
    agent = await add_person(database, shop.company_id, Role.AGENT)
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 2)
    await launch(database, shop, campaign_id, asker)
    with pytest.raises(Forbidden):
        await approve(database, shop, campaign_id, agent)


async def test_another_companys_owner_finds_nothing(
    database: Database, shop: Shop, asker: Person, other_company_id: UUID
) -> None:
    stranger = await add_person(database, other_company_id, Role.OWNER)
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 2)
    await launch(database, shop, campaign_id, asker)
    with pytest.raises(Forbidden):
        await approve(database, shop, campaign_id, stranger)


async def test_what_was_to_be_scheduled_is_scheduled_when_approved(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 2)
    now = datetime.now(UTC)
    async with database.company(shop.company_id) as session:
        waiting = await launches.schedule(
            session, campaign_id, now + timedelta(days=1), now=now, user_id=asker.id
        )
        assert waiting.status is CampaignStatus.AWAITING_APPROVAL
    assert await approve(database, shop, campaign_id, owner) is CampaignStatus.SCHEDULED
    async with database.company(shop.company_id) as session:
        scheduled = await queries.get(session, campaign_id)
        assert scheduled.scheduled_at == now + timedelta(days=1)


async def test_sent_back_it_is_a_draft_again_with_a_word_to_who_asked(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 2)
    await launch(database, shop, campaign_id, asker)
    async with database.company(shop.company_id) as session:
        back = await approvals.send_back(
            session, campaign_id, user_id=owner.id, comment=" Too many. "
        )
        assert back.status is CampaignStatus.DRAFT
    assert (asker.id, "refused", "Too many.") in await told(database, shop.company_id)
    with pytest.raises(InvalidState):
        await approve(database, shop, campaign_id, owner)


async def test_an_audience_that_grew_by_more_than_a_tenth_is_asked_again(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 10)
    await launch(database, shop, campaign_id, asker)
    await approve(database, shop, campaign_id, owner)
    await add_contacts(database, shop.company_id, ordinary_phones(2, start=500))
    assert await begin(database, shop, campaign_id) is CampaignStatus.AWAITING_APPROVAL
    async with database.company(shop.company_id) as session:
        assert (await session.scalars(select(CampaignRecipient.id))).all() == []
    # Now it is agreed to as it is, and begins.
    await approve(database, shop, campaign_id, owner)
    assert await begin(database, shop, campaign_id) is CampaignStatus.RUNNING


async def test_growing_a_little_is_no_other_campaign(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 10)
    await launch(database, shop, campaign_id, asker)
    await approve(database, shop, campaign_id, owner)
    await add_contacts(database, shop.company_id, ordinary_phones(1, start=500))
    assert await begin(database, shop, campaign_id) is CampaignStatus.RUNNING


async def test_words_changed_after_the_approval_are_asked_again(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=1)
    campaign_id = await ready(database, shop, 2)
    await launch(database, shop, campaign_id, asker)
    await approve(database, shop, campaign_id, owner)
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(Campaign)
            .where(Campaign.id == campaign_id)
            .values(bindings={"body.2": {"source": "text", "value": "90%"}})
        )
    assert await begin(database, shop, campaign_id) is CampaignStatus.AWAITING_APPROVAL


async def test_reaching_a_limit_only_when_frozen_is_asked_then(
    database: Database, shop: Shop, asker: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=5)
    campaign_id = await ready(database, shop, 4)
    assert await launch(database, shop, campaign_id, asker) is CampaignStatus.LAUNCHING
    await add_contacts(database, shop.company_id, ordinary_phones(2, start=500))
    assert await begin(database, shop, campaign_id) is CampaignStatus.AWAITING_APPROVAL


async def test_a_campaign_over_budget_does_not_begin(
    database: Database, shop: Shop, asker: Person
) -> None:
    campaign_id = await ready(database, shop, 2, budget_micros=2 * _PRICE - 1)
    with pytest.raises(InvalidInput) as refused:
        await launch(database, shop, campaign_id, asker)
    assert [error.code for error in refused.value.errors] == ["over_campaign_budget"]


async def test_what_others_are_promised_is_not_there_to_spend(
    database: Database, shop: Shop, asker: Person
) -> None:
    await limits(database, shop.company_id, monthly_budget_micros=3 * _PRICE)
    first = await ready(database, shop, 2)
    assert await launch(database, shop, first, asker) is CampaignStatus.LAUNCHING
    second = await draft_campaign(database, shop)
    with pytest.raises(InvalidInput) as refused:
        await launch(database, shop, second, asker)
    assert [error.code for error in refused.value.errors] == ["over_month_budget"]


async def test_whoever_made_the_key_is_no_second_person_for_what_the_program_asks(
    database: Database, shop: Shop, asker: Person, owner: Person, open_api: OpenApi
) -> None:
    await limits(database, shop.company_id, approval_recipients=3)
    campaign_id = await ready(database, shop, 3)
    api = await open_api(shop.company_id, list(Scope))
    async with database.company(shop.company_id) as session:
        await session.execute(update(ApiKey).values(created_by=asker.id))
    answer = await api.post(
        f"/api/v1/campaigns/cmp_{campaign_id.hex}/launch", headers={"Idempotency-Key": "once"}
    )
    assert answer.json()["status"] == "awaiting_approval"
    with pytest.raises(Forbidden):
        await approve(database, shop, campaign_id, asker)
    assert await approve(database, shop, campaign_id, owner) is CampaignStatus.LAUNCHING


async def test_approved_words_are_not_exchanged_behind_the_approval(
    database: Database, shop: Shop, asker: Person, owner: Person
) -> None:
    await limits(database, shop.company_id, approval_recipients=3)
    campaign_id = await ready(database, shop, 3)
    await launch(database, shop, campaign_id, asker)
    await approve(database, shop, campaign_id, owner)
    await begin(database, shop, campaign_id)
    other: PendingFields = {"bindings": {"body.2": {"source": "text", "value": "90%"}}}
    async with database.company(shop.company_id) as session:
        await campaigns.pause(session, campaign_id)
    with pytest.raises(InvalidState):
        async with database.company(shop.company_id) as session:
            await repeats.change_pending(session, campaign_id, other)
    await limits(database, shop.company_id, approval_recipients=4)
    async with database.company(shop.company_id) as session:
        await repeats.change_pending(session, campaign_id, other)
