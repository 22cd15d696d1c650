"""Whoever rests hears nothing, also of what comes back from the provider meanwhile; nothing is lost."""

from uuid import UUID

from schemas.enums import DeliveryStatus
from services import cadences, enrolments
from services.enrolments import Action
from tests.cadences.scenes import Road, message, wait
from tests.campaigns.scenes import add_contacts, ordinary_phones


async def _enter(road: Road) -> UUID:
    phones = ordinary_phones(1)
    await road.enter(await add_contacts(road.database, road.shop.company_id, phones))
    await road.move()
    (enrolment,) = await road.enrolments()
    return enrolment.id


async def _act(road: Road, action: Action, enrolment_id: UUID) -> None:
    async with road.database.company(road.shop.company_id) as session:
        await enrolments.act(session, road.shop.company_id, action, [enrolment_id])


async def _becomes(road: Road, before: str, after: str, *, handed_back: bool = False) -> None:
    """As a worker claims it, or hands it back for another try that is due by now."""
    due = "now() - interval '1 minute'" if handed_back else "NULL"
    await road.run(
        f"UPDATE campaign_recipients SET status = '{after}', not_before = {due}"
        f" WHERE status = '{before}'"
    )
    await road.run("DELETE FROM campaign_counts WHERE count = 0")
    await road.run(f"UPDATE campaign_counts SET status = '{after}' WHERE status = '{before}'")


async def _only(road: Road) -> DeliveryStatus:
    (row,) = await road.recipients()
    return row.status


async def test_what_is_handed_back_while_they_rest_is_sent_when_they_go_on(road: Road) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", 60)])
    who = await _enter(road)
    await _becomes(road, "pending", "sending")
    await _act(road, Action.PAUSE, who)
    await _becomes(road, "sending", "pending", handed_back=True)
    await road.send()
    assert await _only(road) is DeliveryStatus.PENDING
    await _act(road, Action.RESUME, who)
    await road.send()
    await road.move()
    assert await road.steps() == [("hello", "sent", None)]


async def test_the_try_to_come_of_a_step_behind_them_rests_with_them(road: Road) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", 60)])
    who = await _enter(road)
    await road.send()
    await road.move()
    await _act(road, Action.PAUSE, who)
    sent = await _only(road)
    await _becomes(road, sent.value, "pending", handed_back=True)
    await road.send()
    assert await _only(road) is DeliveryStatus.PENDING
    await _act(road, Action.RESUME, who)
    await road.send()
    assert await _only(road) not in (DeliveryStatus.PENDING, DeliveryStatus.SKIPPED)


async def test_what_is_handed_back_to_a_paused_cadence_is_sent_when_it_goes_on(
    road: Road,
) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", 60)])
    await _enter(road)
    await _becomes(road, "pending", "sending")
    async with road.database.company(road.shop.company_id) as session:
        await cadences.pause(session, road.cadence_id)
    await _becomes(road, "sending", "pending", handed_back=True)
    await road.send()
    assert await _only(road) is DeliveryStatus.PENDING
    async with road.database.company(road.shop.company_id) as session:
        await cadences.resume(session, road.cadence_id)
    await road.send()
    assert await _only(road) is not DeliveryStatus.PENDING
