"""Every kind of message as Meta's own examples write it, and the endings of a call."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pyreqwest.client import Client

from providers import http
from providers.base import (
    ChatMessage,
    OutcomeUnknown,
    Recovery,
    Rejected,
    Throttled,
    Unavailable,
)
from providers.meta_calls import SendingNumber
from providers.meta_chat import MetaChatSender, request
from providers.registry import GraphAddress, meta_chats
from schemas.contents import (
    Button,
    Buttons,
    ContactCard,
    ContactCards,
    Content,
    ListMenu,
    Location,
    MediaContent,
    Reaction,
    Row,
    Section,
    TemplateContent,
    Text,
)
from tests.providers.scripted import Scripted, http_answer

MESSAGE = UUID("019a0000-0000-7000-8000-000000000001")
FILE = UUID(int=9)
TO = "{{Recipient-Phone-Number}}"
ANSWER = b'{"contacts": [{"wa_id": "55119"}], "messages": [{"id": "wamid.1"}]}'


def written(
    content: Content, *, media_id: str | None = None, reply_to: str | None = None
) -> dict[str, Any]:
    message = ChatMessage(MESSAGE, TO, content, reply_to, media_id)
    return dict(json.loads(json.dumps(request(message))))


_LIST = ListMenu(
    "<BODY_TEXT>",
    "<BUTTON_TEXT>",
    tuple(
        Section(
            tuple(
                Row(
                    f"<LIST_SECTION_{s}_ROW_{r}_ID>",
                    f"<SECTION_{s}_ROW_{r}_TITLE>",
                    f"<SECTION_{s}_ROW_{r}_DESC>",
                )
                for r in (1, 2)
            ),
            f"<LIST_SECTION_{s}_TITLE>",
        )
        for s in (1, 2)
    ),
    header="<HEADER_TEXT>",
    footer="<FOOTER_TEXT>",
)
_PLACE = Location(37.758056, -122.425332, "META HQ", "1 Hacker Way, Menlo Park, CA 94025")
_BUTTONS = tuple(Button(f"<UNIQUE_BUTTON_ID_{n}>", f"<BUTTON_TITLE_{n}>") for n in (1, 2))


@pytest.mark.parametrize(
    ("example", "content", "media_id", "reply_to"),
    [
        ("send_text_message", Text("text-message-content"), None, None),
        (
            "send_reply_to_text_message",
            Text("<TEXT_MSG_CONTENT>"),
            None,
            "<MSGID_OF_PREV_MSG>",
        ),
        ("send_image_message_by_id", MediaContent("image", FILE), "<IMAGE_OBJECT_ID>", None),
        ("send_audio_message_by_id", MediaContent("audio", FILE), "<AUDIO_OBJECT_ID>", None),
        ("send_sticker_message_by_id", MediaContent("sticker", FILE), "<MEDIA_OBJECT_ID>", None),
        (
            "send_document_message_by_id",
            MediaContent("document", FILE, "<DOCUMENT_CAPTION_TO_SEND>", "<DOCUMENT_FILENAME>"),
            "<DOCUMENT_OBJECT_ID>",
            None,
        ),
        ("send_location_message", _PLACE, None, None),
        ("send_reply_with_reaction_message", Reaction("😀", None, "wamid.HBgLM..."), None, None),
        ("send_reply_button", Buttons("<BUTTON_TEXT>", _BUTTONS), None, None),
        ("send_list_message", _LIST, None, None),
    ],
)
def test_a_request_is_metas_own_example(
    contracts: Path, example: str, content: Content, media_id: str | None, reply_to: str | None
) -> None:
    folder = contracts / "data" / "meta_requests" / "facebook-openapi"
    theirs = json.loads((folder / f"{example}.json").read_text())
    ours = written(content, media_id=media_id, reply_to=reply_to)
    assert ours.pop("biz_opaque_callback_data") == str(MESSAGE)
    assert ours == theirs


def test_no_emoji_takes_the_reaction_away() -> None:
    assert written(Reaction("", None, "wamid.9"))["reaction"] == {
        "message_id": "wamid.9",
        "emoji": "",
    }


def test_what_was_spoken_is_a_voice_message() -> None:
    voice = MediaContent("audio", FILE, voice=True)
    assert written(voice, media_id="7")["audio"] == {"id": "7", "voice": True}


def test_a_list_without_titles_has_none() -> None:
    menu = ListMenu("Pick", "Open", (Section((Row("a", "A"),)),))
    action = written(menu)["interactive"]["action"]
    assert action["sections"] == [{"rows": [{"id": "a", "title": "A"}]}]


def test_a_contact_card_has_the_names_meta_asks_for() -> None:
    card = ContactCard("Ana Maria Souza", ("+5511987654321",), ("ana@a.example",), "Padaria")
    assert written(ContactCards((card,)))["contacts"] == [
        {
            "name": {
                "formatted_name": "Ana Maria Souza",
                "first_name": "Ana",
                "last_name": "Maria Souza",
            },
            "phones": [{"phone": "+5511987654321", "type": "CELL"}],
            "emails": [{"email": "ana@a.example", "type": "WORK"}],
            "org": {"company": "Padaria"},
        }
    ]


def test_a_template_carries_its_values() -> None:
    frozen = {
        "name": "offer",
        "language": "pt_BR",
        "components": [{"type": "BODY", "text": "Oi {{1}}"}],
    }
    sent = written(TemplateContent(FILE, ("Ana",), frozen))
    assert sent["type"] == "template"
    assert sent["template"] == {
        "name": "offer",
        "language": {"code": "pt_BR"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}],
    }


def test_a_file_the_provider_does_not_have_is_never_sent() -> None:
    with pytest.raises(Rejected) as refused:
        written(MediaContent("image", FILE))
    assert refused.value.code == "media_missing"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = http.chat_client()
    yield client
    await client.close()


def message() -> ChatMessage:
    return ChatMessage(MESSAGE, "+5511987654321", Text("Oi"))


async def test_a_message_goes_to_its_number_with_its_token(
    client: Client, provider: Scripted
) -> None:
    provider.answer = http_answer(200, ANSWER)
    sender = meta_chats(client, GraphAddress(provider.url, "v23.0"))("123", "secret")
    receipt = await sender.send(message())
    assert (receipt.provider_id, receipt.recipient_id) == ("wamid.1", "55119")
    head = provider.requests[0].lower()
    assert head.startswith(b"post /v23.0/123/messages ")
    assert b"authorization: bearer secret" in head


async def test_reading_and_typing_are_shown_as_metas_example(
    client: Client, provider: Scripted, contracts: Path
) -> None:
    provider.answer = http_answer(200, b'{"success": true}')
    sender = MetaChatSender(client, SendingNumber(f"{provider.url}/messages", "secret"))
    folder = contracts / "data" / "meta_requests" / "facebook-openapi"
    theirs = json.loads((folder / "send_typing_indicator_and_read_receipt.json").read_text())
    await sender.mark_read(theirs["message_id"], typing=True)
    assert json.loads(provider.requests[0].partition(b"\r\n\r\n")[2]) == theirs


def refusal(code: int) -> bytes:
    return json.dumps({"error": {"code": code, "message": "No"}}).encode()


@pytest.mark.parametrize(
    ("answer", "ending"),
    [
        (b"", OutcomeUnknown),
        (http_answer(200, b"{}"), OutcomeUnknown),
        (http_answer(502, b"<html>", content_type="text/html"), OutcomeUnknown),
        (http_answer(500, refusal(131000)), OutcomeUnknown),
        (http_answer(429, b""), Throttled),
        (http_answer(400, refusal(131056)), Throttled),
        (http_answer(400, refusal(131047)), Rejected),
    ],
)
async def test_each_ending_is_told_apart(
    client: Client, provider: Scripted, answer: bytes, ending: type[Exception]
) -> None:
    provider.answer = answer
    sender = MetaChatSender(client, SendingNumber(f"{provider.url}/messages", "secret"))
    with pytest.raises(ending):
        await sender.send(message())


async def test_nobody_listening_means_that_nothing_left(client: Client) -> None:
    sender = MetaChatSender(client, SendingNumber("http://127.0.0.1:9/messages", "secret"))
    with pytest.raises(Unavailable):
        await sender.send(message())


async def test_a_bad_token_asks_for_the_connections_pause(
    client: Client, provider: Scripted
) -> None:
    provider.answer = http_answer(401, refusal(190))
    sender = MetaChatSender(client, SendingNumber(f"{provider.url}/messages", "secret"))
    with pytest.raises(Rejected) as refused:
        await sender.send(message())
    assert refused.value.recovery is Recovery.PAUSE_CONNECTION
