"""What every address of the API promises, whatever it is about."""

from httpx import AsyncClient


async def test_an_unknown_address_is_a_problem(client: AsyncClient) -> None:
    answer = await client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "not_found"
    assert problem["request_id"] == answer.headers["x-request-id"]


async def test_a_call_without_a_key_is_told_how_to_send_one(client: AsyncClient) -> None:
    answer = await client.get("/api/v1/company")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "not_signed_in"


async def test_the_key_says_which_company(api_client: AsyncClient, company_id: object) -> None:
    answer = await api_client.get("/api/v1/company")
    assert answer.status_code == 200
    assert answer.json()["name"] == f"Company {company_id}"
