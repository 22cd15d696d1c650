"""What the workflow of a cadence's jobs does to the database, and the sweep over all of them."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from temporalio import activity

from activities.heartbeats import heartbeats
from db.queries import cadence_jobs as rows
from db.session import Database
from schemas.payloads.cadence_jobs import JobsResult
from schemas.payloads.cadences import CadenceRef
from services import cadence_jobs
from services.live import LiveHints

# Then the queue's other work has a turn.
_LONGEST_SECONDS = 20.0
# Whose job was made so long ago was woken, or was forgotten: asking again costs a signal.
_LATE = timedelta(seconds=30)


class CadenceJobActivities:
    def __init__(
        self,
        database: Database,
        hints: LiveHints,
        start_jobs: Callable[[CadenceRef], Awaitable[None]],
    ) -> None:
        self._database = database
        self._hints = hints
        self._start = start_jobs

    @activity.defn
    async def work_on_jobs(self, ref: CadenceRef) -> JobsResult:
        """Go on with what is asked of this cadence, page by page.

        Safe to repeat after any crash: each page is one transaction with its progress in it.
        """
        begun = time.monotonic()
        async with heartbeats():
            while True:
                async with self._database.company(ref.company_id) as session:
                    again = await cadence_jobs.work_on(session, ref.cadence_id)
                if again is not None:
                    self._hints.changed(ref.company_id, "cadence", ref.cadence_id)
                if again is None or again or time.monotonic() - begun > _LONGEST_SECONDS:
                    return JobsResult(again)

    @activity.defn
    async def sweep_jobs(self) -> int:
        """Have the jobs worked on that nobody may be working on."""
        async with self._database.system() as session:
            left = await rows.left_alone(session, datetime.now(UTC) - _LATE)
        for company_id, cadence_id in left:
            activity.heartbeat()
            await self._start(CadenceRef(company_id, cadence_id))
        return len(left)
