"""What the tests of triggers and hooks share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import insert

from db.models.cadences import Cadence, CadenceVersion
from db.models.leads import Stage
from db.session import Database
from schemas.enums import CadenceStatus

Json = dict[str, Any]


@pytest.fixture
def key() -> Callable[[], dict[str, str]]:
    """Headers of a request that is none of those before."""
    return lambda: {"Idempotency-Key": uuid4().hex}


def phone() -> str:
    return f"+55119{uuid4().int % 100_000_000:08d}"


async def add_cadence(database: Database, company_id: UUID, external_id: str) -> UUID:
    """A running cadence with one long wait: whoever enters stays."""
    cadence_id = uuid4()
    steps = {"steps": [{"key": "w1", "kind": "wait", "wait": "duration", "minutes": 60}]}
    async with database.company(company_id) as session:
        await session.execute(
            insert(Cadence).values(
                id=cadence_id,
                company_id=company_id,
                name=f"Cadence {external_id}",
                external_id=external_id,
                status=CadenceStatus.RUNNING,
                draft=steps,
                published=1,
            )
        )
        await session.execute(
            insert(CadenceVersion).values(
                company_id=company_id, cadence_id=cadence_id, number=1, definition=steps
            )
        )
    return cadence_id


async def add_stage(database: Database, company_id: UUID, name: str) -> UUID:
    stage_id = uuid4()
    async with database.company(company_id) as session:
        await session.execute(
            insert(Stage).values(id=stage_id, company_id=company_id, name=name, position=1)
        )
    return stage_id


async def contacts_of(api_client: AsyncClient) -> list[Json]:
    answer = await api_client.get("/api/v1/contacts")
    found: list[Json] = answer.json()["data"]
    return found
