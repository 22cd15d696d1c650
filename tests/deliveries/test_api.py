"""Endpoints by the API: made, changed, tried, switched, and their log."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from db.session import Database
from schemas.api import ids
from schemas.enums import Scope
from services.wakes import Sleeper, Wake, WakeListener
from settings import Settings
from tests.deliveries.receiver import Receiver, Says, receiver
from tests.deliveries.scene import Scene, open_scene
from tests.fixtures.people import OpenApi

_HERE = "/api/v1/webhook-endpoints"


@pytest.fixture
async def listener() -> AsyncIterator[Receiver]:
    async with receiver() as listener:
        yield listener


@pytest.fixture
async def scene(database: Database, company_id: UUID, listener: Receiver) -> Scene:
    return await open_scene(database, company_id, listener.url)


def at(scene: Scene, rest: str = "") -> str:
    return f"{_HERE}/{ids.ENDPOINT.format(scene.endpoint_id)}{rest}"


async def test_an_endpoint_is_made_with_a_secret_that_is_shown_once(
    api_client: AsyncClient, listener: Receiver
) -> None:
    wanted = {"name": "CRM", "url": listener.url, "types": ["message.received"]}
    made = await api_client.post(_HERE, json=wanted)
    assert made.status_code == 201
    endpoint = made.json()
    assert endpoint["secret"].startswith("whsec_")
    assert endpoint["status"] == "active"
    read = await api_client.get(f"{_HERE}/{endpoint['id']}")
    assert "secret" not in read.json()
    assert endpoint["secret"] not in (await api_client.get(_HERE)).text
    tried = await api_client.post(f"{_HERE}/{endpoint['id']}/test", json={})
    assert (tried.json()["status"], tried.json()["error"]) == (200, None)
    content = listener.calls[0].verified_by(endpoint["secret"])
    assert (content["type"], content["test"]) == ("endpoint.test", True)
    assert listener.calls[0].body.decode() == tried.json()["body"]


@pytest.mark.parametrize("type_", ["message.received", "cadence.stopped", "lead.stage_changed"])
async def test_any_event_can_be_tried(
    scene: Scene, api_client: AsyncClient, listener: Receiver, type_: str
) -> None:
    listener.answer = lambda _: Says(418, body=b"short and stout")
    tried = (await api_client.post(at(scene, "/test"), json={"type": type_})).json()
    assert (tried["status"], tried["error"], tried["answer"]) == (418, "status", "short and stout")
    assert listener.calls[0].verified_by(scene.secret)["type"] == type_
    wrong = await api_client.post(at(scene, "/test"), json={"type": "no.such"})
    assert wrong.status_code == 422


async def test_wrong_addresses_and_events_are_explained(api_client: AsyncClient) -> None:
    answer = await api_client.post(_HERE, json={"url": "ftp://x", "types": ["no.such"]})
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/url", "/types"}


async def test_a_change_is_made_only_to_what_was_seen(
    scene: Scene, api_client: AsyncClient
) -> None:
    etag = (await api_client.get(at(scene))).headers["ETag"]
    changed = await api_client.patch(at(scene), json={"thin": True}, headers={"If-Match": etag})
    assert (changed.json()["thin"], changed.json()["name"]) == (True, "CRM")
    late = await api_client.patch(at(scene), json={"thin": False}, headers={"If-Match": etag})
    assert late.status_code == 412


async def test_switching_off_and_on(scene: Scene, api_client: AsyncClient) -> None:
    off = (await api_client.post(at(scene, "/disable"))).json()
    assert (off["status"], off["disabled_reason"]) == ("disabled", "person")
    await scene.happen()
    [row] = await scene.rows()
    again = at(scene, f"/deliveries/{ids.DELIVERY.format(row.id)}/replay")
    assert (await api_client.post(again)).status_code == 409
    since = {"since": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
    assert (await api_client.post(at(scene, "/replay-since"), json=since)).status_code == 409
    on = (await api_client.post(at(scene, "/enable"), json={})).json()
    assert (on["status"], on["disabled_reason"]) == ("active", None)


async def test_the_log_tells_each_try_and_what_was_sent(
    scene: Scene, api_client: AsyncClient, listener: Receiver
) -> None:
    listener.answer = lambda _: Says(500, body=b"out of order")
    await scene.happen()
    await scene.deliver()
    listener.answer = lambda _: Says()
    await scene.happen(kind="contact.created")
    await scene.later(seconds=6)
    listed = (await api_client.get(at(scene, "/deliveries"))).json()["data"]
    assert [(one["type"], one["state"]) for one in listed] == [
        ("contact.created", "delivered"),
        ("contact.updated", "delivered"),
    ]
    one = (await api_client.get(at(scene, f"/deliveries/{listed[1]['id']}"))).json()
    assert [(each["status"], each["answer"]) for each in one["log"]] == [
        (500, "out of order"),
        (200, "ok"),
    ]
    assert one["body"].encode() == listener.calls[0].body
    assert one["id"] == listener.calls[0].id
    for query, count in (("state=given_up", 0), ("type=contact.created", 1), ("limit=1", 1)):
        found = (await api_client.get(at(scene, f"/deliveries?{query}"))).json()
        assert len(found["data"]) == count


async def test_sending_again_wakes_the_workflow(
    scene: Scene, api_client: AsyncClient, settings: Settings
) -> None:
    heard: list[Wake] = []

    async def woken(wake: Wake) -> None:
        heard.append(wake)

    await scene.happen(2)
    await scene.deliver()
    hearing = asyncio.create_task(WakeListener(settings.system_database, woken).run())
    await asyncio.sleep(0.5)
    since = {"since": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
    again = await api_client.post(at(scene, "/replay-since"), json=since)
    assert (again.status_code, again.json()) == (202, {"deliveries": 2})
    async with asyncio.timeout(60):
        while Wake(Sleeper.ENDPOINT, scene.company_id, scene.endpoint_id) not in heard:
            await asyncio.sleep(0.05)
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)
    await scene.deliver()
    assert await scene.states() == ["delivered", "delivered"]
    assert [row.attempts for row in await scene.rows()] == [2, 2]


async def test_an_endpoint_goes_with_its_log(scene: Scene, api_client: AsyncClient) -> None:
    await scene.happen()
    await scene.deliver()
    assert (await api_client.delete(at(scene))).status_code == 204
    assert (await api_client.get(at(scene))).status_code == 404
    assert await scene.rows() == []
    assert (await scene.deliver()).next_due is None


async def test_only_keys_for_automation_may(
    app: FastAPI, scene: Scene, open_api: OpenApi, company_id: UUID
) -> None:
    reader = await open_api(company_id, [Scope.AUTOMATION_READ])
    assert (await reader.get(at(scene))).status_code == 200
    assert (await reader.post(at(scene, "/rotate-secret"))).status_code == 403
    nobody = await open_api(company_id, [Scope.CONTACTS_READ])
    assert (await nobody.get(at(scene))).status_code == 403
