"""What of a person's bell reaches their devices, and which devices those are."""

import asyncio
import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.notifications import PushSubscription
from db.queries import push
from db.queries.push import Due
from db.session import Database
from providers.web_push import MOST_BYTES, Pushed, Subscription, WebPush
from schemas.errors import InvalidInput
from services import presence, sessions
from services.live import LiveHints

_log = structlog.get_logger()
_PAGE = 100
_MOST_BROWSERS = 10
_AT_ONCE = 20
# A push of something older would only startle: it is in the bell.
_FRESH = timedelta(hours=1)
_KEPT_SECONDS = 4 * 3600
_LONGEST_TITLE, _LONGEST_TEXT = 120, 240
# How long to wait before the sweep believes that nobody told Temporal.
_TOLD_WITHIN = timedelta(seconds=30)
_BELL_KEEPS = timedelta(days=90)
_NOBODY = UUID(int=0)

# Title and text of a notification, in the language of the one who reads it.
Words = Callable[[Due, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Push:
    """The parts of pushing; put together by the worker."""

    database: Database
    redis: Redis
    hints: LiveHints
    web_push: WebPush
    words: Words


async def subscribe(
    database: Database,
    web_push: WebPush,
    *,
    company_id: UUID,
    user_id: UUID,
    session_hash: bytes,
    given: Subscription,
    user_agent: str,
) -> None:
    """Push to this browser while it is signed in. Raises InvalidInput for what is no browser's."""
    if not web_push.accepts(given):
        raise InvalidInput("This browser's address for notifications cannot be used.")
    row = PushSubscription(
        company_id=company_id,
        user_id=user_id,
        session_hash=session_hash,
        endpoint=given.endpoint,
        p256dh=given.p256dh,
        auth=given.auth,
        user_agent=user_agent,
    )
    # Another person who used the same browser may be of another company.
    async with database.system() as session:
        await push.save(session, row)
        await push.keep_newest(session, company_id, user_id, most=_MOST_BROWSERS)


async def unsubscribe(session: AsyncSession, user_id: UUID, endpoint: str) -> None:
    """Of one browser; unknown ones are none of anybody's business."""
    await push.forget(session, user_id, endpoint)


def subscription(endpoint: str, p256dh: str, auth: str) -> Subscription:
    """As a browser writes it. Raises InvalidInput."""
    try:
        return Subscription(endpoint, _bytes(p256dh), _bytes(auth))
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("This browser's address for notifications cannot be used.") from error


async def settle(parts: Push, company_id: UUID) -> tuple[int, bool]:
    """Push a page of unpushed rows: how many, and whether there may be more.

    Claimed in a transaction of its own, so that whatever dies later nobody is disturbed twice;
    what is then not pushed is still in the bell.
    """
    async with parts.database.company(company_id) as session:
        due = await push.claim_due(session, company_id, limit=_PAGE)
    if not due:
        return 0, False
    watched = await _watched(parts.redis, company_id, due)
    if watched:
        async with parts.database.company(company_id) as session:
            await push.read_at_once(session, watched)
    rest = [row for row in due if row.id not in watched]
    for row in rest:
        parts.hints.changed(company_id, "notification", row.id, user=row.user_id)
    await _push(parts, company_id, [row for row in rest if _is_wanted(row)])
    return len(due), len(due) == _PAGE


async def greet(
    database: Database,
    web_push: WebPush,
    *,
    company_id: UUID,
    user_id: UUID,
    title: str,
    text: str,
) -> int:
    """Try a person's browsers out, now; how many took it."""
    payload = _payload(title, text, tag="greeting", url="/settings/notifications")
    async with database.system() as session:
        browsers = await push.of_people(
            session, company_id, [user_id], seen_after=datetime.now(UTC) - sessions.IDLE
        )
    jobs = [(browser, payload, "greeting") for browser in browsers]
    return await _deliver(database, web_push, company_id, jobs)


async def _watched(redis: Redis, company_id: UUID, due: Sequence[Due]) -> set[UUID]:
    """Rows about a conversation that the person has open at this moment."""
    found = set()
    open_ones = {row.conversation_id for row in due if row.unread and row.conversation_id}
    for conversation_id in open_ones:
        there = await presence.others(redis, company_id, conversation_id, _NOBODY)
        people = {one.user_id for one in there}
        found |= {
            row.id
            for row in due
            if row.conversation_id == conversation_id and row.user_id in people
        }
    return found


async def _push(parts: Push, company_id: UUID, rows: Sequence[Due]) -> None:
    if not rows:
        return
    async with parts.database.system() as session:
        browsers = await push.of_people(
            session,
            company_id,
            {row.user_id for row in rows},
            seen_after=datetime.now(UTC) - sessions.IDLE,
        )
    jobs: list[_Job] = []
    for row in rows:
        shown = replace(row, body="") if row.hide_text else row
        title, text = parts.words(shown, row.locale)
        # What is told of one conversation replaces what was told of it before.
        tag = (row.conversation_id or row.id).hex
        payload = _payload(title, text, tag=tag, url=f"/notifications/{row.id}")
        jobs += [(browser, payload, tag) for browser in browsers if browser.user_id == row.user_id]
    await _deliver(parts.database, parts.web_push, company_id, jobs)


_Job = tuple[PushSubscription, bytes, str]


async def _deliver(
    database: Database, web_push: WebPush, company_id: UUID, jobs: Sequence[_Job]
) -> int:
    """Push, then remember how it went; how many were taken."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(job: _Job) -> Pushed:
        browser, payload, topic = job
        to = Subscription(browser.endpoint, browser.p256dh, browser.auth)
        async with gate:
            return await web_push.push(to, payload, topic=topic, seconds=_KEPT_SECONDS)

    outcomes = await asyncio.gather(*(one(job) for job in jobs))
    by = {
        kind: {job[0].id for job, how in zip(jobs, outcomes, strict=True) if how is kind}
        for kind in Pushed
    }
    if jobs:
        async with database.company(company_id) as session:
            await push.remove(session, by[Pushed.GONE])
            await push.count_outcomes(
                session, failed=by[Pushed.FAILED], delivered=by[Pushed.DELIVERED]
            )
        _log.info("pushed", **{kind.value: len(found) for kind, found in by.items()})
    return len(by[Pushed.DELIVERED])


def _payload(title: str, text: str, *, tag: str, url: str) -> bytes:
    """What web/static/service-worker.js shows."""
    parts = {"title": title[:_LONGEST_TITLE], "body": text[:_LONGEST_TEXT], "tag": tag, "url": url}
    written = json.dumps(parts, ensure_ascii=False).encode()
    assert len(written) <= MOST_BYTES
    return written


def _is_wanted(row: Due) -> bool:
    return row.unread and row.wants_push and datetime.now(UTC) - row.created_at < _FRESH


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


async def sweep(database: Database, start: Callable[[UUID], Awaitable[None]]) -> int:
    """Start what nobody was told of, and forget what is long past; how many companies."""
    now = datetime.now(UTC)
    async with database.system() as session:
        await push.delete_past(session, before=now - _BELL_KEEPS)
        companies = await push.waiting_companies(session, before=now - _TOLD_WITHIN)
    for company_id in companies:
        await start(company_id)
    return len(companies)
