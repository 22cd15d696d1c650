"""Fetches one file of a message, for as long as the provider has it."""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.media import MediaActivities
    from schemas.payloads.media import MediaRef
    from workflows import options


@workflow.defn
class MediaWorkflow:
    """The row counts the attempts and says when there are to be no more."""

    @workflow.run
    async def run(self, ref: MediaRef) -> None:
        while True:
            fetched = await workflow.execute_activity_method(
                MediaActivities.fetch_media, ref, **options.MEDIA
            )
            if fetched.done:
                return
            await asyncio.sleep(fetched.pause_seconds)
