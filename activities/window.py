"""A window of messages in flight: claim pages, send, write outcomes in small batches.

Only what is claimed and not yet recorded can be left in doubt by a crash: a page and a window.
The database is never asked about one recipient alone.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.recorder import Recorder
from db.queries import campaigns, claims
from db.queries.claims import Claim, Claimed, Rules
from db.queries.recipients import Outcome
from db.session import Database
from providers.base import (
    LATER,
    PAUSES,
    MessageSender,
    OutboundMessage,
    OutcomeUnknown,
    Recovery,
    Rejected,
    Throttled,
    Unavailable,
)
from providers.pair_rate import PairRate
from providers.rate_limit import Pace
from providers.slots import Slots
from schemas.enums import CampaignStatus, DeliveryStatus
from schemas.payloads.campaigns import SendBatchInput
from services import claiming, failure_storms
from services.claiming import Terms, Wait
from services.failure_storms import Storm

_START = UUID(int=0)
_LOOK_EVERY_SECONDS = 0.25
# After this the workflow gets a word in, however slow the number is.
_LONGEST_SECONDS = 120.0
_OUTAGE_PAUSE = timedelta(seconds=5)
# A provider that asks for a longer break than this means the account, not the pace.
_LONGEST_SLOWING = timedelta(seconds=30)
# Refused so often in a row at the slowest pace, we rest for a moment.
_PERSISTENT = 20
_SHORT_REST = timedelta(seconds=5)
_SLOTS_EVERY_SECONDS = 1.0
_STORMS_EVERY_SECONDS = 1.0
_MANY_BAD = 10
_PAGE = 500
# What is claimed ahead, and so in doubt after a crash, leaves within this time.
_PAGE_SECONDS = 0.05


_Turn = tuple[float, Claimed]


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a window beside its own size: all shared with whoever else uses the number."""

    number_id: UUID
    # The number's pace first, then the campaign's own; every message takes a token of each.
    paces: Sequence[Pace]
    slots: Slots
    # None: the channel knows no rate of one person.
    pairs: PairRate | None = None


class Stop(Enum):
    """Why a window stops at once: what is claimed and not yet sent is handed back."""

    ROW_CHANGED = auto()
    PROVIDER = auto()
    SHUTDOWN = auto()


@dataclass(frozen=True, slots=True)
class WindowOptions:
    # Messages in flight at once, and recipients claimed at once.
    size: int
    page: int
    limit: int
    lease_seconds: float

    @classmethod
    def for_rate(
        cls, per_second: float, *, most: int, limit: int, lease_seconds: float
    ) -> "WindowOptions":
        """A slow number gets small pages, and never more in flight than it sends in a second."""
        return cls(
            size=max(4, min(most, int(per_second))),
            page=max(1, min(_PAGE, int(per_second * _PAGE_SECONDS))),
            limit=limit,
            lease_seconds=lease_seconds,
        )


class Window:
    """One run over a campaign's next recipients: `run` once, then read why it ended."""

    def __init__(
        self,
        database: Database,
        batch: SendBatchInput,
        terms: Terms,
        sender: MessageSender,
        limits: Limits,
        *,
        options: WindowOptions,
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._batch = batch
        self._terms = terms
        self._sender = sender
        self._limits = limits
        # Refusals for speed since a message was last accepted.
        self._too_fast = 0
        self._options = options
        self._recorder = Recorder(database, batch.company_id, tell)
        # Pages as claimed, then claims as their turn comes, with the time they were made; None
        # ends both. A sender that waits for its turn would hold a claim that may be lost.
        self._pages: asyncio.Queue[tuple[float, list[Claimed]] | None] = asyncio.Queue(1)
        self._turns: asyncio.Queue[_Turn | None] = asyncio.Queue(options.page)
        # Nothing more is put into `turns` but its end.
        self._over = asyncio.Event()
        self._failure: SQLAlchemyError | OSError | None = None
        self.cursor = batch.cursor or _START
        self.stop: Stop | None = None
        # True when no recipient was found any more.
        self.drained = False
        self.pause_seconds = 0.0
        # Why nobody more may be claimed now.
        self.wait: Wait | None = None
        # Set when the provider's answer means that going on would fail.
        self.refusal: Rejected | None = None
        # Set when most of the last messages ended badly.
        self.storm: Storm | None = None
        self.accepted = 0
        self._bad_answers = 0
        self._looked_at = time.monotonic()

    @property
    def number_id(self) -> UUID:
        return self._limits.number_id

    def halt(self, reason: Stop) -> None:
        """Stop sending; the first reason stays."""
        self.stop = self.stop or reason

    async def run(self) -> None:
        """Returns, or raises the database's failure, with every claim recorded or handed back."""
        recorder = asyncio.create_task(self._recorder.run())
        watcher = asyncio.create_task(self._watch())
        slots = asyncio.create_task(self._keep_slots())
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._claim())
                group.create_task(self._pace())
                for place in range(self._options.size):
                    group.create_task(self._work(place))
        finally:
            slots.cancel()
            self._recorder.close()
            try:
                await recorder
            finally:
                watcher.cancel()
                await self._limits.slots.leave()
                await self._sender.close()
        if self._failure is not None:
            raise self._failure

    async def _watch(self) -> None:
        """Heartbeat, and notice that the row was changed: paused, cancelled."""
        while True:
            activity.heartbeat()
            try:
                async with self._database.company(self._batch.company_id) as session:
                    status = await campaigns.status_of(session, self._batch.campaign_id)
            except (SQLAlchemyError, OSError):
                status = CampaignStatus.RUNNING
            if status is not CampaignStatus.RUNNING:
                self.halt(Stop.ROW_CHANGED)
            await self._look_for_storms()
            await asyncio.sleep(_LOOK_EVERY_SECONDS)

    async def _look_for_storms(self) -> None:
        """Soon after many bad answers; else every second, for receipts may be bad as well."""
        now = time.monotonic()
        if self._bad_answers < _MANY_BAD and now - self._looked_at < _STORMS_EVERY_SECONDS:
            return
        self._bad_answers, self._looked_at = 0, now
        try:
            async with self._database.company(self._batch.company_id) as session:
                storm = await failure_storms.look(session, self._batch.campaign_id, self.cursor)
        except (SQLAlchemyError, OSError):
            return
        if storm is not None and self.stop is None:
            self.storm = storm
            self.halt(Stop.PROVIDER)

    async def _keep_slots(self) -> None:
        while True:
            await self._limits.slots.renew()
            await asyncio.sleep(_SLOTS_EVERY_SECONDS)

    async def _claim(self) -> None:
        """Keep a page or two of claims ahead."""
        deadline = time.monotonic() + _LONGEST_SECONDS
        left = self._options.limit
        try:
            while self.stop is None and left > 0 and time.monotonic() < deadline:
                page = await self._claim_page(min(self._options.page, left))
                if not page and (self.drained or self.wait is not None):
                    return
                left -= len(page)
                await self._pages.put((time.monotonic(), await self._not_too_often(page)))
        except (SQLAlchemyError, OSError) as error:
            # Not out of the task group: that would cut off the messages in flight.
            self._failure = error
        finally:
            await self._pages.put(None)

    async def _claim_page(self, limit: int) -> list[Claimed]:
        """The next page; empty with `drained` set at the end, without it after a blocked page."""
        async with self._database.company(self._batch.company_id) as session:
            await claims.prepare(session)
            found = await self._claim_by_rules(session, limit)
        if isinstance(found, Wait):
            # What is claimed already still goes out.
            self.wait = found
            return []
        self.drained = not found.found
        return found.recipients

    async def _claim_by_rules(self, session: AsyncSession, limit: int) -> Claim | Wait:
        campaign_id, now = self._batch.campaign_id, datetime.now(UTC)
        rules = await claiming.rules(session, campaign_id, self._terms, now=now)
        if isinstance(rules, Wait):
            return rules
        found = await self._claim_next(session, rules, limit)
        if found.short_of and not found.found:
            return await claiming.short(session, self._terms, found.short_of, now=now)
        return found

    async def _claim_next(self, session: AsyncSession, rules: Rules, limit: int) -> Claim:
        campaign_id = self._batch.campaign_id
        fresh = await claims.claim_fresh(
            session, campaign_id, rules, after=self.cursor, limit=limit
        )
        self.cursor = fresh.cursor
        if fresh.found or fresh.short_of:
            return fresh
        return await claims.claim_deferred(session, campaign_id, rules, limit=limit)

    async def _not_too_often(self, page: list[Claimed]) -> list[Claimed]:
        """Without those who would get too many messages at once; they wait their time."""
        pairs = self._limits.pairs
        if pairs is None or not page:
            return page
        waits = await pairs.ask(self._limits.number_id, [claimed.address for claimed in page])
        for claimed, wait in zip(page, waits, strict=True):
            if wait:
                self._recorder.add(_back(claimed, wait))
        return [claimed for claimed, wait in zip(page, waits, strict=True) if not wait]

    async def _pace(self) -> None:
        """Let one claim through for each token; at once when we are to stop."""
        while (page := await self._pages.get()) is not None:
            claimed_at, claims = page
            for claimed in claims:
                for pace in self._limits.paces:
                    if self.stop is None:
                        await pace.take()
                await self._turns.put((claimed_at, claimed))
        self._over.set()
        for _ in range(self._options.size):
            await self._turns.put(None)

    async def _work(self, place: int) -> None:
        while (turn := await self._turn(place)) is not None:
            claimed_at, claimed = turn
            if self.stop is not None or self._is_late(claimed_at):
                self._recorder.add(_back(claimed))
            else:
                self._recorder.add(await self._deliver(claimed))

    async def _turn(self, place: int) -> _Turn | None:
        """The next; but whoever is beyond our part of the number's bound only ends with the rest."""
        while place >= self._limits.slots.mine and not self._over.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_SLOTS_EVERY_SECONDS):
                    await self._over.wait()
        return await self._turns.get()

    def _is_late(self, claimed_at: float) -> bool:
        """Too near to the end of its lease to be sent under it."""
        return time.monotonic() - claimed_at > self._options.lease_seconds / 4

    async def _deliver(self, claimed: Claimed) -> Outcome:
        """Send to one recipient; a provider's failure becomes data, never an exception."""
        message = OutboundMessage(claimed.id, claimed.address, claimed.parameters, claimed.variant)
        try:
            receipt = await self._sender.send(message)
        except Rejected as error:
            return self._rejected(claimed, error)
        except Throttled as error:
            return await self._throttled(claimed, error)
        except Unavailable:
            self._rest(_OUTAGE_PAUSE)
            return _back(claimed, _OUTAGE_PAUSE)
        except OutcomeUnknown as error:
            self._bad_answers += 1
            return _in_doubt(claimed, "no_answer", str(error))
        except Exception:  # noqa: BLE001 - the one broad except of the program; see below
            # Even an adapter's bug may not lose the outcomes of the rest of the window.
            activity.logger.exception("Outcome unknown for recipient %s", claimed.id)
            return _in_doubt(claimed, "internal_error", "")
        self._too_fast = 0
        self.accepted += 1
        return Outcome(claimed.id, DeliveryStatus.ACCEPTED, provider_id=receipt.provider_id)

    async def _throttled(self, claimed: Claimed, error: Throttled) -> Outcome:
        """Slow down and go on: nobody fails for our speed, and the rest need not wait for it."""
        if not error.whole_number:
            pairs, wait = self._limits.pairs, error.retry_after
            if pairs is not None:
                wait = await pairs.refused(self._limits.number_id, claimed.address)
            return _back(claimed, wait)
        if error.retry_after > _LONGEST_SLOWING:
            self._rest(error.retry_after)
            return _back(claimed, error.retry_after)
        pace = self._limits.paces[0]
        self._too_fast += 1
        if await pace.throttled() <= pace.floor and self._too_fast >= _PERSISTENT:
            self._rest(_SHORT_REST)
        return _back(claimed, error.retry_after)

    def _rejected(self, claimed: Claimed, error: Rejected) -> Outcome:
        if error.recovery in PAUSES:
            # Not this person's fault: they keep their place until somebody has mended the cause.
            self.refusal = self.refusal or error
            self.halt(Stop.PROVIDER)
            return _back(claimed)
        self._bad_answers += 1
        return Outcome(
            claimed.id,
            DeliveryStatus.FAILED,
            reason=error.code,
            detail=error.detail,
            claimed_at=claimed.claimed_at,
            suppress=error.recovery is Recovery.SUPPRESS,
            unreachable=error.recovery is Recovery.UNREACHABLE,
            later=error.recovery.value if error.recovery in LATER else None,
        )

    def _rest(self, pause: timedelta) -> None:
        self.pause_seconds = max(self.pause_seconds, pause.total_seconds())
        self.halt(Stop.PROVIDER)


def _back(claimed: Claimed, after: timedelta = timedelta()) -> Outcome:
    """Nothing was sent: the recipient waits again, until `after` from now."""
    due = datetime.now(UTC) + after
    return Outcome(
        claimed.id, DeliveryStatus.PENDING, not_before=due, claimed_at=claimed.claimed_at
    )


def _in_doubt(claimed: Claimed, reason: str, detail: str) -> Outcome:
    return Outcome(claimed.id, DeliveryStatus.UNKNOWN, reason=reason, detail=detail)
