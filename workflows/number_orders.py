"""Buys one number, step after step; a step that fails for good leads to giving it back.

The row says how far it is: a run that begins anew, after a crash or because a person wants to give
the number back, finds in it which steps are left.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.number_orders import NumberOrderActivities
    from schemas.enums import NumberOrderStatus
    from schemas.payloads.number_orders import NumberOrderRef, StepResult
    from workflows import options

# One step's tries in one run; what is left after that the sweep begins anew.
_MOST_TRIES = 50
_Step = Callable[[Any, NumberOrderRef], Awaitable[StepResult]]
_WITH_THE_NUMBER: tuple[_Step, ...] = (
    NumberOrderActivities.configure_number,
    NumberOrderActivities.join_service,
    NumberOrderActivities.take_in_number,
)


@workflow.defn
class NumberOrderWorkflow:
    @workflow.run
    async def run(self, ref: NumberOrderRef) -> NumberOrderStatus | None:
        status = await self._take(NumberOrderActivities.buy_number, ref)
        for step in _WITH_THE_NUMBER:
            if status is NumberOrderStatus.BOUGHT:
                status = await self._take(step, ref)
        if status is NumberOrderStatus.RELEASING:
            status = await self._take(NumberOrderActivities.give_back_number, ref)
        return status

    async def _take(self, step: _Step, ref: NumberOrderRef) -> NumberOrderStatus | None:
        """One step, until it is done or has failed."""
        for _ in range(_MOST_TRIES):
            result = await workflow.execute_activity_method(step, ref, **options.NUMBERS)
            if not result.pause_seconds:
                return result.status
            await workflow.sleep(result.pause_seconds)
        # Neither bought nor on its way back, as far as this run goes.
        return None
