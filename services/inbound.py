"""What providers told us: stored and applied in one transaction, each event once."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.failures import is_unstorable
from db.models.inbound import WebhookEvent
from db.queries import webhook_events
from db.queries.webhook_events import Arrival
from db.session import Database
from schemas.events import (
    AccountEvent,
    InboundEvent,
    MessageEvent,
    PreferenceEvent,
    StatusEvent,
    TemplateEvent,
)
from services import (
    account_notices,
    consents,
    enrolment_stops,
    incoming_messages,
    phones,
    status_reports,
    stop_causes,
    template_changes,
)
from services.incoming_messages import Arrived, Incoming
from services.live import Hint
from services.status_reports import Told
from services.stop_causes import Failures

_log = structlog.get_logger()
_META = "meta"
_PROVIDERS = (_META, "twilio")
# serialization_failure, deadlock_detected
_LOCK_TROUBLE = ("40001", "40P01")
Parse = Callable[[bytes], list[InboundEvent]]


@dataclass(frozen=True, slots=True)
class Routed:
    """An event whose connection is known."""

    connection_id: UUID
    event: InboundEvent


@dataclass(frozen=True, slots=True)
class _Stored:
    """What names a stored event."""

    provider: str
    external_id: str


@dataclass(slots=True)
class Changed:
    """What is to be done once the events are committed."""

    hints: set[Hint] = field(default_factory=set)
    # Files to be fetched.
    media_ids: list[UUID] = field(default_factory=list)
    # Conversations in which we answered by ourselves: to be sent.
    answered: set[UUID] = field(default_factory=set)
    # Whether notifications are to be pushed.
    notify: bool = False
    # Events that found nothing to be applied to, with the reason.
    open: dict[str, str] = field(default_factory=dict)
    # What failed in a way that ends cadences; heeded once it is committed.
    failures: Failures = field(default_factory=Failures)

    def merge(self, other: "Changed | Arrived") -> None:
        self.hints |= other.hints
        self.media_ids += other.media_ids
        self.answered |= other.answered
        self.notify |= other.notify
        self.open.update(other.open)


async def accept(database: Database, company_id: UUID, routed: Sequence[Routed]) -> Changed:
    """Store and apply events of one company; when this returns they are safe.

    One that cannot be applied is kept with its error and does not hold up the others. Raises only
    when the database cannot be reached: then nothing is stored and the provider asks again.

    Reports and what people write are two transactions: reports take rows of the ledger before its
    counters and turns, a reply that ends a cadence the other way about.
    """
    reports = [one for one in routed if isinstance(one.event, StatusEvent)]
    if 0 < len(reports) < len(routed):
        changed = await accept(database, company_id, reports)
        rest = [one for one in routed if not isinstance(one.event, StatusEvent)]
        changed.merge(await accept(database, company_id, rest))
        return changed
    try:
        return await _accept_together(database, company_id, routed)
    except Exception as error:
        if _database_lost(error):
            raise
        if len(routed) == 1:
            return await _keep(database, company_id, routed[0], error)
    # By halves: a bad one among thousands costs a dozen transactions, not thousands.
    middle = len(routed) // 2
    changed = await accept(database, company_id, routed[:middle])
    changed.merge(await accept(database, company_id, routed[middle:]))
    return changed


async def _accept_together(
    database: Database, company_id: UUID, routed: Sequence[Routed]
) -> Changed:
    by_id = {one.event.external_id: one for one in routed}
    provider = routed[0].event.provider
    async with database.company(company_id) as session:
        arrivals = [_arrival(one) for one in by_id.values()]
        new = await webhook_events.store(session, company_id, provider, arrivals)
        fresh = [one for external_id, one in by_id.items() if external_id in new]
        changed = await _apply(session, company_id, fresh)
        await _keep_open(session, provider, changed)
    await stop_causes.heed_failures(database, company_id, changed.failures)
    return changed


async def _keep(database: Database, company_id: UUID, one: Routed, error: Exception) -> Changed:
    """Store an event that could not be applied, open and with what went wrong."""
    # The message may quote the event, so the log gets the error's kind only.
    _log.error("event_not_applied", kind=one.event.kind, error=type(error).__name__)
    event, words = one.event, _words(error)
    async with database.company(company_id) as session:
        await webhook_events.store(session, company_id, event.provider, [_arrival(one)])
        await webhook_events.keep_open(session, event.provider, [event.external_id], words)
    return Changed()


async def _apply(session: AsyncSession, company_id: UUID, routed: Sequence[Routed]) -> Changed:
    """Each kind of event to the module that knows what it means; the rest is only stored."""
    changed, told = Changed(), Told()
    reports = [one.event for one in routed if isinstance(one.event, StatusEvent)]
    if reports:
        told = await status_reports.apply(session, company_id, reports)
        changed.open.update(told.unmatched)
        changed.hints |= told.hints
        changed.notify |= told.notify
        changed.failures = told.failures
    for one in routed:
        await _apply_notice(session, one, changed)
    messages = [
        Incoming(one.connection_id, one.event)
        for one in routed
        if isinstance(one.event, MessageEvent)
    ]
    # Late: it holds the turns of the people who answer.
    arrived = await incoming_messages.apply(session, company_id, messages) if messages else None
    if arrived is not None:
        changed.merge(arrived)
    wishes = [one.event for one in routed if isinstance(one.event, PreferenceEvent)]
    # It holds the company's turn to write down consent.
    failed = told.failures
    changed.hints |= await consents.told_by_provider(
        session, company_id, wishes, failed.refused_sends, failed.refused_messages
    )
    # Last: behind every other lock.
    keys = [phones.match_key(f"+{wish.sender}") for wish in wishes if not wish.allowed]
    if keys:
        await stop_causes.heed_refusals_of(session, company_id, (), keys)
    if arrived is not None and arrived.causes:
        await enrolment_stops.stop_for(session, company_id, arrived.causes)
    return changed


async def _apply_notice(session: AsyncSession, one: Routed, changed: Changed) -> None:
    match one.event:
        case TemplateEvent() as event:
            template_id = await template_changes.apply(session, one.connection_id, event)
            if template_id is None:
                changed.open[event.external_id] = "template_unknown"
            else:
                changed.hints.add(Hint("template", template_id))
        case AccountEvent() as event:
            await account_notices.apply(session, one.connection_id, event)
            changed.hints.add(Hint("connection", one.connection_id))


async def _keep_open(session: AsyncSession, provider: str, changed: Changed) -> None:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for external_id, reason in changed.open.items():
        by_reason[reason].append(external_id)
    for reason, external_ids in by_reason.items():
        await webhook_events.keep_open(session, provider, external_ids, reason)


async def retry_open(database: Database, parse: Parse, *, limit: int = 500) -> int:
    """Try events again that could not be applied; for the sweep. Returns how many now were."""
    applied = 0
    for provider in _PROVIDERS:
        async with database.system() as session:
            waiting = await webhook_events.due(session, provider, limit=limit)
        for event in waiting:
            again = _parse_alone(parse, event.payload, event.connection_id)
            which = _Stored(provider, event.external_id)
            applied += await _retry(database, event.company_id, which, again)
    return applied


async def replay(
    database: Database, parse: Parse, company_id: UUID, event_id: UUID
) -> WebhookEvent:
    """Apply a stored event once more, through the same rules; safe for what was applied."""
    async with database.company(company_id) as session:
        stored = await webhook_events.get(session, event_id)
    if stored.connection_id is not None:
        again = _parse_alone(parse, stored.payload, stored.connection_id)
        which = _Stored(stored.provider, stored.external_id)
        await _retry(database, company_id, which, again)
    async with database.company(company_id) as session:
        return await webhook_events.get(session, event_id)


async def adopt_unrouted(
    database: Database, parse: Parse, company_id: UUID, connection_id: UUID, accounts: Sequence[str]
) -> int:
    """Accept what came for these accounts before they were connected; returns how many."""
    async with database.system() as session:
        payloads = await webhook_events.take_unrouted(session, _META, accounts, limit=5_000)
    found = [one for payload in payloads for one in _parse_alone(parse, payload, connection_id)]
    if found:
        await accept(database, company_id, found)
    return len(found)


async def _retry(
    database: Database, company_id: UUID, which: _Stored, routed: Sequence[Routed]
) -> bool:
    try:
        async with database.company(company_id) as session:
            changed = await _apply(session, company_id, routed)
            if changed.open:
                await _keep_open(session, which.provider, changed)
                return False
            await webhook_events.close(session, which.provider, [which.external_id])
    except Exception as error:
        if _database_lost(error):
            raise
        words = _words(error)
        async with database.company(company_id) as session:
            await webhook_events.keep_open(session, which.provider, [which.external_id], words)
        return False
    await stop_causes.heed_failures(database, company_id, changed.failures)
    return True


def _database_lost(error: Exception) -> bool:
    """True when nothing can be stored now; a deadlock is not that, one by one will pass."""
    if is_unstorable(error) or not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.orig, "sqlstate", None) not in _LOCK_TROUBLE


def _words(error: Exception) -> str:
    """For the event's own row, which its company may read."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(cause).__name__}: {cause}"


def _arrival(one: Routed) -> Arrival:
    return Arrival(one.event.external_id, one.connection_id, one.event.kind, one.event.payload)


def _parse_alone(parse: Parse, payload: dict[str, object], connection_id: UUID) -> list[Routed]:
    return [Routed(connection_id, event) for event in parse(json.dumps(payload).encode())]
