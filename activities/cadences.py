"""What the workflow of a cadence does to the database, and the sweep over all of them."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.heartbeats import heartbeats
from db.models.cadences import Cadence
from db.queries import cadence_ledger, travelling
from db.session import Database
from schemas.enums import CadenceStatus, Channel
from schemas.payloads.cadences import CadenceRef, MoveInput, MoveResult, StepSend
from services import cadence_engine, cadence_sends
from services import cadences as cadence_service
from services.cadence_engine import StepUnsendable
from services.live import LiveHints

# Then the workflow starts the sending of what was written so far, and comes back: a sender that
# caught up stands still until then.
_LONGEST_SECONDS = 0.5
_PAGE = 2_000
# Whoever is due for so long was forgotten.
_LATE = timedelta(seconds=30)


class CadenceActivities:
    def __init__(
        self,
        database: Database,
        hints: LiveHints,
        start_cadence: Callable[[CadenceRef], Awaitable[None]],
    ) -> None:
        self._database = database
        self._hints = hints
        self._start = start_cadence

    @activity.defn
    async def move_on(self, ref: MoveInput) -> MoveResult:
        """Move everybody on who is due or whose message is decided, page by page.

        Safe to repeat: each page is one transaction, and what it did is done.
        """
        async with heartbeats():
            begun, dispatched = time.monotonic(), 0
            while True:
                try:
                    async with self._database.company(ref.company_id) as session:
                        moved = await cadence_engine.move_page(
                            session,
                            ref.cadence_id,
                            now=ref.now,
                            limit=_PAGE,
                            settle=ref.settle,
                        )
                except StepUnsendable as error:
                    await self._stop(ref, error.code, str(error))
                    break
                dispatched += moved.dispatched
                if moved.count:
                    self._hints.changed(ref.company_id, "cadence", ref.cadence_id)
                if moved.count < _PAGE:
                    break
                longest = 0 if ref.brief and dispatched else _LONGEST_SECONDS
                if time.monotonic() - begun > longest:
                    return await self._left(ref, more=True, dispatched=bool(dispatched))
            return await self._left(ref, more=False, dispatched=bool(dispatched))

    async def _left(self, ref: MoveInput, *, more: bool, dispatched: bool) -> MoveResult:
        """What is to be done next."""
        async with self._database.company(ref.company_id) as session:
            cadence = await session.get(Cadence, ref.cadence_id)
            if cadence is None or cadence.status in (CadenceStatus.ARCHIVED, CadenceStatus.DRAFT):
                return MoveResult(over=True)
            stopped = await cadence_ledger.stopped_campaign(session, ref.cadence_id)
            if cadence.status is CadenceStatus.RUNNING and stopped is not None:
                await cadence_service.pause_by_itself(
                    session,
                    ref.cadence_id,
                    code=stopped.status_code or "stopped",
                    detail=stopped.status_detail or "",
                )
            if cadence.status is not CadenceStatus.RUNNING:
                return MoveResult(paused=True)
            due = await travelling.next_due(session, ref.cadence_id)
            sends = await _sends(session, ref.cadence_id)
            waiting = due is not None or await travelling.anybody_sending(session, ref.cadence_id)
        seconds = None if due is None else max(0.0, (due - ref.now).total_seconds())
        return MoveResult(
            over=not waiting,
            more=more,
            wait_seconds=seconds,
            dispatched=dispatched,
            sends=sends,
        )

    async def _stop(self, ref: MoveInput, code: str, detail: str) -> None:
        async with self._database.company(ref.company_id) as session:
            await cadence_service.pause_by_itself(session, ref.cadence_id, code=code, detail=detail)
        self._hints.changed(ref.company_id, "cadence", ref.cadence_id)

    @activity.defn
    async def sweep_cadences(self) -> int:
        """Have every cadence looked at that should be moving; lost wakes cost a minute, no state."""
        async with self._database.system() as session:
            behind = await travelling.behind(session, datetime.now(UTC) - _LATE)
            recovered = await travelling.recovered(session)
        for company_id, cadence_id in recovered:
            activity.heartbeat()
            async with self._database.company(company_id) as session:
                await cadence_sends.go_on(session, cadence_id)
        for company_id, cadence_id in {*behind, *recovered}:
            activity.heartbeat()
            await self._start(CadenceRef(company_id, cadence_id))
        return len(behind) + len(recovered)


async def _sends(session: AsyncSession, cadence_id: UUID) -> list[StepSend]:
    found = await travelling.sending(session, cadence_id)
    return [StepSend(one.campaign_id, Channel(one.channel), one.after) for one in found]
