"""Who is let in, and what is answered."""

import httpx
import pytest
from sqlalchemy import func, select, update
from starlette.types import ASGIApp

from api.webhooks.app import create_webhooks
from api.webhooks.errands import Errands
from db.models.connections import Connection
from db.models.inbound import UnroutedEvent, WebhookEvent
from db.session import Database
from schemas.settings_view import SettingsView
from services.keyring import Keyring
from tests.serving import serve
from tests.webhooks.conftest import READERS
from tests.webhooks.meta import VERIFY_TOKEN, Account, encode, post, signed, status, text_message


async def stored(database: Database, account: Account) -> int:
    async with database.company(account.company_id) as session:
        return (await session.scalar(select(func.count()).select_from(WebhookEvent))) or 0


async def unrouted(database: Database, account_id: str) -> int:
    async with database.system() as session:
        query = select(func.count()).where(UnroutedEvent.account_id == account_id)
        return (await session.scalar(query)) or 0


async def test_the_challenge_comes_back_bare(meta: httpx.AsyncClient, account: Account) -> None:
    for path, token in (
        ("/webhooks/meta", VERIFY_TOKEN),
        (f"/webhooks/meta/{account.connection_id}", account.verify_token),
    ):
        query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "11582"}
        answer = await meta.get(path, params=query)
        assert (answer.status_code, answer.text) == (200, "11582")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"hub.mode": "subscribe", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "1"},
        {"hub.mode": "other", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1"},
    ],
)
async def test_a_wrong_challenge_is_refused(meta: httpx.AsyncClient, query: dict[str, str]) -> None:
    assert (await meta.get("/webhooks/meta", params=query)).status_code == 403


async def test_a_missing_or_forged_signature_is_401_and_stores_nothing(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    body = encode(account.messages(messages=[text_message("Oi")]))
    for path in ("/webhooks/meta", f"/webhooks/meta/{account.connection_id}"):
        for headers in (
            {},
            {"X-Hub-Signature-256": "sha256=" + "0" * 64},
            signed(body, "another secret"),
            signed(body + b" "),
        ):
            answer = await meta.post(path, content=body, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"
    assert await stored(database, account) == 0


async def test_the_other_apps_secret_does_not_sign_for_this_address(
    meta: httpx.AsyncClient, account: Account
) -> None:
    payload, path = account.messages(), f"/webhooks/meta/{account.connection_id}"
    assert (await post(meta, payload, path=path)).status_code == 401
    assert (await post(meta, payload, secret=account.secret)).status_code == 401
    assert (await post(meta, payload, path=path, secret=account.secret)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/meta/019a0000-0000-7000-8000-000000000001",
        "/webhooks/meta/x",
        "/webhooks/metastasis",
        "/webhooks/other",
    ],
)
async def test_an_address_that_is_none_is_404(meta: httpx.AsyncClient, path: str) -> None:
    assert (await post(meta, {}, path=path)).status_code == 404


async def test_without_a_secret_there_is_no_door(
    database: Database, keyring: Keyring, errands: Errands
) -> None:
    view = SettingsView(public_url="http://localhost", meta_webhook_verify_token="token")
    app = create_webhooks(database, keyring, READERS, view, errands)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://us") as client:
        assert (await post(client, {}, path="/meta", secret="")).status_code == 404


async def test_a_secret_that_cannot_be_read_asks_meta_to_send_again(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with database.company(account.company_id) as session:
        await session.execute(update(Connection).values(app_secret=b"moved from elsewhere"))
    path = f"/webhooks/meta/{account.connection_id}"
    answer = await post(meta, account.messages(), path=path, secret=account.secret)
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")


async def test_only_get_and_post(meta: httpx.AsyncClient) -> None:
    assert (await meta.put("/webhooks/meta", content=b"{}")).status_code == 405


async def test_a_body_of_50_mb_is_refused(webhooks: ASGIApp) -> None:
    async def chunks() -> object:
        for _ in range(50):
            yield b" " * 1024 * 1024

    async with serve(webhooks) as url, httpx.AsyncClient() as client:
        told = await client.post(f"{url}/webhooks/meta", content=b" " * 50 * 1024 * 1024)
        assert told.status_code == 413
        try:
            streamed = await client.post(f"{url}/webhooks/meta", content=chunks())  # type: ignore[arg-type]
        except httpx.TransportError:
            return
        assert streamed.status_code == 413


async def test_an_account_nobody_connected_is_kept_and_answered_200(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    stranger = Account(account.company_id, account.connection_id, account.number_id, "w9", "n9")
    assert (await post(meta, stranger.messages(messages=[text_message("Oi")]))).status_code == 200
    assert await unrouted(database, "n9") == 1
    assert await stored(database, account) == 0


async def test_a_connection_speaks_for_its_own_company_only(
    meta: httpx.AsyncClient, database: Database, account: Account, other_account: Account
) -> None:
    path = f"/webhooks/meta/{account.connection_id}"
    payload = other_account.messages(messages=[text_message("Forged")])
    assert (await post(meta, payload, path=path, secret=account.secret)).status_code == 200
    assert await stored(database, other_account) == 0
    assert await unrouted(database, other_account.phone_number_id) == 0
    assert await stored(database, account) == 1


async def test_nobody_leaves_forged_events_for_whoever_connects_an_account_later(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    path = f"/webhooks/meta/{account.connection_id}"
    future = Account(account.company_id, account.connection_id, account.number_id, "w8", "n8")
    payload = future.messages(messages=[text_message("PARAR")])
    assert (await post(meta, payload, path=path, secret=account.secret)).status_code == 200
    assert await unrouted(database, "n8") == 0
    assert await stored(database, account) == 1


@pytest.mark.parametrize(
    "body",
    [
        b'{"code": "\xc2\xb2"}',
        b'{"code": "' + b"9" * 5_000 + b'"}',
        b'{"code": 1, "more": ' + b"[" * 700 + b"]" * 700 + b"}",
        b'{"code": 1, "more": ' + b'{"a":' * 90_000 + b"1" + b"}" * 90_000 + b"}",
        b'{"code": ' + b"9" * 5_000 + b"}",
    ],
)
async def test_a_signed_body_is_never_an_error(
    meta: httpx.AsyncClient, account: Account, body: bytes
) -> None:
    report = status("failed", account.number_id, errors=["HERE"])
    content = encode(account.messages(statuses=[report])).replace(b'"HERE"', body)
    assert body in content
    answer = await meta.post("/webhooks/meta", content=content, headers=signed(content))
    assert answer.status_code == 200


async def test_an_id_no_index_could_hold_is_stored_once(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    random = "".join(f"{n * n}" for n in range(4_000))
    for _ in range(2):
        payload = account.messages(messages=[text_message("Oi", id=random)])
        assert (await post(meta, payload)).status_code == 200
    assert await stored(database, account) == 1


async def test_unknown_fields_and_shapes_are_answered_200(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    shapes: tuple[object, ...] = (
        account.change("brand_new_field", {"a": 1}),
        {},
        {"entry": [{}]},
        [],
        "text",
        None,
    )
    for payload in shapes:
        assert (await post(meta, payload)).status_code == 200
    assert await stored(database, account) == 1


async def test_one_body_with_two_companies_reaches_both(
    meta: httpx.AsyncClient, database: Database, account: Account, other_account: Account
) -> None:
    entries = []
    for one in (account, other_account):
        body = one.messages(messages=[text_message("Oi")], statuses=[status("sent")])
        assert isinstance(body, dict)
        entries += body["entry"]
    assert (await post(meta, {"entry": entries})).status_code == 200
    assert await stored(database, account) == await stored(database, other_account) == 2
