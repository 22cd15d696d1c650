"""Lists are read page by page, and nobody can make up a place in them."""

from uuid import UUID

import pytest
from httpx import AsyncClient

from db.session import Database
from schemas.enums import Role, Scope
from services import api_keys
from tests.fixtures.people import add_person

_KEYS = "/api/v1/api-keys"


async def _add_keys(database: Database, company_id: UUID, count: int) -> None:
    for index in range(count):
        async with database.company(company_id) as session:
            await api_keys.issue(
                session,
                company_id,
                name=f"key {index}",
                scopes=[Scope.CONTACTS_READ],
                created_by=None,
            )


async def test_pages_hold_every_row_once_in_order(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    await _add_keys(database, company_id, 6)
    seen: list[str] = []
    url, more = f"{_KEYS}?limit=3", True
    while more:
        page = (await api_client.get(url)).json()
        seen += [row["name"] for row in page["data"]]
        more = page["has_more"]
        assert (page["next_cursor"] is not None) == more
        url = f"{_KEYS}?limit=3&cursor={page['next_cursor']}"
    assert seen == [f"key {index}" for index in reversed(range(6))] + ["test"]


async def test_people_are_listed_longest_there_first(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    people = [await add_person(database, company_id, Role.VIEWER) for _ in range(3)]
    first = (await api_client.get("/api/v1/users?limit=2")).json()
    rest = (await api_client.get(f"/api/v1/users?limit=2&cursor={first['next_cursor']}")).json()
    emails = [row["email"] for row in first["data"] + rest["data"]]
    assert emails == [person.email for person in people]
    one = await api_client.get(f"/api/v1/users/{first['data'][0]['id']}")
    assert one.json() == first["data"][0]


@pytest.mark.parametrize("how", ["cut", "changed", "made up", "empty"])
async def test_a_forged_cursor_is_refused(
    api_client: AsyncClient, database: Database, company_id: UUID, how: str
) -> None:
    await _add_keys(database, company_id, 1)
    cursor = (await api_client.get(f"{_KEYS}?limit=1")).json()["next_cursor"]
    middle = len(cursor) // 2
    forged = {
        "cut": cursor[:-3],
        "changed": cursor[:middle] + ("A" if cursor[middle] != "A" else "B") + cursor[middle + 1 :],
        "made up": "WyIyMDI2LTAxLTAxIiwiMSJd.AAAA",
        "empty": "%20",
    }[how]
    answer = await api_client.get(f"{_KEYS}?cursor={forged}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")
