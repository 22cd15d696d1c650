"""How long a file is asked for, and that nobody fetches one twice at once."""

import asyncio
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.media import MediaActivities
from schemas.enums import MediaStatus, TaskQueue
from schemas.payloads.media import Fetched, MediaRef
from tests.media import samples
from tests.media.conftest import Scene
from workflows import starters
from workflows.media import MediaWorkflow


class Meta:
    """Gives the file at the nth time of asking."""

    def __init__(self, gives_at: int) -> None:
        self.gives_at = gives_at
        self.asked: list[UUID] = []

    @activity.defn
    async def fetch_media(self, ref: MediaRef) -> Fetched:
        self.asked.append(ref.media_id)
        done = len(self.asked) >= self.gives_at
        return Fetched(done=done, pause_seconds=0.0 if done else 3600.0)


async def test_a_file_is_asked_for_until_it_is_here(skipping: WorkflowEnvironment) -> None:
    meta, ref = Meta(4), MediaRef(uuid4(), uuid4())
    async with (
        Worker(skipping.client, task_queue=TaskQueue.WORKFLOWS, workflows=[MediaWorkflow]),
        Worker(skipping.client, task_queue=TaskQueue.MEDIA, activities=[meta.fetch_media]),
    ):
        await skipping.client.execute_workflow(
            MediaWorkflow.run, ref, id=f"media/{ref.media_id}", task_queue=TaskQueue.WORKFLOWS
        )
    assert meta.asked == [ref.media_id] * 4


async def test_a_file_comes_in_by_itself_once_temporal_is_told(
    scene: Scene, temporal_client: Client
) -> None:
    async def nobody(_: MediaRef) -> None:
        pytest.fail("the sweep is not under test")

    media_id = await scene.register(scene.at_meta(samples.png()))
    ref = MediaRef(scene.company_id, media_id)
    activities = MediaActivities(scene.database, scene.library, scene.fetching, nobody)
    # Told by the webhook and by the sweep at the same moment: one workflow.
    await asyncio.gather(*(starters.follow_media(temporal_client, ref) for _ in range(3)))
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[MediaWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.MEDIA, activities=[activities.fetch_media]),
    ):
        await temporal_client.get_workflow_handle(f"media/{media_id}").result()
    row = await scene.row(media_id)
    assert (row.status, row.attempts) == (MediaStatus.STORED, 1)
    # Once it is here, being told again does nothing.
    await starters.start_media(temporal_client, ref)
