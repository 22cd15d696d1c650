"""The order of an order's steps, and the way back when one of them fails."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from schemas.enums import NumberOrderStatus, TaskQueue
from schemas.payloads.number_orders import NumberOrderRef, StepResult
from workflows.number_orders import NumberOrderWorkflow

WANTED, BOUGHT = NumberOrderStatus.WANTED, NumberOrderStatus.BOUGHT
READY, FAILED = NumberOrderStatus.READY, NumberOrderStatus.FAILED
RELEASING, RELEASED = NumberOrderStatus.RELEASING, NumberOrderStatus.RELEASED
DONE = {
    "buy": [StepResult(BOUGHT)],
    "configure": [StepResult(BOUGHT)],
    "join": [StepResult(BOUGHT)],
    "take_in": [StepResult(READY)],
    "give_back": [StepResult(FAILED)],
}


class Steps:
    """Answers as told, one after the other, and keeps what it was asked."""

    def __init__(self, **answers: Sequence[StepResult]) -> None:
        self._answers = {name: iter([*found]) for name, found in {**DONE, **answers}.items()}
        self.taken: list[str] = []

    def _take(self, name: str) -> StepResult:
        self.taken.append(name)
        return next(self._answers[name])

    @activity.defn
    async def buy_number(self, ref: NumberOrderRef) -> StepResult:
        return self._take("buy")

    @activity.defn
    async def configure_number(self, ref: NumberOrderRef) -> StepResult:
        return self._take("configure")

    @activity.defn
    async def join_service(self, ref: NumberOrderRef) -> StepResult:
        return self._take("join")

    @activity.defn
    async def take_in_number(self, ref: NumberOrderRef) -> StepResult:
        return self._take("take_in")

    @activity.defn
    async def give_back_number(self, ref: NumberOrderRef) -> StepResult:
        return self._take("give_back")


async def run(env: WorkflowEnvironment, steps: Steps) -> NumberOrderStatus | None:
    taken = [
        steps.buy_number,
        steps.configure_number,
        steps.join_service,
        steps.take_in_number,
        steps.give_back_number,
    ]
    ref = NumberOrderRef(uuid4(), uuid4())
    async with (
        Worker(env.client, task_queue=TaskQueue.WORKFLOWS, workflows=[NumberOrderWorkflow]),
        Worker(env.client, task_queue=TaskQueue.DATA, activities=taken),
    ):
        return await env.client.execute_workflow(
            NumberOrderWorkflow.run,
            ref,
            id=f"number-order/{ref.order_id}",
            task_queue=TaskQueue.WORKFLOWS,
        )


async def test_the_steps_follow_each_other(skipping: WorkflowEnvironment) -> None:
    steps = Steps()
    assert await run(skipping, steps) is READY
    assert steps.taken == ["buy", "configure", "join", "take_in"]


@pytest.mark.parametrize("failing", ["configure", "join", "take_in"])
async def test_a_step_that_fails_leads_to_giving_back(
    skipping: WorkflowEnvironment, failing: str
) -> None:
    steps = Steps(**{failing: [StepResult(RELEASING)]})
    assert await run(skipping, steps) is FAILED
    assert steps.taken[-2:] == [failing, "give_back"]


async def test_a_purchase_that_fails_leaves_nothing_to_give_back(
    skipping: WorkflowEnvironment,
) -> None:
    steps = Steps(buy=[StepResult(FAILED)])
    assert await run(skipping, steps) is FAILED
    assert steps.taken == ["buy"]


async def test_a_step_that_has_to_wait_is_taken_again(skipping: WorkflowEnvironment) -> None:
    """Hours of pauses, skipped."""
    later = [StepResult(RELEASING, 600.0)] * 40
    steps = Steps(
        buy=[StepResult(WANTED, 60.0), StepResult(RELEASING)],
        give_back=[*later, StepResult(RELEASED)],
    )
    assert await run(skipping, steps) is RELEASED
    assert steps.taken == ["buy"] * 2 + ["give_back"] * 41


async def test_a_run_does_not_go_on_for_ever(skipping: WorkflowEnvironment) -> None:
    """The sweep begins a new one."""
    steps = Steps(buy=[StepResult(RELEASING)], give_back=[StepResult(RELEASING, 600.0)] * 60)
    assert await run(skipping, steps) is None
    assert steps.taken.count("give_back") == 50


async def test_an_order_that_is_gone_is_nothing_to_do(skipping: WorkflowEnvironment) -> None:
    steps = Steps(buy=[StepResult(None)])
    assert await run(skipping, steps) is None
    assert steps.taken == ["buy"]
