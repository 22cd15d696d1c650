"""Webhooks are signed, escaped, batched, and come again until they are taken."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.meta.model import digits_of
from sandbox.meta.payloads import encode, sign
from sandbox.meta.seed import ACCOUNT_ID, NUMBER_ID
from sandbox.options import DEFAULT_APP_SECRET, DEFAULT_VERIFY_TOKEN
from tests.sandbox.conftest import WEBHOOK_URL, Sandbox, contracts

PHONE = "/phones/5511998881234"
RECORDED = contracts() / "meta_webhooks" / "facebook-openapi"
_SHAPES = {
    "text_message": {"type": "text", "body": "Oi"},
    "image_message": {"type": "image", "caption": "Taj Mahal"},
    "button_message": {"type": "button", "text": "Parar", "reply_to": "wamid.X"},
    "interactive_button_reply_message": {
        "type": "button_reply",
        "id": "y",
        "title": "Sim",
        "reply_to": "wamid.X",
    },
    "interactive_list_reply_message": {
        "type": "list_reply",
        "id": "y",
        "title": "Sim",
        "description": "Certo",
        "reply_to": "wamid.X",
    },
    "location_message": {
        "type": "location",
        "name": "Casa",
        "address": "Rua 1",
        "url": "https://x",
    },
    "reaction_message": {"type": "reaction", "emoji": "👍", "message_id": "wamid.X"},
    "contact_sharing_message": {"type": "contacts"},
    "order_message": {"type": "order"},
    "unsupported_message": {"type": "unsupported"},
}


async def test_the_signature_is_of_the_very_bytes(sandbox: Sandbox) -> None:
    await sandbox.post(f"{PHONE}/send", body="Promoção / já")
    await sandbox.settle()
    body, headers = sandbox.receiver.bodies[0], sandbox.receiver.headers[0]
    digest = hmac.new(DEFAULT_APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["x-hub-signature-256"] == f"sha256={digest}"
    assert rb"Promo\u00e7\u00e3o \/ j\u00e1" in body
    assert body.isascii()


def test_the_published_signature(recorded: Callable[[str], Path]) -> None:
    vector = json.loads(recorded("signature_vectors.json").read_text())["meta"]
    assert sign(vector["body"].encode(), vector["app_secret"]) == vector["x-hub-signature-256"]


def test_escaping_is_metas() -> None:
    assert encode({"a": "ç/😊"}) == rb'{"a":"\u00e7\/\ud83d\ude0a"}'


@pytest.mark.parametrize("name", _SHAPES)
async def test_inbound_messages_have_the_published_shape(
    sandbox: Sandbox, name: str, recorded: Callable[[str], Path]
) -> None:
    example = json.loads(recorded(f"meta_webhooks/facebook-openapi/{name}.json").read_text())
    await sandbox.post(f"{PHONE}/send", profile_name="Ana", **_SHAPES[name])
    await sandbox.settle()
    ours = json.loads(sandbox.receiver.bodies[0])
    # Meta sends the time of an entry, which its published examples leave out.
    del ours["entry"][0]["time"]
    assert _shape(ours) == _shape(example)


def _shape(value: Any) -> Any:
    """Names and kinds, without the values; of a list its first member's."""
    if isinstance(value, dict):
        optional = ("org",)
        return {k: _shape(v) for k, v in sorted(value.items()) if k not in optional}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return "number" if isinstance(value, (int, float)) else type(value).__name__


async def test_a_status_carries_our_key_price_and_conversation(sandbox: Sandbox) -> None:
    sent = await sandbox.send("+5511998881234", "our-id")
    await sandbox.settle()
    value = sandbox.receiver.values("messages")[0]
    first = value["statuses"][0]
    assert value["metadata"] == {
        "display_phone_number": digits_of("+55 11 4000-1234"),
        "phone_number_id": NUMBER_ID,
    }
    assert first["id"] == sent.json()["messages"][0]["id"]
    assert first["biz_opaque_callback_data"] == "our-id"
    assert first["timestamp"].isdigit()
    assert first["pricing"]["category"] == first["conversation"]["origin"]["type"] == "marketing"


async def test_under_load_many_statuses_share_a_post(sandbox: Sandbox) -> None:
    await sandbox.put("/settings", webhook_concurrency=1, read_probability=0)
    await asyncio.gather(*(sandbox.send(f"+55119988{n:05d}", str(n)) for n in range(21100, 21160)))
    await sandbox.settle()
    assert len(sandbox.receiver.statuses()) == 120
    assert len(sandbox.receiver.bodies) < 60


async def test_a_receiver_that_was_down_loses_nothing(sandbox: Sandbox) -> None:
    sandbox.receiver.status = 503
    for n in range(5):
        await sandbox.send(f"+551199888{2000 + n}", str(n))
    await asyncio.sleep(0.2)
    assert (await sandbox.get("/webhooks"))["failed_posts"] > 0
    sandbox.receiver.status = 200
    await sandbox.settle()
    told = {(s["biz_opaque_callback_data"], s["status"]) for s in sandbox.receiver.statuses()}
    assert len(told) == len(sandbox.receiver.statuses()) == 15


async def test_an_account_may_have_its_own_address(sandbox: Sandbox) -> None:
    path = f"/v23.0/{ACCOUNT_ID}/subscribed_apps"
    await sandbox.http.post(path, json={"override_callback_uri": "http://other/elsewhere"})
    await sandbox.post(f"{PHONE}/send", body="Oi")
    await sandbox.settle()
    assert sandbox.receiver.paths == ["/elsewhere"]


async def test_an_unsubscribed_app_is_told_nothing(sandbox: Sandbox) -> None:
    await sandbox.http.delete(f"/v23.0/{ACCOUNT_ID}/subscribed_apps")
    await sandbox.post(f"{PHONE}/send", body="Oi")
    await sandbox.settle()
    assert sandbox.receiver.bodies == []


async def test_every_example_can_be_sent(sandbox: Sandbox) -> None:
    names = (await sandbox.get("/webhooks"))["examples"]
    for name in names:
        assert (await sandbox.post("/webhooks", example=name)).status_code == 200
    await sandbox.settle()
    assert len(sandbox.receiver.changes()) == len(names) >= 15


async def test_any_field_can_be_sent(sandbox: Sandbox) -> None:
    await sandbox.post("/webhooks", field="account_update", value={"event": "NEW_THING"})
    await sandbox.settle()
    assert sandbox.receiver.values("account_update") == [{"event": "NEW_THING"}]


async def test_stopping_marketing_is_told_and_kept(sandbox: Sandbox) -> None:
    await sandbox.send("+5511998881234", "before")
    await sandbox.post(f"{PHONE}/preference", value="stop")
    await sandbox.send("+5511998881234", "after")
    await sandbox.settle()
    preference = sandbox.receiver.values("user_preferences")[0]["user_preferences"][0]
    assert (preference["wa_id"], preference["value"]) == ("5511998881234", "stop")
    failed = [s for s in sandbox.receiver.statuses() if s["status"] == "failed"]
    assert [s["biz_opaque_callback_data"] for s in failed] == ["after"]


async def test_an_address_is_verified_by_its_challenge(sandbox: Sandbox) -> None:
    assert (await sandbox.post("/webhooks/verify")).json() == {"url": WEBHOOK_URL, "ok": True}
    path = f"/v23.0/{ACCOUNT_ID}/subscribed_apps"
    body = {"override_callback_uri": "http://other/elsewhere", "verify_token": "wrong"}
    refused = await sandbox.http.post(path, json=body)
    assert refused.json()["error"]["code"] == 2200
    body["verify_token"] = DEFAULT_VERIFY_TOKEN
    assert (await sandbox.http.post(path, json=body)).json() == {"success": True}
