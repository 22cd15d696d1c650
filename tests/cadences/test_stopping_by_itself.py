"""A cadence whose step cannot be sent stops by itself, says why, and goes on when it is mended."""

from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis
from sqlalchemy import select, text
from temporalio.testing import ActivityEnvironment

from activities.cadences import CadenceActivities
from db.models.cadences import Cadence
from db.models.notifications import Notification
from db.session import Database
from schemas.enums import CadenceStatus, EnrolmentStatus, NotificationKind, Role
from schemas.payloads.cadences import CadenceRef, MoveInput
from services import cadences as cadence_service
from services.live import LiveHints
from tests.cadences.scenes import Road, message
from tests.campaigns.scenes import add_contacts, ordinary_phones
from tests.fixtures.people import add_person


class Told:
    def __init__(self) -> None:
        self.refs: list[CadenceRef] = []

    async def __call__(self, ref: CadenceRef) -> None:
        self.refs.append(ref)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def activities(database: Database, cache: Redis, told: Told) -> CadenceActivities:
    return CadenceActivities(database, LiveHints(cache), told)


async def _move(road: Road, activities: CadenceActivities) -> None:
    move = MoveInput(road.shop.company_id, road.cadence_id, datetime.now(UTC))
    await ActivityEnvironment().run(activities.move_on, move)


async def _cadence(road: Road) -> Cadence:
    async with road.database.company(road.shop.company_id) as session:
        found = await session.scalar(select(Cadence).where(Cadence.id == road.cadence_id))
    assert found is not None
    return found


async def _begin(road: Road) -> None:
    await road.open([message(road.shop, "hello")])
    people = await add_contacts(road.database, road.shop.company_id, ordinary_phones(2))
    await road.enter(people)


async def test_a_template_that_was_never_approved_stops_it_and_the_owner_is_told(
    road: Road, activities: CadenceActivities
) -> None:
    await _begin(road)
    person = await add_person(road.database, road.shop.company_id, Role.OWNER)
    await road.run(
        "UPDATE templates SET status = 'rejected' WHERE id = :id", id=road.shop.template_id
    )
    await _move(road, activities)
    cadence = await _cadence(road)
    assert (cadence.status, cadence.status_code) == (CadenceStatus.PAUSED, "step_unsendable")
    assert await road.statuses() == [EnrolmentStatus.ACTIVE] * 2
    async with road.database.company(road.shop.company_id) as session:
        rows = await session.scalars(
            select(Notification.kind).where(Notification.user_id == person.id)
        )
    assert list(rows) == [NotificationKind.CADENCE_STOPPED]

    await road.run(
        "UPDATE templates SET status = 'approved' WHERE id = :id", id=road.shop.template_id
    )
    async with road.database.company(road.shop.company_id) as session:
        await cadence_service.resume(session, road.cadence_id)
    await _move(road, activities)
    await road.send()
    await _move(road, activities)
    assert await road.statuses() == [EnrolmentStatus.COMPLETED] * 2


async def test_a_send_the_provider_stopped_stops_it_and_it_goes_on_with_that(
    road: Road, activities: CadenceActivities, told: Told
) -> None:
    await _begin(road)
    await _move(road, activities)
    await road.run(
        "UPDATE campaigns SET status = 'auto_paused', status_code = '132015'"
        " WHERE cadence_id = :id",
        id=road.cadence_id,
    )
    await _move(road, activities)
    cadence = await _cadence(road)
    assert (cadence.status, cadence.status_code) == (CadenceStatus.PAUSED, "132015")

    await road.run(
        "UPDATE campaigns SET status = 'running' WHERE cadence_id = :id", id=road.cadence_id
    )
    await ActivityEnvironment().run(activities.sweep_cadences)
    assert (await _cadence(road)).status is CadenceStatus.RUNNING
    assert road.cadence_id in {ref.cadence_id for ref in told.refs}


async def test_what_a_person_paused_no_sweep_starts(
    road: Road, activities: CadenceActivities
) -> None:
    await _begin(road)
    async with road.database.company(road.shop.company_id) as session:
        await cadence_service.pause(session, road.cadence_id)
    await ActivityEnvironment().run(activities.sweep_cadences)
    assert (await _cadence(road)).status is CadenceStatus.PAUSED


async def test_the_sweep_has_a_forgotten_cadence_looked_at(
    road: Road, activities: CadenceActivities, told: Told
) -> None:
    await _begin(road)
    await road.run("UPDATE enrolments SET due_at = now() - interval '5 minutes'")
    await ActivityEnvironment().run(activities.sweep_cadences)
    assert CadenceRef(road.shop.company_id, road.cadence_id) in told.refs


async def test_pausing_takes_the_hand_off_what_waits_in_the_ledger(
    road: Road, activities: CadenceActivities
) -> None:
    await _begin(road)
    await _move(road, activities)
    async with road.database.company(road.shop.company_id) as session:
        await cadence_service.pause(session, road.cadence_id)
    await road.send()
    async with road.database.company(road.shop.company_id) as session:
        found = await session.scalars(
            text("SELECT status FROM campaigns WHERE cadence_id = :id"), {"id": road.cadence_id}
        )
    assert list(found) == ["paused"]
    assert {row.status.value for row in await road.recipients()} == {"pending"}
