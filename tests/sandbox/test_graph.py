"""Tokens, accounts, numbers, media and messages: the Graph API as a client meets it."""

import base64
import hashlib
from typing import Any

import pytest

from sandbox.meta.seed import ACCOUNT_ID, NUMBER_ID
from sandbox.options import DEFAULT_APP_ID, DEFAULT_APP_SECRET
from tests.sandbox.conftest import MESSAGES, TEMPLATES, Sandbox, promotion

PHONE = f"/v23.0/{NUMBER_ID}"
ACCOUNT = f"/v23.0/{ACCOUNT_ID}"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    ("token", "status", "code", "subcode"),
    [
        ("wrong", 401, 190, None),
        ("expired-yesterday", 401, 190, 463),
        ("sandbox-token-management", 403, 10, None),
        ("", 401, 104, None),
    ],
)
async def test_a_bad_token_says_what_is_wrong(
    sandbox: Sandbox, token: str, status: int, code: int, subcode: int | None
) -> None:
    answer = await sandbox.http.post(
        MESSAGES, json=promotion("5511998881234"), headers=bearer(token)
    )
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("error_subcode")) == (
        status,
        code,
        subcode,
    )
    assert error["fbtrace_id"]
    assert error["type"] == "OAuthException"


async def test_a_token_without_the_scope_may_not_manage(sandbox: Sandbox) -> None:
    answer = await sandbox.http.get(TEMPLATES, headers=bearer("sandbox-token-messaging"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, 200)


async def test_what_is_not_there_and_what_is_not_ours_look_alike(sandbox: Sandbox) -> None:
    await sandbox.post("/accounts", id="55501", name="Another business")
    await sandbox.post("/tokens", token="elsewhere", accounts=["55501"])
    missing = await sandbox.http.get("/v23.0/123456")
    foreign = await sandbox.http.get(ACCOUNT, headers=bearer("elsewhere"))
    for answer in (missing, foreign):
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)
        assert error["type"] == "GraphMethodException"
    assert (await sandbox.http.get("/v23.0/55501", headers=bearer("elsewhere"))).is_success


async def test_any_version_is_served_and_nothing_else(sandbox: Sandbox) -> None:
    assert (await sandbox.http.get(f"/v25.0/{ACCOUNT_ID}")).is_success
    assert (await sandbox.http.get(f"/{ACCOUNT_ID}")).status_code == 404
    unknown = await sandbox.http.get(f"{ACCOUNT}/nothing/there")
    assert unknown.json()["error"]["code"] == 2500


async def test_the_demo_business_is_there(sandbox: Sandbox) -> None:
    account = (await sandbox.http.get(ACCOUNT)).json()
    numbers = (await sandbox.http.get(f"{ACCOUNT}/phone_numbers")).json()["data"]
    assert account["id"] == ACCOUNT_ID
    assert [n["display_phone_number"] for n in numbers] == ["+55 11 4000-1234", "+55 21 4000-5678"]


async def test_fields_are_chosen(sandbox: Sandbox) -> None:
    fields = "display_phone_number,quality_rating,throughput,name_status"
    number = (await sandbox.http.get(PHONE, params={"fields": fields})).json()
    assert set(number) == {*fields.split(","), "id"}
    wrong = await sandbox.http.get(PHONE, params={"fields": "colour"})
    assert wrong.json()["error"]["code"] == 100


async def test_an_unregistered_number_cannot_send(sandbox: Sandbox) -> None:
    await sandbox.http.post(f"{PHONE}/deregister")
    assert (await sandbox.send("5511998881234")).json()["error"]["code"] == 133010
    short = await sandbox.http.post(
        f"{PHONE}/register", json={"messaging_product": "whatsapp", "pin": "12"}
    )
    assert short.status_code == 400
    body = {"messaging_product": "whatsapp", "pin": "123456"}
    assert (await sandbox.http.post(f"{PHONE}/register", json=body)).json() == {"success": True}
    assert (await sandbox.send("5511998881234")).is_success


async def test_the_business_profile_is_kept(sandbox: Sandbox) -> None:
    path = f"{PHONE}/whatsapp_business_profile"
    await sandbox.http.post(path, json={"messaging_product": "whatsapp", "about": "Olá"})
    kept = (await sandbox.http.get(path, params={"fields": "about"})).json()
    assert kept == {"data": [{"about": "Olá", "messaging_product": "whatsapp"}]}


async def test_media_goes_up_and_comes_down_with_the_token(sandbox: Sandbox) -> None:
    form = {"messaging_product": "whatsapp", "type": "image/png"}
    files = {"file": ("one.png", b"picture", "image/png")}
    media_id = (await sandbox.http.post(f"{PHONE}/media", data=form, files=files)).json()["id"]
    facts = (await sandbox.http.get(f"/v23.0/{media_id}")).json()
    assert facts["file_size"] == "7"
    assert facts["sha256"] == base64.b64encode(hashlib.sha256(b"picture").digest()).decode()
    assert (await sandbox.http.get(facts["url"])).content == b"picture"
    assert (await sandbox.http.get(facts["url"], headers=bearer("wrong"))).status_code == 401
    image: dict[str, Any] = {"type": "image", "image": {"id": media_id}}
    assert (await sandbox.send("5511998881234", **image)).is_success
    assert (await sandbox.http.delete(f"/v23.0/{media_id}")).json() == {"success": True}
    assert (await sandbox.send("5511998881234", **image)).status_code == 400


@pytest.mark.parametrize(("kind", "size"), [("image/gif2", 1), ("image/webp", 600_000), ("x/y", 1)])
async def test_media_has_its_limits(sandbox: Sandbox, kind: str, size: int) -> None:
    form = {"messaging_product": "whatsapp", "type": kind}
    files = {"file": ("one", b"x" * size, kind)}
    answer = await sandbox.http.post(f"{PHONE}/media", data=form, files=files)
    assert answer.is_success == (kind == "image/gif2")


async def test_a_template_header_is_uploaded_in_two_steps(sandbox: Sandbox) -> None:
    query = {"file_name": "a.png", "file_length": "7", "file_type": "image/png"}
    path = f"/v23.0/{DEFAULT_APP_ID}/uploads"
    session = (await sandbox.http.post(path, params=query)).json()["id"]
    headers = {"Authorization": "OAuth sandbox-token", "file_offset": "0"}
    half = await sandbox.http.post(f"/v23.0/{session}", content=b"pic", headers=headers)
    assert half.json()["file_offset"] == 3
    headers["file_offset"] = "3"
    done = await sandbox.http.post(f"/v23.0/{session}", content=b"ture", headers=headers)
    assert done.json()["h"].startswith("4::")


async def test_a_token_can_be_debugged(sandbox: Sandbox) -> None:
    app = bearer(f"{DEFAULT_APP_ID}|{DEFAULT_APP_SECRET}")

    async def debug(token: str) -> dict[str, Any]:
        query = {"input_token": token}
        answer = await sandbox.http.get("/v23.0/debug_token", params=query, headers=app)
        return dict(answer.json()["data"])

    good = await debug("sandbox-token")
    assert (good["is_valid"], good["expires_at"], good["app_id"]) == (True, 0, DEFAULT_APP_ID)
    assert "whatsapp_business_messaging" in good["scopes"]
    assert (await debug("nonsense"))["is_valid"] is False
    assert (await debug("expired-1"))["error"]["subcode"] == 463
    await sandbox.post("/tokens", token="short", expires_at=1)
    assert (await debug("short"))["is_valid"] is False


async def test_a_token_is_exchanged_for_a_longer_one(sandbox: Sandbox) -> None:
    query = {
        "grant_type": "fb_exchange_token",
        "client_id": DEFAULT_APP_ID,
        "client_secret": DEFAULT_APP_SECRET,
        "fb_exchange_token": "sandbox-token",
    }
    longer = (await sandbox.http.get("/v23.0/oauth/access_token", params=query)).json()
    assert longer["expires_in"] > 5_000_000
    assert (await sandbox.http.get(ACCOUNT, headers=bearer(longer["access_token"]))).is_success
    wrong = query | {"client_secret": "no"}
    assert (await sandbox.http.get("/v23.0/oauth/access_token", params=wrong)).status_code == 400


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"messaging_product": "sms"}, 100, "messaging_product"),
        ({"recipient_type": "crowd"}, 100, "recipient_type"),
        ({"to": ""}, 100, "to"),
        ({"to": "nobody"}, 131009, "'to'"),
        ({"to": "+55 11 4000-1234"}, 131021, "sender"),
        ({"type": "telegram"}, 100, "TEMPLATE"),
        ({"type": "text", "text": {"body": "x" * 4097}}, 100, "4096"),
        ({"type": "text", "text": {}}, 131008, "'body'"),
        ({"type": "text", "text": "plain"}, 100, "object"),
        ({"type": "image", "image": {}}, 100, "'id' or 'link'"),
        ({"type": "image", "image": {"link": "ftp://x"}}, 100, "URI"),
        ({"type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009, "latitude"),
        ({"type": "reaction", "reaction": {"message_id": "wamid.x"}}, 131008, "'emoji'"),
        ({"type": "contacts", "contacts": [{}]}, 131008, "'name'"),
        ({"type": "template", "template": {"name": "x"}}, 131008, "'language'"),
        ({"type": "interactive", "interactive": {"type": "poll"}}, 100, "interactive"),
        ({"context": {}}, 131008, "'message_id'"),
        ({"biz_opaque_callback_data": "x" * 513}, 100, "biz_opaque_callback_data"),
    ],
)
async def test_a_message_that_is_wrong_is_refused_in_words(
    sandbox: Sandbox, changes: dict[str, Any], code: int, words: str
) -> None:
    answer = await sandbox.http.post(MESSAGES, json=promotion("5511998881234") | changes)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, code)
    assert words in str(error)


async def test_a_body_that_is_not_json_is_refused(sandbox: Sandbox) -> None:
    for content in (b"{", b"[1]"):
        answer = await sandbox.http.post(MESSAGES, content=content)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def buttons(*titles: str) -> dict[str, Any]:
    replies = [{"type": "reply", "reply": {"id": str(i), "title": t}} for i, t in enumerate(titles)]
    interactive = {"type": "button", "body": {"text": "?"}, "action": {"buttons": replies}}
    return {"type": "interactive", "interactive": interactive}


async def test_there_are_at_most_three_buttons_of_twenty_letters(sandbox: Sandbox) -> None:
    assert (await sandbox.send("5511998881234", **buttons("a", "b", "c"))).is_success
    assert not (await sandbox.send("5511998881234", **buttons("a", "b", "c", "d"))).is_success
    assert not (await sandbox.send("5511998881234", **buttons("a" * 21))).is_success


async def test_reading_a_customers_message_is_told(sandbox: Sandbox) -> None:
    written = (await sandbox.post("/phones/5511998881234/send", body="Oi")).json()
    receipt = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": written["id"],
        "typing_indicator": {"type": "text"},
    }
    assert (await sandbox.http.post(MESSAGES, json=receipt)).json() == {"success": True}
    phone = await sandbox.get("/phones/5511998881234")
    assert phone["newest"][0]["business_read"] is True
