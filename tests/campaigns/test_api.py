"""Campaigns over the API: drafts, the last look, and the refusals."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import update

from db.models.campaigns import CampaignRecipient
from db.models.contacts import Contact
from db.models.templates import Template
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus, Scope
from tests.campaigns.world import World, add_campaign, add_contacts, add_tag, add_world
from tests.fixtures.people import OpenApi

API = "/api/v1/campaigns"


def cmp(key: UUID) -> str:
    return f"cmp_{key.hex}"


def ready(world: World, **values: object) -> dict[str, object]:
    """A complete draft: everybody, by the world's number and template."""
    return {
        "name": "Order ready",
        "phone_number_id": f"num_{world.number_id.hex}",
        "template_id": f"tpl_{world.template_id.hex}",
        "audience": {"everyone": True},
        **values,
    }


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


async def create(api: AsyncClient, body: dict[str, object]) -> dict[str, Any]:
    answer = await api.post(API, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def launch(api: AsyncClient, campaign: str, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return await api.post(f"{API}/{campaign}/launch", headers=headers)


async def test_a_draft_is_made_changed_and_found(api_client: AsyncClient, world: World) -> None:
    made = await create(api_client, {"name": "  Natal  2026 ", "external_id": "crm-7"})
    assert made["status"] == "draft"
    assert made["name"] == "Natal 2026"
    path = f"{API}/{made['id']}"
    changed = await api_client.patch(path, json=ready(world))
    assert changed.status_code == 200, changed.text
    assert changed.json()["audience"]["everyone"] is True
    assert changed.json()["external_id"] == "crm-7"
    assert (await api_client.get(API, params={"q": "ORDER"})).json()["data"] == [changed.json()]
    by_id = await api_client.get(API, params={"external_id": "crm-7"})
    assert len(by_id.json()["data"]) == 1
    assert (await api_client.delete(path)).status_code == 204
    assert (await api_client.get(path)).status_code == 404


async def test_an_editor_who_saw_an_older_version_is_told(
    api_client: AsyncClient, world: World
) -> None:
    made = await api_client.post(API, json=ready(world))
    seen, path = made.headers["ETag"], f"{API}/{made.json()['id']}"
    first = await api_client.patch(path, json={"name": "One"}, headers={"If-Match": seen})
    second = await api_client.patch(path, json={"name": "Two"}, headers={"If-Match": seen})
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["code"] == "precondition_failed"
    nonsense = await api_client.patch(path, json={"name": "3"}, headers={"If-Match": "x"})
    assert nonsense.status_code == 412


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"template_id": f"tpl_{uuid4().hex}"}, "/template_id", "not_found"),
        ({"phone_number_id": f"num_{uuid4().hex}"}, "/phone_number_id", "not_found"),
        ({"audience": {"tag_ids": [f"tag_{uuid4().hex}"]}}, "/audience/tag_ids/0", "not_found"),
        (
            {"audience": {"exclude_segment_ids": [f"seg_{uuid4().hex}"]}},
            "/audience/exclude_segment_ids/0",
            "not_found",
        ),
        ({"bindings": {"body.1": {"source": "iq"}}}, "/bindings/body/1/source", "unknown_source"),
        ({"name": "   "}, "/name", "invalid_name"),
    ],
)
async def test_what_does_not_exist_is_pointed_at(
    api_client: AsyncClient, body: dict[str, object], pointer: str, code: str
) -> None:
    answer = await api_client.post(API, json={"name": "x", **body})
    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]


async def test_an_external_id_is_used_once(api_client: AsyncClient) -> None:
    await create(api_client, {"name": "One", "external_id": "crm-1"})
    answer = await api_client.post(API, json={"name": "Two", "external_id": "crm-1"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"


async def test_the_preflight_counts_who_is_left_out_and_why(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 3)
    await add_contacts(database, world.company_id, 2, first=100, name="")
    draft = await create(
        api_client, ready(world, bindings={"body.1": {"source": "first_name"}}, rate_per_second=2)
    )
    for method in ("GET", "POST"):
        answer = await api_client.request(method, f"{API}/{draft['id']}/preflight")
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["matched"], found["reachable"]) == (5, 3)
        assert found["estimated_seconds"] == 1.5
        assert [(e["reason"], e["count"]) for e in found["excluded"]] == [("missing_variable", 2)]


async def test_launching_needs_a_key_and_happens_once(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 2)
    draft = await create(api_client, ready(world))
    path = f"{API}/{draft['id']}"
    bare = await api_client.post(f"{path}/launch")
    assert (bare.status_code, bare.json()["code"]) == (400, "idempotency_key_missing")
    first = await launch(api_client, draft["id"], "once")
    replayed = await launch(api_client, draft["id"], "once")
    again = await launch(api_client, draft["id"], "another key")
    assert first.status_code == replayed.status_code == again.status_code == 202
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert first.json()["status"] == again.json()["status"] == "launching"
    events = (await api_client.get(f"{path}/events")).json()["data"]
    assert [event["kind"] for event in events] == ["launched", "created"]


async def test_a_campaign_that_reaches_nobody_is_not_launched(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    draft = await create(api_client, ready(world))
    empty = await launch(api_client, draft["id"])
    assert (empty.status_code, empty.json()["errors"][0]["code"]) == (422, "empty")
    async with database.company(world.company_id) as session:
        session.add(Contact(company_id=world.company_id, name="No phone"))
    refused = await launch(api_client, draft["id"])
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "no_phone"


async def test_an_incomplete_campaign_says_what_is_missing(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 1)
    bare = await create(api_client, {"name": "Bare"})
    refused = await launch(api_client, bare["id"])
    assert {e["pointer"] for e in refused.json()["errors"]} == {"/phone_number_id", "/template_id"}
    nobody = await create(api_client, ready(world, audience={}))
    refused = await launch(api_client, nobody["id"])
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/audience"]


async def test_a_template_with_an_unbound_variable_is_refused(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 1)
    async with database.company(world.company_id) as session:
        await session.execute(update(Template).values(bindings={}))
    draft = await create(api_client, ready(world))
    refused = await launch(api_client, draft["id"])
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "missing"
    assert (await api_client.get(f"{API}/{draft['id']}")).json()["status"] == "draft"


async def test_scheduling_moves_unscheduling_brings_back(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 1)
    path = f"{API}/{(await create(api_client, ready(world)))['id']}"

    async def at(moment: str) -> Any:
        return await api_client.post(f"{path}/schedule", json={"scheduled_at": moment})

    past = await at((datetime.now(UTC) - timedelta(minutes=1)).isoformat())
    assert (past.status_code, past.json()["errors"][0]["code"]) == (422, "invalid_moment")
    assert (await at("2030-01-01T10:00:00")).status_code == 422
    assert (await at("9999-01-01T10:00:00Z")).status_code == 422
    soon = await at((datetime.now(UTC) + timedelta(days=1)).isoformat())
    assert (soon.status_code, soon.json()["status"]) == (202, "scheduled")
    edited = await api_client.patch(path, json={"name": "Later"})
    assert edited.json()["status"] == "scheduled"
    assert (await api_client.delete(path)).status_code == 409
    back = await api_client.post(f"{path}/unschedule")
    assert (back.json()["status"], back.json()["scheduled_at"]) == ("draft", None)


@pytest.mark.parametrize("action", ["pause", "resume", "cancel", "unschedule", "launch"])
async def test_what_is_finished_is_left_alone(
    api_client: AsyncClient, world: World, database: Database, action: str
) -> None:
    key = await add_campaign(database, world, CampaignStatus.COMPLETED)
    headers = {"Idempotency-Key": uuid4().hex}
    answer = await api_client.post(f"{API}/{cmp(key)}/{action}", headers=headers)
    assert answer.status_code == 409
    assert "completed" in answer.json()["detail"]


async def test_pausing_resuming_cancelling(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(
        database,
        world,
        CampaignStatus.AUTO_PAUSED,
        status_code="132015",
        status_detail="Template is paused",
        frozen_at=datetime.now(UTC),
        lines=((DeliveryStatus.SENT, None, 2), (DeliveryStatus.PENDING, None, 3)),
    )
    path = f"{API}/{cmp(key)}"
    stopped = (await api_client.get(path)).json()
    assert stopped["status_text"] == "Meta paused the template because of low quality."
    for action, status in (("resume", "running"), ("pause", "paused"), ("cancel", "cancelled")):
        answer = await api_client.post(f"{path}/{action}")
        assert (answer.status_code, answer.json()["status"]) == (202, status)
    assert answer.json()["progress"]["recipients"] == 5


async def test_the_ledger_is_listed_by_status_and_by_reason(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(
        database,
        world,
        CampaignStatus.COMPLETED,
        lines=(
            (DeliveryStatus.READ, None, 2),
            (DeliveryStatus.DELIVERED, None, 3),
            (DeliveryStatus.FAILED, "131026", 2),
            (DeliveryStatus.SKIPPED, "opted_out", 1),
        ),
    )
    path = f"{API}/{cmp(key)}"
    progress = (await api_client.get(path)).json()["progress"]
    assert (progress["total"], progress["recipients"], progress["delivered"]) == (8, 7, 5)
    assert progress["failed"][0]["text"].startswith("Could not be delivered")
    seen, cursor = [], None
    while True:
        params = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = (await api_client.get(f"{path}/recipients", params=params)).json()
        seen += [row["id"] for row in page["data"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
    assert len(seen) == len(set(seen)) == 8
    for params, count in (
        ({"status": "failed"}, 2),
        ({"status": ["read", "delivered"]}, 5),
        ({"reason": "opted_out"}, 1),
        ({"status": "unknown"}, 0),
    ):
        rows = (await api_client.get(f"{path}/recipients", params=params)).json()["data"]
        assert len(rows) == count


async def test_reasons_are_in_the_callers_language(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(
        database,
        world,
        CampaignStatus.COMPLETED,
        lines=((DeliveryStatus.UNKNOWN, "no_answer", 1),),
    )
    headers = {"Accept-Language": "pt-BR"}
    rows = await api_client.get(f"{API}/{cmp(key)}/recipients", headers=headers)
    assert "WhatsApp" in rows.json()["data"][0]["reason_text"]
    assert rows.json()["data"][0]["reason_text"] != "We asked WhatsApp and got no answer."


async def test_results_are_csv_that_no_spreadsheet_runs(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(
        database, world, CampaignStatus.COMPLETED, lines=((DeliveryStatus.FAILED, "100", 3),)
    )
    async with database.company(world.company_id) as session:
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.campaign_id == key)
            .values(reason_detail='=HYPERLINK("http://evil")')
        )
    answer = await api_client.get(f"{API}/{cmp(key)}/results.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.text.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("recipient_id,contact_id,external_id,name,phone,status,reason")
    assert '"\'=HYPERLINK(""http://evil"")"' in lines[1]
    assert ",+5511980000001,failed,100," in lines[1]


async def test_contacts_are_added_by_any_of_their_names(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    ids = await add_contacts(database, world.company_id, 3)
    draft = await create(api_client, ready(world, audience={}))
    names = [
        {"contact_id": f"ct_{ids[0].hex}"},
        {"external_id": "crm-2"},
        {"phone": "11 97000-0003"},
        {"phone": "11 97000-0099"},
        {"external_id": "nobody"},
        {"contact_id": f"ct_{ids[0].hex}"},
    ]
    path = f"{API}/{draft['id']}"
    answer = await api_client.post(f"{path}/recipients:batch", json={"recipients": names})
    assert answer.status_code == 200, answer.text
    statuses = [row["status"] for row in answer.json()["results"]]
    assert statuses == ["added", "added", "added", "not_found", "not_found", "added"]
    assert (await api_client.get(f"{path}/preflight")).json()["reachable"] == 3
    both = {"recipients": [{"external_id": "crm-1", "phone": "1"}]}
    assert (await api_client.post(f"{path}/recipients:batch", json=both)).status_code == 422


async def test_excluding_a_tag_leaves_its_people_out(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    tag = await add_tag(database, world.company_id)
    await add_contacts(database, world.company_id, 2, tag_ids=(tag,))
    await add_contacts(database, world.company_id, 3, first=50)
    body = ready(world, audience={"everyone": True, "exclude_tag_ids": [f"tag_{tag.hex}"]})
    draft = await create(api_client, body)
    assert (await api_client.get(f"{API}/{draft['id']}/preflight")).json()["matched"] == 3


async def test_a_clone_is_a_draft_of_its_own(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.CANCELLED, external_id="crm-9")
    answer = await api_client.post(f"{API}/{cmp(key)}/clone", json={"name": "Again"})
    assert answer.status_code == 201
    copy = answer.json()
    assert (copy["status"], copy["external_id"], copy["progress"]["total"]) == ("draft", None, 0)
    assert copy["template_id"] == f"tpl_{world.template_id.hex}"


PATHS = [
    ("GET", ""),
    ("PATCH", ""),
    ("DELETE", ""),
    *(("GET", f"/{part}") for part in ("preflight", "recipients", "results.csv", "events")),
    *(
        ("POST", f"/{part}")
        for part in ("launch", "start", "unschedule", "pause", "resume", "cancel", "preflight")
    ),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_another_companys_campaign_does_not_exist(
    other_api_client: AsyncClient, world: World, database: Database, method: str, path: str
) -> None:
    key = await add_campaign(database, world, CampaignStatus.RUNNING)
    body: dict[str, Any] = {"json": {}} if method == "PATCH" else {}
    headers = {"Idempotency-Key": uuid4().hex}
    url = f"{API}/{cmp(key)}{path}"
    answer = await other_api_client.request(method, url, headers=headers, **body)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_each_route_asks_for_its_scope(
    open_api: OpenApi, world: World, database: Database, method: str, path: str
) -> None:
    key = await add_campaign(database, world, CampaignStatus.RUNNING)
    without = [scope for scope in Scope if not scope.startswith("campaigns:")]
    api = await open_api(world.company_id, without)
    answer = await api.request(
        method, f"{API}/{cmp(key)}{path}", headers={"Idempotency-Key": uuid4().hex}
    )
    assert answer.status_code == 403
    assert answer.json()["code"] == "missing_scope"
