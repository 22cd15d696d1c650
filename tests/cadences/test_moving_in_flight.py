"""A new version while messages are under way: what nobody claimed is taken back, what is being sent stays."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from db.models.campaigns import CampaignRecipient
from schemas.cadences import from_json
from schemas.enums import DeliveryStatus
from services import cadence_moves, cadences
from services.cadence_moves import Block
from tests.cadences.scenes import Road, Said, message, wait
from tests.campaigns.scenes import BINDINGS, add_contacts, ordinary_phones


async def _publish(road: Road, steps: list[Said]) -> Block:
    """The new version, and everybody moved into it."""
    async with road.database.company(road.shop.company_id) as session:
        definition = from_json({"steps": steps})
        await cadences.edit(session, road.cadence_id, {"definition": definition})
        await cadences.publish(session, road.cadence_id)
    async with road.database.company(road.shop.company_id) as session:
        return await cadence_moves.move(session, road.cadence_id)


async def _enter(road: Road) -> None:
    await road.enter(await add_contacts(road.database, road.shop.company_id, ordinary_phones(1)))


async def test_a_message_nobody_claimed_is_taken_back_with_its_step(road: Road) -> None:
    steps: list[Said] = [message(road.shop, "gone"), wait("w", 60), message(road.shop, "later")]
    await road.open(steps)
    await _enter(road)
    await road.move()
    (before,) = await road.recipients()
    assert before.status is DeliveryStatus.PENDING
    block = await _publish(road, [message(road.shop, "later")])
    assert (block.moved, block.sending) == (1, 0)
    (after,) = await road.recipients()
    assert (after.status, after.reason) == (DeliveryStatus.SKIPPED, "cadence_stopped")
    (enrolment,) = await road.enrolments()
    assert (enrolment.version, enrolment.step_key, enrolment.recipient_id) == (2, "later", None)
    await road.move()
    await road.send()
    await road.move()
    assert await road.steps() == [("later", "sent", None)]
    assert await road.counts() == {("later", "sent"): 1}


async def test_a_message_that_is_being_sent_finishes_and_its_contact_moves_afterwards(
    road: Road,
) -> None:
    steps: list[Said] = [message(road.shop, "gone"), wait("w", 60), message(road.shop, "later")]
    await road.open(steps)
    await _enter(road)
    await road.move()
    (row,) = await road.recipients()
    async with road.database.company(road.shop.company_id) as session:
        claimed = update(CampaignRecipient).where(CampaignRecipient.id == row.id)
        await session.execute(claimed.values(status=DeliveryStatus.SENDING))
    block = await _publish(road, [wait("w", 60), message(road.shop, "later")])
    assert (block.moved, block.sending) == (0, 1)
    (enrolment,) = await road.enrolments()
    assert (enrolment.version, enrolment.step_key) == (1, "gone")
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(claimed.values(status=DeliveryStatus.SENT))
    await road.move()
    async with road.database.company(road.shop.company_id) as session:
        assert (await cadence_moves.move(session, road.cadence_id)).moved == 1
    (enrolment,) = await road.enrolments()
    assert (enrolment.version, enrolment.step_key) == (2, "w")


async def test_whose_step_was_kept_is_sent_what_stands_in_the_ledger_once(road: Road) -> None:
    steps: list[Said] = [message(road.shop, "hello"), wait("w", 60)]
    await road.open(steps)
    await _enter(road)
    await road.move()
    new: list[Said] = [wait("first", 60), message(road.shop, "hello"), message(road.shop, "more")]
    assert (await _publish(road, new)).moved == 1
    await road.send()
    await road.move()
    await road.send()
    await road.move()
    assert await road.steps() == [("hello", "sent", None), ("more", "sent", None)]
    assert len(await road.recipients()) == 2


async def test_what_nobody_claimed_goes_out_once_in_the_new_words(
    road: Road,
) -> None:
    await road.open([message(road.shop, "hello")])
    await road.enter(await add_contacts(road.database, road.shop.company_id, ordinary_phones(2)))
    await road.move()
    claimed, _ = await road.recipients()
    async with road.database.company(road.shop.company_id) as session:
        row = update(CampaignRecipient).where(CampaignRecipient.id == claimed.id)
        await session.execute(row.values(status=DeliveryStatus.SENDING))
    words = {**BINDINGS, "body.2": {"source": "text", "value": "new words"}}
    block = await _publish(road, [message(road.shop, "hello", bindings=words)])
    assert (block.moved, block.sending) == (2, 0)
    await road.move()
    assert sorted(
        (one.status.value, one.reason, list(one.parameters)[-1]) for one in await road.recipients()
    ) == [
        ("pending", None, "new words"),
        ("sending", None, "hello"),
        ("skipped", "cadence_stopped", "hello"),
    ]
    assert await road.counts() == {("hello", "waiting"): 2}


async def test_a_question_that_comes_again_is_answered_as_things_are_by_then(road: Road) -> None:
    named = {"field": "name", "kind": "text", "operator": "is", "value": "Ana"}
    ask: Said = {
        "key": "ask",
        "kind": "condition",
        "test": "segment",
        "segment": {"match": "all", "negated": False, "conditions": [named]},
        "yes": [wait("known", 60)],
        "no": [wait("unknown", 60)],
    }
    await road.open([ask])
    await _enter(road)
    await road.move()
    assert await road.counts() == {("ask", "no"): 1, ("unknown", "waiting"): 1}
    await road.run("UPDATE contacts SET name = 'Ana'")
    assert (await _publish(road, [wait("unknown", 60), {**ask, "no": []}])).moved == 1
    await road.move(datetime.now(UTC) + timedelta(minutes=90))
    (enrolment,) = await road.enrolments()
    assert (enrolment.version, enrolment.step_key) == (2, "known")
    assert set(await road.steps()) == {("unknown", "done", None), ("ask", "yes", None)}
    assert await road.counts() == {
        ("unknown", "done"): 1,
        ("ask", "yes"): 1,
        ("known", "waiting"): 1,
    }
