"""Pausing, going on, skipping a step and leaving: for one, for some, for all a list shows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from db.models.cadences import Enrolment, EnrolmentEvent, EnrolmentStep
from db.models.campaigns import Campaign, CampaignRecipient
from db.queries.enrolment_lists import EnrolmentFilter
from db.queries.ledger import HELD
from db.session import Database
from schemas.cadences import ChangeTags, Definition, Wait
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, EnrolmentStatus
from schemas.errors import InvalidInput, InvalidState, NotFound
from services import cadence_engine, cadence_jobs, enrolling, enrolments
from services.enrolments import Action, By
from tests.enrolments.people import add_cadence, add_contacts, add_number
from tests.enrolments.people import enrolments as all_of

TWO_WAITS = Definition((Wait("w1", minutes=60), ChangeTags("t1"), Wait("w2", minutes=60)))


async def someone_in(
    database: Database, company_id: UUID, definition: Definition = TWO_WAITS, *, people: int = 1
) -> tuple[UUID, list[UUID]]:
    """A cadence with so many who came to its first step; their enrolments."""
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, definition)
        contacts = await add_contacts(session, company_id, people)
        await enrolling.enrol(session, company_id, cadence_id, contacts, source="console")
    await move(database, company_id, cadence_id)
    return cadence_id, [one.id for one in await all_of(database, company_id, cadence_id)]


async def move(
    database: Database, company_id: UUID, cadence_id: UUID, *, later: timedelta = timedelta()
) -> None:
    async with database.company(company_id) as session:
        await cadence_engine.move_page(session, cadence_id, now=datetime.now(UTC) + later)


async def act(
    database: Database, company_id: UUID, action: Action, ids: Sequence[UUID]
) -> set[UUID]:
    async with database.company(company_id) as session:
        return await enrolments.act(session, company_id, action, ids, By(detail="because"))


async def one(database: Database, company_id: UUID, enrolment_id: UUID) -> Enrolment:
    async with database.company(company_id) as session:
        return await session.get_one(Enrolment, enrolment_id)


async def waits_in_the_ledger(
    database: Database, company_id: UUID, enrolment_id: UUID, status: DeliveryStatus
) -> UUID:
    """As if the enrolment's step had its message in the ledger."""
    async with database.company(company_id) as session:
        number = await add_number(session, company_id, Channel.SMS)
        campaign = Campaign(
            company_id=company_id,
            name="Step",
            phone_number_id=number,
            channel=Channel.SMS,
            status=CampaignStatus.RUNNING,
        )
        session.add(campaign)
        await session.flush()
        enrolment = await session.get_one(Enrolment, enrolment_id)
        recipient = CampaignRecipient(
            id=UUID(campaign.id.hex[16:] + "0" * 15 + "1"),
            company_id=company_id,
            campaign_id=campaign.id,
            contact_id=enrolment.contact_id,
            address="+5511900000000",
            address_key="551100000000",
            parameters=[],
            status=status,
        )
        session.add(recipient)
        enrolment.status, enrolment.recipient_id = EnrolmentStatus.SENDING, recipient.id
        enrolment.due_at = None
        return recipient.id


async def recipient(database: Database, company_id: UUID, key: UUID) -> CampaignRecipient:
    async with database.company(company_id) as session:
        found = await session.scalar(select(CampaignRecipient).where(CampaignRecipient.id == key))
        assert found is not None
        return found


async def test_whoever_rests_is_not_moved_and_goes_on_no_earlier_than_now(
    database: Database, company_id: UUID
) -> None:
    cadence_id, [key] = await someone_in(database, company_id)
    assert await act(database, company_id, Action.PAUSE, [key]) == {key}
    assert await act(database, company_id, Action.PAUSE, [key]) == set()
    await move(database, company_id, cadence_id, later=timedelta(hours=3))
    resting = await one(database, company_id, key)
    assert (resting.status, resting.step_key) == (EnrolmentStatus.PAUSED, "w1")
    async with database.company(company_id) as session:
        long_ago = datetime.now(UTC) - timedelta(days=3)
        await session.execute(update(Enrolment).values(due_at=long_ago))
    before = datetime.now(UTC) - timedelta(seconds=5)
    assert await act(database, company_id, Action.RESUME, [key]) == {key}
    again = await one(database, company_id, key)
    assert again.status is EnrolmentStatus.ACTIVE
    assert again.due_at is not None
    assert again.due_at > before


async def test_a_skipped_wait_is_over_at_once_and_its_story_says_so(
    database: Database, company_id: UUID
) -> None:
    cadence_id, [key] = await someone_in(database, company_id)
    assert await act(database, company_id, Action.SKIP, [key]) == {key}
    await move(database, company_id, cadence_id)
    assert (await one(database, company_id, key)).step_key == "w2"
    async with database.company(company_id) as session:
        step = await session.get_one(EnrolmentStep, (key, "w1"))
        assert step.outcome == "skipped"
        event = (await session.scalars(select(EnrolmentEvent))).one()
    assert (event.kind, event.step_key, event.detail) == ("skipped", "w1", "because")


async def test_a_message_that_nobody_has_claimed_can_be_skipped(
    database: Database, company_id: UUID
) -> None:
    _, [key] = await someone_in(database, company_id)
    sent = await waits_in_the_ledger(database, company_id, key, DeliveryStatus.PENDING)
    assert await act(database, company_id, Action.SKIP, [key]) == {key}
    row = await recipient(database, company_id, sent)
    assert (row.status, row.reason) == (DeliveryStatus.SKIPPED, "dropped")


async def test_a_message_that_is_being_sent_cannot_be_skipped_and_the_answer_says_why(
    database: Database, company_id: UUID
) -> None:
    _, [key] = await someone_in(database, company_id)
    await waits_in_the_ledger(database, company_id, key, DeliveryStatus.SENDING)
    async with database.company(company_id) as session:
        with pytest.raises(InvalidState, match="being sent"):
            await enrolments.act_on_one(session, company_id, Action.SKIP, key)


async def test_while_they_rest_their_message_waits_and_is_sent_after(
    database: Database, company_id: UUID
) -> None:
    _, [key] = await someone_in(database, company_id)
    sent = await waits_in_the_ledger(database, company_id, key, DeliveryStatus.PENDING)
    await act(database, company_id, Action.PAUSE, [key])
    assert (await recipient(database, company_id, sent)).not_before == HELD
    await act(database, company_id, Action.RESUME, [key])
    held = await recipient(database, company_id, sent)
    assert held.status is DeliveryStatus.PENDING
    assert held.not_before is not None
    assert held.not_before <= datetime.now(UTC)
    assert (await one(database, company_id, key)).status is EnrolmentStatus.SENDING


async def test_whoever_is_taken_out_is_out_with_the_reason(
    database: Database, company_id: UUID
) -> None:
    _, [key] = await someone_in(database, company_id)
    assert await act(database, company_id, Action.REMOVE, [key]) == {key}
    gone = await one(database, company_id, key)
    assert (gone.status, gone.reason, gone.detail) == ("stopped", "removed", "because")
    async with database.company(company_id) as session:
        with pytest.raises(InvalidState):
            await enrolments.act_on_one(session, company_id, Action.PAUSE, key)


async def all_listed(
    database: Database, company_id: UUID, action: Action, wanted: EnrolmentFilter
) -> int:
    assert wanted.cadence_id is not None
    async with database.company(company_id) as session:
        done = await cadence_jobs.act_on_all(session, wanted.cadence_id, action, wanted)
    assert done.job is None
    return done.changed


async def test_all_that_a_list_shows_are_changed_and_nobody_else(
    database: Database, company_id: UUID
) -> None:
    cadence_id, keys = await someone_in(database, company_id, people=5)
    _, [other] = await someone_in(database, company_id)
    wanted = EnrolmentFilter(cadence_id=cadence_id)
    assert await all_listed(database, company_id, Action.PAUSE, wanted) == 5
    assert {(await one(database, company_id, key)).status for key in keys} == {"paused"}
    assert (await one(database, company_id, other)).status == "active"
    active = EnrolmentFilter(cadence_id=cadence_id, statuses=(EnrolmentStatus.ACTIVE,))
    assert await all_listed(database, company_id, Action.REMOVE, active) == 0
    assert await all_listed(database, company_id, Action.RESUME, wanted) == 5


async def test_a_step_is_skipped_for_all_only_by_its_name(
    database: Database, company_id: UUID
) -> None:
    cadence_id, _ = await someone_in(database, company_id, people=2)
    wanted = EnrolmentFilter(cadence_id=cadence_id)
    with pytest.raises(InvalidInput):
        await all_listed(database, company_id, Action.SKIP, wanted)
    at_first = EnrolmentFilter(cadence_id=cadence_id, step_key="w1")
    assert await all_listed(database, company_id, Action.SKIP, at_first) == 2
    assert await all_listed(database, company_id, Action.SKIP, at_first) == 0


async def test_another_companys_people_are_not_there(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    _, [key] = await someone_in(database, company_id)
    assert await act(database, other_company_id, Action.REMOVE, [key]) == set()
    async with database.company(other_company_id) as session:
        with pytest.raises(NotFound):
            await enrolments.act_on_one(session, other_company_id, Action.PAUSE, key)


async def test_a_list_is_searched_by_name_and_number(database: Database, company_id: UUID) -> None:
    cadence_id, _ = await someone_in(database, company_id, people=3)
    wanted = EnrolmentFilter(cadence_id=cadence_id)
    async with database.company(company_id) as session:
        everybody = await enrolments.find(session, wanted, limit=10)
        named = await enrolments.find(session, wanted, q="person 1", limit=10)
        number = everybody[0].contact_phone or ""
        called = await enrolments.find(session, wanted, q=number, limit=10)
    assert [row.contact_name for row in everybody] == ["Person 2", "Person 1", "Person 0"]
    assert [row.contact_name for row in named] == ["Person 1"]
    assert [row.contact_phone for row in called] == [number]
