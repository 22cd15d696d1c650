"""Somebody who listens, and what they were told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select

from db.models.automation import AutomationRule
from db.models.events import Event, WebhookDelivery, WebhookEndpoint
from db.session import Database


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
        return (await session.scalars(query)).all()


async def deliveries(database: Database, company_id: UUID) -> Sequence[WebhookDelivery]:
    async with database.company(company_id) as session:
        return (await session.scalars(select(WebhookDelivery))).all()
