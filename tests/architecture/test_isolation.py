"""No company reaches another's rows: not by a statement, not by any address of the program.

A new table or route is covered by being there. A route whose parameter is not in PARAMETERS fails
the walk: add the table its value comes from, or the reason why it names no row.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import func, select, text

from db.session import Database
from schemas.api import ids
from tests.architecture.addresses import Address, addresses
from tests.architecture.rows import COMPANY_TABLES, Row, plant
from tests.conftest import create_company
from tests.fixtures.people import OpenApi, OpenBrowser

_PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Named:
    """Where a parameter's value comes from, and how the API writes it."""

    table: str
    prefix: ids.Prefixed | None = None
    column: str = "id"


@dataclass(frozen=True, slots=True)
class Word:
    """A parameter that names no row, and why."""

    value: str
    why: str


PARAMETERS: dict[str, Named | Word] = {
    "user_id": Named("users", ids.USER),
    "key_id": Named("api_keys", ids.API_KEY),
    "invitation_id": Named("invitations"),
    "contact_id": Named("contacts", ids.CONTACT),
    "field_id": Named("contact_fields", ids.CONTACT_FIELD),
    "tag_id": Named("tags", ids.TAG),
    "stage_id": Named("stages", ids.STAGE),
    "segment_id": Named("segments", ids.SEGMENT),
    "import_id": Named("contact_imports", ids.IMPORT),
    "connection_id": Named("connections", ids.CONNECTION),
    "number_id": Named("phone_numbers", ids.NUMBER),
    "order_id": Named("number_orders", ids.NUMBER_ORDER),
    "template_id": Named("templates", ids.TEMPLATE),
    "campaign_id": Named("campaigns", ids.CAMPAIGN),
    "event_id": Named("webhook_events", ids.EVENT),
    "told_event_id": Named("events", ids.EVENT),
    "endpoint_id": Named("webhook_endpoints", ids.ENDPOINT),
    "delivery_id": Named("webhook_deliveries", ids.DELIVERY),
    "recipient_id": Named("campaign_recipients", ids.RECIPIENT),
    "merge_id": Named("contact_merges", ids.MERGE),
    "conversation_id": Named("conversations", ids.CONVERSATION),
    "message_id": Named("messages", ids.MESSAGE),
    "label_id": Named("labels", ids.LABEL),
    "team_id": Named("teams"),
    "view_id": Named("inbox_views"),
    "canned_reply_id": Named("canned_replies", ids.CANNED_REPLY),
    "media_id": Named("media", ids.MEDIA),
    "rate_id": Named("rates", ids.RATE),
    "topic_id": Named("topics", ids.TOPIC),
    "series_id": Named("campaign_series", ids.SERIES),
    "cadence_id": Named("cadences", ids.CADENCE),
    "hook_id": Named("hooks", ids.HOOK),
    "request_id": Named("hook_requests", ids.HOOK_REQUEST),
    "number": Word("1", "a version of one cadence, by its number; the cadence's id says whose"),
    "step_key": Word("first", "a step of one cadence's draft; the cadence's id says whose"),
    "rule_id": Named("automation_rules", ids.RULE),
    "enrolment_id": Named("enrolments", ids.ENROLMENT),
    "source_id": Named("cadence_sources", ids.CADENCE_SOURCE),
    "job_id": Named("cadence_jobs", ids.CADENCE_JOB),
    "portfolio_id": Named("portfolios", ids.PORTFOLIO),
    "breaker_id": Named("breakers", ids.BREAKER, "target_id"),
    "target_id": Named("breakers", column="target_id"),
    "day": Word("2027-01-25", "a day; each company has days off of its own"),
    "list_id": Word(
        "imp_0199b3c8f0a77c31a5d20e4b6f8c9d10",
        "an import that is not of contacts, as the planted one is: tests/consents/test_api.py",
    ),
    "signed_media_id": Word(
        "0199b3c8-f0a7-7c31-a5d2-0e4b6f8c9d10",
        "opened by its signature, which names the company: tests/media/test_serving.py",
    ),
    "file_name": Word("a.png", "part of what is signed"),
    "notification_id": Named("notifications"),
    "secret": Word("x", "an invitation's own secret; who holds it may see it"),
    "external_id": Word("x", "the caller's word; an unknown one makes a contact of the caller's"),
    "move": Word("cancel", "what to do with an import; one of a list"),
    "host": Word(
        "go.example.com",
        "asked for together with the company it is of: tests/links/test_domains.py",
    ),
    "reason": Word("no_phone", "why people are left out; one of a list"),
}

# Where the smallest body of the schema breaks a rule no schema can say.
BODIES: dict[str, dict[str, Any]] = {
    **{
        address: {
            "name": "Rule",
            "trigger": {"kind": "message_received"},
            "actions": [{"kind": "close"}],
        }
        for address in (
            "POST /api/v1/automation-rules",
            "PUT /api/v1/automation-rules/{rule_id}",
        )
    },
    "POST /api/v1/campaigns/{campaign_id}/recipients:batch": {
        "recipients": [{"phone": "+5511988887777"}]
    },
    "POST /api/v1/cadences/{cadence_id}/enrolments": {"contacts": [{"phone": "+5511988887777"}]},
    **{
        f"POST /api/v1/cadences/{{cadence_id}}/enrolments/{action}": {"everybody": True}
        for action in ("pause", "resume", "skip", "remove")
    },
    "POST /connections/numbers/{number_id}": {"rate_per_second": "80"},
    "POST /limits/portfolios/{portfolio_id}": {"reserve_percent": "20"},
    "POST /campaigns/{campaign_id}/schedule": {"at": "2030-01-31T09:30"},
    "POST /campaigns/{campaign_id}/resume-unknown": {"count": "1"},
    "POST /settings/webhooks/{endpoint_id}/replay-since": {"since": "2030-01-31T09:30"},
    "POST /series/{series_id}/skip": {"at": "2030-01-31T09:30+00:00"},
    "POST /series/{series_id}/unskip": {"at": "2030-01-31T09:30+00:00"},
    "POST /inbox/{conversation_id}/snooze": {"preset": "tomorrow"},
}

_TABLE = ("people.csv", b"phone\n+5511988887777\n", "text/csv")
_PICTURE = ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png")
FILES = {
    "POST /api/v1/templates/{template_id}/header-example": _PICTURE,
    "POST /templates/{template_id}/submit": _PICTURE,
}


@dataclass(frozen=True, slots=True)
class Two:
    company_id: UUID
    other_company_id: UUID
    # Rows of the other company by table name.
    theirs: dict[str, Row]


@pytest.fixture(scope="module")
async def two(database: Database) -> Two:
    mine, other = await create_company(database), await create_company(database)
    async with database.system() as session:
        await plant(session, mine)
        return Two(mine, other, await plant(session, other))


@pytest.mark.parametrize("table", COMPANY_TABLES, ids=lambda table: table.name)
async def test_a_session_sees_only_its_companys_rows(
    table: Any, database: Database, two: Two
) -> None:
    async with database.company(two.company_id) as session:
        owners = (await session.scalars(select(table.c.company_id).distinct())).all()
    assert owners == [two.company_id]


@pytest.mark.parametrize("table", COMPANY_TABLES, ids=lambda table: table.name)
async def test_a_session_cannot_change_or_delete_anothers_rows(
    table: Any, database: Database, two: Two
) -> None:
    async with database.company(two.company_id) as session:
        named = {"other": two.other_company_id}
        for verb in (f"DELETE FROM {table.name}", f"UPDATE {table.name} SET company_id = :other"):
            done: Any = await session.execute(text(f"{verb} WHERE company_id = :other"), named)
            assert done.rowcount == 0
    async with database.system() as session:
        theirs = select(func.count()).where(table.c.company_id == two.other_company_id)
        assert await session.scalar(theirs.select_from(table)) == 1


def test_every_parameter_of_every_address_is_known(app: FastAPI) -> None:
    unknown = {
        f"{address}: {name}"
        for address in addresses(app)
        for name in address.parameters
        if name not in PARAMETERS
    }
    assert unknown == set()


async def test_every_address_says_that_anothers_row_does_not_exist(
    app: FastAPI, two: Two, open_api: OpenApi, open_browser: OpenBrowser
) -> None:
    program, person = await open_api(two.company_id), await open_browser(two.company_id)
    wrong = {}
    for address in _walked(app):
        client = program if address.is_api else person
        answer = await _ask(client, address, _path(address, two.theirs))
        if answer != 404:
            wrong[str(address)] = answer
    assert wrong == {}


async def test_the_same_addresses_show_a_company_its_own_rows(
    app: FastAPI, two: Two, open_api: OpenApi, open_browser: OpenBrowser
) -> None:
    """Without this the walk could pass on misspelt ids."""
    program, person = await open_api(two.other_company_id), await open_browser(two.other_company_id)
    wrong = {}
    for address in _walked(app):
        if address.method == "GET":
            client = program if address.is_api else person
            answer = await _ask(client, address, _path(address, two.theirs))
            # Shown to the one person it is for.
            if answer == 404 and "notification_id" in address.parameters:
                continue
            if answer == 404 or (isinstance(answer, int) and answer >= 500):
                wrong[str(address)] = answer
    assert wrong == {}


async def test_every_address_of_the_api_wants_a_key(app: FastAPI, client: AsyncClient) -> None:
    for address in addresses(app):
        if address.is_api:
            path = address.path.replace("{", "").replace("}", "")
            assert (await client.request(address.method, path)).status_code == 401, str(address)


def _walked(app: FastAPI) -> list[Address]:
    found = [
        address
        for address in addresses(app)
        if any(isinstance(PARAMETERS.get(name), Named) for name in address.parameters)
    ]
    assert found
    return found


def _path(address: Address, rows: dict[str, Row]) -> str:
    path = address.path
    for name in address.parameters:
        named = PARAMETERS[name]
        path = path.replace(f"{{{name}}}", _written(named, rows, is_api=address.is_api))
    return path


def _written(named: Named | Word, rows: dict[str, Row], *, is_api: bool) -> str:
    if isinstance(named, Word):
        return named.value
    key: UUID = rows[named.table][named.column]
    return named.prefix.format(key) if named.prefix and is_api else str(key)


async def _ask(client: AsyncClient, address: Address, path: str) -> int | str:
    body: dict[str, Any] = {}
    if address.has_upload:
        body = {"files": {"file": FILES.get(str(address), _TABLE)}}
    elif address.body is not None:
        right = BODIES.get(str(address), address.body)
        body = {"json" if address.is_api else "data": right}
    headers = {"Idempotency-Key": path}
    try:
        async with asyncio.timeout(_PATIENCE):
            answer: Response = await client.request(address.method, path, headers=headers, **body)
    except TimeoutError:
        return "a stream opened"
    return answer.status_code
