"""Cadences over REST: draft, check, calendar, publish, start, figures; and who may not."""

from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import insert

from db.models.cadences import CadenceStepCount
from db.models.campaigns import Campaign, CampaignCount
from db.models.links import ResponseCount
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus, ResponseKind, Scope
from tests.campaigns.world import World, add_contacts
from tests.fixtures.people import OpenApi

BASE = "/api/v1/cadences"


@pytest.fixture
def steps(world: World) -> list[dict[str, Any]]:
    message = {
        "kind": "message",
        "key": "hello",
        "phone_number_id": f"num_{world.number_id.hex}",
        "template_id": f"tpl_{world.template_id.hex}",
    }
    ask = {
        "kind": "condition",
        "key": "ask",
        "test": "segment",
        "segment": {"conditions": [{"field": "name", "operator": "contains", "value": "Ana"}]},
        "yes": [{"kind": "assign", "key": "sales"}],
        "no": [{"kind": "end", "key": "over"}],
    }
    return [message, {"kind": "wait", "key": "day", "minutes": 1440}, ask]


async def made(api: AsyncClient, **values: Any) -> dict[str, Any]:
    answer = await api.post(BASE, json={"name": "Leads", **values})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_it_is_made_checked_looked_at_published_and_started(
    api_client: AsyncClient, database: Database, world: World, steps: list[dict[str, Any]]
) -> None:
    (contact_id,) = await add_contacts(database, world.company_id, 1)
    row = await made(api_client, steps=steps, rules={"reentry_days": 30}, exclusive_group="sales")
    place = f"{BASE}/{row['id']}"
    assert [step["key"] for step in row["steps"]] == ["hello", "day", "ask"]
    assert row["steps"][2]["segment"]["conditions"][0]["value"] == "Ana"
    assert (row["status"], row["published"], row["changed"]) == ("draft", None, True)
    checked = (await api_client.get(f"{place}/check")).json()
    assert checked["publishable"]
    assert [one["code"] for one in checked["data"]] == []
    wanted = {"contact_id": f"ct_{contact_id.hex}", "start": "2026-11-23T15:00:00Z"}
    shown = (await api_client.post(f"{place}/simulate", json=wanted)).json()
    assert shown["time_zone"] == "America/Sao_Paulo"
    first, wait, *_ = shown["steps"]
    assert first["message"]["body"] == "Hi Ana, your order is ready."
    assert first["moments"][0]["local"] == "2026-11-23T12:00"
    assert wait["moments"][0]["local"] == "2026-11-24T12:00"
    assert (await api_client.post(f"{place}/start")).status_code == 409
    published = (await api_client.post(f"{place}/publish")).json()
    assert (published["cadence"]["published"], published["moved"]) == (1, None)
    assert (await api_client.post(f"{place}/start")).json()["status"] == "running"
    assert (await api_client.post(f"{place}/pause")).json()["status"] == "paused"
    assert (await api_client.post(f"{place}/resume")).json()["status"] == "running"
    listed = (await api_client.get(BASE, params={"status": "running"})).json()["data"]
    assert [one["id"] for one in listed] == [row["id"]]
    assert (await api_client.delete(place)).status_code == 409
    assert (await api_client.post(f"{place}/archive")).json()["status"] == "archived"
    assert (await api_client.get(BASE)).json()["data"] == []


async def test_a_change_is_made_only_to_what_was_seen(
    api_client: AsyncClient, steps: list[dict[str, Any]]
) -> None:
    row = await made(api_client, steps=steps)
    place = f"{BASE}/{row['id']}"
    etag = (await api_client.get(place)).headers["ETag"]
    changed = await api_client.patch(place, json={"name": "New"}, headers={"If-Match": etag})
    assert changed.json()["name"] == "New"
    late = await api_client.patch(place, json={"name": "Other"}, headers={"If-Match": etag})
    assert late.status_code == 412
    assert late.json()["code"] == "precondition_failed"


async def test_versions_are_kept_compared_and_moved_to(
    api_client: AsyncClient, steps: list[dict[str, Any]]
) -> None:
    row = await made(api_client, steps=steps)
    place = f"{BASE}/{row['id']}"
    await api_client.post(f"{place}/publish")
    longer = [steps[0], {**steps[1], "minutes": 2880}]
    changed = (await api_client.patch(place, json={"steps": longer})).json()
    assert changed["changed"]
    found = (await api_client.get(f"{place}/versions/1/changes")).json()["data"]
    assert {(one["key"], one["kind"]) for one in found} == {
        ("day", "changed"),
        ("ask", "removed"),
        ("sales", "removed"),
        ("over", "removed"),
    }
    published = (await api_client.post(f"{place}/publish", json={"move": True})).json()
    assert published["moved"] == {"moved": 0, "ended": 0, "sending": 0, "job": None}
    numbers = [one["number"] for one in (await api_client.get(f"{place}/versions")).json()["data"]]
    assert numbers == [2, 1]
    assert (await api_client.post(f"{place}/move")).json()["moved"] == 0
    assert (await api_client.get(f"{place}/versions/9/changes")).status_code == 404


async def test_what_is_wrong_is_told_by_its_place(
    api_client: AsyncClient, steps: list[dict[str, Any]]
) -> None:
    wrong = [{"kind": "message", "key": "m"}, steps[1]]
    row = await made(api_client, steps=wrong)
    answer = await api_client.post(f"{BASE}/{row['id']}/publish")
    assert answer.status_code == 422
    errors = {one["pointer"]: one["code"] for one in answer.json()["errors"]}
    assert errors == {"/steps/0/phone_number_id": "missing"}
    bad = {"conditions": [{"field": "fields.none", "operator": "is", "value": "x"}]}
    asked = {"kind": "condition", "key": "c", "test": "segment", "segment": bad}
    refused = await api_client.post(BASE, json={"name": "X", "steps": [asked]})
    assert refused.status_code == 422
    twice = await api_client.post(BASE, json={"name": "X", "steps": [steps[1], steps[1]]})
    assert twice.status_code == 422


async def test_figures_add_up_from_counters_of_all_versions_and_laps(
    api_client: AsyncClient, database: Database, world: World, steps: list[dict[str, Any]]
) -> None:
    row = await made(api_client, steps=steps)
    cadence_id = UUID(hex=row["id"].rpartition("_")[2])
    async with database.company(world.company_id) as session:
        for version, waiting, read in ((1, 2, 3), (2, 1, 4)):
            own = {"company_id": world.company_id, "cadence_id": cadence_id, "version": version}
            outcomes = {"waiting": waiting, "sent": 5, "left": 1}
            for outcome, count in outcomes.items():
                values = {**own, "step_key": "hello", "outcome": outcome, "count": count}
                await session.execute(insert(CadenceStepCount).values(values))
            campaign = Campaign(
                company_id=world.company_id,
                name="step",
                status=CampaignStatus.RUNNING,
                audience={},
                bindings={},
                cadence_id=cadence_id,
                cadence_version=version,
                step_key="hello",
                lap=1,
            )
            session.add(campaign)
            await session.flush()
            base = {"company_id": world.company_id, "campaign_id": campaign.id}
            session.add(CampaignCount(**base, status=DeliveryStatus.READ, reason="", count=read))
            session.add(CampaignCount(**base, status=DeliveryStatus.SENT, reason="", count=1))
            session.add(ResponseCount(**base, kind=ResponseKind.REPLY, variant=1, count=2))
    place = f"{BASE}/{row['id']}/statistics"
    whole = (await api_client.get(place)).json()
    assert whole["under_way"] == 3
    hello = whole["steps"]["hello"]
    assert {name: hello[name] for name in ("sent", "delivered", "read", "replied", "left")} == {
        "sent": 9,
        "delivered": 7,
        "read": 7,
        "replied": 4,
        "left": 2,
    }
    first = (await api_client.get(place, params={"version": 1})).json()["steps"]["hello"]
    assert (first["waiting"], first["read"], first["passed"]) == (2, 3, 5)


async def test_a_copy_and_the_end_of_a_draft(api_client: AsyncClient) -> None:
    row = await made(api_client, external_id="crm-1")
    place = f"{BASE}/{row['id']}"
    copy = await api_client.post(f"{place}/duplicate", json={"name": "Copy"})
    assert copy.status_code == 201
    assert copy.json()["external_id"] is None
    assert (await api_client.delete(place)).status_code == 204
    assert (await api_client.get(place)).status_code == 404


async def test_each_scope_opens_its_own_door(open_api: OpenApi, world: World) -> None:
    reader = await open_api(world.company_id, [Scope.CADENCES_READ])
    writer = await open_api(world.company_id, [Scope.CADENCES_READ, Scope.CADENCES_WRITE])
    assert (await reader.post(BASE, json={"name": "X"})).status_code == 403
    row = await made(writer)
    assert (await reader.get(f"{BASE}/{row['id']}")).status_code == 200
    assert (await writer.post(f"{BASE}/{row['id']}/publish")).status_code == 403


async def test_another_company_sees_none_of_it(
    api_client: AsyncClient, other_api_client: AsyncClient
) -> None:
    row = await made(api_client)
    for part in ("", "/check", "/versions", "/statistics"):
        assert (await other_api_client.get(f"{BASE}/{row['id']}{part}")).status_code == 404
