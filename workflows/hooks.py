"""Applies what a hook was sent, one call after the other; the rows are the outbox.

Told by a signal that there are new rows, it looks until none waits, and ends.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.hooks import HookActivities
    from schemas.payloads.hooks import HookRef
    from workflows import options


@workflow.defn
class HookWorkflow:
    @workflow.init
    def __init__(self, _hook: HookRef) -> None:
        self._asked = True

    @workflow.run
    async def run(self, hook: HookRef) -> None:
        while self._asked:
            self._asked = False
            result = await workflow.execute_activity_method(
                HookActivities.apply_hook, hook, **options.HOOKS
            )
            if result.pause_seconds:
                await workflow.sleep(result.pause_seconds)
            self._asked = self._asked or result.more
            if self._asked and workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(hook)

    @workflow.signal
    def changed(self) -> None:
        self._asked = True
