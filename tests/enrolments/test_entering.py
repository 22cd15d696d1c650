"""Who enters a cadence and who is left out, however many enrol at once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from db.models.contacts import Contact, Suppression
from db.models.people import Company
from db.session import Database
from schemas.cadences import Rules
from schemas.enums import CadenceStatus, Channel, EnrolmentStatus
from schemas.errors import InvalidState, NotFound
from schemas.segments import Condition, Group, Kind, Operator, to_json
from services import enrolling
from services.enrolling import Enrolled
from tests.enrolments.people import (
    add_cadence,
    add_contacts,
    add_number,
    end,
    enrolments,
    writes_by,
)


async def enrol(
    database: Database, company_id: UUID, cadence_id: UUID, contact_ids: list[UUID]
) -> Enrolled:
    async with database.company(company_id) as session:
        return await enrolling.enrol(
            session, company_id, cadence_id, contact_ids, source="api", source_id=None
        )


async def test_whoever_enters_is_due_at_once_and_stands_at_no_step_yet(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        people = await add_contacts(session, company_id, 3)
    assert await enrol(database, company_id, cadence_id, people) == Enrolled(3, {})
    found = await enrolments(database, company_id, cadence_id)
    assert {one.contact_id for one in found} == set(people)
    for one in found:
        assert (one.status, one.step_key, one.lap, one.version) == ("active", None, 1, 1)
        assert one.due_at is not None
        assert one.due_at <= datetime.now(UTC)
        assert one.source == "api"


async def test_enrolled_again_they_are_in_it_once(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        people = await add_contacts(session, company_id, 2)
    await enrol(database, company_id, cadence_id, people)
    again = await enrol(database, company_id, cadence_id, [*people, *people, uuid4()])
    assert again == Enrolled(0, {"in_cadence": 2, "not_found": 1})
    assert len(await enrolments(database, company_id, cadence_id)) == 2


async def test_nobody_comes_again_unless_the_rules_say_so(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        never = await add_cadence(session, company_id)
        weekly = await add_cadence(session, company_id, rules=Rules(reentry_days=7))
        people = await add_contacts(session, company_id, 1)
    for cadence_id in (never, weekly):
        await enrol(database, company_id, cadence_id, people)
        await end(database, company_id, cadence_id)
    assert (await enrol(database, company_id, never, people)).left_out == {"been_before": 1}
    assert (await enrol(database, company_id, weekly, people)).left_out == {"too_soon": 1}
    await end(database, company_id, weekly, entered_at=datetime.now(UTC) - timedelta(days=8))
    assert (await enrol(database, company_id, weekly, people)).enrolled == 1
    assert [one.lap for one in await enrolments(database, company_id, weekly)] == [1, 2]


async def test_a_day_lets_in_no_more_than_its_limit_and_the_first_come_first(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, rules=Rules(daily_limit=3))
        people = await add_contacts(session, company_id, 5)
    assert await enrol(database, company_id, cadence_id, people) == Enrolled(3, {"daily_limit": 2})
    entered = [one.contact_id for one in await enrolments(database, company_id, cadence_id)]
    assert entered == people[:3]
    yesterday = datetime.now(UTC) - timedelta(days=1)
    await end(database, company_id, cadence_id, entered_at=yesterday, status=EnrolmentStatus.ACTIVE)
    assert (await enrol(database, company_id, cadence_id, people)).enrolled == 2


async def test_the_day_is_the_companys_own(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        await session.execute(
            update(Company).where(Company.id == company_id).values(timezone="America/Sao_Paulo")
        )
        now = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
        began = await enrolling.start_of_day(session, company_id, now=now)
        next_one = await enrolling.start_of_day(session, company_id, now=now, days=1)
    assert began == datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert next_one == datetime(2026, 3, 2, 3, tzinfo=UTC)


async def test_only_who_matches_the_cadences_own_segment_enters(
    database: Database, company_id: UUID
) -> None:
    only = to_json(Group(parts=(Condition("name", Kind.TEXT, Operator.IS, "Person 1"),)))
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, rules=Rules(only=only))
        people = await add_contacts(session, company_id, 3)
    found = await enrol(database, company_id, cadence_id, people)
    assert found == Enrolled(1, {"not_in_segment": 2})


async def test_a_contact_is_in_one_cadence_of_a_group(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        first = await add_cadence(session, company_id, exclusive_group="sales")
        second = await add_cadence(session, company_id, exclusive_group="sales")
        other = await add_cadence(session, company_id, exclusive_group="care")
        people = await add_contacts(session, company_id, 1)
    await enrol(database, company_id, first, people)
    assert (await enrol(database, company_id, second, people)).left_out == {"exclusive_group": 1}
    assert (await enrol(database, company_id, other, people)).enrolled == 1
    await end(database, company_id, first)
    assert (await enrol(database, company_id, second, people)).enrolled == 1


async def test_whom_no_step_may_reach_is_left_out(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        sms = await add_number(session, company_id, Channel.SMS)
        whatsapp = await add_number(session, company_id, Channel.WHATSAPP)
        both = await add_cadence(session, company_id, writes_by(sms, whatsapp))
        one = await add_cadence(session, company_id, writes_by(sms))
        quiet = await add_cadence(session, company_id)
        people = await add_contacts(session, company_id, 2)
        refuses = await session.get_one(Contact, (company_id, people[0]))
        without = Contact(company_id=company_id, name="No phone")
        session.add(without)
        await session.flush()
        people = [*people, without.id]
        session.add(
            Suppression(
                company_id=company_id,
                channel=Channel.SMS,
                match_key=refuses.phone_key,
                scope="marketing",
                reason="opted_out",
            )
        )
    assert await enrol(database, company_id, both, people) == Enrolled(2, {"no_phone": 1})
    left_out = {"no_phone": 1, "opted_out": 1}
    assert await enrol(database, company_id, one, people) == Enrolled(1, left_out)
    assert (await enrol(database, company_id, quiet, people)).enrolled == 3


@pytest.mark.parametrize("status", [CadenceStatus.DRAFT, CadenceStatus.ARCHIVED])
async def test_a_cadence_that_was_not_started_or_is_over_lets_nobody_in(
    database: Database, company_id: UUID, status: CadenceStatus
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, status=status)
        people = await add_contacts(session, company_id, 1)
    with pytest.raises(InvalidState):
        await enrol(database, company_id, cadence_id, people)


async def test_another_companys_cadence_and_contacts_are_not_there(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
    async with database.company(other_company_id) as session:
        theirs = await add_contacts(session, other_company_id, 1)
    with pytest.raises(NotFound):
        await enrol(database, other_company_id, cadence_id, theirs)
    assert (await enrol(database, company_id, cadence_id, theirs)).left_out == {"not_found": 1}


async def test_many_who_enrol_the_same_people_at_once_enrol_each_once(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, rules=Rules(reentry_days=0))
        people = await add_contacts(session, company_id, 40)
    orders = [people, people[::-1], people[10:] + people[:10]] * 4
    found = await asyncio.gather(
        *(enrol(database, company_id, cadence_id, order) for order in orders)
    )
    assert sum(one.enrolled for one in found) == 40
    live = Counter(one.contact_id for one in await enrolments(database, company_id, cadence_id))
    assert live == dict.fromkeys(people, 1)


async def test_at_once_the_limit_of_a_day_is_not_passed(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, rules=Rules(daily_limit=7))
        people = await add_contacts(session, company_id, 40)
    found = await asyncio.gather(
        *(enrol(database, company_id, cadence_id, people[at : at + 2]) for at in range(0, 40, 2))
    )
    assert sum(one.enrolled for one in found) == 7
    assert len(await enrolments(database, company_id, cadence_id)) == 7


async def test_at_once_nobody_is_in_two_cadences_of_a_group(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        group = [await add_cadence(session, company_id, exclusive_group="sales") for _ in range(5)]
        people = await add_contacts(session, company_id, 20)
    await asyncio.gather(*(enrol(database, company_id, one, people) for one in group * 2))
    everybody = [
        one.contact_id for each in group for one in await enrolments(database, company_id, each)
    ]
    assert Counter(everybody) == dict.fromkeys(people, 1)


async def test_nobody_enters_a_cadence_that_is_being_archived(
    database: Database, company_id: UUID
) -> None:
    from db.models.cadences import Cadence

    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        people = await add_contacts(session, company_id, 1)
    async with database.company(company_id) as session:
        cadence = await session.scalar(
            select(Cadence).where(Cadence.id == cadence_id).with_for_update()
        )
        assert cadence is not None
        entering = asyncio.create_task(enrol(database, company_id, cadence_id, people))
        await asyncio.sleep(0.2)
        assert not entering.done()
        cadence.status = CadenceStatus.ARCHIVED
    with pytest.raises(InvalidState):
        await entering
    assert not await enrolments(database, company_id, cadence_id)
