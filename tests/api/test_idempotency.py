"""A POST with the same Idempotency-Key happens once."""

import asyncio
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import func, select, update

from db.models.people import IdempotencyKey
from db.queries import idempotency
from db.queries.idempotency import Place
from db.session import Database
from schemas.enums import Scope
from tests.fixtures.people import OpenApi

CAMPAIGNS = "/api/v1/campaigns"


async def _post(
    caller: AsyncClient, key: str, body: dict[str, object], path: str = CAMPAIGNS
) -> Response:
    return await caller.post(path, json=body, headers={"Idempotency-Key": key})


@pytest.fixture
def draft() -> dict[str, object]:
    return {"name": f"draft {uuid4().hex[:8]}"}


async def test_a_repeat_gets_the_first_answer(
    api_client: AsyncClient, draft: dict[str, object], capfd: pytest.CaptureFixture[str]
) -> None:
    first = await _post(api_client, "order-1", draft)
    again = await _post(api_client, "order-1", draft)
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert "request_failed" not in capfd.readouterr().err


async def test_another_body_under_the_same_key_is_refused(
    api_client: AsyncClient, draft: dict[str, object]
) -> None:
    await _post(api_client, "order-2", draft)
    answer = await _post(api_client, "order-2", {"name": "another"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


async def test_two_at_once_happen_once(
    api_client: AsyncClient, draft: dict[str, object], database: Database, company_id: UUID
) -> None:
    answers = await asyncio.gather(*(_post(api_client, "order-3", draft) for _ in range(5)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses) <= {201, 409}
    assert {a.json()["code"] for a in answers if a.status_code == 409} <= {
        "idempotency_still_running"
    }
    made = [a for a in answers if a.status_code == 201 and "idempotent-replayed" not in a.headers]
    assert len(made) == 1


async def test_while_the_first_runs_a_second_is_told_so(
    api_client: AsyncClient, draft: dict[str, object], database: Database, company_id: UUID
) -> None:
    first = await _post(api_client, "order-4", draft)
    assert first.status_code == 201
    async with database.company(company_id) as session:
        await session.execute(update(IdempotencyKey).values(response_status=None))
    answer = await _post(api_client, "order-4", draft)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_still_running")


async def test_what_failed_may_be_corrected_under_its_key(
    api_client: AsyncClient, draft: dict[str, object]
) -> None:
    assert (await _post(api_client, "order-5", {"name": ""})).status_code == 422
    assert (await _post(api_client, "order-5", draft)).status_code == 201


async def test_keys_of_two_companies_do_not_meet(
    api_client: AsyncClient, other_api_client: AsyncClient, draft: dict[str, object]
) -> None:
    assert (await _post(api_client, "order-6", draft)).status_code == 201
    other = await _post(other_api_client, "order-6", {"name": "another"})
    assert other.status_code == 201


async def test_a_weaker_key_does_not_get_a_stronger_ones_answer(
    api_client: AsyncClient, open_api: OpenApi, company_id: UUID, draft: dict[str, object]
) -> None:
    assert (await _post(api_client, "order-9", draft)).status_code == 201
    reader = await open_api(company_id, scopes=(Scope.CONTACTS_READ,))
    answer = await _post(reader, "order-9", draft)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert (await _post(reader, "order-10", draft)).status_code == 403


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
async def test_an_unusable_key_is_refused(
    api_client: AsyncClient, draft: dict[str, object], key: str
) -> None:
    answer = await _post(api_client, key, draft)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")


async def test_a_new_api_keys_secret_is_not_kept(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    body: dict[str, object] = {"name": "CRM", "scopes": ["contacts:read"]}
    answer = await _post(api_client, "order-7", body, "/api/v1/api-keys")
    assert answer.status_code == 201
    async with database.company(company_id) as session:
        kept = await session.scalar(select(func.count()).select_from(IdempotencyKey))
    assert kept == 0


async def test_an_abandoned_request_can_be_taken_over(database: Database, company_id: UUID) -> None:
    place = Place(company_id, "/x", "order-8")
    async with database.company(company_id) as session:
        assert await idempotency.take(session, place, b"1")
    async with database.company(company_id) as session:
        assert not await idempotency.take(session, place, b"1")
        long_ago = func.now() - func.make_interval(0, 0, 0, 0, 1)
        await session.execute(update(IdempotencyKey).values(created_at=long_ago))
    async with database.company(company_id) as session:
        assert await idempotency.take(session, place, b"2")


async def test_a_launch_needs_a_key(api_client: AsyncClient) -> None:
    campaign = "cmp_0199b3c8f0a77c31a5d20e4b6f8c9d10"
    answer = await api_client.post(f"/api/v1/campaigns/{campaign}/launch")
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
