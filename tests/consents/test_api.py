"""Consent, suppressions, topics and policies over the API."""

from uuid import UUID

import pytest
from httpx import AsyncClient

from db.session import Database
from schemas.enums import Scope
from tests.consents.ledger import FIRST, ana, lines, said, standing, tell
from tests.fixtures.people import OpenApi

V1 = "/api/v1"


@pytest.fixture
async def api(open_api: OpenApi, company_id: UUID) -> AsyncClient:
    return await open_api(company_id, list(Scope))


@pytest.fixture
async def contact(database: Database, company_id: UUID) -> str:
    return f"ct_{(await ana(database, company_id)).hex}"


async def test_a_word_is_recorded_with_what_shows_it(
    api: AsyncClient, contact: str, database: Database, company_id: UUID
) -> None:
    path = f"{V1}/contacts/{contact}/consents"
    stop = {"channel": "sms", "granted": False, "proof": {"ticket": 12}}
    answer = await api.post(path, json=stop)
    assert answer.status_code == 201
    assert [(one["channel"], one["scope"]) for one in answer.json()["refused"]] == [("sms", "all")]
    again = {"channel": "sms", "granted": True}
    refused = await api.post(path, json=again)
    assert (refused.status_code, refused.json()["code"]) == (422, "proof_missing")
    proof = {"form": "https://example.com/back"}
    assert (await api.post(path, json={**again, "proof": proof})).json() == {"refused": []}
    listed = (await api.get(path, params={"limit": 1})).json()
    assert listed["has_more"] is True
    assert listed["data"][0]["proof"] == proof
    assert listed["data"][0]["source"] == "api"
    rest = await api.get(path, params={"cursor": listed["next_cursor"]})
    assert len(rest.json()["data"]) == len(await lines(database, company_id)) - 1 == 3


async def test_a_late_word_does_not_undo_a_newer_one(
    api: AsyncClient, contact: str, database: Database, company_id: UUID
) -> None:
    await tell(database, company_id, said(False))
    late = {
        "channel": "whatsapp",
        "granted": True,
        "proof": {"form": "x"},
        "occurred_at": "2026-01-01T00:00:00Z",
    }
    answer = await api.post(f"{V1}/contacts/{contact}/consents", json=late)
    assert "whatsapp" in {one["channel"] for one in answer.json()["refused"]}


async def test_many_are_suppressed_each_row_for_itself(
    api: AsyncClient, database: Database, company_id: UUID
) -> None:
    rows = [
        {"phone": "(11) 98765-4321", "channels": ["sms"], "scope": "marketing"},
        {"phone": "12"},
        {"phone": "11987654322", "scope": "topic:x"},
        {"phone": "11 98765 4321", "channels": ["sms"], "scope": "marketing"},
    ]
    answer = await api.post(f"{V1}/suppressions:batch", json={"suppressions": rows})
    results = answer.json()["results"]
    assert [row["status"] for row in results] == ["suppressed", "failed", "failed", "suppressed"]
    assert results[1]["errors"][0]["pointer"] == "/suppressions/1/phone"
    assert await standing(database, company_id) == {("sms", FIRST, "marketing")}
    again = await api.post(f"{V1}/suppressions:batch", json={"suppressions": rows[:1]})
    assert again.json()["results"][0]["status"] == "unchanged"


async def test_the_list_is_paged_and_filtered(
    api: AsyncClient, contact: str, database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    await tell(database, company_id, said(False), said(False, match_key="5511900000001"))
    await tell(database, other_company_id, said(False))
    path, seen, cursor = f"{V1}/suppressions", [], None
    while True:
        page = (
            await api.get(path, params={"limit": 2, **({"cursor": cursor} if cursor else {})})
        ).json()
        seen += page["data"]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
    assert len({(one["address"], one["channel"], one["scope"]) for one in seen}) == len(seen) == 6
    for query, count in (
        ({"channel": "sms"}, 3),
        ({"scope": "all"}, 3),
        ({"contact_id": contact}, 4),
        ({"phone": "+55 11 98765-4321"}, 2),
        ({"phone": "nobody"}, 0),
    ):
        assert len((await api.get(path, params=query)).json()["data"]) == count, query


async def test_topics_are_made_changed_and_removed(api: AsyncClient) -> None:
    made = await api.post(f"{V1}/topics", json={"name": " Ofertas  da semana "})
    topic = made.json()
    assert (made.status_code, topic["name"]) == (201, "Ofertas da semana")
    assert (await api.post(f"{V1}/topics", json={"name": "ofertas da semana"})).status_code == 409
    changed = {"name": "Ofertas", "description": "Toda segunda"}
    assert (await api.put(f"{V1}/topics/{topic['id']}", json=changed)).json()["description"]
    assert [one["name"] for one in (await api.get(f"{V1}/topics")).json()["data"]] == ["Ofertas"]
    assert (await api.delete(f"{V1}/topics/{topic['id']}")).status_code == 204
    assert (await api.get(f"{V1}/topics/{topic['id']}")).status_code == 404


async def test_policies_are_changed_field_by_field(api: AsyncClient) -> None:
    assert (await api.get(f"{V1}/policies")).json()["frequency_cap"] is None
    change = {"frequency_cap": 3, "keywords": {"stop": ["Chega", "sair"]}}
    changed = (await api.patch(f"{V1}/policies", json=change)).json()
    assert changed["frequency_cap"] == 3
    assert changed["keywords"] == {"stop": ["Chega"], "start": []}
    assert changed["stop_everywhere"] is True
    assert (await api.patch(f"{V1}/policies", json={"frequency_cap": None})).json()[
        "frequency_cap"
    ] is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"keywords": {"start": ["SAIR"]}}, "keywords/start"),
        ({"keywords": {"stop": ["!!!"]}}, "keywords/stop"),
        ({"keywords": {"stop": ["chega"], "start": ["Chega!"]}}, "keywords/start"),
        ({"frequency_days": 0}, "frequency_days"),
    ],
)
async def test_a_wrong_policy_is_refused_where_it_is_wrong(
    api: AsyncClient, change: dict[str, object], place: str
) -> None:
    answer = await api.patch(f"{V1}/policies", json=change)
    assert answer.status_code == 422
    assert place in str(answer.json()["errors"])


async def test_a_list_is_uploaded_and_checked(api: AsyncClient) -> None:
    files = {"file": ("list.csv", b"phone\n11987654321\n", "text/csv")}
    made = await api.post(
        f"{V1}/suppression-imports", files=files, data={"channels": ["sms"], "scope": "marketing"}
    )
    assert made.status_code == 201
    row = made.json()
    assert (row["status"], row["channels"], row["scope"]) == ("checking", ["sms"], "marketing")
    path = f"{V1}/suppression-imports/{row['id']}"
    assert (await api.get(path)).json()["column"] == 0
    assert (await api.post(f"{path}/start")).status_code == 409
    assert (await api.get(f"{V1}/imports/{row['id']}")).status_code == 404
    assert len((await api.get(f"{V1}/suppression-imports")).json()["data"]) == 1
    assert (await api.get(f"{V1}/imports")).json()["data"] == []


async def test_another_companys_list_does_not_exist(
    api: AsyncClient, open_api: OpenApi, other_company_id: UUID
) -> None:
    files = {"file": ("list.csv", b"phone\n11987654321\n", "text/csv")}
    mine = (await api.post(f"{V1}/suppression-imports", files=files)).json()["id"]
    other = await open_api(other_company_id, list(Scope))
    path = f"{V1}/suppression-imports/{mine}"
    for method, below in (
        ("GET", ""),
        ("GET", "/errors.csv"),
        ("POST", "/start"),
        ("POST", "/cancel"),
    ):
        assert (await other.request(method, path + below)).status_code == 404
    assert (await other.put(f"{path}/column", json={"column": 0})).status_code == 404
    assert (await api.get(path)).json()["status"] == "checking"


@pytest.mark.parametrize("odd", ["NaN", "1e999", "-Infinity"])
async def test_a_proof_that_is_no_json_is_refused(api: AsyncClient, contact: str, odd: str) -> None:
    body = f'{{"channel": "sms", "granted": true, "proof": {{"score": {odd}}}}}'
    headers = {"Content-Type": "application/json"}
    answer = await api.post(f"{V1}/contacts/{contact}/consents", content=body, headers=headers)
    assert answer.status_code == 422
