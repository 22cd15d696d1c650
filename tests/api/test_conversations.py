"""Conversations by the API: lists, changes with If-Match, timelines both ways, notes, labels."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient

from db.session import Database
from schemas.api import ids
from schemas.enums import Direction, Scope
from tests.fixtures.people import OpenApi
from tests.inbox.desk import Desk, open_desk

BASE = "/api/v1/conversations"
Query = dict[str, str | int]


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


def path(conversation_id: UUID, rest: str = "") -> str:
    return f"{BASE}/{ids.CONVERSATION.format(conversation_id)}{rest}"


async def test_the_list_is_paged_and_filtered(desk: Desk, api_client: AsyncClient) -> None:
    made = [
        await desk.conversation(f"Ana {n}", minutes_ago=n, unread_count=n % 2) for n in range(5)
    ]
    closed = await desk.conversation("Bia", status="closed", minutes_ago=9)
    seen: list[str] = []
    cursor = None
    while True:
        query: Query = {"limit": 2, "status": "open"}
        if cursor:
            query["cursor"] = cursor
        page = (await api_client.get(BASE, params=query)).json()
        seen += [row["id"] for row in page["data"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
    assert seen == [ids.CONVERSATION.format(key) for key in made]
    everything = (await api_client.get(BASE)).json()["data"]
    assert len(everything) == 6
    unread = (await api_client.get(BASE, params={"unread": True})).json()["data"]
    assert {row["contact_name"] for row in unread} == {"Ana 1", "Ana 3"}
    shut = (await api_client.get(BASE, params={"status": "closed"})).json()["data"]
    assert [row["id"] for row in shut] == [ids.CONVERSATION.format(closed)]
    later = datetime.now(UTC) + timedelta(minutes=1)
    params = {"updated_after": later.isoformat()}
    assert (await api_client.get(BASE, params=params)).json()["data"] == []


async def test_a_change_is_made_to_the_version_that_was_seen(
    desk: Desk, api_client: AsyncClient
) -> None:
    agent = await desk.person("Bruno")
    key = await desk.conversation("Ana")
    label = (await api_client.post("/api/v1/labels", json={"name": "Urgente"})).json()["id"]
    first = await api_client.get(path(key))
    seen = {"If-Match": first.headers["ETag"]}
    wanted = {
        "assignee_id": ids.USER.format(agent),
        "priority": "high",
        "label_ids": [label],
        "status": "closed",
    }
    changed = await api_client.patch(path(key), json=wanted, headers=seen)
    assert changed.status_code == 200
    row = changed.json()
    assert {name: row[name] for name in wanted} == wanted
    assert changed.headers["ETag"] == f'"{row["version"]}"' != first.headers["ETag"]
    late = await api_client.patch(path(key), json={"status": "open"}, headers=seen)
    assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
    freed = await api_client.patch(path(key), json={"assignee_id": None, "label_ids": []})
    assert (freed.json()["assignee_id"], freed.json()["label_ids"]) == (None, [])
    assert freed.json()["status"] == "closed"


async def test_a_patch_is_done_as_a_whole_or_not_at_all(
    desk: Desk, api_client: AsyncClient
) -> None:
    key = await desk.conversation("Ana")
    nobody = ids.USER.format(UUID(int=1))
    refused = await api_client.patch(path(key), json={"team_id": None, "assignee_id": nobody})
    assert refused.status_code == 404
    past = "2020-01-01T00:00:00Z"
    for body in (
        {"priority": "high", "status": "snoozed"},
        {"priority": "high", "snoozed_until": "2030-01-01T00:00:00Z"},
        {"priority": "high", "status": "snoozed", "snoozed_until": past},
    ):
        assert (await api_client.patch(path(key), json=body)).status_code == 422
    assert (await api_client.get(path(key))).json()["priority"] == "none"
    until = "2027-01-01T00:00:00Z"
    body = {"status": "snoozed", "snoozed_until": until}
    snoozed = (await api_client.patch(path(key), json=body)).json()
    assert (snoozed["status"], snoozed["snoozed_until"]) == ("snoozed", until)


async def test_reading_leaves_nothing_unread(desk: Desk, api_client: AsyncClient) -> None:
    key = await desk.conversation("Ana", unread_count=3)
    version = (await api_client.get(path(key))).json()["version"]
    read = (await api_client.post(path(key, "/read"))).json()
    assert (read["unread_count"], read["version"]) == (0, version)


async def test_a_timeline_is_read_both_ways(desk: Desk, api_client: AsyncClient) -> None:
    key = await desk.conversation("Ana", body="primeira", minutes_ago=60)
    row = await desk.row(key)
    async with desk.database.company(desk.company_id) as session:
        for n in range(4):
            at = datetime.now(UTC) - timedelta(minutes=50 - n)
            await desk._message(session, row, f"n{n}", Direction.IN, at)
    newest = (await api_client.get(path(key, "/messages"), params={"limit": 2})).json()
    assert [entry["body"] for entry in newest["data"]] == ["n3", "n2"]
    assert newest["has_more"]
    query = {"limit": 2, "cursor": newest["next_cursor"]}
    older = (await api_client.get(path(key, "/messages"), params=query)).json()
    assert [entry["body"] for entry in older["data"]] == ["n1", "n0"]
    query = {"limit": 9, "cursor": older["next_cursor"]}
    oldest = (await api_client.get(path(key, "/messages"), params=query)).json()
    assert [entry["body"] for entry in oldest["data"]] == ["primeira"]
    assert (oldest["has_more"], oldest["next_cursor"]) == (False, None)
    query = {"limit": 2, "newer": oldest["newer_cursor"]}
    newer = (await api_client.get(path(key, "/messages"), params=query)).json()
    assert [entry["body"] for entry in newer["data"]] == ["n1", "n0"]
    assert newer["has_more"]
    query = {"newer": newest["newer_cursor"]}
    nothing = (await api_client.get(path(key, "/messages"), params=query)).json()
    assert nothing["data"] == []
    assert nothing["newer_cursor"] == newest["newer_cursor"]


async def test_a_note_stands_in_the_timeline_as_the_programs(
    desk: Desk, api_client: AsyncClient
) -> None:
    key = await desk.conversation("Ana")
    note = await api_client.post(path(key, "/notes"), json={"body": "Pagou à vista"})
    assert note.status_code == 201
    (entry, _) = (await api_client.get(path(key, "/messages"))).json()["data"]
    assert entry["id"] == note.json()["id"]
    kept = (entry["direction"], entry["body"], entry["source"], entry["author_id"])
    assert kept == ("note", "Pagou à vista", "api", None)


async def test_a_conversation_is_started_once(desk: Desk, api_client: AsyncClient) -> None:
    body = {"phone": "(11) 98765-4321", "name": "Carla"}
    made = await api_client.post(BASE, json=body)
    again = await api_client.post(BASE, json={"contact_id": made.json()["contact_id"]})
    assert (made.status_code, again.status_code) == (200, 200)
    assert made.json()["id"] == again.json()["id"]
    assert made.json()["contact_phone"] == "+5511987654321"
    wrong = await api_client.post(BASE, json={"phone": "123"})
    assert wrong.status_code == 422
    await desk.number("Suporte")
    which = await api_client.post(BASE, json=body)
    assert which.json()["errors"][0]["pointer"] == "/from"


async def test_scopes_open_what_they_name(desk: Desk, open_api: OpenApi, company_id: UUID) -> None:
    key = await desk.conversation("Ana")
    reader = await open_api(company_id, [Scope.CONVERSATIONS_READ])
    sender = await open_api(company_id, [Scope.MESSAGES_SEND])
    assert (await reader.get(path(key))).status_code == 200
    assert (await reader.patch(path(key), json={})).json()["code"] == "missing_scope"
    assert (await reader.post("/api/v1/messages", json={})).status_code == 403
    assert (await sender.get(path(key))).status_code == 403
