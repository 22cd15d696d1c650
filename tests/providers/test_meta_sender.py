"""The exact requests, against Meta's published examples."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pyreqwest.client import Client

from providers import http
from providers.base import OutboundMessage, Recovery, Rejected
from providers.meta_calls import SendingNumber
from providers.meta_cloud import MetaCloudSender, compile_body
from providers.registry import GraphAddress, meta_senders
from schemas.templates import FrozenTemplate
from tests.providers.scripted import Scripted, http_answer

MESSAGE = UUID("019a0000-0000-7000-8000-000000000001")
BODY = {"type": "BODY", "text": "Hi {{1}}, your code is {{2}}."}


def written(template: FrozenTemplate, *parameters: str) -> dict[str, object]:
    body = compile_body(template)(OutboundMessage(MESSAGE, "+5511987654321", parameters))
    return dict(json.loads(body))


def components(*parts: object, parameters: tuple[str, ...], named: bool = False) -> object:
    template = FrozenTemplate("t", "pt_BR", list(parts), "named" if named else "positional")
    sent = written(template, *parameters)["template"]
    assert isinstance(sent, dict)
    return sent.get("components")


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = http.bulk_client(5)
    yield client
    await client.close()


def test_a_template_without_variables_has_no_components() -> None:
    assert written(FrozenTemplate("hello", "en_US", [{"type": "BODY", "text": "Hello"}])) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+5511987654321",
        "type": "template",
        "template": {"name": "hello", "language": {"code": "en_US"}},
        "biz_opaque_callback_data": str(MESSAGE),
    }


def test_positional_values_stand_in_order() -> None:
    assert components(BODY, parameters=("Ana", "42")) == [
        {
            "type": "body",
            "parameters": [{"type": "text", "text": "Ana"}, {"type": "text", "text": "42"}],
        }
    ]


def test_named_values_carry_their_names() -> None:
    body = {"type": "BODY", "text": "Hi {{first_name}}, bye."}
    assert components(body, parameters=("Ana",), named=True) == [
        {
            "type": "body",
            "parameters": [{"type": "text", "text": "Ana", "parameter_name": "first_name"}],
        }
    ]


@pytest.mark.parametrize(
    ("kind", "value", "reference"),
    [
        ("IMAGE", "https://a.example/x.png", {"link": "https://a.example/x.png"}),
        ("VIDEO", "1234567", {"id": "1234567"}),
        ("DOCUMENT", "https://a.example/x.pdf", {"link": "https://a.example/x.pdf"}),
    ],
)
def test_a_media_header_is_a_link_or_an_id(kind: str, value: str, reference: object) -> None:
    header = {"type": "HEADER", "format": kind}
    sent = components(header, BODY, parameters=(value, "Ana", "42"))
    assert isinstance(sent, list)
    assert sent[0] == {
        "type": "header",
        "parameters": [{"type": kind.lower(), kind.lower(): reference}],
    }


def test_header_text_location_and_buttons_have_their_own_values() -> None:
    buttons = {
        "type": "BUTTONS",
        "buttons": [
            {"type": "QUICK_REPLY", "text": "Stop"},
            {"type": "URL", "text": "Track", "url": "https://a.example/{{1}}"},
            {"type": "COPY_CODE", "text": "Copy", "example": "OFF10"},
        ],
    }
    header = {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}"}
    assert components(header, buttons, parameters=("77", "abc", "OFF20")) == [
        {"type": "header", "parameters": [{"type": "text", "text": "77"}]},
        {
            "type": "button",
            "sub_type": "url",
            "index": "1",
            "parameters": [{"type": "text", "text": "abc"}],
        },
        {
            "type": "button",
            "sub_type": "copy_code",
            "index": "2",
            "parameters": [{"type": "coupon_code", "coupon_code": "OFF20"}],
        },
    ]
    place = {"type": "HEADER", "format": "LOCATION"}
    assert components(place, parameters=("-23.5, -46.6, Store, Rua A, 1",)) == [
        {
            "type": "header",
            "parameters": [
                {
                    "type": "location",
                    "location": {
                        "latitude": "-23.5",
                        "longitude": "-46.6",
                        "name": "Store",
                        "address": "Rua A, 1",
                    },
                }
            ],
        }
    ]


def test_the_shape_is_that_of_the_official_example(contracts: Path) -> None:
    examples = contracts / "data" / "meta_requests" / "facebook-openapi"
    official = json.loads((examples / "send_message_template_media.json").read_text())
    header = {"type": "HEADER", "format": "IMAGE"}
    body = {"type": "BODY", "text": "Hi {{1}}"}
    template = FrozenTemplate("template-name", "language-and-locale-code", [header, body])
    ours = written(template, "http://the-image-url", "text-string")
    del ours["biz_opaque_callback_data"]
    # Ours has text values only; the example shows a currency and a date as well.
    official["template"]["components"][1]["parameters"] = [{"type": "text", "text": "text-string"}]
    link = official["template"]["components"][0]["parameters"][0]["image"]
    link["link"] = "http://the-image-url"
    official["to"] = "+5511987654321"
    assert ours == official


async def test_the_request_names_us_and_carries_the_token(
    client: Client, provider: Scripted
) -> None:
    provider.answer = http_answer(200, b'{"messages":[{"id":"wamid.1"}]}')
    open_sender = meta_senders(client, GraphAddress(provider.url + "/", "v23.0"))
    template = FrozenTemplate("hello", "en_US", [{"type": "BODY", "text": "Olá"}])
    await open_sender("106540352242922", "secret", [template]).send(
        OutboundMessage(uuid4(), "+5511987654321")
    )
    head, _, body = provider.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    assert lines[0] == "post /v23.0/106540352242922/messages http/1.1"
    assert "authorization: bearer secret" in lines
    assert "user-agent: masteria/0.1.0" in lines
    assert "content-type: application/json" in lines
    assert json.loads(body)["template"]["name"] == "hello"


async def test_a_missing_value_stops_the_campaign_and_calls_nobody(
    client: Client, provider: Scripted
) -> None:
    sender = MetaCloudSender(
        client, SendingNumber(provider.url, "t"), [FrozenTemplate("t", "en", [BODY])]
    )
    with pytest.raises(Rejected) as caught:
        await sender.send(OutboundMessage(uuid4(), "+5511987654321", ("only one",)))
    assert caught.value.recovery is Recovery.PAUSE_CAMPAIGN
    assert provider.requests == []


@pytest.mark.parametrize("variant", [0, 2])
async def test_a_variant_that_was_not_frozen_stops_the_campaign_and_calls_nobody(
    client: Client, provider: Scripted, variant: int
) -> None:
    sender = MetaCloudSender(
        client, SendingNumber(provider.url, "t"), [FrozenTemplate("t", "en", [])]
    )
    with pytest.raises(Rejected) as caught:
        await sender.send(OutboundMessage(uuid4(), "+5511987654321", variant=variant))
    assert caught.value.recovery is Recovery.PAUSE_CAMPAIGN
    assert provider.requests == []
