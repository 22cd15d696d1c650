"""Delivers to other systems' addresses; a look at one endpoint is one activity."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from temporalio import activity

from activities.heartbeats import heartbeats
from db.queries import deliveries
from schemas.payloads.deliveries import Delivered, EndpointRef
from services.delivering import Delivering, Parts
from services.live import LiveHints

# A delivery that is due for so long has no workflow, or one that was not told.
_LATE_SECONDS = 15.0


class DeliveryActivities:
    def __init__(
        self,
        parts: Parts,
        hints: LiveHints,
        *,
        start: Callable[[EndpointRef], Awaitable[None]],
        follow_notifications: Callable[[UUID], Awaitable[None]],
    ) -> None:
        self._parts = parts
        self._hints = hints
        self._start = start
        self._follow_notifications = follow_notifications

    @activity.defn
    async def deliver_due(self, ref: EndpointRef) -> Delivered:
        """Deliver what is due at this endpoint; how long until there is more.

        At least once: what a lost worker held is sent again, under the same webhook-id.
        """
        async with heartbeats():
            done = await Delivering(
                self._parts,
                ref.company_id,
                ref.endpoint_id,
                stopping=activity.is_worker_shutdown,
                tell=partial(self._hints.changed, ref.company_id, "endpoint", ref.endpoint_id),
            ).work()
        if done.told:
            await self._follow_notifications(ref.company_id)
        return Delivered(done.next_due)

    @activity.defn
    async def sweep_deliveries(self) -> int:
        """Tell the workflows of deliveries that should be tried by now; returns how many."""
        async with self._parts.database.system() as session:
            found = await deliveries.forgotten(
                session,
                late_seconds=_LATE_SECONDS,
                lease_seconds=self._parts.lease.total_seconds(),
            )
        for company_id, endpoint_id in found:
            activity.heartbeat()
            await self._start(EndpointRef(company_id, endpoint_id))
        return len(found)
