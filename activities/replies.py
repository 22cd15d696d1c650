"""Sends the messages people write: one conversation's at a time, one after the other."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from temporalio import activity

from activities.heartbeats import heartbeats
from activities.patience import Patience
from db.failures import is_unstorable
from db.queries import outbox
from db.queries.outbox import ChatWay
from db.session import Database
from providers.base import (
    ChatMessage,
    ChatSender,
    OutcomeUnknown,
    ProviderError,
    Recovery,
    Rejected,
    Throttled,
    Unavailable,
)
from providers.pair_rate import PairRate
from providers.rate_limit import Pace, Rate
from schemas.enums import DeliveryStatus
from schemas.errors import AppError
from schemas.payloads.replies import ConversationRef, SentDue
from services import reply_dispatch
from services.live import LiveHints
from services.reply_dispatch import Claimed, NeedsFile, Outcome, Step, Wait

_T = TypeVar("_T")
# Then the workflow gets a word in.
_MOST_AT_ONCE = 50
_RETRY_SECONDS = 0.5
# A message that is due for so long has no workflow, or one that was not told.
_LATE_SECONDS = 15.0
# The first wait after an outage; each next one is twice as long.
_OUTAGE = timedelta(seconds=1)
_LONGEST_OUTAGE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=10)
_GROWTH, _MOST_GROWTH = 2, 10


@dataclass(frozen=True, slots=True)
class Outside:
    """What is handed in because it lies above us, or is somebody else's."""

    # Opens a number's sender; raises SecretUnreadable.
    open_chat: Callable[[UUID, ChatWay], ChatSender]
    # (company, file) -> the provider's id of it, uploaded when it has to be.
    at_provider: Callable[[UUID, UUID], Awaitable[str]]
    # After a failure was committed: have its author told.
    follow_notifications: Callable[[UUID], Awaitable[None]]
    # Starts or tells a conversation's workflow; repeating is harmless.
    start_replies: Callable[[ConversationRef], Awaitable[None]]


class ReplyActivities:
    def __init__(
        self,
        database: Database,
        redis: Redis,
        hints: LiveHints,
        outside: Outside,
        *,
        lease_seconds: float,
    ) -> None:
        self._database = database
        self._redis = redis
        self._pairs = PairRate(redis)
        self._hints = hints
        self._outside = outside
        self._lease_seconds = lease_seconds

    @activity.defn
    async def send_due(self, ref: ConversationRef) -> SentDue:
        """Send what is due in this conversation, in order; how long until there is more.

        A claim that was made is always recorded, also when we are cancelled or shut down.
        """
        async with heartbeats():
            files: dict[UUID, str] = {}
            for _ in range(_MOST_AT_ONCE):
                if activity.is_worker_shutdown():
                    break
                step = await self._take(ref, files)
                if step.next is None:
                    return SentDue()
                if isinstance(step.next, Wait):
                    return SentDue(step.next.seconds)
                if isinstance(step.next, NeedsFile):
                    await self._hand_over(ref, step.next, files)
                else:
                    await _to_the_end(self._send(ref, step.next))
        return SentDue(0.0)

    @activity.defn
    async def mark_read(self, ref: ConversationRef) -> None:
        """Show the customer that their newest message was read. Best effort: nothing hangs on it."""
        async with self._database.company(ref.company_id) as session:
            newest = await outbox.newest_inbound(session, ref.conversation_id)
            if newest is None:
                return
            way = await outbox.way(session, newest[1])
        if not way.connected:
            return
        try:
            await self._outside.open_chat(ref.company_id, way).mark_read(newest[0])
        except (ProviderError, AppError) as error:
            activity.logger.info("Not marked as read: %s", type(error).__name__)

    @activity.defn
    async def sweep_replies(self) -> int:
        """Tell the workflows of messages that should have left by now; returns how many."""
        async with self._database.system() as session:
            found = await outbox.forgotten(
                session, late_seconds=_LATE_SECONDS, lease_seconds=self._lease_seconds
            )
        for company_id, conversation_id in found:
            activity.heartbeat()
            await self._outside.start_replies(ConversationRef(company_id, conversation_id))
        return len(found)

    async def _take(self, ref: ConversationRef, files: dict[UUID, str]) -> Step:
        async with self._database.company(ref.company_id) as session:
            step = await reply_dispatch.take_next(
                session, ref.conversation_id, lease_seconds=self._lease_seconds, files=files
            )
        if step.changed and step.number_id is not None:
            self._changed(ref, step.number_id)
        if step.notify:
            await self._outside.follow_notifications(ref.company_id)
        return step

    async def _hand_over(
        self, ref: ConversationRef, wanted: NeedsFile, files: dict[UUID, str]
    ) -> None:
        """Give the provider the message's file; nothing is claimed yet, so it may be repeated."""
        try:
            files[wanted.message_id] = await self._outside.at_provider(
                ref.company_id, wanted.media_id
            )
        except (Unavailable, OutcomeUnknown):
            await self._put_off(ref, wanted, _growing(_OUTAGE, wanted.attempt, _LONGEST_OUTAGE))
        except Throttled as error:
            await self._put_off(ref, wanted, error.retry_after)
        except Rejected as error:
            await self._give_up(ref, wanted, error.code, error.detail)
        except AppError as error:
            await self._give_up(ref, wanted, error.code, str(error))

    async def _put_off(self, ref: ConversationRef, wanted: NeedsFile, after: timedelta) -> None:
        async with self._database.company(ref.company_id) as session:
            await reply_dispatch.put_off(session, wanted.message_id, after)

    async def _give_up(
        self, ref: ConversationRef, wanted: NeedsFile, reason: str, detail: str
    ) -> None:
        async with self._database.company(ref.company_id) as session:
            notify = await reply_dispatch.fail(session, wanted.message_id, reason, detail)
        await self._settled(ref, wanted.number_id, notify=notify)

    async def _send(self, ref: ConversationRef, claimed: Claimed) -> None:
        pace = _pace(self._redis, claimed)
        try:
            # Redis can take its time; a claim must not outlive its lease.
            async with asyncio.timeout(self._lease_seconds / 4):
                wait = await self._too_often(claimed)
                if not wait:
                    await pace.take()
        except TimeoutError:
            outcome = _back(claimed, timedelta())
        else:
            outcome = _back(claimed, wait) if wait else await self._deliver(ref.company_id, claimed)
        notify = await self._record(ref.company_id, outcome)
        await self._settled(ref, claimed.way.phone_number_id, notify=notify)

    async def _too_often(self, claimed: Claimed) -> timedelta:
        """How long this person has to be left alone: answers of many parts are spaced."""
        if claimed.way.is_sms:
            return timedelta()
        [wait] = await self._pairs.ask(claimed.way.phone_number_id, [claimed.to])
        return wait

    async def _slow_down(self, claimed: Claimed, error: Throttled) -> timedelta:
        """The number's pace for all who use it, or this one person's; how long to wait."""
        if not error.whole_number:
            return await self._pairs.refused(claimed.way.phone_number_id, claimed.to)
        await _pace(self._redis, claimed).throttled()
        return _growing(error.retry_after, claimed.attempt, _LONGEST_PAUSE)

    async def _deliver(self, company_id: UUID, claimed: Claimed) -> Outcome:
        """Hand it over; a provider's failure becomes data. What else is raised leaves the claim to
        its lease: nobody can say whether the message left.
        """
        message = ChatMessage(
            claimed.message_id, claimed.to, claimed.content, claimed.reply_to, claimed.file_id
        )
        try:
            receipt = await self._outside.open_chat(company_id, claimed.way).send(message)
        except Rejected as error:
            return _ended(claimed, DeliveryStatus.FAILED, refusal=error)
        except Throttled as error:
            return _back(claimed, await self._slow_down(claimed, error))
        except Unavailable:
            return _back(claimed, _growing(_OUTAGE, claimed.attempt, _LONGEST_OUTAGE))
        except OutcomeUnknown as error:
            return _ended(claimed, DeliveryStatus.UNKNOWN, reason="no_answer", detail=str(error))
        except AppError as error:
            # The token cannot be read: nothing left, and no retry mends it.
            refusal = Rejected(error.code, str(error), Recovery.PAUSE_CONNECTION)
            return _ended(claimed, DeliveryStatus.FAILED, refusal=refusal)
        return _ended(claimed, DeliveryStatus.ACCEPTED, provider_id=receipt.provider_id)

    async def _record(self, company_id: UUID, outcome: Outcome) -> bool:
        """Until it is written: what the provider answered is lost only with this worker."""
        patience = Patience()
        while True:
            try:
                async with self._database.company(company_id) as session:
                    return await reply_dispatch.record(session, company_id, outcome)
            except (SQLAlchemyError, OSError) as error:
                if _is_hopeless(error) and outcome != _without_words(outcome):
                    outcome = _without_words(outcome)
                    continue
                if patience.is_over():
                    raise
                activity.logger.warning("An outcome cannot be written; trying again", exc_info=True)
                await asyncio.sleep(_RETRY_SECONDS)

    async def _settled(self, ref: ConversationRef, number_id: UUID, *, notify: bool) -> None:
        self._changed(ref, number_id)
        if notify:
            await self._outside.follow_notifications(ref.company_id)

    def _changed(self, ref: ConversationRef, number_id: UUID) -> None:
        self._hints.changed(ref.company_id, "conversation", ref.conversation_id, inbox=number_id)


def _pace(redis: Redis, claimed: Claimed) -> Pace:
    rate = Rate(f"number:{claimed.way.phone_number_id}", claimed.way.rate)
    return Pace(redis, rate, interactive=True)


async def _to_the_end(work: "Awaitable[_T]") -> "_T":
    """Finish what was claimed even if we are cancelled meanwhile; then pass that on."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _ended(
    claimed: Claimed,
    status: DeliveryStatus,
    *,
    provider_id: str | None = None,
    refusal: Rejected | None = None,
    reason: str | None = None,
    detail: str | None = None,
) -> Outcome:
    return Outcome(
        claimed.message_id, status, claimed.claimed_at, provider_id, refusal, reason, detail
    )


def _is_hopeless(error: Exception) -> bool:
    """What the provider said cannot be written: its words, or an id that another message has."""
    return is_unstorable(error) or isinstance(error, IntegrityError)


def _without_words(outcome: Outcome) -> Outcome:
    """What the database refuses to hold left out; by our own id its receipts find it."""
    refusal = outcome.refusal
    if refusal is not None:
        refusal = Rejected(refusal.code, "", refusal.recovery)
    return replace(outcome, provider_id=None, detail=None, refusal=refusal)


def _back(claimed: Claimed, after: timedelta) -> Outcome:
    """Nothing was sent: the message waits again."""
    return Outcome(claimed.message_id, DeliveryStatus.PENDING, claimed.claimed_at, after=after)


def _growing(first: timedelta, attempt: int, longest: timedelta) -> timedelta:
    """Longer after each attempt in vain."""
    times: int = _GROWTH ** min(attempt - 1, _MOST_GROWTH)
    return min(longest, first * times)
