"""Twilio's Messages: the exact request, and which of the four endings each failure is."""

import json
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from pyreqwest.client import Client, ClientBuilder

from providers import http, twilio_codes
from providers.base import (
    ChatMessage,
    OutboundMessage,
    OutcomeUnknown,
    ProviderError,
    Recovery,
    Rejected,
    SendReceipt,
    Throttled,
    Unavailable,
)
from providers.sms import Login, SmsCampaign, SmsNumber
from providers.twilio import TwilioChatSender, TwilioSender, validity
from providers.twilio_calls import Addresses
from providers.verdicts import Pause
from schemas.contents import Location, Text
from schemas.templates import FrozenTemplate
from tests.providers.scripted import Scripted, http_answer

MESSAGE = UUID("019a0000-0000-7000-8000-000000000001")
ACCOUNT, SERVICE, NUMBER = "AC" + "a" * 32, "MG" + "b" * 32, "PN" + "c" * 32
ACCEPTED = http_answer(201, b'{"sid": "SM1", "status": "queued"}')


def sms(text: str) -> FrozenTemplate:
    return FrozenTemplate("sms", "pt_BR", [{"type": "BODY", "text": text}], "named")


def number(sid: str = NUMBER, user: str = ACCOUNT) -> SmsNumber:
    return SmsNumber(Login(ACCOUNT, user, "token"), sid, "+15005550006")


def addresses(url: str) -> Addresses:
    return Addresses(url, "https://us.example/webhooks/twilio")


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = http.bulk_client(10)
    yield client
    await client.close()


async def send(
    client: Client,
    url: str,
    campaign: SmsCampaign,
    *values: str,
    variant: int = 1,
    by: SmsNumber | None = None,
) -> SendReceipt:
    message = OutboundMessage(MESSAGE, "+5511987654321", values, variant)
    sender = TwilioSender(client, addresses(url), by or number(), campaign)
    return await sender.send(message)


def asked(provider: Scripted) -> tuple[str, Mapping[str, str], Mapping[str, str]]:
    """The request line, its headers and its form."""
    head, _, body = provider.requests[-1].decode().partition("\r\n\r\n")
    line, *rest = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in rest)}
    return line, headers, {name: values[0] for name, values in parse_qs(body).items()}


async def ending(client: Client, url: str) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await send(client, url, SmsCampaign([sms("Hello")]))
    return caught.value


def refusal(code: object, status: int = 400) -> bytes:
    error = {"code": code, "message": "in words", "more_info": "https://…", "status": status}
    return http_answer(status, json.dumps(error).encode())


async def test_a_message_by_a_number(client: Client, provider: Scripted) -> None:
    provider.answer = ACCEPTED
    campaign = SmsCampaign([sms("Olá {{first_name}} & {{ code }}: 1+1=2")])
    assert await send(client, provider.url, campaign, "João", "7") == SendReceipt("SM1")
    line, headers, form = asked(provider)
    assert line == f"POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json HTTP/1.1"
    assert headers["authorization"] == "Basic " + b64encode(f"{ACCOUNT}:token".encode()).decode()
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert form == {
        "To": "+5511987654321",
        "From": "+15005550006",
        "Body": "Olá João & 7: 1+1=2",
        "StatusCallback": f"https://us.example/webhooks/twilio?message={MESSAGE}",
    }


async def test_a_message_by_a_service_and_an_api_key(client: Client, provider: Scripted) -> None:
    provider.answer = ACCEPTED
    by = number(SERVICE, "SK" + "d" * 32)
    await send(client, provider.url, SmsCampaign([sms("Hello")]), by=by)
    line, headers, form = asked(provider)
    assert ACCOUNT in line
    expected = b64encode(f"SK{'d' * 32}:token".encode()).decode()
    assert headers["authorization"] == f"Basic {expected}"
    assert form["MessagingServiceSid"] == SERVICE
    assert "From" not in form


async def test_each_variant_has_its_words_and_what_is_filled_in_is_no_placeholder(
    client: Client, provider: Scripted
) -> None:
    provider.answer = ACCEPTED
    campaign = SmsCampaign([sms("A"), sms("São {{a}} e {{b}}")], transliterate=True)
    await send(client, provider.url, campaign, "{{b}}", "ção", variant=2)
    assert asked(provider)[2]["Body"] == "Sao {{b}} e cao"


async def test_nobody_gets_it_after_the_campaign_has_expired(
    client: Client, provider: Scripted
) -> None:
    provider.answer = ACCEPTED
    expires_at = datetime.now(UTC) + timedelta(minutes=10)
    await send(client, provider.url, SmsCampaign([sms("Hi")], expires_at=expires_at))
    assert 590 <= int(asked(provider)[2]["ValidityPeriod"]) <= 600


@pytest.mark.parametrize(("left", "told"), [(-5, 1), (0, 1), (60, 60), (36_001, 36_000)])
def test_the_validity_is_what_twilio_takes(left: int, told: int) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert validity(now + timedelta(seconds=left), now) == told


async def test_a_reply_is_text(client: Client, provider: Scripted) -> None:
    provider.answer = ACCEPTED
    chat = TwilioChatSender(client, addresses(provider.url), number())
    assert await chat.send(ChatMessage(MESSAGE, "+5511987654321", Text("Oi!"))) == SendReceipt(
        "SM1"
    )
    assert asked(provider)[2]["Body"] == "Oi!"
    with pytest.raises(Rejected):
        await chat.send(ChatMessage(MESSAGE, "+5511987654321", Location(1.0, 2.0)))
    await chat.mark_read("SM1")
    assert len(provider.requests) == 1


async def test_a_refused_connection_is_safe_to_repeat(client: Client) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert isinstance(await ending(client, f"http://127.0.0.1:{port}"), Unavailable)


async def test_no_answer_in_time_leaves_the_outcome_unknown(provider: Scripted) -> None:
    provider.answer = None
    async with ClientBuilder().read_timeout(timedelta(milliseconds=200)).build() as client:
        assert isinstance(await ending(client, provider.url), OutcomeUnknown)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="the connection is cut after the request"),
        pytest.param(b'HTTP/1.1 201 X\r\nContent-Length: 500\r\n\r\n{"sid', id="half an answer"),
        pytest.param(http_answer(201, b"<html>"), id="accepted, but unreadable"),
        pytest.param(http_answer(201, b"{}"), id="accepted without an id"),
        pytest.param(http_answer(201, b"[1]"), id="accepted with something else"),
        pytest.param(http_answer(500, b"oops"), id="500 that is not Twilio's"),
        pytest.param(refusal(20500, 500), id="500 with Twilio's own code"),
        pytest.param(refusal(20503, 503), id="503 with Twilio's own code"),
        pytest.param(refusal(20429, 502), id="whatever code a 502 carries"),
        pytest.param(http_answer(504, b""), id="504 of a gateway"),
        pytest.param(http_answer(408, b""), id="408"),
    ],
)
async def test_the_outcome_is_unknown_when(
    client: Client, provider: Scripted, answer: bytes
) -> None:
    provider.answer = answer
    assert isinstance(await ending(client, provider.url), OutcomeUnknown)
    assert len(provider.requests) == 1


PAUSES = [code for code, verdict in twilio_codes.CODES.items() if isinstance(verdict, Pause)]
FINAL = [(c, v) for c, v in twilio_codes.CODES.items() if isinstance(v, Recovery)]


@pytest.mark.parametrize("code", PAUSES)
async def test_too_much_is_no_failure(client: Client, provider: Scripted, code: int) -> None:
    provider.answer = refusal(code, 429)
    error = await ending(client, provider.url)
    assert isinstance(error, Throttled)
    assert timedelta(seconds=1) <= error.retry_after <= timedelta(hours=1)


async def test_a_bare_429_throttles(client: Client, provider: Scripted) -> None:
    provider.answer = http_answer(429, b"slow down")
    assert isinstance(await ending(client, provider.url), Throttled)


@pytest.mark.parametrize(("code", "recovery"), FINAL)
async def test_a_final_code_is_rejected_with_its_recovery(
    client: Client, provider: Scripted, code: int, recovery: Recovery
) -> None:
    provider.answer = refusal(code)
    error = await ending(client, provider.url)
    assert isinstance(error, Rejected)
    assert (error.code, error.detail, error.recovery) == (str(code), "in words", recovery)


async def test_who_wrote_stop_gets_nothing_more(client: Client, provider: Scripted) -> None:
    provider.answer = refusal(21610)
    error = await ending(client, provider.url)
    assert isinstance(error, Rejected)
    assert error.recovery is Recovery.SUPPRESS


async def test_an_unknown_code_fails_this_message_alone(client: Client, provider: Scripted) -> None:
    provider.answer = refusal(99999)
    error = await ending(client, provider.url)
    assert isinstance(error, Rejected)
    assert error.recovery is Recovery.FAIL


@pytest.mark.parametrize(("status", "body"), [(301, b""), (401, b"<html>"), (404, b"[]")])
async def test_an_answer_that_is_not_twilios_stops_the_connection(
    client: Client, provider: Scripted, status: int, body: bytes
) -> None:
    provider.answer = http_answer(status, body)
    error = await ending(client, provider.url)
    assert isinstance(error, Rejected)
    assert error.recovery is Recovery.PAUSE_CONNECTION
