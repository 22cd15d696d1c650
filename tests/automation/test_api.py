"""Rules over the API: written, checked, tried, and the log of what they did."""

from typing import Any
from uuid import uuid4

from httpx import AsyncClient

from schemas.enums import Scope
from services.automation import Wanted
from tests.automation.house import House
from tests.fixtures.people import OpenApi

RULES = "/api/v1/automation-rules"
SCOPES = [Scope.AUTOMATION_READ, Scope.AUTOMATION_WRITE]


def body(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Preço",
        "trigger": {"kind": "keyword", "words": ["preço"]},
        "actions": [{"kind": "priority", "priority": "urgent"}, {"kind": "close"}],
        **changes,
    }


async def test_a_rule_is_written_read_changed_and_deleted(house: House, open_api: OpenApi) -> None:
    api = await open_api(house.company_id, SCOPES)
    tag = f"tag_{(await house.tag('vip')).hex}"
    conditions = {"conditions": [{"field": "tags", "operator": "any_of", "value": [tag]}]}
    made = await api.post(RULES, json=body(conditions=conditions, pause_minutes=0))
    assert made.status_code == 201, made.text
    rule = made.json()
    assert rule["id"].startswith("rule_")
    assert rule["trigger"]["words"] == ["preço"]
    assert rule["conditions"]["conditions"][0]["value"] == [tag]
    assert [one["kind"] for one in rule["actions"]] == ["priority", "close"]
    assert (rule["enabled"], rule["pause_minutes"]) == (False, 0)
    address = f"{RULES}/{rule['id']}"
    changed = await api.put(
        address, json=body(enabled=True), headers={"If-Match": made.headers["etag"]}
    )
    assert (changed.json()["enabled"], changed.json()["conditions"]) == (True, None)
    late = await api.put(address, json=body(), headers={"If-Match": made.headers["etag"]})
    assert late.status_code == 412
    assert (await api.get(RULES)).json()["data"][0]["id"] == rule["id"]
    assert (await api.delete(address)).status_code == 204
    assert (await api.get(address)).status_code == 404


async def test_every_wrong_field_is_named(house: House, open_api: OpenApi) -> None:
    api = await open_api(house.company_id, SCOPES)
    wrong = body(
        trigger={"kind": "no_answer", "minutes": 0},
        conditions={"conditions": [{"field": "nope", "operator": "is", "value": "x"}]},
        actions=[
            {"kind": "send"},
            {"kind": "assign", "to": "team"},
            {"kind": "tag", "tag_ids": [f"tag_{uuid4().hex}"]},
            {"kind": "send", "text": "Oi {{nobody}}"},
        ],
    )
    answer = await api.post(RULES, json=wrong)
    assert answer.status_code == 422
    places = {error["pointer"].lstrip("/") for error in answer.json()["errors"]}
    assert places == {
        "trigger/minutes",
        "conditions/conditions/0/field",
        "actions/0/text",
        "actions/1/team_id",
        "actions/2/tag_ids",
        "actions/3/text",
    }


async def test_a_campaign_that_ends_cannot_tag_anybody(house: House, open_api: OpenApi) -> None:
    api = await open_api(house.company_id, SCOPES)
    wrong = body(trigger={"kind": "campaign_finished"}, actions=[{"kind": "close"}])
    answer = await api.post(RULES, json=wrong)
    assert [error["pointer"].lstrip("/") for error in answer.json()["errors"]] == ["actions/0/kind"]


async def test_it_is_tried_and_its_runs_are_listed(house: House, open_api: OpenApi) -> None:
    api = await open_api(house.company_id, SCOPES)
    rule = (await api.post(RULES, json=body(enabled=True))).json()
    talk = await house.desk.conversation("Ana")
    contact = f"ct_{(await house.contact_of(talk)).id.hex}"
    trial = await api.post(f"{RULES}/{rule['id']}/try", json={"contact_id": contact})
    assert trial.json() == {
        "matches": True,
        "rests": False,
        "results": [
            {"kind": "priority", "outcome": "done", "detail": ""},
            {"kind": "close", "outcome": "done", "detail": ""},
        ],
    }
    assert (await _runs(api))["data"] == []
    await house.writes(talk, "Qual o preço?")
    await house.writes(talk, "E o preço do outro?")
    await house.work()
    found = await _runs(api, limit="1")
    assert (found["data"][0]["reason"], found["has_more"]) == ("resting", True)
    done = await _runs(api, status="done", rule_id=rule["id"], contact_id=contact)
    (run,) = done["data"]
    assert run["contact_id"] == contact
    assert [one["outcome"] for one in run["results"]] == ["done", "done"]
    rest = await _runs(api, limit="1", cursor=found["next_cursor"])
    assert rest["data"] == [run]


async def _runs(api: AsyncClient, **query: str) -> dict[str, Any]:
    answer = await api.get(f"{RULES}/runs", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_rule_is_off_until_somebody_says_otherwise() -> None:
    assert Wanted.__dataclass_fields__["enabled"].default is False
