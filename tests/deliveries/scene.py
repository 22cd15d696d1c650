"""A company with an endpoint, and things that happen in it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from temporalio.client import Client
from temporalio.worker import Worker

from activities.deliveries import DeliveryActivities
from db.models.events import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from db.queries import events
from db.queries.events import NewEvent, Wanted
from db.session import Database
from providers.outbound_http import OutboundHttp
from schemas.enums import TaskQueue
from schemas.payloads.deliveries import EndpointRef
from services.delivering import Delivering, Done, Parts
from services.ids import new_id
from services.keyring import Keyring
from services.live import LiveHints
from services.webhook_endpoints import EndpointDetails, WebhookEndpoints
from workflows import starters
from workflows.deliveries import DeliveriesWorkflow

KEYRING = Keyring({"k1": b"1" * 32})


@dataclass
class Clock:
    """Real time, and what a test adds to it."""

    ahead: timedelta = field(default_factory=timedelta)

    async def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Scene:
    database: Database
    company_id: UUID
    endpoint_id: UUID
    secret: str
    parts: Parts
    clock: Clock
    endpoints: WebhookEndpoints

    @property
    def ref(self) -> EndpointRef:
        return EndpointRef(self.company_id, self.endpoint_id)

    async def happen(
        self,
        count: int = 1,
        *,
        resource_id: UUID | None = None,
        kind: str = "contact.updated",
        data: dict[str, object] | None = None,
    ) -> list[UUID]:
        """So many events of one contact, as services.events writes them."""
        contact = resource_id or uuid4()
        told = [
            NewEvent(new_id(), kind, "contact", contact, None, None, data or {"n": n}, 0, None)
            for n in range(count)
        ]
        async with self.database.company(self.company_id) as session:
            wanted = [Wanted(self.endpoint_id, kind)]
            await events.write(session, self.company_id, told, wanted)
        return [one.id for one in told]

    async def deliver(self) -> Done:
        """One look, as the activity does it."""
        return await Delivering(self.parts, self.company_id, self.endpoint_id).work()

    async def later(self, **much: float) -> Done:
        """So much later, one look."""
        self.clock.ahead += timedelta(**much)
        return await self.deliver()

    async def rows(self) -> Sequence[WebhookDelivery]:
        async with self.database.company(self.company_id) as session:
            query = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == self.endpoint_id)
            return (await session.scalars(query.order_by(WebhookDelivery.sequence))).all()

    async def states(self) -> list[str]:
        return [row.state.value for row in await self.rows()]

    async def attempts(self) -> Sequence[DeliveryAttempt]:
        async with self.database.company(self.company_id) as session:
            query = select(DeliveryAttempt).order_by(DeliveryAttempt.created_at)
            return (await session.scalars(query)).all()

    async def endpoint(self) -> WebhookEndpoint:
        async with self.database.company(self.company_id) as session:
            found = await session.get(WebhookEndpoint, self.endpoint_id)
            assert found is not None
            return found

    async def change(self, **values: Any) -> None:
        async with self.database.company(self.company_id) as session:
            found = await session.get(WebhookEndpoint, self.endpoint_id)
            for name, value in values.items():
                setattr(found, name, value)

    def with_parts(self, **changes: Any) -> "Scene":
        return replace(self, parts=replace(self.parts, **changes))


async def open_scene(database: Database, company_id: UUID, url: str, **details: Any) -> Scene:
    outbound, clock = OutboundHttp(allow_private=True), Clock()
    endpoints = WebhookEndpoints(database, KEYRING, outbound)
    wanted = EndpointDetails(name="CRM", url=url, **details)
    endpoint, secret = await endpoints.create(company_id, wanted, created_by=None)
    parts = Parts(database, KEYRING, outbound, clock=clock)
    return Scene(database, company_id, endpoint.id, secret, parts, clock, endpoints)


@asynccontextmanager
async def working(
    scene: Scene, client: Client, hints: LiveHints, told: list[UUID] | None = None
) -> AsyncIterator[DeliveryActivities]:
    """Workers for workflows and deliveries, as worker.py has them."""

    async def start(ref: EndpointRef) -> None:
        await starters.start_deliveries(client, ref)

    async def follow(company_id: UUID) -> None:
        if told is not None:
            told.append(company_id)

    activities = DeliveryActivities(scene.parts, hints, start=start, follow_notifications=follow)
    async with (
        Worker(client, task_queue=TaskQueue.WORKFLOWS, workflows=[DeliveriesWorkflow]),
        Worker(
            client,
            task_queue=TaskQueue.DELIVERIES,
            activities=[activities.deliver_due],
            graceful_shutdown_timeout=timedelta(seconds=1),
        ),
    ):
        yield activities


async def until_states(scene: Scene, wanted: list[str]) -> None:
    async with asyncio.timeout(60):
        while await scene.states() != wanted:
            await asyncio.sleep(0.05)
