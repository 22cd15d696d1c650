"""Made-up calls of every operation: no 5xx, and answers as the OpenAPI document says.

Half of the calls name rows that exist, so that they get past "not found".
"""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.client import Client

import server
from bootstrap import Resources, open_resources
from db.models.connections import Connection
from db.session import Database
from sandbox.app import create_app as create_sandbox
from sandbox.meta.seed import TOKEN
from services.credentials import place_of
from services.keyring import Keyring
from settings import Settings
from tests.architecture.addresses import parts
from tests.architecture.rows import Row, plant
from tests.architecture.test_isolation import PARAMETERS, Named
from tests.conftest import create_company
from tests.fixtures.people import OpenApi, here
from tests.serving import serve

# For each operation, with and without rows that exist, with right and with wrong input.
CALLS = 4
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# A draft with recipients is a state that cannot be reached.
LEDGER = "campaign_"


@pytest.fixture(scope="module")
async def served(settings: Settings, temporal_client: Client) -> AsyncIterator[tuple[FastAPI, str]]:
    """The program on a port, with the sandbox as its provider."""
    async with serve(create_sandbox()) as graph:
        values = here(settings, temporal_client, meta_graph_base_url=graph)
        async with open_resources(values) as resources:
            app = server.create_app(resources)
            async with serve(app) as url:
                yield app, url


# Some seconds for every ten operations, and there are hundreds.
@pytest.mark.timeout(900)
@pytest.mark.slow
async def test_every_operation_answers_as_the_document_says(
    served: tuple[FastAPI, str],
    database: Database,
    open_api: OpenApi,
    app_resources: Resources,
) -> None:
    keyring = app_resources.keyring
    app, url = served
    company_id = await create_company(database)
    async with database.system() as session:
        rows = await plant(session, company_id, without=LEDGER)
        await _give_token(session, keyring, company_id, rows["connections"]["id"])
    caller = await open_api(company_id)
    schema = schemathesis.openapi.from_dict(parts(app)["/api/v1"].openapi())
    schema.config.update(base_url=f"{url}/api/v1")
    failures: list[str] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        headers = {"Authorization": caller.headers["Authorization"], "Idempotency-Key": "k"}
        failures += await asyncio.to_thread(_try, operation, _known(operation.path, rows), headers)
    assert not failures, "\n\n".join(failures)


async def _give_token(
    session: AsyncSession, keyring: Keyring, company_id: UUID, connection_id: UUID
) -> None:
    """A planted connection holds random bytes; a stored one can be read."""
    place = place_of(company_id, connection_id, "access_token")
    sealed = keyring.encrypt(TOKEN, place)
    mine = Connection.id == connection_id
    values = {"access_token": sealed, "app_secret": None, "verify_token": None}
    await session.execute(update(Connection).where(mine).values(values))


def _try(
    operation: APIOperation[Any, Any, Any, Any], known: dict[str, str], headers: dict[str, str]
) -> list[str]:
    failures: list[str] = []
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            cases = st.one_of(
                operation.as_strategy(mode),
                operation.as_strategy(mode, path_parameters=known),
            )
            _run(cases, headers)
        except (schemathesis.errors.SchemathesisError, RecursionError):
            # An operation without input can be told nothing wrong; and the generator itself gives
            # up on wrong forms of a schema that contains itself.
            continue
        except (Failure, FailureGroup) as failure:
            failures.append(f"{operation.label}: {_told(failure)}")
    return failures


def _told(failure: Failure | FailureGroup) -> str:
    parts = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
    return f"{failure} {[str(part)[:500] for part in parts]}"


def _run(cases: st.SearchStrategy[Case[Any]], headers: dict[str, str]) -> None:
    @settings(
        max_examples=CALLS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def call(case: Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers, timeout=20)

    call()


def _known(path: str, rows: dict[str, Row]) -> dict[str, str]:
    found = {}
    for name in re.findall(r"{(\w+)}", path):
        named = PARAMETERS[name]
        if isinstance(named, Named) and named.prefix and named.table in rows:
            found[name] = named.prefix.format(rows[named.table][named.column])
    return found
