"""POST /hooks/{token}: stored before the answer, told twice it is one, applied whole or not at all."""

import asyncio
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import func, select, update
from temporalio.testing import ActivityEnvironment

from activities.hooks import HookActivities, HookTemporal
from api.hooks import Hooks
from api.rate_limits import Limit
from bootstrap import Resources
from db.models.consents import ConsentEntry
from db.models.contacts import Contact
from db.models.hooks import Hook, HookRequest
from db.models.leads import Lead
from db.session import Database
from schemas.enums import Scope
from schemas.payloads.hooks import HookRef
from services import hook_pages, hook_requests, hook_values
from tests.fixtures.people import OpenApi, open_client
from tests.triggers.conftest import Json, add_cadence, add_stage, contacts_of, phone

API = "/api/v1/hooks"
PAYLOADS = Path(__file__).with_name("payloads")
PHONE_AND_NAME = {"rows": [{"to": "phone", "path": "fone"}, {"to": "name", "path": "nome"}]}


class Line:
    """A hook, and what the other system does with it."""

    def __init__(self, api: AsyncClient, client: AsyncClient, made: Json) -> None:
        self.id = str(made["id"])
        self.path = str(made["address"]).partition("//")[2].partition("/")[2]
        self._api = api
        self._client = client

    @property
    def row_id(self) -> UUID:
        return UUID(self.id.removeprefix("hook_"))

    async def send(self, body: object, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"content-type": "application/json"}
        return await self._client.post(f"/{self.path}", content=raw, headers=kind | named)

    async def change(self, **values: object) -> Json:
        answer = await self._api.patch(f"{API}/{self.id}", json=values)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def switch_on(self, mapping: Json, **values: object) -> Json:
        return await self.change(mapping=mapping, capturing=False, **values)

    async def log(self, **query: str) -> list[Any]:
        answer = await self._api.get(f"{API}/{self.id}/requests", params=query)
        found: list[Any] = answer.json()["data"]
        return found


@pytest.fixture
async def line(api_client: AsyncClient, client: AsyncClient) -> Line:
    made = await api_client.post(API, json={"name": "CRM"})
    assert made.status_code == 201, made.text
    assert made.headers["Cache-Control"] == "no-store"
    return Line(api_client, client, made.json())


async def apply_all(database: Database, company_id: UUID, line: Line) -> int:
    """What the workflow does."""
    count = 0
    while page := await hook_pages.apply_page(database, company_id, line.row_id):
        count += len(page)
    return count


async def test_a_new_hook_keeps_samples_and_does_nothing(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    answer = await line.send({"nome": "Ana", "fone": phone()}, authorization="Bearer secret")
    assert (answer.status_code, answer.json()) == (202, {"accepted": 1, "repeats": 0})
    # The same sample once more is not a repeat: nothing was done yet.
    assert (await line.send({"nome": "Ana"})).json()["accepted"] == 1
    assert await apply_all(database, company_id, line) == 0
    assert [one["status"] for one in await line.log()] == ["captured", "captured"]
    detail = await api_client.get(f"{API}/{line.id}/requests/{(await line.log())[1]['id']}")
    assert detail.json()["body"]["nome"] == "Ana"
    assert "authorization" not in detail.json()["headers"]
    assert await contacts_of(api_client) == []


async def test_what_comes_in_becomes_a_contact_and_actions(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    await add_cadence(database, company_id, "welcome")
    actions = {
        "enrol": {"cadence": "{{cadence}}"},
        "event": {"name": "form_sent", "data": {"who": "{{first_name}}", "none": "{{gone}}"}},
    }
    rows = [
        *PHONE_AND_NAME["rows"],
        {"to": "tags", "value": "Site"},
        {"to": "variables.cadence", "path": "qual"},
    ]
    await line.switch_on({"rows": rows}, actions=actions)
    number = phone()
    await line.send({"nome": "Ana Souza", "fone": number, "qual": "welcome"})
    assert await apply_all(database, company_id, line) == 1
    (told,) = await line.log()
    assert told["status"] == "done"
    assert told["done"]["enrol"]["enrolled"] is True
    assert told["done"]["event"] == {"name": "form_sent", "new": True}
    (contact,) = await contacts_of(api_client)
    assert (contact["name"], contact["phone"]) == ("Ana Souza", number)
    assert await apply_all(database, company_id, line) == 0


async def test_told_twice_it_is_one_by_its_own_id_or_by_what_it_says(
    line: Line, database: Database, company_id: UUID
) -> None:
    await line.switch_on(PHONE_AND_NAME, dedupe_path="id")
    number = phone()
    for body, accepted in (
        ({"id": 1, "fone": number}, 1),
        ({"id": 1, "fone": number, "retry": True}, 0),
        ({"id": 2, "fone": number}, 1),
        # Without an id the body itself is it, however its keys are ordered.
        ({"fone": number, "nome": "Ana"}, 1),
        ({"nome": "Ana", "fone": number}, 0),
    ):
        assert (await line.send(body)).json()["accepted"] == accepted, body
    twice = [{"id": 3, "fone": number}, {"id": 3, "fone": number}, {"id": 4, "fone": number}]
    assert (await line.send(twice)).json() == {"accepted": 2, "repeats": 1}
    # A day later the same words are news; the same id never is.
    async with database.company(company_id) as session:
        old = func.now() - func.make_interval(0, 0, 0, 2)
        await session.execute(update(HookRequest).values(created_at=old))
    assert (await line.send({"fone": number, "nome": "Ana"})).json()["accepted"] == 1
    assert (await line.send({"id": 1, "fone": number})).json()["accepted"] == 0


async def test_a_page_is_one_transaction_and_each_person_s_calls_keep_their_order(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    await add_cadence(database, company_id, "welcome")
    stage = await add_stage(database, company_id, "New")
    rows = [
        *PHONE_AND_NAME["rows"],
        {"to": "email", "path": "email"},
        {"to": "tags", "value": "Site"},
        {"to": "stage", "value": "new"},
        {"to": "consent", "value": "true"},
    ]
    actions = {"enrol": {"cadence": "welcome"}, "event": {"name": "form_sent"}}
    await line.switch_on({"rows": rows}, actions=actions)
    ana, bia, caio = phone(), phone(), phone()
    told = [(ana, "Ana"), (bia, "Bia"), (ana, "Ana S."), (caio, "Caio"), (ana, "Ana Souza")]
    for number, name in told:
        await line.send({"fone": number, "nome": name, "email": f"{number[-4:]}@example.com"})
    await line.send({"nome": "Nobody"})
    # Three people and the call about nobody; behind them whoever is known by an e-mail by now.
    first = await hook_pages.apply_page(database, company_id, line.row_id)
    assert [one.outcome is not None for one in first].count(True) == 3
    assert await apply_all(database, company_id, line) == 2
    log = await line.log()
    assert sorted(one["status"] for one in log) == ["done"] * 5 + ["failed"]
    done = [one["done"] for one in log if one["status"] == "done"]
    assert [one["enrol"]["enrolled"] for one in done].count(True) == 3
    assert all(one["event"] == {"name": "form_sent", "new": True} for one in done)
    found = {one["phone"]: one for one in await contacts_of(api_client)}
    assert {key: one["name"] for key, one in found.items()} == {
        ana: "Ana Souza", bia: "Bia", caio: "Caio",
    }  # fmt: skip
    assert all(len(one["tag_ids"]) == 1 and one["source"] == "hook" for one in found.values())
    async with database.company(company_id) as session:
        leads = await session.scalars(select(Lead.contact_id).where(Lead.stage_id == stage))
        assert len(leads.all()) == 3
        agreed = select(ConsentEntry.contact_id).where(ConsentEntry.granted).distinct()
        assert len((await session.scalars(agreed)).all()) == 3


async def test_one_that_fails_takes_nobody_with_it(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    await add_cadence(database, company_id, "welcome")
    rows = [*PHONE_AND_NAME["rows"], {"to": "variables.cadence", "path": "qual"}]
    await line.switch_on({"rows": rows}, actions={"enrol": {"cadence": "{{cadence}}"}})
    for name, cadence in (("Ana", "welcome"), ("Bia", "gone"), ("Caio", "welcome")):
        await line.send({"fone": phone(), "nome": name, "qual": cadence})
    assert await apply_all(database, company_id, line) == 3
    assert [one["status"] for one in await line.log()] == ["done", "failed", "done"]
    assert {one["name"] for one in await contacts_of(api_client)} == {"Ana", "Caio"}


async def test_told_at_once_by_many_it_is_one(
    line: Line, database: Database, company_id: UUID
) -> None:
    await line.switch_on(PHONE_AND_NAME)
    body = {"fone": phone()}
    answers = await asyncio.gather(*(line.send(body) for _ in range(8)))
    assert sum(answer.json()["accepted"] for answer in answers) == 1
    assert await apply_all(database, company_id, line) == 1


async def test_what_failed_is_told_with_its_reason_and_applied_again(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    await line.switch_on(PHONE_AND_NAME, actions={"enrol": {"cadence": "later"}})
    await line.send({"fone": "123", "nome": "Ana"})
    await line.send({"fone": phone(), "nome": "Bia"})
    assert await apply_all(database, company_id, line) == 2
    second, first = await line.log(status="failed")
    assert first["problems"][0]["field"] == "contact/phone"
    assert second["reason_text"] == "There is no cadence with this id or external id."
    assert await contacts_of(api_client) == []
    await add_cadence(database, company_id, "later")
    answer = await api_client.post(f"{API}/{line.id}/replay", json={})
    assert answer.json() == {"replayed": 2}
    assert await apply_all(database, company_id, line) == 2
    assert {one["status"] for one in await line.log()} == {"done", "failed"}
    assert len(await contacts_of(api_client)) == 1
    one = await api_client.post(f"{API}/{line.id}/requests/{first['id']}/replay")
    assert (one.status_code, one.json()["status"]) == (202, "received")
    # It waits already.
    again = await api_client.post(f"{API}/{line.id}/requests/{first['id']}/replay")
    assert again.status_code == 409


async def test_what_failed_gets_another_try_when_the_sender_tells_it_again(
    line: Line, database: Database, company_id: UUID
) -> None:
    await line.switch_on(PHONE_AND_NAME, dedupe_path="id")
    await line.send({"id": 1, "fone": "wrong"})
    await apply_all(database, company_id, line)
    assert (await line.send({"id": 1, "fone": phone()})).json()["accepted"] == 1
    await apply_all(database, company_id, line)
    assert [one["status"] for one in await line.log()] == ["done"]


async def test_a_value_that_does_not_fit_leaves_the_others_alone(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    await api_client.post("/api/v1/fields", json={"label": "Idade", "type": "number"})
    rows = [
        *PHONE_AND_NAME["rows"],
        {"to": "email", "path": "mail"},
        {"to": "fields.idade", "path": "idade"},
        {"to": "fields.unknown", "value": "x"},
    ]
    await line.switch_on({"rows": rows})
    await line.send({"fone": phone(), "mail": "not one", "idade": "young"})
    await apply_all(database, company_id, line)
    (told,) = await line.log()
    assert told["status"] == "done"
    left_out = {one["field"]: one["code"] for one in told["problems"]}
    assert left_out == {
        "email": "not_an_email",
        "fields.idade": "not_a_number",
        "fields.unknown": "unknown_field",
    }


async def test_a_crash_between_storing_and_applying_loses_nothing(
    line: Line, database: Database, app_resources: Resources, company_id: UUID
) -> None:
    await line.switch_on(PHONE_AND_NAME)
    await line.send({"fone": phone()})
    started: list[HookRef] = []

    async def start(ref: HookRef) -> None:
        started.append(ref)

    async def nobody(_: object) -> None:
        raise AssertionError

    temporal = HookTemporal(start, nobody, nobody)
    activities = HookActivities(database, app_resources.hints, temporal)
    # The worker died before it heard; the sweep finds what waits once it has rested.
    await ActivityEnvironment().run(activities.sweep_hooks)
    assert line.row_id not in {ref.hook_id for ref in started}
    async with database.company(company_id) as session:
        earlier = func.now() - func.make_interval(0, 0, 0, 0, 0, 1)
        await session.execute(update(HookRequest).values(created_at=earlier))
    await ActivityEnvironment().run(activities.sweep_hooks)
    mine = HookRef(company_id, line.row_id)
    assert mine in started
    # Killed in the middle: nothing is committed, and the next try does it once.
    task = asyncio.create_task(ActivityEnvironment().run(activities.apply_hook, mine))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await ActivityEnvironment().run(activities.apply_hook, mine)
    assert [one["status"] for one in await line.log()] == ["done"]
    async with database.company(company_id) as session:
        assert await session.scalar(select(func.count()).select_from(Contact)) == 1


async def test_many_workers_at_once_apply_each_call_once(
    line: Line, database: Database, company_id: UUID
) -> None:
    await line.switch_on(PHONE_AND_NAME, actions={"event": {"name": "told"}})
    await line.send([{"fone": phone()} for _ in range(20)])
    counts = await asyncio.gather(*(apply_all(database, company_id, line) for _ in range(4)))
    assert sum(counts) == 20


async def test_a_call_our_own_code_fails_on_holds_nobody_up_for_ever(
    line: Line, database: Database, company_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await line.switch_on(PHONE_AND_NAME)
    await line.send([{"fone": phone(), "nome": "bug"}, {"fone": phone()}])
    read = hook_values.read

    def buggy(mapping: Any, body: Any) -> Any:
        if body.get("nome") == "bug":
            raise RuntimeError
        return read(mapping, body)

    monkeypatch.setattr(hook_values, "read", buggy)
    for _ in range(5):
        one = await hook_requests.apply_next(database, company_id, line.row_id)
        assert one is not None
    assert await apply_all(database, company_id, line) == 1
    found = {one["reason"]: one["status"] for one in await line.log()}
    assert found == {"internal_error": "failed", None: "done"}


async def test_a_preview_shows_what_would_come_of_it_and_does_nothing(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    await add_cadence(database, company_id, "welcome")
    number = phone()
    await line.send({"fone": number, "nome": "Ana", "mail": "x"})
    (sample,) = await line.log()
    asked = {
        "request_id": sample["id"],
        "mapping": {"rows": [*PHONE_AND_NAME["rows"], {"to": "email", "path": "mail"}]},
        "actions": {"enrol": {"cadence": "welcome"}},
    }
    shown = (await api_client.post(f"{API}/{line.id}/preview", json=asked)).json()
    assert shown["contact"] == {"phone": number, "name": "Ana"}
    assert shown["done"]["contact"]["status"] == "created"
    assert shown["done"]["enrol"]["enrolled"] is True
    assert shown["rows"][2]["error"]["code"] == "not_an_email"
    assert await contacts_of(api_client) == []
    made = await api_client.post("/api/v1/contacts", json={"phone": number, "name": "Ana Souza"})
    shown = (await api_client.post(f"{API}/{line.id}/preview", json=asked)).json()
    assert (shown["contact_id"], shown["done"]["contact"]["status"]) == (
        made.json()["id"],
        "updated",
    )
    body = {"body": {"fone": "nothing"}, "mapping": PHONE_AND_NAME, "actions": {}}
    shown = (await api_client.post(f"{API}/{line.id}/preview", json=body)).json()
    assert (shown["done"], shown["reason"]) == (None, "invalid_input")
    assert (await api_client.post(f"{API}/{line.id}/preview", json={})).status_code == 422


async def test_a_signed_hook_takes_only_what_its_sender_signed(
    line: Line, api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    changed = await line.switch_on(
        PHONE_AND_NAME, signature={"kind": "hub_sha256", "header": "X-Shop"}, secret=""
    )
    secret = str(changed["secret"])
    raw = json.dumps({"fone": phone()}).encode()
    signed = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    assert (await line.send(raw, x_shop=f"sha256={signed}")).status_code == 202
    for wrong in ({}, {"x_shop": signed[:-1] + "0"}, {"x_hub_signature_256": signed}):
        answer = await line.send(raw + b" ", **wrong)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")
    assert len(await line.log()) == 1
    # The secret is on the row only as ciphertext, and only who may change hooks reads it.
    async with database.company(company_id) as session:
        hook = (await session.scalars(select(Hook))).one()
        assert secret.encode() not in (hook.signature_secret or b"")
        assert line.path.encode() not in hook.token


async def test_who_may_only_read_sees_no_address_and_no_secret(
    line: Line, open_api: OpenApi, company_id: UUID
) -> None:
    reader = await open_api(company_id, [Scope.AUTOMATION_READ])
    shown = (await reader.get(f"{API}/{line.id}")).json()
    assert (shown["address"], shown["secret"]) == (None, None)
    assert (await reader.patch(f"{API}/{line.id}", json={"name": "x"})).status_code == 403


async def test_a_new_address_ends_the_old_one(line: Line, api_client: AsyncClient) -> None:
    rotated = (await api_client.post(f"{API}/{line.id}/rotate")).json()
    assert (await line.send({"a": 1})).status_code == 404
    line.path = rotated["address"].partition("//")[2].partition("/")[2]
    assert (await line.send({"a": 1})).status_code == 202
    await line.change(enabled=False)
    assert (await line.send({"a": 1})).status_code == 404
    assert (await api_client.delete(f"{API}/{line.id}")).status_code == 204
    assert (await line.send({"a": 1})).status_code == 404


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b'{"a":', "application/json", 422, "wrong_shape"),
        (b"[1]", "application/json", 422, "wrong_shape"),
        (b"[" * 9000, "application/json", 422, "wrong_shape"),
        (b"<a/>", "application/xml", 415, "unsupported_media_type"),
        (b"a" * 300_000, "application/json", 413, "too_large"),
    ],
    ids=["cut", "numbers", "deep", "xml", "large"],
)
async def test_what_cannot_be_read_is_refused_in_words(
    line: Line, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = await line.send(body, content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_forms_and_lists_are_taken_too(line: Line) -> None:
    kind = "application/x-www-form-urlencoded"
    assert (await line.send(b"nome=Ana&fone=1", content_type=kind)).status_code == 202
    assert (await line.send([{"a": 1}, {"a": 2}])).json()["accepted"] == 2
    assert len(await line.log()) == 3


async def test_an_address_nobody_has_tells_nothing(client: AsyncClient, line: Line) -> None:
    for path in (f"/hooks/{'x' * 43}", "/hooks/", "/hooks/a/b", f"/hooks/{line.id}"):
        answer = await client.post(path, json={"a": 1})
        assert answer.status_code == 404, path
    assert (await client.get(f"/{line.path}")).status_code == 405


async def test_too_many_calls_are_asked_to_wait(
    line: Line, app_resources: Resources, database: Database
) -> None:
    parts = app_resources
    door = Hooks(
        database,
        parts.keyring,
        parts.redis,
        parts.hints,
        public_url="http://localhost",
        limit=Limit("hook", 2),
    )
    app = FastAPI()
    app.mount("/hooks", door)
    async with open_client(app) as client:
        answers = [await client.post(f"/{line.path}", json={"a": 1}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert int(answers[2].headers["Retry-After"]) >= 1


async def test_nothing_is_switched_on_before_it_is_known_about_whom(
    line: Line, api_client: AsyncClient
) -> None:
    refused = await api_client.patch(f"{API}/{line.id}", json={"capturing": False})
    assert refused.status_code == 422
    bad = {"mapping": {"rows": [{"to": "phone", "path": "a["}]}}
    answer = await api_client.patch(f"{API}/{line.id}", json=bad)
    assert answer.json()["errors"][0]["pointer"] == "/mapping/rows/0/path"
    wrong = {"actions": {"enrol": {"cadence": 7}}}
    assert (await api_client.patch(f"{API}/{line.id}", json=wrong)).status_code == 422
    left = {"actions": {"launch": {"campaign_id": "{{campaign}}"}}}
    assert (await api_client.patch(f"{API}/{line.id}", json=left)).status_code == 200


async def test_a_change_to_what_somebody_else_changed_is_refused(
    line: Line, api_client: AsyncClient
) -> None:
    seen = (await api_client.get(f"{API}/{line.id}")).headers["ETag"]
    headers = {"If-Match": seen}
    first = await api_client.patch(f"{API}/{line.id}", json={"name": "A"}, headers=headers)
    second = await api_client.patch(f"{API}/{line.id}", json={"name": "B"}, headers=headers)
    assert (first.status_code, second.status_code) == (200, 412)


async def test_another_company_sees_nothing_of_a_hook(
    line: Line, other_api_client: AsyncClient
) -> None:
    await line.send({"a": 1})
    (sample,) = await line.log()
    for path in ("", "/requests", f"/requests/{sample['id']}"):
        assert (await other_api_client.get(f"{API}/{line.id}{path}")).status_code == 404
    assert (await other_api_client.post(f"{API}/{line.id}/rotate")).status_code == 404
    assert (await other_api_client.get(API)).json()["data"] == []
    assert (await line.send({"a": 1})).status_code == 202
