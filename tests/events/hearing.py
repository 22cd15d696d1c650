"""Somebody who listens, and what they were told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import insert, select

from api import event_docs
from db.models.automation import AutomationRule
from db.models.events import Event, WebhookDelivery, WebhookEndpoint
from db.session import Database
from schemas.event_types import EVENT_TYPES


async def listen(database: Database, company_id: UUID, *types: str) -> UUID:
    """An endpoint that wants these types; all of them when none is named."""
    async with database.company(company_id) as session:
        return (
            await session.execute(
                insert(WebhookEndpoint)
                .values(
                    company_id=company_id,
                    url="https://example.com/hook",
                    types=list(types),
                    secret=b"secret",
                )
                .returning(WebhookEndpoint.id)
            )
        ).scalar_one()


async def rule(database: Database, company_id: UUID, trigger: dict[str, object]) -> UUID:
    async with database.company(company_id) as session:
        return (
            await session.execute(
                insert(AutomationRule)
                .values(
                    company_id=company_id,
                    name="Rule",
                    enabled=True,
                    kind=trigger["kind"],
                    trigger=trigger,
                    actions=[],
                )
                .returning(AutomationRule.id)
            )
        ).scalar_one()


async def told(database: Database, company_id: UUID, *types: str) -> Sequence[Event]:
    """In the order of their writing."""
    async with database.company(company_id) as session:
        query = select(Event).order_by(Event.created_at, Event.id)
        if types:
            query = query.where(Event.type.in_(types))
        found = (await session.scalars(query)).all()
    check(found)
    return found


async def deliveries(database: Database, company_id: UUID) -> Sequence[WebhookDelivery]:
    async with database.company(company_id) as session:
        return (await session.scalars(select(WebhookDelivery))).all()


def names(found: Sequence[Event]) -> list[str]:
    return [one.type for one in found]


def check(found: Sequence[Event]) -> None:
    """What was told is what the OpenAPI document says of it."""
    document: dict[str, Any] = {}
    event_docs.add_webhooks(document)
    for one in found:
        name = EVENT_TYPES[one.type].data.__name__
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        errors = [f"{one.type}: {error.message}" for error in validator.iter_errors(one.data)]
        assert errors == []
        assert one.resource_type in EVENT_TYPES[one.type].resources
