"""POST /api/v1/triggers: a person and everything to be done about them, or nothing."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import func, select

from bootstrap import Resources
from db.models.cadences import Enrolment
from db.models.contacts import Contact
from db.models.conversations import Message
from db.models.leads import ContactEvent, Lead
from db.session import Database
from schemas.enums import Direction, Scope
from tests.campaigns import scenes
from tests.fixtures.people import OpenApi
from tests.triggers.conftest import Json, add_cadence, add_stage, contacts_of, phone

Key = Callable[[], dict[str, str]]
URL = "/api/v1/triggers"


async def test_one_call_makes_a_person_and_does_everything_about_them(
    api_client: AsyncClient,
    database: Database,
    app_resources: Resources,
    company_id: UUID,
    key: Key,
) -> None:
    shop = await scenes.open_shop(database, app_resources.keyring, company_id)
    await add_cadence(database, company_id, "welcome")
    stage_id = await add_stage(database, company_id, "Qualified")
    wanted = {
        "contact": {
            "external_id": "crm-42",
            "phone": phone(),
            "name": "Ana Souza",
            "tags": ["Lead", "VIP"],
            "stage": "qualified",
            "consent": [
                {
                    "channel": "whatsapp",
                    "scope": "marketing",
                    "granted": True,
                    "proof": {"form": "https://example.com"},
                }
            ],
        },
        "enrol": {"cadence": "welcome"},
        "send": {"template": {"id": f"tpl_{shop.template_id.hex}"}, "purpose": "marketing"},
        "event": {"name": "purchase", "data": {"total": 12.5}},
    }
    answer = await api_client.post(URL, json=wanted, headers=key())
    assert answer.status_code == 200, answer.text
    done = answer.json()
    assert done["contact"]["status"] == "created"
    assert done["enrol"]["enrolled"] is True
    assert done["event"] == {"name": "purchase", "new": True}
    assert done["send"]["status"] == "queued"
    async with database.company(company_id) as session:
        contact = (await session.scalars(select(Contact))).one()
        assert len(contact.tag_ids) == 2
        assert (await session.scalars(select(Lead))).one().stage_id == stage_id
        assert (await session.scalars(select(Enrolment))).one().source == "api"
        sent = select(Message).where(Message.direction == Direction.OUT)
        assert (await session.scalars(sent)).one().contact_id == contact.id


async def test_a_part_that_cannot_be_done_leaves_nothing_behind(
    api_client: AsyncClient, database: Database, company_id: UUID, key: Key
) -> None:
    wanted = {"contact": {"phone": phone()}, "enrol": {"cadence": "no such"}}
    headers = key()
    answer = await api_client.post(URL, json=wanted, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/enrol/cadence"
    assert await contacts_of(api_client) == []
    # Under the same key it may be corrected.
    await add_cadence(database, company_id, "no such")
    assert (await api_client.post(URL, json=wanted, headers=headers)).status_code == 200


async def test_calls_are_refused_honestly_and_nothing_else_is_done(
    api_client: AsyncClient, key: Key
) -> None:
    wanted = {"contact": {"phone": phone()}, "call": {"agent": "x"}, "event": {"name": "asked"}}
    for url, body in ((URL, wanted), (f"{URL}/call", {"contact": {"phone": phone()}})):
        answer = await api_client.post(url, json=body, headers=key())
        assert (answer.status_code, answer.json()["code"]) == (409, "calls_unavailable")
    assert await contacts_of(api_client) == []


async def test_the_same_key_is_one_call_also_when_both_come_at_once(
    api_client: AsyncClient, database: Database, company_id: UUID, key: Key
) -> None:
    headers = key()
    wanted = {"contact": {"phone": phone()}, "event": {"name": "visit"}}

    async def call() -> int:
        return (await api_client.post(URL, json=wanted, headers=headers)).status_code

    statuses = await asyncio.gather(*(call() for _ in range(5)))
    # Whoever comes while the first one runs is told so.
    assert set(statuses) <= {200, 409}
    again = await api_client.post(URL, json=wanted, headers=headers)
    assert again.headers["Idempotent-Replayed"] == "true"
    async with database.company(company_id) as session:
        assert await session.scalar(select(func.count()).select_from(ContactEvent)) == 1
        assert await session.scalar(select(func.count()).select_from(Contact)) == 1


async def test_different_calls_about_a_new_person_at_once_make_one_contact(
    api_client: AsyncClient, key: Key
) -> None:
    number = phone()
    answers = await asyncio.gather(
        *(
            api_client.post(
                URL,
                json={"contact": {"phone": number}, "event": {"name": "visit"}},
                headers=key(),
            )
            for _ in range(5)
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["contact"]["id"] for answer in answers}) == 1


async def test_a_person_is_known_by_any_of_their_addresses(
    api_client: AsyncClient, key: Key
) -> None:
    async def upsert(**contact: object) -> Json:
        answer = await api_client.post(URL, json={"contact": contact}, headers=key())
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()["contact"]
        return found

    first = await upsert(phone="+55 61 98765-4321", name="Ana")
    same = await upsert(phone="6187654321")
    assert same == {"id": first["id"], "status": "unchanged"}
    named = await upsert(phone="61 98765-4321", external_id="7", email="ana@example.com")
    assert named == {"id": first["id"], "status": "updated"}
    assert (await upsert(external_id="7", name="Ana Souza"))["id"] == first["id"]
    assert (await upsert(email="ANA@example.com"))["id"] == first["id"]
    # A family shares an address; somebody with a phone of their own is somebody else.
    other = await upsert(email="ana@example.com", phone="+55 61 98765-9999")
    assert other["id"] != first["id"]
    both = await api_client.post(URL, json={"contact": {"email": "ana@example.com"}}, headers=key())
    assert (both.status_code, both.json()["code"]) == (409, "several_contacts")


async def test_an_address_of_somebody_else_is_refused_with_their_name(
    api_client: AsyncClient, key: Key
) -> None:
    number = phone()
    await api_client.post(
        URL, json={"contact": {"phone": number, "external_id": "1"}}, headers=key()
    )
    wrong = {"contact": {"phone": number, "external_id": "2"}}
    answer = await api_client.post(URL, json=wrong, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (409, "contact_exists")


async def test_tags_are_put_on_beside_what_is_there_and_taken_off_by_name(
    api_client: AsyncClient, key: Key
) -> None:
    number = phone()
    for contact in ({"tags": ["a", "b"]}, {"tags": ["c"], "remove_tags": ["A"]}):
        await api_client.post(URL, json={"contact": {"phone": number, **contact}}, headers=key())
    tags = {tag["id"]: tag["name"] for tag in (await api_client.get("/api/v1/tags")).json()["data"]}
    (found,) = await contacts_of(api_client)
    assert {tags[tag] for tag in found["tag_ids"]} == {"b", "c"}


async def test_somebody_left_out_of_a_cadence_is_no_failure(
    api_client: AsyncClient, database: Database, company_id: UUID, key: Key
) -> None:
    cadence_id = await add_cadence(database, company_id, "welcome")
    contact = {"phone": phone()}
    body = {"contact": contact, "cadence": "welcome"}
    first = await api_client.post(f"{URL}/enrol", json=body, headers=key())
    assert first.json()["enrol"]["enrolled"] is True
    body["cadence"] = f"cad_{cadence_id.hex}"
    second = await api_client.post(f"{URL}/enrol", json=body, headers=key())
    assert second.json()["enrol"]["reason"] == "in_cadence"
    assert second.json()["enrol"]["reason_text"]
    stopped = await api_client.post(URL, json={"contact": contact, "stop": {}}, headers=key())
    assert stopped.json()["stop"] == {"stopped": 1}


async def test_an_event_told_twice_by_its_own_id_is_one(api_client: AsyncClient, key: Key) -> None:
    body = {"contact": {"phone": phone()}, "name": "purchase", "external_id": "order-1"}
    first = await api_client.post(f"{URL}/event", json=body, headers=key())
    second = await api_client.post(f"{URL}/event", json=body, headers=key())
    assert [first.json()["event"]["new"], second.json()["event"]["new"]] == [True, False]


async def test_launching_by_a_call_is_held_to_the_check_before_the_launch(
    api_client: AsyncClient, key: Key
) -> None:
    unknown = {"campaign_id": f"cmp_{uuid4().hex}"}
    answer = await api_client.post(f"{URL}/launch", json=unknown, headers=key())
    assert answer.status_code == 404
    made = await api_client.post("/api/v1/campaigns", json={"name": "Draft"})
    body = {"campaign_id": made.json()["id"]}
    answer = await api_client.post(f"{URL}/launch", json=body, headers=key())
    assert answer.status_code == 422


async def test_a_launch_asks_for_its_own_scope_wherever_it_is_asked_for(
    open_api: OpenApi, api_client: AsyncClient, company_id: UUID, key: Key
) -> None:
    made = await api_client.post("/api/v1/campaigns", json={"name": "Draft"})
    launch = {"campaign_id": made.json()["id"]}
    weak = await open_api(company_id, [Scope.TRIGGERS_FIRE, Scope.AUTOMATION_WRITE])
    hook = (await weak.post("/api/v1/hooks", json={"name": "Form"})).json()
    change = {"actions": {"launch": launch}}
    refused = [
        await weak.post(f"{URL}/launch", json=launch, headers=key()),
        await weak.post(URL, json={"contact": {"phone": phone()}, "launch": launch}, headers=key()),
        await weak.patch(f"/api/v1/hooks/{hook['id']}", json=change),
    ]
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (403, "missing_scope")
        assert "campaigns:run" in answer.json()["detail"]
    strong = await open_api(company_id, [Scope.TRIGGERS_FIRE, Scope.CAMPAIGNS_RUN])
    # It gets as far as the check before the launch.
    answer = await strong.post(f"{URL}/launch", json=launch, headers=key())
    assert answer.status_code == 422


async def test_errors_are_told_by_their_place_in_the_call(
    api_client: AsyncClient, key: Key
) -> None:
    wrong = {"contact": {"phone": "abc", "fields": {"x": "1"}}}
    answer = await api_client.post(URL, json=wrong, headers=key())
    assert {one["pointer"] for one in answer.json()["errors"]} == {
        "/contact/phone",
        "/contact/fields/x",
    }
    no_number = {"contact": {"phone": phone()}, "text": {"body": "Oi"}}
    answer = await api_client.post(f"{URL}/send", json=no_number, headers=key())
    assert answer.status_code == 409


@pytest.mark.parametrize("body", [{}, {"event": {"name": "x"}}, {"contact": {}}])
async def test_a_call_about_nobody_is_refused(
    api_client: AsyncClient, key: Key, body: Json
) -> None:
    assert (await api_client.post(URL, json=body, headers=key())).status_code == 422


async def test_it_needs_a_key_and_its_own_scope(
    open_api: OpenApi, api_client: AsyncClient, company_id: UUID, key: Key
) -> None:
    body = {"contact": {"phone": phone()}}
    assert (await api_client.post(URL, json=body)).json()["code"] == "idempotency_key_missing"
    others = [scope for scope in Scope if scope is not Scope.TRIGGERS_FIRE]
    weak = await open_api(company_id, others)
    assert (await weak.post(URL, json=body, headers=key())).status_code == 403
