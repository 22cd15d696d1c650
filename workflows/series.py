"""Looks at one recurring campaign when its time has come; its row says what is due."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.series import SeriesActivities
    from schemas.payloads.series import SeriesRef
    from workflows import options


@workflow.defn
class SeriesWorkflow:
    @workflow.run
    async def run(self, ref: SeriesRef) -> int:
        return await workflow.execute_activity_method(
            SeriesActivities.run_series, ref, **options.BULK_DATA
        )
