"""Which of the four endings each failure is: this decides whether a person is messaged twice."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from pyreqwest.client import Client, ClientBuilder

from providers import http, meta_codes
from providers.base import (
    OutboundMessage,
    OutcomeUnknown,
    ProviderError,
    Recovery,
    Rejected,
    SendReceipt,
    Throttled,
    Unavailable,
)
from providers.meta_calls import SendingNumber
from providers.meta_cloud import MetaCloudSender
from schemas.templates import FrozenTemplate
from tests.providers.scripted import Scripted, http_answer

TEMPLATE = FrozenTemplate("hello", "en_US", [{"type": "BODY", "text": "Hello there"}])


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = http.bulk_client(10)
    yield client
    await client.close()


async def send(client: Client, url: str) -> SendReceipt:
    sender = MetaCloudSender(client, SendingNumber(f"{url}/v23.0/1/messages", "token"), [TEMPLATE])
    return await sender.send(OutboundMessage(uuid4(), "+5511987654321"))


async def ending(client: Client, url: str) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await send(client, url)
    return caught.value


def refusal(code: object, status: int = 400) -> bytes:
    error = {"message": f"(#{code}) no", "code": code, "error_data": {"details": "in words"}}
    return http_answer(status, json.dumps({"error": error}).encode())


async def test_an_accepted_message_gives_both_ids(client: Client, provider: Scripted) -> None:
    body = {"contacts": [{"wa_id": "551187654321"}], "messages": [{"id": "wamid.1"}]}
    provider.answer = http_answer(200, json.dumps(body).encode())
    assert await send(client, provider.url) == SendReceipt("wamid.1", "551187654321")


async def test_a_refused_connection_is_safe_to_repeat(client: Client) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert isinstance(await ending(client, f"http://127.0.0.1:{port}"), Unavailable)


async def test_a_name_that_does_not_resolve_is_safe_to_repeat(client: Client) -> None:
    assert isinstance(await ending(client, "http://nowhere.invalid"), Unavailable)


async def test_a_connection_that_does_not_come_about_is_safe_to_repeat() -> None:
    # A full queue of a listener that accepts nobody: the next handshake stays unanswered.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        builder = ClientBuilder().connect_timeout(timedelta(milliseconds=200))
        async with builder.read_timeout(timedelta(seconds=20)).build() as client:
            found = await ending(client, f"http://127.0.0.1:{address[1]}")
        for one in waiting:
            one.close()
    assert isinstance(found, Unavailable)


async def test_a_full_pool_is_safe_to_repeat(provider: Scripted) -> None:
    provider.answer = None
    builder = ClientBuilder().max_connections(1).pool_timeout(timedelta(milliseconds=100))
    async with builder.read_timeout(timedelta(seconds=1)).build() as client:
        first = asyncio.ensure_future(ending(client, provider.url))
        await asyncio.sleep(0.05)
        assert isinstance(await ending(client, provider.url), Unavailable)
        assert isinstance(await first, OutcomeUnknown)
    assert len(provider.requests) == 1


async def test_no_answer_in_time_leaves_the_outcome_unknown(provider: Scripted) -> None:
    provider.answer = None
    async with ClientBuilder().read_timeout(timedelta(milliseconds=200)).build() as client:
        assert isinstance(await ending(client, provider.url), OutcomeUnknown)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="the connection is cut after the request"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Le", id="half a header"),
        pytest.param(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"mess', id="half an answer"),
        pytest.param(http_answer(200, b"<html>"), id="accepted, but unreadable"),
        pytest.param(http_answer(200, b'{"messages":[]}'), id="accepted without an id"),
        pytest.param(http_answer(200, b"[1]"), id="accepted with something else"),
        pytest.param(http_answer(500, b"oops"), id="500 that is not Meta's"),
        pytest.param(http_answer(502, b"<html>"), id="502 of a proxy"),
        pytest.param(http_answer(503, b""), id="503 without a body"),
        pytest.param(http_answer(504, b'{"error":"text"}'), id="504 with another error"),
        pytest.param(http_answer(408, b""), id="408"),
    ],
)
async def test_the_outcome_is_unknown_when(
    client: Client, provider: Scripted, answer: bytes
) -> None:
    provider.answer = answer
    assert isinstance(await ending(client, provider.url), OutcomeUnknown)
    assert len(provider.requests) == 1


@pytest.mark.parametrize("code", [1, 2, 131000])
@pytest.mark.parametrize("status", [500, 503])
async def test_a_vague_code_with_a_server_error_says_nothing_for_sure(
    client: Client, provider: Scripted, code: int, status: int
) -> None:
    provider.answer = refusal(code, status)
    assert isinstance(await ending(client, provider.url), OutcomeUnknown)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        *((code, status) for code in (1, 2, 131000) for status in (400, 429)),
        *(
            (code, status)
            for code in (4, 130429, 131016, 131057, 133004, 80007)
            for status in (400, 429, 500, 503)
        ),
    ],
)
async def test_a_retryable_code_means_nothing_was_sent(
    client: Client, provider: Scripted, code: int, status: int
) -> None:
    provider.answer = refusal(code, status)
    error = await ending(client, provider.url)
    assert isinstance(error, Throttled)
    assert error.whole_number
    assert timedelta(seconds=1) <= error.retry_after <= timedelta(hours=1)


async def test_the_pair_rate_holds_up_one_recipient_only(
    client: Client, provider: Scripted
) -> None:
    provider.answer = refusal(131056)
    error = await ending(client, provider.url)
    assert isinstance(error, Throttled)
    assert not error.whole_number
    assert error.retry_after >= timedelta(seconds=6)


async def test_a_bare_429_throttles(client: Client, provider: Scripted) -> None:
    provider.answer = http_answer(429, b"slow down")
    assert isinstance(await ending(client, provider.url), Throttled)


FINAL = [(c, v) for c, v in meta_codes.CODES.items() if isinstance(v, Recovery)]


@pytest.mark.parametrize(("code", "recovery"), FINAL)
async def test_a_final_code_is_rejected_with_its_recovery(
    client: Client, provider: Scripted, code: int, recovery: Recovery
) -> None:
    provider.answer = refusal(code)
    error = await ending(client, provider.url)
    assert isinstance(error, Rejected)
    assert (error.code, error.detail, error.recovery) == (str(code), "in words", recovery)


async def test_an_unknown_code_fails_this_message_alone(client: Client, provider: Scripted) -> None:
    provider.answer = refusal(999999)
    error = await ending(client, provider.url)
    assert isinstance(error, Rejected)
    assert error.recovery is Recovery.FAIL


@pytest.mark.parametrize("status", [301, 401, 403, 404])
async def test_an_answer_that_is_not_metas_stops_the_connection(
    client: Client, provider: Scripted, status: int
) -> None:
    provider.answer = http_answer(status, b"<html>")
    error = await ending(client, provider.url)
    assert isinstance(error, Rejected)
    assert error.recovery is Recovery.PAUSE_CONNECTION
