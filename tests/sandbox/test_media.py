"""Files and changes as Meta tells them, and as a customer sends them from the page."""

import base64
import hashlib

import pytest

from sandbox.meta import samples
from tests.sandbox.conftest import MESSAGES, Sandbox

PHONE = "/phones/5511998881234"
SEND = f"{PHONE}/send"


@pytest.mark.parametrize("kind", ["image", "video", "audio", "voice", "document", "sticker"])
async def test_each_kind_comes_with_a_real_file(sandbox: Sandbox, kind: str) -> None:
    await sandbox.post(SEND, type=kind)
    await sandbox.settle()
    [told] = sandbox.receiver.messages()
    part = told[told["type"]]
    facts = (await sandbox.http.get(f"/v23.0/{part['id']}")).json()
    content = (await sandbox.http.get(facts["url"])).content
    assert content == samples.content(kind)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert part["sha256"] == facts["sha256"] == digest
    assert part["mime_type"] == samples.mime_type(kind)


async def test_an_address_works_for_five_minutes(sandbox: Sandbox) -> None:
    await sandbox.post(SEND, type="image")
    await sandbox.settle()
    media_id = sandbox.receiver.messages()[0]["image"]["id"]
    assert sandbox.world.behaviour.media_address_lives == 300
    sandbox.world.behaviour.media_address_lives = -5
    over = (await sandbox.http.get(f"/v23.0/{media_id}")).json()["url"]
    assert (await sandbox.http.get(over)).status_code == 404
    forged = over.replace("ext=", "ext=9")
    assert (await sandbox.http.get(forged)).status_code == 404


async def test_a_customer_edits_and_deletes_what_they_wrote(sandbox: Sandbox) -> None:
    written = (await sandbox.post(SEND, body="Oi")).json()["id"]
    await sandbox.post(SEND, type="edit", message_id=written, body="Olá")
    shown = (await sandbox.get(PHONE))["newest"]
    assert [(one["text"], one["edited"]) for one in shown] == [("Olá", True)]
    await sandbox.post(SEND, type="revoke", message_id=written)
    await sandbox.settle()
    shown = (await sandbox.get(PHONE))["newest"]
    assert [(one["text"], one["revoked"]) for one in shown] == [("", True)]
    told = {one["type"]: one for one in sandbox.receiver.messages()}
    assert told["edit"]["edit"] == {
        "original_message_id": written,
        "message": {"type": "text", "text": {"body": "Olá"}},
    }
    assert told["revoke"]["revoke"] == {"original_message_id": written}
    page = (await sandbox.http.get(PHONE)).text
    assert "This message was deleted" in page
    assert "Olá" not in page


async def test_a_file_of_ones_own_goes_out_from_the_page(sandbox: Sandbox) -> None:
    await sandbox.post(SEND, body="Oi")
    script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    answer = await sandbox.http.post(
        f"{PHONE}/act",
        data={"type": "file"},
        files={"file": ("x.svg", script, "image/svg+xml")},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.is_success
    await sandbox.settle()
    part = sandbox.receiver.messages()[-1]["image"]
    shown = await sandbox.http.get(f"/sandbox/media/{part['id']}")
    assert shown.content == script
    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["content-disposition"] == "attachment"


async def test_the_page_reacts_and_answers_to_a_message(sandbox: Sandbox) -> None:
    sent = (await sandbox.send("+5511998881234", "m")).json()["messages"][0]["id"]
    await sandbox.settle()
    page = (await sandbox.http.get(PHONE)).text
    assert f'name="message_id" value="{sent}"' in page
    form = {"type": "reaction", "message_id": sent, "emoji": "👍"}
    await sandbox.http.post(f"{PHONE}/act", data=form)
    await sandbox.http.post(f"{PHONE}/act", data={"reply_to": sent, "body": "Quero!"})
    await sandbox.settle()
    reaction, answer = sandbox.receiver.messages()
    assert reaction["reaction"] == {"message_id": sent, "emoji": "👍"}
    assert answer["context"]["id"] == sent


async def test_what_the_business_sent_can_be_seen_and_played(sandbox: Sandbox) -> None:
    await sandbox.post(SEND, body="Oi")
    number = MESSAGES.removesuffix("/messages")
    files = {"file": ("nota.ogg", samples.content("voice"), "audio/ogg")}
    form = {"messaging_product": "whatsapp", "type": "audio/ogg"}
    media_id = (await sandbox.http.post(f"{number}/media", data=form, files=files)).json()["id"]
    await sandbox.send("+5511998881234", type="audio", audio={"id": media_id})
    await sandbox.settle()
    assert (
        f'<audio class="media" src="/sandbox/media/{media_id}"'
        in (await sandbox.http.get(PHONE)).text
    )
