"""Enrols whom a source of a cadence is for; its row says who and when."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.cadence_sources import CadenceSourceActivities
    from schemas.payloads.cadence_sources import SourceRef
    from workflows import options


@workflow.defn
class CadenceSourceWorkflow:
    def __init__(self) -> None:
        self._changed = False

    @workflow.signal
    def changed(self) -> None:
        """Somebody more is to be enrolled."""
        self._changed = True

    @workflow.run
    async def run(self, ref: SourceRef) -> int:
        """Look until nobody says any more that there is somebody; how many were enrolled."""
        enrolled = 0
        while True:
            self._changed = False
            enrolled += await workflow.execute_activity_method(
                CadenceSourceActivities.run_source, ref, **options.BULK_DATA
            )
            if not self._changed:
                return enrolled
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(ref)
