"""What enrols people by itself: the work of one source, and the sweep over all of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from temporalio import activity

from activities.heartbeats import heartbeats
from db.queries import cadence_sources as rows
from db.session import Database
from schemas.payloads.cadence_sources import SourcePlan, SourceRef
from services import cadence_sources, source_hearing, source_runs
from services.live import LiveHints

__all__ = ["CadenceSourceActivities", "SourceTemporal", "source_hearing"]


# Far below the activity's own bound: however many people there are, none of its calls meets that.
_LONGEST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class SourceTemporal:
    """What is asked of Temporal; the starters, handed in because they lie above us."""

    start_source: Callable[[SourceRef], Awaitable[None]]
    # Makes the source's Schedule as the plan says, or removes it; repeating is harmless.
    follow_source: Callable[[SourcePlan], Awaitable[None]]


class CadenceSourceActivities:
    def __init__(self, database: Database, hints: LiveHints, temporal: SourceTemporal) -> None:
        self._database = database
        self._hints = hints
        self._temporal = temporal

    @activity.defn
    async def run_source(self, ref: SourceRef) -> int:
        """Enrol whoever is due by this source; how many. Safe to repeat: pages are transactions.

        Whoever is left when its time is over is told of to the workflow, as somebody new would be.
        """
        async with self._database.company(ref.company_id) as session:
            cadence_id = await rows.cadence_of(session, ref.source_id)
        if cadence_id is None:
            return 0
        async with heartbeats():
            found = await source_runs.run(
                self._database,
                ref,
                now=datetime.now(UTC),
                told=partial(self._hints.changed, ref.company_id, "cadence", cadence_id),
                longest_seconds=_LONGEST_SECONDS,
            )
            if found.code == source_runs.GOES_ON:
                await self._temporal.start_source(ref)
        return found.enrolled

    @activity.defn
    async def sweep_sources(self) -> int:
        """Make Temporal's schedules what the rows say, and run what nobody ran."""
        async with self._database.system() as session:
            changed = [(row, cadence_sources.plan(row)) for row in await rows.unfollowed(session)]
            late = await rows.overdue(session)
        for row, plan in changed:
            activity.heartbeat()
            if plan is not None:
                await self._temporal.follow_source(plan)
            async with self._database.company(row.company_id) as session:
                await rows.set_followed(session, row.id, row.version)
        for company_id, source_id in late:
            activity.heartbeat()
            await self._temporal.start_source(SourceRef(company_id, source_id))
        return len(changed) + len(late)
