"""Cadences, the pipeline and what other systems say: told in their schemas."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from db.models.cadences import Enrolment
from db.session import Database
from services import cadences, contact_events, enrolling, enrolment_stops, leads, stages
from tests.cadences.scenes import Road, wait
from tests.campaigns.scenes import Shop, add_contacts, ordinary_phones
from tests.events.hearing import listen, names, told


@pytest.fixture
def road(database: Database, shop: Shop) -> Road:
    return Road(database, shop, None, None)  # type: ignore[arg-type]


async def test_a_way_through_a_cadence_is_told(database: Database, shop: Shop, road: Road) -> None:
    first, second = await add_contacts(database, shop.company_id, ordinary_phones(2))
    await road.open([wait("later", 5), wait("later still", 5)])
    await listen(database, shop.company_id)
    async with database.company(shop.company_id) as session:
        await enrolling.enrol(
            session, shop.company_id, road.cadence_id, [first, second], source="api"
        )
    async with database.company(shop.company_id) as session:
        rows = await session.scalars(select(Enrolment.id).where(Enrolment.contact_id == second))
        await enrolment_stops.end(session, shop.company_id, rows.all(), "removed")
    for minutes in (0, 6, 12, 18):
        await road.move(datetime.now(UTC) + timedelta(minutes=minutes))
    async with database.company(shop.company_id) as session:
        await cadences.pause(session, road.cadence_id)
        await cadences.pause(session, road.cadence_id)
    found = await told(database, shop.company_id)
    kinds = names(found)
    assert kinds.count("cadence.enrolled") == 2
    assert kinds.count("cadence.stopped") == 1
    assert kinds.count("cadence.paused") == 1
    assert kinds.count("cadence.step_done") == 2
    assert kinds.count("cadence.completed") == 1
    stopped = next(one for one in found if one.type == "cadence.stopped")
    assert stopped.data["reason"] == "removed"
    assert stopped.data["contact_id"] == f"ct_{second.hex}"
    assert stopped.data["cadence_id"] == f"cad_{road.cadence_id.hex}"


async def test_a_lead_and_a_meeting_are_told(database: Database, shop: Shop) -> None:
    (contact_id,) = await add_contacts(database, shop.company_id, ordinary_phones(1))
    async with database.company(shop.company_id) as session:
        stage = await stages.create(session, shop.company_id, "Qualificado")
    await listen(database, shop.company_id)
    for _ in range(2):
        async with database.company(shop.company_id) as session:
            await leads.move(session, shop.company_id, [contact_id], stage.id)
    for _ in range(2):
        async with database.company(shop.company_id) as session:
            await contact_events.record(
                session,
                shop.company_id,
                contact_id,
                "meeting_booked",
                data={"starts_at": "2030-03-05T14:00:00-03:00"},
                source="api",
                external_id="cal-42",
            )
    found = await told(database, shop.company_id)
    assert names(found) == ["lead.stage_changed", "contact.event", "appointment.created"]
    assert found[0].data["stage"] == "Qualificado"
    assert found[2].data["external_id"] == "cal-42"
