"""Enrolments and sources over the API."""

from uuid import UUID

from httpx import AsyncClient
from sqlalchemy import select

from db.models.cadences import CadenceSource
from db.models.contacts import Contact, Segment
from db.session import Database
from schemas.api.ids import CADENCE, CADENCE_SOURCE, CONTACT, ENROLMENT, SEGMENT
from schemas.enums import CadenceStatus, Scope
from schemas.payloads.cadence_sources import SourceRef
from schemas.segments import Group, to_json
from services import source_runs
from tests.enrolments.people import add_cadence, add_contacts, enrolments
from tests.enrolments.test_changes import move
from tests.fixtures.people import OpenApi

RULE = {"frequency": "daily", "at": "09:00", "starts_on": "2026-01-01"}


async def set_up(database: Database, company_id: UUID, people: int = 2) -> tuple[UUID, list[UUID]]:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        return cadence_id, await add_contacts(session, company_id, people)


def enrolments_of(cadence_id: UUID) -> str:
    return f"/api/v1/cadences/{CADENCE.format(cadence_id)}/enrolments"


async def test_each_contact_that_is_named_gets_an_answer(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, people = await set_up(database, company_id)
    async with database.company(company_id) as session:
        second = await session.get_one(Contact, (company_id, people[1]))
        second.external_id = "crm-7"
        phone = (await session.get_one(Contact, (company_id, people[0]))).phone
    body = {
        "contacts": [
            {"phone": phone},
            {"external_id": "crm-7"},
            {"contact_id": CONTACT.format(people[0])},
            {"external_id": "nobody"},
        ]
    }
    answer = await api_client.post(enrolments_of(cadence_id), json=body)
    assert answer.status_code == 202
    said = answer.json()
    assert (said["enrolled"], said["left_out"]) == (2, {"in_cadence": 1, "not_found": 1})
    assert [one["reason"] for one in said["results"]] == [None, None, "in_cadence", "not_found"]
    assert said["results"][3]["message"] == "There is no such contact."
    again = (await api_client.post(enrolments_of(cadence_id), json=body)).json()
    assert (again["enrolled"], again["left_out"]) == (0, {"in_cadence": 3, "not_found": 1})


async def test_a_segment_is_enrolled_in_the_background_and_its_source_tells_how_far(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, people = await set_up(database, company_id, 3)
    async with database.company(company_id) as session:
        segment = Segment(company_id=company_id, name="All", definition=to_json(Group()))
        session.add(segment)
        await session.flush()
        body = {"segment_id": SEGMENT.format(segment.id)}
    answer = await api_client.post(enrolments_of(cadence_id), json=body)
    assert answer.status_code == 202
    source_id = answer.json()["source_id"]
    ref = SourceRef(company_id, CADENCE_SOURCE.parse(source_id))
    async with database.company(company_id) as session:
        due = (await session.get_one(CadenceSource, ref.source_id)).next_run_at
    assert due is not None
    await source_runs.run(database, ref, now=due)
    source = (await api_client.get(f"/api/v1/cadence-sources/{source_id}")).json()
    assert (source["once"], source["name"], source["total"]["enrolled"]) == (True, "All", 3)
    assert {one.contact_id for one in await enrolments(database, company_id, cadence_id)} == set(
        people
    )


async def test_either_contacts_or_a_segment_are_named(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id)
    assert (await api_client.post(enrolments_of(cadence_id), json={})).status_code == 422
    many = {"contacts": [{"external_id": str(n)} for n in range(1001)]}
    assert (await api_client.post(enrolments_of(cadence_id), json=many)).status_code == 422


async def test_a_cadence_that_was_never_started_says_why_nobody_enters(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    async with database.company(company_id) as session:
        draft = await add_cadence(session, company_id, status=CadenceStatus.DRAFT)
        [one] = await add_contacts(session, company_id, 1)
    body = {"contacts": [{"contact_id": CONTACT.format(one)}]}
    answer = await api_client.post(enrolments_of(draft), json=body)
    assert answer.status_code == 409
    assert answer.json()["code"] == "invalid_state"


async def test_the_list_is_read_page_by_page_and_narrowed(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, people = await set_up(database, company_id, 3)
    body = {"contacts": [{"contact_id": CONTACT.format(key)} for key in people]}
    made = (await api_client.post(enrolments_of(cadence_id), json=body)).json()["results"]
    address = enrolments_of(cadence_id)
    first = (await api_client.get(address, params={"limit": 2})).json()
    rest = (await api_client.get(address, params={"cursor": first["next_cursor"]})).json()
    assert [one["id"] for one in [*first["data"], *rest["data"]]] == [
        one["enrolment_id"] for one in reversed(made)
    ]
    await api_client.post(f"/api/v1/enrolments/{made[0]['enrolment_id']}/pause")
    paused = (await api_client.get(address, params={"status": "paused"})).json()["data"]
    assert [one["id"] for one in paused] == [made[0]["enrolment_id"]]
    named = (await api_client.get(address, params={"q": "Person 2"})).json()["data"]
    assert [one["contact_name"] for one in named] == ["Person 2"]
    theirs = {"contact_id": CONTACT.format(people[1])}
    of_one = (await api_client.get("/api/v1/enrolments", params=theirs)).json()["data"]
    assert [one["contact_id"] for one in of_one] == [CONTACT.format(people[1])]


async def test_one_tells_its_whole_story_and_what_comes(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, people = await set_up(database, company_id, 1)
    body = {"contacts": [{"contact_id": CONTACT.format(people[0])}]}
    made = (await api_client.post(enrolments_of(cadence_id), json=body)).json()
    key = made["results"][0]["enrolment_id"]
    await move(database, company_id, cadence_id)
    why = {"detail": "On holiday"}
    paused = (await api_client.post(f"/api/v1/enrolments/{key}/pause", json=why)).json()
    assert paused["status"] == "paused"
    assert [one["kind"] for one in paused["timeline"]] == ["entered", "paused"]
    assert paused["timeline"][1]["detail"] == "On holiday"
    assert [one["step_key"] for one in paused["coming"]] == ["w1"]
    assert paused["coming"][0]["at"] is not None
    await api_client.post(f"/api/v1/enrolments/{key}/resume")
    await api_client.post(f"/api/v1/enrolments/{key}/skip")
    await move(database, company_id, cadence_id)
    over = (await api_client.get(f"/api/v1/enrolments/{key}")).json()
    assert (over["status"], over["reason"], over["coming"]) == ("completed", "finished", [])
    kinds = [one["kind"] for one in over["timeline"]]
    assert sorted(kinds) == sorted(["entered", "paused", "resumed", "skipped", "step", "ended"])
    refused = await api_client.post(f"/api/v1/enrolments/{key}/remove")
    assert refused.status_code == 409


async def test_many_are_changed_at_once_by_name_or_all_of_them(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, people = await set_up(database, company_id, 3)
    body = {"contacts": [{"contact_id": CONTACT.format(key)} for key in people]}
    made = (await api_client.post(enrolments_of(cadence_id), json=body)).json()["results"]
    address = enrolments_of(cadence_id)
    two = {"enrolment_ids": [one["enrolment_id"] for one in made[:2]]}
    assert (await api_client.post(f"{address}/pause", json=two)).json()["changed"] == 2
    everybody = {"everybody": True, "status": ["paused"]}
    removed = (await api_client.post(f"{address}/remove", json=everybody)).json()
    assert removed == {"changed": 2, "more": False, "job": None}
    assert (await api_client.post(f"{address}/remove", json={})).status_code == 422
    states = {one.status for one in await enrolments(database, company_id, cadence_id)}
    assert states == {"stopped", "active"}


async def test_sources_are_made_changed_and_removed(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id)
    async with database.company(company_id) as session:
        segment = Segment(company_id=company_id, name="All", definition=to_json(Group()))
        session.add(segment)
        await session.flush()
        segment_id = SEGMENT.format(segment.id)
    address = f"/api/v1/cadences/{CADENCE.format(cadence_id)}/sources"
    made = await api_client.post(
        address, json={"kind": "segment", "segment_id": segment_id, "rule": RULE}
    )
    assert made.status_code == 201
    one = made.json()
    assert (one["time_zone"], one["rule"]["at"]) == ("America/Sao_Paulo", "09:00")
    changed = await api_client.put(
        f"/api/v1/cadence-sources/{one['id']}",
        json={"segment_id": segment_id, "rule": {**RULE, "at": "18:30"}, "enabled": False},
    )
    assert (changed.json()["rule"]["at"], changed.json()["enabled"]) == ("18:30", False)
    words = await api_client.post(address, json={"kind": "keyword", "words": ["Eu quero"]})
    assert words.json()["words"] == ["Eu quero"]
    wrong = await api_client.post(address, json={"kind": "keyword"})
    assert wrong.status_code == 422
    await api_client.delete(f"/api/v1/cadence-sources/{one['id']}")
    listed = (await api_client.get(address)).json()["data"]
    assert [each["id"] for each in listed] == [words.json()["id"]]


async def test_who_may_read_may_not_enrol(
    database: Database, company_id: UUID, open_api: OpenApi
) -> None:
    cadence_id, people = await set_up(database, company_id, 1)
    reader = await open_api(company_id, [Scope.CADENCES_READ])
    body = {"contacts": [{"contact_id": CONTACT.format(people[0])}]}
    assert (await reader.post(enrolments_of(cadence_id), json=body)).status_code == 403
    assert (await reader.get(enrolments_of(cadence_id))).status_code == 200


async def test_another_companys_enrolment_is_not_there(
    database: Database, company_id: UUID, api_client: AsyncClient, other_api_client: AsyncClient
) -> None:
    cadence_id, people = await set_up(database, company_id, 1)
    body = {"contacts": [{"contact_id": CONTACT.format(people[0])}]}
    made = (await api_client.post(enrolments_of(cadence_id), json=body)).json()
    key = made["results"][0]["enrolment_id"]
    assert (await other_api_client.get(f"/api/v1/enrolments/{key}")).status_code == 404
    assert (await other_api_client.post(f"/api/v1/enrolments/{key}/remove")).status_code == 404
    named = {"enrolment_ids": [key]}
    address = f"{enrolments_of(cadence_id)}/remove"
    assert (await other_api_client.post(address, json=named)).status_code == 404
    async with database.company(company_id) as session:
        found = await session.scalar(select(Contact.id).where(Contact.id == people[0]))
    assert found is not None
    assert ENROLMENT.parse(key)


async def test_a_version_no_cadence_has_is_no_failure_of_ours(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    cadence_id, _ = await set_up(database, company_id)
    place = enrolments_of(cadence_id)
    assert (await api_client.get(place, params={"version": 32_767})).status_code == 200
    assert (await api_client.get(place, params={"version": 32_768})).status_code == 422
    everybody = {"everybody": True, "version": 32_768}
    assert (await api_client.post(f"{place}/pause", json=everybody)).status_code == 422
