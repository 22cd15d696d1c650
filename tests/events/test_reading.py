"""Events read again: by the API, in the documents, and for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jsonschema
import psycopg
from httpx import AsyncClient
from sqlalchemy import func, insert, select, text, update
from temporalio.testing import ActivityEnvironment

from activities.sweeps import SweepActivities, Temporal
from db.models.automation import AutomationRule, RuleRun
from db.models.events import (
    DeliveryAttempt,
    Event,
    EventSequence,
    WebhookDelivery,
)
from db.models.hooks import Hook, HookRequest
from db.models.inbound import UnroutedEvent, WebhookEvent
from db.queries import events as rows
from db.queries import retention
from db.session import Database
from embedded.postgres import Postgres
from providers.registry import meta_reader
from schemas.enums import DeliveryState, HookRequestStatus, RunStatus, Scope
from schemas.event_types import EVENT_TYPES
from scripts import write_event_docs
from services import events
from services.events import Happening
from tests.docs.test_documents import ROOT
from tests.events.hearing import listen, rule, told
from tests.fixtures.people import OpenApi

_HERE = "/api/v1/events"


async def _tell(database: Database, company_id: UUID, *happenings: Happening) -> None:
    async with database.company(company_id) as session:
        await events.tell(session, company_id, happenings)


def _contact(key: UUID, name: str = "contact.deleted") -> Happening:
    return Happening(name, "contact", key, {"external_id": "x"}, contact_id=key)


async def test_the_list_is_read_by_pages_and_narrowed(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    await listen(database, company_id)
    keys = [uuid4() for _ in range(5)]
    for key in keys:
        await _tell(database, company_id, _contact(key))
    await _tell(database, company_id, Happening("campaign.started", "campaign", uuid4()))
    first = (await api_client.get(_HERE, params={"limit": 4})).json()
    rest = (await api_client.get(_HERE, params={"cursor": first["next_cursor"]})).json()
    read = [*first["data"], *rest["data"]]
    assert [one["type"] for one in read] == ["campaign.started"] + ["contact.deleted"] * 5
    assert [one["resource"]["id"] for one in read[1:]] == [f"ct_{k.hex}" for k in reversed(keys)]
    mine = (await api_client.get(_HERE, params={"resource": f"ct_{keys[2].hex}"})).json()["data"]
    assert [one["resource"]["id"] for one in mine] == [f"ct_{keys[2].hex}"]
    some = (await api_client.get(_HERE, params={"type": "campaign.started"})).json()["data"]
    assert len(some) == 1
    late = {"since": (datetime.now(UTC) + timedelta(minutes=1)).isoformat()}
    assert (await api_client.get(_HERE, params=late)).json()["data"] == []
    one = await api_client.get(f"{_HERE}/{mine[0]['id']}")
    assert one.json() == mine[0]
    assert set(one.json()) == {
        "id",
        "type",
        "company_id",
        "sequence",
        "occurred_at",
        "timestamp",
        "data",
        "resource",
    }


async def test_several_types_are_read_together_and_by_pages(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    await listen(database, company_id)
    order = ["contact.created", "contact.deleted", "campaign.started"] * 3
    for name in order:
        await _tell(database, company_id, _contact(uuid4(), name))
    asked: dict[str, Any] = {
        "type": ["contact.deleted", "contact.created", "contact.deleted"],
        "limit": 4,
    }
    first = (await api_client.get(_HERE, params=asked)).json()
    rest = (await api_client.get(_HERE, params={**asked, "cursor": first["next_cursor"]})).json()
    read = [one["type"] for one in (*first["data"], *rest["data"])]
    assert read == [name for name in reversed(order) if name != "campaign.started"]
    assert rest["next_cursor"] is None


_MANY = text(
    """
    INSERT INTO events (company_id, type, resource_type, resource_id, sequence, occurred_at)
    SELECT CAST(:company_id AS uuid), 'message.read', 'message', gen_random_uuid(), 1, now()
    FROM generate_series(1, 5000)
    """
)
_READ = text("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = :me")


async def test_what_happens_seldom_is_found_without_reading_what_happens_all_the_time(
    database: Database, company_id: UUID, postgres: Postgres
) -> None:
    await listen(database, company_id)
    seldom = [_contact(uuid4()), _contact(uuid4(), "contact.created")]
    await _tell(database, company_id, *seldom)
    async with database.company(company_id) as session:
        await session.execute(_MANY, {"company_id": company_id})
    # As autovacuum does in time: what a plan is made of is known.
    with psycopg.connect(postgres.url(driver="postgresql"), autocommit=True) as owner:
        owner.execute("ANALYZE events")
    for types, count in ((["contact.deleted"], 1), (["contact.deleted", "contact.created"], 2)):
        async with database.company(company_id) as session:
            me = await session.scalar(text("SELECT 'events'::regclass::oid"))
            found = await rows.page(session, rows.Filter(types), after=None, limit=50)
            assert len(found) == count
            assert (await session.scalars(_READ, {"me": me})).one() < 1_000


async def test_what_is_asked_wrongly_says_so(api_client: AsyncClient) -> None:
    for wrong in ({"type": "no.such"}, {"resource": "xx_1"}, {"since": "yesterday"}):
        assert (await api_client.get(_HERE, params=wrong)).status_code == 422
    assert (await api_client.get(f"{_HERE}/evt_{uuid4().hex}")).status_code == 404


async def test_another_companys_events_are_not_there(
    database: Database, company_id: UUID, other_api_client: AsyncClient, open_api: OpenApi
) -> None:
    await listen(database, company_id)
    await _tell(database, company_id, _contact(uuid4()))
    (mine,) = await told(database, company_id)
    assert (await other_api_client.get(_HERE)).json()["data"] == []
    assert (await other_api_client.get(f"{_HERE}/evt_{mine.id.hex}")).status_code == 404
    without = await open_api(company_id, [Scope.CONTACTS_READ])
    assert (await without.get(_HERE)).status_code == 403


async def test_the_openapi_document_has_every_type_with_a_valid_example(
    client: AsyncClient,
) -> None:
    document: dict[str, Any] = (await client.get("/api/v1/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert set(document["webhooks"]) == set(EVENT_TYPES)
    for name, item in document["webhooks"].items():
        content = item["post"]["requestBody"]["content"]["application/json"]
        schema = {**content["schema"], "components": document["components"]}
        jsonschema.validate(
            content["example"],
            schema,
            cls=jsonschema.Draft202012Validator,
            format_checker=jsonschema.FormatChecker(),
        )
        assert content["example"]["type"] == name


def test_the_page_of_events_is_that_of_the_catalogue() -> None:
    assert (ROOT / "docs" / "events.md").read_text() == write_event_docs.page()


async def _count(database: Database, company_id: UUID, model: Any) -> int:
    async with database.system() as session:
        query = select(func.count()).select_from(model).where(model.company_id == company_id)
        return (await session.execute(query)).scalar_one()


async def _age(database: Database, company_id: UUID, days: int) -> None:
    """As if it had been written so long ago."""
    then = datetime.now(UTC) - timedelta(days=days)
    async with database.system() as session:
        await session.execute(
            update(Event).where(Event.company_id == company_id).values(created_at=then)
        )
        for table in ("rule_runs", "webhook_events", "hook_requests"):
            await session.execute(
                text(f"UPDATE {table} SET id = :id WHERE company_id = :company_id"),
                {"id": _id_of(then), "company_id": company_id},
            )


def _id_of(moment: datetime) -> UUID:
    return UUID(f"{int(moment.timestamp() * 1000):012x}7abc8{uuid4().hex[:15]}")


async def _sweep(database: Database) -> None:
    async def nothing(_: object) -> None:
        return

    async def nobody() -> set[str]:
        return set()

    sweeps = SweepActivities(
        database, Temporal(nothing, nothing, nobody), meta_reader([]), lease_seconds=60
    )
    await ActivityEnvironment().run(sweeps.sweep_expired)


async def _end(database: Database) -> None:
    """Everything that waited was done."""
    async with database.system() as session:
        await session.execute(update(WebhookDelivery).values(state=DeliveryState.DELIVERED))
        done = datetime.now(UTC) - timedelta(days=31)
        await session.execute(update(RuleRun).values(status=RunStatus.DONE, finished_at=done))
        await session.execute(update(WebhookEvent).values(applied_at=done))
        await session.execute(update(HookRequest).values(status=HookRequestStatus.DONE))


async def test_what_is_not_over_is_kept_however_old(database: Database, company_id: UUID) -> None:
    await listen(database, company_id)
    await rule(database, company_id, {"kind": "contact_created"})
    await _tell(database, company_id, _contact(uuid4(), "contact.created"))
    async with database.company(company_id) as session:
        hook = Hook(company_id=company_id, name="Form", token=b"")
        session.add(hook)
        await session.flush()
        session.add(HookRequest(company_id=company_id, hook_id=hook.id, body={}))
        session.add(
            WebhookEvent(
                company_id=company_id,
                provider="meta",
                external_id=str(uuid4()),
                kind="x",
                payload={},
            )
        )
    await _age(database, company_id, 400)
    await _sweep(database)
    kept = (Event, WebhookDelivery, RuleRun, HookRequest, WebhookEvent)
    assert [await _count(database, company_id, model) for model in kept] == [1] * len(kept)
    await _end(database)
    # By its run a rule knows that it rests for a contact.
    async with database.system() as session:
        await session.execute(update(AutomationRule).values(pause_minutes=60 * 24 * 32))
    await _sweep(database)
    assert [await _count(database, company_id, model) for model in kept] == [0, 0, 1, 0, 0]
    async with database.system() as session:
        await session.execute(update(AutomationRule).values(pause_minutes=60))
    await _sweep(database)
    assert await _count(database, company_id, RuleRun) == 0


async def test_what_happened_is_forgotten_after_thirty_days(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    for company in (company_id, other_company_id):
        await listen(database, company)
        await rule(database, company, {"kind": "contact_created"})
        message, contact = uuid4(), uuid4()
        await _tell(
            database,
            company,
            Happening(
                "message.read", "message", message, {"contact_id": contact, "channel": "sms"}
            ),
            _contact(contact, "contact.created"),
        )
        async with database.company(company) as session:
            await session.execute(
                insert(WebhookEvent).values(
                    company_id=company,
                    provider="meta",
                    external_id=str(uuid4()),
                    kind="x",
                    payload={},
                )
            )
            delivery = (await session.scalars(select(WebhookDelivery.id).limit(1))).one()
            await session.execute(
                insert(DeliveryAttempt).values(company_id=company, delivery_id=delivery, number=1)
            )
    await _age(database, company_id, 31)
    await _age(database, other_company_id, 29)
    await _end(database)
    await _sweep(database)
    kept = (Event, WebhookDelivery, DeliveryAttempt, RuleRun, WebhookEvent)
    assert [await _count(database, company_id, model) for model in kept] == [0, 0, 0, 0, 0]
    assert [await _count(database, other_company_id, model) for model in kept] == [2, 2, 1, 1, 1]
    # The contact goes on counting, the message is over.
    assert await _count(database, company_id, EventSequence) == 1
    await _tell(database, company_id, _contact(contact_of := uuid4()))
    (found,) = await told(database, company_id)
    assert (found.resource_id, found.sequence) == (contact_of, 1)


async def test_old_notices_of_accounts_nobody_connected_go_in_pages(database: Database) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=40)
    async with database.system() as session:
        await session.execute(
            insert(UnroutedEvent),
            [
                {"id": _id_of(long_ago), "provider": "meta", "account_id": "a", "payload": {}}
                for _ in range(5)
            ],
        )
        before = datetime.now(UTC) - timedelta(days=30)
        gone = [
            await retention.forget(session, "unrouted_events", before, most=3) for _ in range(3)
        ]
    assert gone == [3, 2, 0]
