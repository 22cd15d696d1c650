"""A worker that is told to end does so, also while the database is away."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError
from temporalio.testing import ActivityEnvironment

from activities.patience import Patience
from activities.recorder import Recorder
from db.queries.recipients import Outcome
from db.session import Database
from schemas.enums import DeliveryStatus

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"


@pytest.fixture
async def recorder() -> AsyncIterator[Recorder]:
    """With an outcome that cannot be written."""
    away = Database.connect(NOWHERE, NOWHERE)
    recorder = Recorder(away, uuid4(), patience=Patience(last_seconds=0.5))
    recorder.add(Outcome(uuid4(), DeliveryStatus.ACCEPTED, provider_id="wamid.1"))
    recorder.close()
    yield recorder
    await away.close()


async def test_an_outcome_is_kept_while_the_worker_lives(recorder: Recorder) -> None:
    environment = ActivityEnvironment()
    work = asyncio.create_task(environment.run(recorder.run))
    done, _ = await asyncio.wait([work], timeout=2)
    assert not done
    environment.worker_shutdown()
    with pytest.raises(OperationalError):
        await work
