"""Numbers are bought, set up and given back; whatever dies, none is bought twice or forgotten."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import httpx
import pytest
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities.number_orders import NumberOrderActivities
from db.models.campaigns import Campaign
from db.models.series import CampaignSeries
from db.queries import number_orders as rows
from db.session import Database
from providers import registry
from providers.sms_numbers import NumberKind, NumberSearch
from sandbox.twilio import offers
from schemas.enums import CampaignStatus, Channel, NumberOrderStatus, TaskQueue
from schemas.errors import AppError, Conflict, InvalidInput, InvalidState
from schemas.payloads.number_orders import NumberOrderRef, StepResult
from schemas.recurrence import Recurrence
from services.connections import Connections
from services.live import LiveHints
from services.number_orders import NumberShop
from services.number_steps import NO_ANSWER, OWNED_BEFORE, NumberSteps, Patience
from services.sms_connections import SmsConnections
from tests.sms.conftest import PUBLIC, TWILIO, SmsBusiness, numbers_of
from tests.sms.number_shop import Mortal, Shop
from workflows import starters
from workflows.number_orders import NumberOrderWorkflow

READY, FAILED = NumberOrderStatus.READY, NumberOrderStatus.FAILED
RELEASED, RELEASING = NumberOrderStatus.RELEASED, NumberOrderStatus.RELEASING
QUICK = Patience(tries=3, pauses=(0.01, 0.02), longest=0.02)


@pytest.fixture
async def shop(
    *,
    database: Database,
    company_id: UUID,
    sms_connecting: SmsConnections,
    sms_connection_id: UUID,
    sms_business: SmsBusiness,
    twilio_http: httpx.AsyncClient,
    hints: LiveHints,
    temporal_client: Client,
) -> AsyncIterator[Shop]:
    market = Mortal(registry.twilio_numbers(twilio_http, TWILIO))
    steps = NumberSteps(database, sms_connecting, market, hints, QUICK)  # type: ignore[arg-type]
    start = partial(starters.start_number_order, temporal_client)
    activities = NumberOrderActivities(database, steps, start)
    search = NumberShop(database, sms_connecting, market)  # type: ignore[arg-type]
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[NumberOrderWorkflow]),
        Worker(
            temporal_client,
            task_queue=TaskQueue.DATA,
            activities=[
                activities.buy_number,
                activities.configure_number,
                activities.join_service,
                activities.take_in_number,
                activities.give_back_number,
            ],
        ),
    ):
        yield Shop(
            database,
            company_id,
            sms_connection_id,
            sms_business,
            market,
            search,
            activities,
            temporal_client,
        )


async def test_a_number_is_bought_set_up_and_listed(shop: Shop) -> None:
    order = await shop.bought()
    assert (order.status, order.code) == (READY, None)
    number = await shop.number(order)
    assert number is not None
    assert (number.display_phone, number.channel) == (order.phone, Channel.SMS)
    assert number.bought_at is not None
    there = shop.business.twilio.numbers[order.provider_number_id or ""]
    assert there.sms_url == f"{PUBLIC}/webhooks/twilio"
    assert str(order.id) in there.friendly_name
    assert there.service_sid is None
    assert shop.purchases(order.phone) == (1, 1)


async def test_it_joins_the_service_that_was_chosen(shop: Shop) -> None:
    listed = await numbers_of(shop.database, shop.company_id, shop.connection_id)
    service = listed[shop.business.service_sid]
    order = await shop.bought(service_number_id=service.id)
    there = shop.business.twilio.numbers[order.provider_number_id or ""]
    assert (order.status, there.service_sid) == (READY, shop.business.service_sid)


async def test_its_name_at_the_provider_is_not_shown_to_people(
    shop: Shop, sms_connecting: SmsConnections
) -> None:
    order = await shop.bought()
    await sms_connecting.recheck(shop.company_id, shop.connection_id)
    number = await shop.number(order)
    assert number is not None
    assert (number.verified_name, number.removed_at) == ("", None)
    assert number.bought_at is not None


@pytest.mark.parametrize(
    ("ending", "code"), [(offers.TAKEN, "21422"), (offers.NEEDS_ADDRESS, "21631")]
)
async def test_what_cannot_be_bought_fails_with_twilios_words(
    shop: Shop, ending: str, code: str
) -> None:
    order = await shop.bought(ending)
    assert (order.status, order.code) == (FAILED, code)
    assert order.detail
    assert not shop.owns(order.phone)


async def test_an_address_goes_along(shop: Shop) -> None:
    order = await shop.bought(offers.NEEDS_ADDRESS, address_id="AD" + "1" * 32)
    assert order.status is READY


async def test_a_number_that_cannot_be_set_up_is_given_back(shop: Shop) -> None:
    order = await shop.bought(offers.CONFIGURE_FAILS)
    assert (order.status, order.code) == (FAILED, NO_ANSWER)
    assert shop.purchases(order.phone) == (1, 1)
    assert not shop.owns(order.phone)
    number = await shop.number(order)
    assert number is None or number.removed_at is not None


async def test_a_service_that_is_gone_has_the_number_given_back(shop: Shop) -> None:
    listed = await numbers_of(shop.database, shop.company_id, shop.connection_id)
    del shop.business.twilio.services[shop.business.service_sid]
    order = await shop.bought(service_number_id=listed[shop.business.service_sid].id)
    assert (order.status, order.code) == (FAILED, "20404")
    assert not shop.owns(order.phone)


async def test_a_purchase_without_an_answer_is_found_and_not_repeated(shop: Shop) -> None:
    order = await shop.bought(offers.NO_ANSWER)
    assert order.status is READY
    assert shop.purchases(order.phone) == (1, 1)


async def test_a_purchase_that_never_happened_fails_and_is_not_repeated(shop: Shop) -> None:
    order = await shop.bought(offers.NO_ANSWER_NOT_BOUGHT)
    assert (order.status, order.code) == (FAILED, rows.NOT_ANSWERED)
    assert shop.purchases(order.phone) == (1, 0)


async def test_a_purchase_that_comes_through_later_is_given_back(shop: Shop) -> None:
    order = await shop.bought(offers.NO_ANSWER_NOT_BOUGHT)
    ref = NumberOrderRef(shop.company_id, order.id)
    shop.put(ref, order.phone)
    await shop.age(ref, timedelta(minutes=11))
    async with shop.database.system() as session:
        left = await rows.to_go_on_with(session, rested=timedelta(seconds=20))
    assert (shop.company_id, order.id) in left
    after = await shop.run(ref)
    assert (after.status, after.code) == (FAILED, rows.NOT_ANSWERED)
    assert not shop.owns(order.phone)


async def test_a_number_the_account_has_is_neither_bought_nor_given_back(shop: Shop) -> None:
    order = await shop.run(await shop.order(shop.business.phones[0]))
    assert (order.status, order.code) == (FAILED, OWNED_BEFORE)
    assert shop.owns(order.phone)
    assert shop.purchases(order.phone) == (0, 0)


async def test_what_the_order_bought_already_is_its_own(shop: Shop) -> None:
    """Another worker was so much faster that we had not even seen it begin."""
    ref = await shop.order(await shop.phone())
    phone = (await shop.row(ref)).phone
    shop.put(ref, phone)
    assert (await shop.run(ref)).status is READY
    assert shop.purchases(phone) == (0, 0)


DEATHS = [
    (call, when)
    for call in ("owned", "buy", "configure", "join", "release")
    for when in ("before", "after")
]


@pytest.mark.parametrize(("call", "when"), DEATHS)
async def test_whoever_dies_at_any_step_is_survived_by_the_order(
    shop: Shop, call: str, when: str
) -> None:
    """Temporal's own state is lost too; the sweep goes on from the row."""
    listed = await numbers_of(shop.database, shop.company_id, shop.connection_id)
    service_id = listed[shop.business.service_sid].id
    phone = await shop.phone(offers.CONFIGURE_FAILS if call == "release" else "")
    ref = await shop.order(phone, service_number_id=service_id)
    shop.market.dies_at = (call, when)
    await starters.start_number_order(shop.temporal, ref)
    async with asyncio.timeout(60):
        while shop.market.dies_at is not None:
            await asyncio.sleep(0.01)
    await shop.temporal.get_workflow_handle(f"number-order/{ref.order_id}").terminate()
    await shop.age(ref, timedelta(minutes=1))
    await ActivityEnvironment().run(shop.activities.sweep_number_orders)
    order = await shop.run(ref)
    asked, bought = shop.purchases(phone)
    assert asked <= 1
    if (call, when) == ("buy", "before"):
        # Whether it was asked for nobody can know: not once more.
        assert (order.status, order.code, bought) == (FAILED, rows.NOT_ANSWERED, 0)
    elif call == "release":
        assert (order.status, bought) == (FAILED, 1)
    else:
        assert (order.status, bought) == (READY, 1)
    number = await shop.number(order)
    is_listed = number is not None and number.removed_at is None
    assert shop.owns(phone) is is_listed is (order.status is READY)


async def test_two_who_buy_at_once_buy_once(shop: Shop) -> None:
    ref = await shop.order(await shop.phone())
    steps = [ActivityEnvironment().run(shop.activities.buy_number, ref) for _ in range(4)]
    found: list[StepResult] = await asyncio.gather(*steps)
    order = await shop.run(ref)
    assert {one.status for one in found} <= {NumberOrderStatus.WANTED, NumberOrderStatus.BOUGHT}
    assert order.status is READY
    assert shop.purchases(order.phone) == (1, 1)


async def test_a_number_is_ordered_once(shop: Shop) -> None:
    phone = await shop.phone()
    await shop.order(phone)
    with pytest.raises(Conflict):
        await shop.order(phone)


@pytest.mark.parametrize(
    "wrong", [{"phone": "415"}, {"phone": "+0"}, {"address_id": "AD 1"}, {"bundle_id": "x" * 65}]
)
async def test_a_wrong_order_is_refused(shop: Shop, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        await shop.order(**{"phone": "+14155550100", **wrong})


async def test_a_number_is_given_back_when_nothing_uses_it(shop: Shop) -> None:
    order = await shop.bought()
    number = await shop.number(order)
    assert number is not None
    ref = await shop.give_back(number)
    # Asked twice, and not offered any more meanwhile.
    assert await shop.give_back(number) == ref
    gone = await shop.number(order)
    assert gone is not None
    assert gone.removed_at is not None
    assert (await shop.run(ref)).status is RELEASED
    assert not shop.owns(order.phone)
    # It may be bought anew.
    assert (await shop.run(await shop.order(order.phone))).status is READY


async def test_one_that_is_gone_already_counts_as_given_back(shop: Shop) -> None:
    order = await shop.bought()
    number = await shop.number(order)
    assert number is not None
    del shop.business.twilio.numbers[number.provider_number_id]
    assert (await shop.run(await shop.give_back(number))).status is RELEASED


async def test_a_number_bought_elsewhere_is_not_given_back_here(shop: Shop) -> None:
    listed = await numbers_of(shop.database, shop.company_id, shop.connection_id)
    with pytest.raises(InvalidState):
        await shop.give_back(listed[shop.business.number_sids[0]])


@pytest.mark.parametrize("use", ["running", "scheduled", "fallback", "series"])
async def test_what_is_used_is_not_given_back(shop: Shop, use: str) -> None:
    order = await shop.bought()
    number = await shop.number(order)
    assert number is not None
    await _use(shop, number.id, use)
    with pytest.raises(Conflict) as refused:
        await shop.give_back(number)
    assert "Black Friday" in str(refused.value)
    assert shop.owns(order.phone)


async def _use(shop: Shop, number_id: UUID, use: str) -> None:
    status = {"running": CampaignStatus.RUNNING, "scheduled": CampaignStatus.SCHEDULED}.get(
        use, CampaignStatus.RUNNING if use == "fallback" else CampaignStatus.DRAFT
    )
    campaign = Campaign(
        id=uuid4(),
        company_id=shop.company_id,
        name="Black Friday",
        channel=Channel.SMS,
        status=status,
        phone_number_id=None if use == "fallback" else number_id,
        fallback={"phone_number_id": str(number_id)} if use == "fallback" else None,
    )
    async with shop.database.company(shop.company_id) as session:
        session.add(campaign)
        await session.flush()
        if use == "series":
            session.add(
                CampaignSeries(
                    company_id=shop.company_id,
                    name="Black Friday",
                    source_campaign_id=campaign.id,
                    # One that can be read: sweeps of other tests look at every company's.
                    rule=Recurrence(weekdays=(1,), starts_on="2026-11-23").as_json(),
                    time_zone="UTC",
                    next_at=campaign.created_at,
                )
            )


async def test_a_connection_stays_while_a_number_is_on_its_way(
    shop: Shop, connecting: Connections
) -> None:
    ref = await shop.order(await shop.phone())
    with pytest.raises(Conflict):
        await connecting.remove(shop.company_id, shop.connection_id)
    await shop.run(ref)
    await connecting.remove(shop.company_id, shop.connection_id)


async def test_the_search_finds_by_country_kind_and_digits(shop: Shop) -> None:
    async def phones(wanted: NumberSearch) -> list[str]:
        found = await shop.search.search(shop.company_id, shop.connection_id, wanted)
        return [one.phone for one in found]

    assert all(
        phone.startswith("+1212") for phone in await phones(NumberSearch("US", digits="212"))
    )
    mobile = await phones(NumberSearch("BR", NumberKind.MOBILE, "5521"))
    assert mobile
    assert all(phone.startswith("+5521") for phone in mobile)
    assert await phones(NumberSearch("FR")) == []
    for wrong in (NumberSearch("XX"), NumberSearch("US", digits="4a")):
        with pytest.raises(AppError):
            await phones(wrong)
