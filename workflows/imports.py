"""Carries one import through what its row asks for: check, run, undo.

Told by a signal that the row changed, it looks at the row once more. Everything that matters is
in the row, so a run that finds nothing to do just ends.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.imports import ImportActivities
    from schemas.payloads.imports import ImportRef
    from workflows import options


@workflow.defn
class ImportWorkflow:
    @workflow.init
    def __init__(self, _ref: ImportRef) -> None:
        self._asked = True

    @workflow.run
    async def run(self, ref: ImportRef) -> None:
        while self._asked:
            self._asked = False
            await workflow.execute_activity_method(
                ImportActivities.work_on_import, ref, **options.IMPORT
            )

    @workflow.signal
    def changed(self) -> None:
        self._asked = True
