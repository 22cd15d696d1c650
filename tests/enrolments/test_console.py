"""Enrolments in the console: both bodies of each screen, and who may do what."""

import re
from uuid import UUID

from httpx import AsyncClient
from sqlalchemy import select

from db.models.cadences import CadenceSource
from db.models.contacts import Segment, Tag
from db.session import Database
from schemas.enums import Role
from schemas.segments import Group, to_json
from services import enrolling
from tests.enrolments.people import add_cadence, add_contacts, enrolments
from tests.enrolments.test_changes import move
from tests.fixtures.people import OpenBrowser

HTMX = {"HX-Request": "true"}


async def set_up(
    database: Database, company_id: UUID, *, people: int = 2, enrolled: bool = True
) -> tuple[UUID, list[UUID]]:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        contacts = await add_contacts(session, company_id, people)
        if enrolled:
            await enrolling.enrol(session, company_id, cadence_id, contacts, source="console")
    if enrolled:
        await move(database, company_id, cadence_id)
    return cadence_id, contacts


async def test_the_people_of_a_cadence_are_listed_searched_and_narrowed(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id)
    place = f"/cadences/{cadence_id}/people"
    whole = (await signed_in.get(place)).text
    assert "Person 0" in whole
    assert "Person 1" in whole
    part = (await signed_in.get(place, params={"q": "Person 1"}, headers=HTMX)).text
    assert "<html" not in part
    assert "Person 0" not in part
    assert "Person 1" in part
    empty = (await signed_in.get(place, params={"status": "completed"})).text
    assert "Nobody matches" in empty
    assert "Person 0" in (await signed_in.get(place, params={"step": "w1"})).text


async def test_ticked_people_and_all_of_the_list_are_changed(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id, people=3)
    first, *_ = await enrolments(database, company_id, cadence_id)
    place = f"/cadences/{cadence_id}/people"
    await signed_in.post(place, data={"do": "pause", "enrolment": str(first.id)})
    states = [one.status.value for one in await enrolments(database, company_id, cadence_id)]
    assert sorted(states) == ["active", "active", "paused"]
    away = {"do": "remove", "matching": "true", "status": "live", "detail": "Wrong list"}
    await signed_in.post(place, data=away)
    found = await enrolments(database, company_id, cadence_id)
    assert {(one.status.value, one.detail) for one in found} == {("stopped", "Wrong list")}


async def test_the_story_of_one_tells_who_did_what_and_what_comes(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id, people=1)
    [one] = await enrolments(database, company_id, cadence_id)
    place = f"/enrolments/{one.id}"
    answer = await signed_in.post(place, data={"do": "pause", "detail": "Is on holiday"})
    assert answer.status_code in {204, 303}
    shown = (await signed_in.get(place)).text
    for words in ("Person 0", "Enrolled by a person", "Is on holiday", "Ana Souza", "Wait"):
        assert words in shown
    await signed_in.post(place, data={"do": "resume"})
    await signed_in.post(place, data={"do": "skip"})
    await move(database, company_id, cadence_id)
    over = (await signed_in.get(place, headers=HTMX)).text
    assert "They came to the end." in over
    assert "Step skipped" in over


async def test_a_contact_is_enrolled_paused_and_taken_out_on_their_own_page(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    cadence_id, [contact] = await set_up(database, company_id, people=1, enrolled=False)
    assert "In no cadence." in (await signed_in.get(f"/contacts/{contact}")).text
    place = f"/contacts/{contact}/cadences"
    card = await signed_in.post(place, data={"cadence": cadence_id.hex}, headers=HTMX)
    assert "On their way" in card.text
    again = await signed_in.post(place, data={"cadence": cadence_id.hex}, headers=HTMX)
    assert "Is in this cadence already." in again.text
    [one] = await enrolments(database, company_id, cadence_id)
    paused = await signed_in.post(
        f"/enrolments/{one.id}", data={"do": "pause", "back": "contact"}, headers=HTMX
    )
    assert "Paused" in paused.text
    await signed_in.post(f"/enrolments/{one.id}", data={"do": "remove", "back": "contact"})
    assert "Taken out by hand." in (await signed_in.get(f"/contacts/{contact}")).text


async def test_ticked_contacts_and_everybody_found_are_enrolled(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    cadence_id, contacts = await set_up(database, company_id, people=3, enrolled=False)
    assert cadence_id.hex in (await signed_in.get("/contacts")).text
    ticked = {"cadence": cadence_id.hex, "contact": [str(key) for key in contacts[:2]]}
    await signed_in.post("/contacts/enrol", data=ticked)
    assert len(await enrolments(database, company_id, cadence_id)) == 2
    everybody = {"cadence": cadence_id.hex, "matching": "true", "q": "Person"}
    await signed_in.post("/contacts/enrol", data=everybody)
    async with database.company(company_id) as session:
        source = (await session.scalars(select(CadenceSource))).one()
    assert source.kind == "contacts"
    assert source.next_run_at is not None


async def test_a_segment_is_enrolled_and_the_page_of_who_enters_tells_of_it(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id, enrolled=False)
    async with database.company(company_id) as session:
        segment = Segment(company_id=company_id, name="Regulars", definition=to_json(Group()))
        session.add(segment)
    assert "Regulars" in (await signed_in.get(f"/segments/{segment.id}/enrol")).text
    answer = await signed_in.post(f"/segments/{segment.id}/enrol", data={"cadence": cadence_id.hex})
    assert answer.headers.get("location", "").endswith("/sources")
    shown = (await signed_in.get(f"/cadences/{cadence_id}/sources")).text
    assert "Segment: Regulars" in shown
    assert "Enrolled once" in shown


async def test_what_enrols_by_itself_is_added_changed_switched_and_removed(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id, enrolled=False)
    async with database.company(company_id) as session:
        segment = Segment(company_id=company_id, name="Regulars", definition=to_json(Group()))
        session.add_all([segment, Tag(company_id=company_id, name="Hot")])
    place = f"/cadences/{cadence_id}/sources"
    for kind in ("segment", "keyword", "tag", "stage"):
        assert (await signed_in.get(f"{place}/new", params={"kind": kind})).status_code == 200
    wrong = await signed_in.post(place, data={"kind": "keyword", "words": " "})
    assert wrong.status_code == 422
    assert "Give 1 to 30 words" in wrong.text
    await signed_in.post(
        place,
        data={
            "kind": "segment",
            "subject": segment.id.hex,
            "frequency": "weekly",
            "weekdays": ["1", "3"],
            "at": "09:00",
            "time_zone": "America/Recife",
        },
    )
    shown = (await signed_in.get(place)).text
    assert "Recife (Brazil)" in shown
    async with database.company(company_id) as session:
        source = (await session.scalars(select(CadenceSource))).one()
    edit = f"/cadence-sources/{source.id}"
    assert "09:00" in (await signed_in.get(edit)).text
    await signed_in.post(
        edit,
        data={
            "subject": segment.id.hex,
            "frequency": "daily",
            "at": "18:30",
            "time_zone": "America/Recife",
        },
    )
    assert "18:30" in (await signed_in.get(place)).text
    await signed_in.post(f"{edit}/switch", data={"enabled": "false"})
    assert re.search(r"Go on with Segment: Regulars", (await signed_in.get(place)).text)
    await signed_in.post(f"{edit}/remove")
    assert "Nothing enrols people by itself yet" in (await signed_in.get(place)).text


async def test_an_agent_may_pause_one_and_not_change_many(
    database: Database, company_id: UUID, open_browser: OpenBrowser
) -> None:
    cadence_id, [contact] = await set_up(database, company_id, people=1)
    agent = await open_browser(company_id, Role.AGENT)
    viewer = await open_browser(company_id, Role.VIEWER)
    [one] = await enrolments(database, company_id, cadence_id)
    many = {"do": "remove", "matching": "true"}
    assert (await agent.post(f"/cadences/{cadence_id}/people", data=many)).status_code == 403
    assert (await viewer.post(f"/enrolments/{one.id}", data={"do": "pause"})).status_code == 403
    assert (await viewer.get(f"/enrolments/{one.id}")).status_code == 200
    assert (await agent.post(f"/enrolments/{one.id}", data={"do": "pause"})).status_code != 403
    assert (await agent.get(f"/contacts/{contact}/cadences")).status_code == 200
