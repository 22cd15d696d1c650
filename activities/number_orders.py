"""What the workflow of a number's order does, and the sweep over all orders."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import activity

from activities.heartbeats import heartbeats
from db.queries import number_orders as rows
from db.session import Database
from schemas.payloads.number_orders import NumberOrderRef, StepResult
from services.number_steps import NumberSteps

# An order whose workflow is alive moves on more often than that, or waits on purpose.
_RESTED = timedelta(seconds=20)


class NumberOrderActivities:
    """Each step looks at the row first, so that a repeat after a crash goes on where it was."""

    def __init__(
        self,
        database: Database,
        steps: NumberSteps,
        start_order: Callable[[NumberOrderRef], Awaitable[None]],
    ) -> None:
        self._database = database
        self._steps = steps
        self._start_order = start_order

    @activity.defn
    async def buy_number(self, ref: NumberOrderRef) -> StepResult:
        """At most one purchase, however often this is repeated."""
        async with heartbeats():
            return await self._steps.buy(ref)

    @activity.defn
    async def configure_number(self, ref: NumberOrderRef) -> StepResult:
        async with heartbeats():
            return await self._steps.configure(ref)

    @activity.defn
    async def join_service(self, ref: NumberOrderRef) -> StepResult:
        async with heartbeats():
            return await self._steps.join(ref)

    @activity.defn
    async def take_in_number(self, ref: NumberOrderRef) -> StepResult:
        async with heartbeats():
            return await self._steps.take_in(ref)

    @activity.defn
    async def give_back_number(self, ref: NumberOrderRef) -> StepResult:
        async with heartbeats():
            return await self._steps.give_back(ref)

    @activity.defn
    async def sweep_number_orders(self) -> int:
        """Go on with every order that is open; one whose workflow runs does not notice."""
        async with self._database.system() as session:
            left = await rows.to_go_on_with(session, rested=_RESTED)
        for company_id, order_id in left:
            activity.heartbeat()
            await self._start_order(NumberOrderRef(company_id, order_id))
        return len(left)
