"""/metrics counts what happens, names nobody, and is not for everybody."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.types import Receive, Scope, Send

import server
from api.metrics import RequestMetrics
from bootstrap import open_resources
from services.live import LiveHints
from services.metrics import Metrics
from settings import Settings
from tests.live.streams import stream


@pytest.fixture(scope="module")
async def guarded(settings: Settings) -> AsyncIterator[FastAPI]:
    """With a token."""
    values = settings.model_copy(update={"metrics_token": SecretStr("the-token")})
    async with open_resources(values) as resources:
        yield server.create_app(resources)


def values_of(text: str) -> dict[str, float]:
    """By name and labels."""
    return {
        sample.name + str(dict(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def ask(
    app: FastAPI, *, peer: str = "127.0.0.1", headers: dict[str, str] | None = None
) -> httpx.Response:
    transport = ASGITransport(app, client=(peer, 5555))
    async with AsyncClient(transport=transport, base_url="http://localhost:5000") as client:
        return await client.get("/metrics", headers=headers)


async def test_streams_and_what_they_were_told_are_counted(
    *,
    app: FastAPI,
    console_url: str,
    cookies: dict[str, str],
    company_id: UUID,
    hints: LiveHints,
) -> None:
    before = values_of((await ask(app)).text)
    async with stream(console_url, cookies) as heard:
        hints.changed(company_id, "campaign", uuid4())
        await heard.until("campaigns")
        during = values_of((await ask(app)).text)
    assert during["live_streams{}"] == before["live_streams{}"] + 1
    assert during["live_events_sent_total{}"] >= before["live_events_sent_total{}"] + 3
    assert during["live_lag_seconds_count{}"] == before["live_lag_seconds_count{}"] + 1


async def test_requests_are_counted_by_the_route_and_no_id_is_a_label(
    app: FastAPI, signed_in: AsyncClient, company_id: UUID
) -> None:
    key = uuid4()
    for path in (f"/campaigns/{key}", f"/nowhere/{key}", "/static/app.js"):
        await signed_in.get(path)
    text = (await ask(app)).text
    counted = values_of(text)
    labels = str({"method": "GET", "route": "/campaigns/{campaign_id}", "status": "404"})
    assert counted[f"http_requests_total{labels}"] >= 1
    assert str(key) not in text
    assert str(company_id) not in text
    assert company_id.hex not in text


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("203.0.113.9", {}),
        ("10.0.0.7", {}),
        # A proxy on this machine asks for somebody else.
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}),
    ],
)
async def test_without_a_token_only_this_machine_is_answered(
    app: FastAPI, peer: str, headers: dict[str, str]
) -> None:
    assert (await ask(app)).status_code == 200
    assert (await ask(app, peer=peer, headers=headers)).status_code == 404


async def test_with_a_token_whoever_has_it_is_answered(guarded: FastAPI) -> None:
    assert (await ask(guarded)).status_code == 404
    wrong = {"Authorization": "Bearer the-tokem"}
    assert (await ask(guarded, headers=wrong)).status_code == 404
    right = {"Authorization": "Bearer the-token", "X-Forwarded-For": "203.0.113.9"}
    assert (await ask(guarded, peer="203.0.113.9", headers=right)).status_code == 200


async def test_webhooks_are_counted_in_front_of_the_program() -> None:
    metrics = Metrics()

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    transport = ASGITransport(RequestMetrics(answer, metrics))
    async with AsyncClient(transport=transport, base_url="http://localhost") as client:
        await client.post("/webhooks/meta/secret-part")
    labels = {"method": "POST", "route": "/webhooks", "status": "200"}
    assert metrics.registry.get_sample_value("http_requests_total", labels) == 1
