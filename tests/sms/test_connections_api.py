"""Twilio over the API: connected, changed and checked, and no secret in any answer."""

import dataclasses

import httpx
import pytest
from fastapi import FastAPI

import server
from bootstrap import Resources
from services.sms_connections import SmsConnections
from tests.sms.conftest import SmsBusiness


@pytest.fixture
def app(app_resources: Resources, sms_connecting: SmsConnections) -> FastAPI:
    resources = dataclasses.replace(app_resources, sms_connections=sms_connecting)
    return server.create_app(resources)


def body(business: SmsBusiness, **changes: str) -> dict[str, str]:
    return {
        "kind": "twilio",
        "account_sid": business.account_sid,
        "auth_token": business.auth_token,
        **changes,
    }


async def test_an_account_is_connected_and_lists_what_it_sends_from(
    api_client: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    answer = await api_client.post("/api/v1/connections", json=body(sms_business))
    assert answer.status_code == 201
    connection = answer.json()
    assert connection["kind"] == "twilio"
    assert connection["webhook_url"].endswith("/webhooks/twilio")
    shown = {(one["channel"], one["provider_number_id"]) for one in connection["numbers"]}
    assert ("sms", sms_business.service_sid) in shown
    assert len(shown) == 3
    assert sms_business.auth_token not in answer.text


async def test_what_is_wrong_is_named_by_its_field(
    api_client: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    wrong = body(sms_business, auth_token="wrong", name="Loja")
    answer = await api_client.post("/api/v1/connections", json=wrong)
    assert answer.status_code == 422
    assert "auth_token" in answer.text


async def test_a_key_is_added_and_the_account_checked_again(
    api_client: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    made = (await api_client.post("/api/v1/connections", json=body(sms_business))).json()
    path = f"/api/v1/connections/{made['id']}"
    change = {"api_key_sid": sms_business.key_sid, "api_key_secret": sms_business.key_secret}
    changed = await api_client.patch(path, json=change)
    assert (changed.status_code, changed.json()["app_id"]) == (200, sms_business.key_sid)
    checked = await api_client.post(f"{path}/check")
    assert (checked.status_code, checked.json()["health"]) == (200, "healthy")
    assert (await api_client.delete(path)).status_code == 204
