"""The rate card over the API."""

from uuid import UUID

from httpx import AsyncClient

from schemas.enums import Scope
from tests.fixtures.people import OpenApi

_BRAZIL = {
    "channel": "whatsapp",
    "country": "br",
    "category": "marketing",
    "price_micros": 340_000,
    "valid_from": "2026-07-01",
}


async def test_a_price_is_made_read_corrected_and_deleted(api_client: AsyncClient) -> None:
    made = await api_client.post("/api/v1/rates", json=_BRAZIL)
    assert made.status_code == 201
    assert made.json()["country"] == "BR"
    address = f"/api/v1/rates/{made.json()['id']}"
    corrected = await api_client.put(address, json={**_BRAZIL, "price_micros": 350_000})
    assert corrected.json()["price_micros"] == 350_000
    listed = (await api_client.get("/api/v1/rates")).json()["data"]
    assert [row["price_micros"] for row in listed] == [350_000]
    assert (await api_client.delete(address)).status_code == 204
    assert (await api_client.get(address)).status_code == 404


async def test_the_same_price_twice_is_a_conflict_and_many_at_once_replace(
    api_client: AsyncClient,
) -> None:
    await api_client.post("/api/v1/rates", json=_BRAZIL)
    again = await api_client.post("/api/v1/rates", json=_BRAZIL)
    assert again.status_code == 409
    other = {**_BRAZIL, "country": "", "price_micros": 900_000}
    batch = {"rates": [{**_BRAZIL, "price_micros": 400_000}, other]}
    assert (await api_client.put("/api/v1/rates", json=batch)).status_code == 204
    listed = (await api_client.get("/api/v1/rates")).json()["data"]
    assert {row["country"]: row["price_micros"] for row in listed} == {"BR": 400_000, "": 900_000}


async def test_a_country_nobody_knows_is_refused_by_name(api_client: AsyncClient) -> None:
    answer = await api_client.post("/api/v1/rates", json={**_BRAZIL, "country": "xx"})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/country"]


async def test_reading_the_company_does_not_allow_changing_prices(
    open_api: OpenApi, company_id: UUID
) -> None:
    reader = await open_api(company_id, [Scope.COMPANY_READ])
    assert (await reader.get("/api/v1/rates")).status_code == 200
    assert (await reader.post("/api/v1/rates", json=_BRAZIL)).status_code == 403
