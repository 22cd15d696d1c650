"""The log of an endpoint's deliveries: one with all its tries, and sending again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import DeliveryAttempt, WebhookEndpoint
from db.queries import delivery_log as rows
from db.queries import webhook_endpoints as endpoints
from db.queries.delivery_log import Logged
from db.session import Database
from schemas.enums import DeliveryState, EndpointStatus
from schemas.errors import InvalidState
from services import webhook_bodies
from services.wakes import Sleeper, wake

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Detail:
    line: Logged
    attempts: Sequence[DeliveryAttempt]
    # As it is sent, byte by byte.
    body: str
    message_id: str


async def one(session: AsyncSession, endpoint_id: UUID, delivery_id: UUID) -> Detail:
    """A delivery with its tries and what was sent. Raises NotFound."""
    endpoint = await endpoints.get(session, endpoint_id)
    line = await rows.get(session, endpoint_id, delivery_id)
    event = await rows.event_of(session, line.event_id)
    body = webhook_bodies.body(endpoint.company_id, event, thin=endpoint.thin)
    tries = await rows.attempts(session, delivery_id)
    return Detail(line, tries, body.decode(), webhook_bodies.message_id(delivery_id))


async def replay(
    session: AsyncSession, company_id: UUID, endpoint_id: UUID, delivery_id: UUID
) -> Logged:
    """Send it again now, under the same webhook-id; what waits for its next try need not.

    Raises NotFound, InvalidState for a disabled endpoint.
    """
    _must_be_active(await endpoints.get_for_update(session, endpoint_id))
    line = await rows.get(session, endpoint_id, delivery_id)
    if line.state is not DeliveryState.SENDING:
        await rows.replay(session, delivery_id)
        await wake(session, Sleeper.ENDPOINT, company_id, endpoint_id)
    return await rows.get(session, endpoint_id, delivery_id)


async def replay_since(
    database: Database,
    company_id: UUID,
    endpoint_id: UUID,
    since: datetime,
    *,
    only_failed: bool = False,
) -> int:
    """Send again what happened from then on, each resource's events in their order; how many.

    Unless only failed ones are wanted, also what happened while the endpoint was switched off and
    somebody else listened to. In pages: safe to repeat. Raises NotFound, InvalidState.
    """
    async with database.company(company_id) as session:
        endpoint = await endpoints.get(session, endpoint_id)
        _must_be_active(endpoint)
        parts = await rows.count_since(session, since) // _PAGE + 1
    total = 0
    for part in range(parts):
        async with database.company(company_id) as session:
            await endpoints.get_for_update(session, endpoint_id)
            total += await rows.replay_part(
                session,
                company_id,
                endpoint_id,
                since=since,
                types=endpoint.types,
                only_failed=only_failed,
                part=part,
                parts=parts,
            )
            await wake(session, Sleeper.ENDPOINT, company_id, endpoint_id)
    return total


def _must_be_active(endpoint: WebhookEndpoint) -> None:
    if endpoint.status is not EndpointStatus.ACTIVE:
        raise InvalidState("This webhook is switched off. Switch it on first.")
