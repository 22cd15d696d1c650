"""What every address of the API promises, whatever it is about."""

import json
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from schemas.enums import Scope
from tests.fixtures.people import BASE_URL, OpenApi

_KEYS = "/api/v1/api-keys"
_NEW_KEY = {"name": "CRM", "scopes": ["contacts:read"]}


def assert_problem(answer: Response, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = answer.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert str(problem["type"]).endswith(f"#{code}")
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"]
    return problem


async def test_an_unknown_address_is_a_problem(client: AsyncClient) -> None:
    assert_problem(await client.get("/api/v1/nothing"), 404, "not_found")


async def test_an_address_with_a_line_break_is_a_problem(client: AsyncClient) -> None:
    assert_problem(await client.get("/api/v1/a%0Ab"), 404, "not_found")


async def test_another_method_is_a_problem_that_names_the_right_ones(
    api_client: AsyncClient,
) -> None:
    answer = await api_client.put("/api/v1/company")
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET"


async def test_a_call_without_a_key_is_told_how_to_send_one(client: AsyncClient) -> None:
    answer = await client.get("/api/v1/company")
    assert_problem(answer, 401, "not_signed_in")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_the_key_says_which_company(api_client: AsyncClient, company_id: object) -> None:
    answer = await api_client.get("/api/v1/company")
    assert answer.status_code == 200
    assert answer.json()["name"] == f"Company {company_id}"
    assert answer.json()["id"].startswith("co_")


async def test_a_missing_scope_is_named(open_api: OpenApi, company_id: object) -> None:
    caller = await open_api(company_id, [Scope.CONTACTS_READ])
    problem = assert_problem(await caller.get("/api/v1/company"), 403, "missing_scope")
    assert "company:read" in str(problem["detail"])


async def test_each_wrong_field_is_pointed_at(api_client: AsyncClient) -> None:
    answer = await api_client.post(_KEYS, json={"name": "", "scopes": ["contacts:read", "x"]})
    problem = assert_problem(answer, 422, "invalid_input")
    assert isinstance(problem["errors"], list)
    found = {(error["pointer"], error["code"]) for error in problem["errors"]}
    assert found == {("/name", "string_too_short"), ("/scopes/1", "enum")}


async def test_a_wrong_query_value_is_pointed_at(api_client: AsyncClient) -> None:
    problem = assert_problem(await api_client.get(f"{_KEYS}?limit=251"), 422, "invalid_input")
    assert problem["errors"] == [
        {
            "pointer": "query/limit",
            "code": "less_than_equal",
            "detail": "Give a number of at most 250.",
        }
    ]


async def test_an_id_of_another_kind_names_nothing(api_client: AsyncClient) -> None:
    for key in ("x", "ct_0199b3c8f0a77c31a5d20e4b6f8c9d10", "1"):
        assert_problem(await api_client.get(f"/api/v1/users/{key}"), 404, "not_found")


async def test_it_speaks_the_language_asked_for(api_client: AsyncClient) -> None:
    headers = {"Accept-Language": "pt-BR,pt;q=0.9"}
    answer = await api_client.post(_KEYS, json={"scopes": ["contacts:read"]}, headers=headers)
    problem = assert_problem(answer, 422, "invalid_input")
    assert isinstance(problem["errors"], list)
    assert problem["errors"][0]["detail"] == "Isto é obrigatório."


@pytest.mark.parametrize("body", ["{", "", "[1,", '{"name": "x", }', "\x00", "[" * 50_000])
async def test_malformed_json_is_the_callers_mistake(api_client: AsyncClient, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await api_client.post(_KEYS, content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\0"])
async def test_text_that_cannot_be_stored_is_refused(api_client: AsyncClient, text: str) -> None:
    body = json.dumps({**_NEW_KEY, "name": text})
    headers = {"Content-Type": "application/json"}
    answer = await api_client.post(_KEYS, content=body, headers=headers)
    problem = assert_problem(answer, 422, "invalid_input")
    assert isinstance(problem["errors"], list)
    assert [error["pointer"] for error in problem["errors"]] == ["/name"]


@pytest.mark.parametrize("path", ["/api/v1/users/a%00b", "/api/v1/users?cursor=%00"])
async def test_an_address_with_nul_is_refused(api_client: AsyncClient, path: str) -> None:
    assert (await api_client.get(path)).status_code in {404, 422}


async def test_a_body_of_50_mb_is_cut_off_before_it_is_read(api_client: AsyncClient) -> None:
    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(800):
            sent += 65_536
            yield b" " * 65_536

    headers = {"Content-Type": "application/json"}
    answer = await api_client.post(_KEYS, content=body(), headers=headers)
    assert_problem(answer, 413, "too_large")
    assert sent <= 2_000_000


@pytest.mark.parametrize("path", [_KEYS, "/api/v1/nothing"])
async def test_a_declared_length_of_50_mb_is_refused_unread(app: FastAPI, path: str) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"x"
        raise AssertionError("the body was read")

    headers = {"Content-Length": "52428800", "Content-Type": "application/json"}
    async with AsyncClient(transport=ASGITransport(app), base_url=BASE_URL) as client:
        answer = await client.post(path, content=body(), headers=headers)
    assert_problem(answer, 413, "too_large")


async def test_a_bug_is_told_without_its_details(
    app: FastAPI, api_client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("api.routes.companies.people.get_company", broken)
    answer = await api_client.get("/api/v1/company")
    problem = assert_problem(answer, 500, "internal_error")
    assert "hunter2" not in answer.text
    assert problem["request_id"]


async def test_a_callers_request_id_comes_back(api_client: AsyncClient) -> None:
    answer = await api_client.get("/api/v1/company", headers={"X-Request-Id": "order-17_a"})
    assert answer.headers["x-request-id"] == "order-17_a"
    forged = await api_client.get("/api/v1/company", headers={"X-Request-Id": "a b\tc"})
    assert forged.headers["x-request-id"].startswith("req_")


async def test_an_unknown_query_parameter_is_ignored(api_client: AsyncClient) -> None:
    assert (await api_client.get("/api/v1/company?utm=1")).status_code == 200


async def test_the_document_is_openapi_3_1_with_problems(client: AsyncClient) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    create = document["paths"]["/api-keys"]["post"]
    assert set(create["responses"]["422"]["content"]) == {"application/problem+json"}
    assert "Idempotency-Key" in {parameter["name"] for parameter in create["parameters"]}
