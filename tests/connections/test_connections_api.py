"""Connections over the API: no secret ever comes back."""

from uuid import UUID

from httpx import AsyncClient
from sqlalchemy import insert

from db.models.inbound import WebhookEvent
from db.session import Database
from tests.fixtures.meta import Business


async def test_a_connection_is_made_checked_changed_and_removed(
    api_client: AsyncClient, business: Business
) -> None:
    body = {"account_id": business.account_id, "access_token": business.token}
    made = await api_client.post("/api/v1/connections", json=body)
    assert made.status_code == 201
    found = made.json()
    assert (found["name"], found["health"]) == ("Loja Aurora", "healthy")
    assert found["webhook_url"] == "http://us/webhooks/meta"
    assert [number["rate_per_second"] for number in found["numbers"]] == [80, 80]
    address = f"/api/v1/connections/{found['id']}"
    renamed = await api_client.patch(address, json={"name": "Matriz"})
    assert renamed.json()["name"] == "Matriz"
    business.world.tokens[business.token].revoked = True
    checked = (await api_client.post(f"{address}/check")).json()
    assert (checked["health"], checked["health_code"]) == ("broken", "token_invalid")
    slower = await api_client.patch(
        f"/api/v1/phone-numbers/{found['numbers'][0]['id']}", json={"rate_per_second": 5}
    )
    assert slower.json()["rate_per_second"] == 5
    for answer in (made, renamed):
        assert business.token not in answer.text
    assert (await api_client.delete(address)).status_code == 204
    assert (await api_client.get("/api/v1/connections")).json()["data"] == []


async def test_a_wrong_token_is_named_and_not_repeated(
    api_client: AsyncClient, business: Business
) -> None:
    body = {"account_id": business.account_id, "access_token": "secret-nonsense"}
    answer = await api_client.post("/api/v1/connections", json=body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/access_token", "token_invalid")
    assert "secret-nonsense" not in answer.text


async def test_another_companys_connection_is_not_found(
    api_client: AsyncClient, other_api_client: AsyncClient, business: Business
) -> None:
    body = {"account_id": business.account_id, "access_token": business.token}
    found = (await api_client.post("/api/v1/connections", json=body)).json()
    number = f"/api/v1/phone-numbers/{found['numbers'][0]['id']}"
    address = f"/api/v1/connections/{found['id']}"
    for method, path, sent in (
        ("GET", address, None),
        ("PATCH", address, {"name": "x"}),
        ("DELETE", address, None),
        ("POST", f"{address}/check", None),
        ("PATCH", number, {"rate_per_second": 1}),
    ):
        answer = await other_api_client.request(method, path, json=sent)
        assert answer.status_code == 404, (method, path)
    taken = await other_api_client.post("/api/v1/connections", json=body)
    assert (taken.status_code, taken.json()["code"]) == (409, "conflict")


async def test_stored_events_are_listed_and_replayed(
    api_client: AsyncClient,
    other_api_client: AsyncClient,
    database: Database,
    company_id: UUID,
) -> None:
    values = {
        "company_id": company_id,
        "provider": "meta",
        "external_id": "wamid.1:read:1:",
        "kind": "status",
        "payload": {"entry": []},
        "error": "no_recipient",
    }
    async with database.company(company_id) as session:
        await session.execute(insert(WebhookEvent).values(**values))
    (event,) = (await api_client.get("/api/v1/webhook-events?failed=true")).json()["data"]
    assert event["applied_at"] is None
    assert "payload" not in event
    replay = f"/api/v1/webhook-events/{event['id']}/replay"
    assert (await api_client.post(replay)).status_code == 200
    assert (await other_api_client.post(replay)).status_code == 404
