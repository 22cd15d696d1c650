"""Numbers over the API: found, ordered once, listed, and given back."""

import dataclasses
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

import server
from bootstrap import Resources
from db.models.connections import Connection, NumberOrder
from db.session import Database
from providers import registry
from sandbox.twilio import offers
from schemas.api import ids
from schemas.enums import NumberOrderStatus
from services.number_orders import NumberShop
from services.sms_connections import SmsConnections
from tests.sms.conftest import TWILIO, SmsBusiness


@pytest.fixture
def app(
    app_resources: Resources,
    database: Database,
    sms_connecting: SmsConnections,
    twilio_http: httpx.AsyncClient,
) -> FastAPI:
    market = registry.twilio_numbers(twilio_http, TWILIO)
    shop = NumberShop(database, sms_connecting, market)
    resources = dataclasses.replace(
        app_resources, sms_connections=sms_connecting, number_market=market, number_shop=shop
    )
    return server.create_app(resources)


@pytest.fixture
async def connection(api_client: httpx.AsyncClient, sms_business: SmsBusiness) -> dict[str, object]:
    body = {
        "kind": "twilio",
        "account_sid": sms_business.account_sid,
        "auth_token": sms_business.auth_token,
    }
    answer = await api_client.post("/api/v1/connections", json=body)
    made: dict[str, object] = answer.json()
    return made


def order_of(connection: dict[str, object], phone: str, **more: object) -> dict[str, object]:
    return {"connection_id": connection["id"], "phone": phone, **more}


async def test_numbers_for_sale_are_found(
    api_client: httpx.AsyncClient, connection: dict[str, object]
) -> None:
    path = f"/api/v1/connections/{connection['id']}/available-numbers"
    query = {"country": "US", "digits": "415"}
    found = (await api_client.get(path, params=query)).json()["data"]
    assert found[0]["town"] == "San Francisco"
    needing = [one["phone"] for one in found if one["needs_address"]]
    assert [phone[-4:] for phone in needing] == [offers.NEEDS_ADDRESS]
    assert (await api_client.get(path, params={"country": "us"})).status_code == 422
    assert (await api_client.get(path, params={"country": "ZZ"})).status_code == 422


async def test_an_order_asked_for_twice_is_one_order(
    api_client: httpx.AsyncClient, connection: dict[str, object]
) -> None:
    body, key = order_of(connection, "+14155550123"), {"Idempotency-Key": str(uuid4())}
    assert (await api_client.post("/api/v1/number-orders", json=body)).status_code == 400
    first = await api_client.post("/api/v1/number-orders", json=body, headers=key)
    again = await api_client.post("/api/v1/number-orders", json=body, headers=key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["status"] == "wanted"
    listed = (await api_client.get("/api/v1/number-orders")).json()["data"]
    assert [one["id"] for one in listed] == [first.json()["id"]]
    one = await api_client.get(f"/api/v1/number-orders/{first.json()['id']}")
    assert one.json()["phone"] == "+14155550123"
    other = await api_client.post(
        "/api/v1/number-orders", json=body, headers={"Idempotency-Key": str(uuid4())}
    )
    assert (other.status_code, other.json()["code"]) == (409, "conflict")


async def test_a_service_of_another_connection_is_refused(
    api_client: httpx.AsyncClient, connection: dict[str, object]
) -> None:
    numbers = connection["numbers"]
    assert isinstance(numbers, list)
    plain = next(one["id"] for one in numbers if one["provider_number_id"].startswith("PN"))
    body = order_of(connection, "+14155550124", service_number_id=plain)
    answer = await api_client.post(
        "/api/v1/number-orders", json=body, headers={"Idempotency-Key": "1"}
    )
    assert answer.status_code == 422
    assert "service_number_id" in answer.text


async def test_only_a_number_bought_here_is_given_back(
    api_client: httpx.AsyncClient,
    connection: dict[str, object],
    database: Database,
    sms_business: SmsBusiness,
) -> None:
    numbers = connection["numbers"]
    assert isinstance(numbers, list)
    number = next(one for one in numbers if one["provider_number_id"].startswith("PN"))
    path = f"/api/v1/phone-numbers/{number['id']}"
    refused = await api_client.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_state")
    connection_id = ids.CONNECTION.parse(connection["id"])
    async with database.system() as session:
        found = await session.get_one(Connection, connection_id)
        session.add(
            NumberOrder(
                company_id=found.company_id,
                connection_id=connection_id,
                phone=sms_business.phones[0],
                status=NumberOrderStatus.READY,
                provider_number_id=number["provider_number_id"],
            )
        )
    given = await api_client.delete(path)
    assert (given.status_code, given.json()["status"]) == (202, "releasing")
    shown = (await api_client.get(f"/api/v1/connections/{connection['id']}")).json()["numbers"]
    assert number["id"] not in {one["id"] for one in shown}
