"""What a provider reports about messages we sent, and what its failures ask of us."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import inbound, message_receipts, receipts, recipients
from db.queries.ledger import Moved
from db.queries.message_receipts import Receipted
from db.queries.receipts import Receipt
from providers.base import LATER, PAUSES, Recovery, Rejected
from schemas.enums import DeliveryStatus
from schemas.events import StatusEvent
from services import breakers, message_news, notifications
from services.live import Hint
from services.stop_causes import Failures

_Find: TypeAlias = Callable[[AsyncSession, Sequence[str]], Awaitable[dict[str, UUID]]]

NOT_OURS = "no_recipient"
# Meta: the customer's 24 hours are over.
WINDOW_CLOSED = "131047"


@dataclass(slots=True)
class Told:
    hints: set[Hint] = field(default_factory=set)
    # Whether somebody is to be told by a push.
    notify: bool = False
    # For services.consents, last, and for services.stop_causes behind the commit.
    failures: Failures = field(default_factory=Failures)
    # External ids of events whose message we do not know (yet), with the reason.
    unmatched: dict[str, str] = field(default_factory=dict)


async def apply(session: AsyncSession, company_id: UUID, events: Sequence[StatusEvent]) -> Told:
    """Fold reports into the ledger and the inbox; do what failures ask for."""
    told = Told()
    events = await _identify(session, events, inbound.recipients_by_provider_id)
    found = await _to_ledger(session, company_id, events, told)
    rest = [event for event in events if event.message_id not in found]
    if rest:
        rest = await _identify(session, rest, message_receipts.by_provider_ids)
        known = await _to_messages(session, company_id, rest, told)
        rest = [event for event in rest if event.message_id not in known]
    told.unmatched = {event.external_id: NOT_OURS for event in rest}
    return told


async def _to_ledger(
    session: AsyncSession, company_id: UUID, events: Sequence[StatusEvent], told: Told
) -> frozenset[UUID]:
    """Fold into campaigns' recipients; the ids of those that are."""
    mine = [_receipt(event) for event in events if event.message_id]
    applied = await receipts.apply_receipts(session, mine)
    await message_news.sends_moved(session, company_id, applied.moved)
    for event in events:
        if event.recovery in PAUSES and event.message_id in applied.recipient_ids:
            told.notify |= await _recover(session, event)
    lost = _unreachable(events) & applied.recipient_ids
    if lost:
        await recipients.unreachable(session, lost)
    told.failures.unreachable |= lost
    told.failures.refused_sends |= _refusing(events) & applied.recipient_ids
    told.hints |= {Hint("campaign", campaign_id) for campaign_id in applied.campaign_ids}
    return applied.recipient_ids


async def _to_messages(
    session: AsyncSession, company_id: UUID, events: Sequence[StatusEvent], told: Told
) -> frozenset[UUID]:
    """Fold into conversations' messages; the ids of those that are."""
    named = [(event.message_id, _receipt(event)) for event in events if event.message_id]
    applied = await message_receipts.apply(session, receipts.fold(named))
    moved = [Moved(one.id, one.before, one.after) for one in applied]
    await message_news.messages_moved(session, company_id, moved)
    failed = {one.id for one in applied if _has_failed(one)}
    if failed:
        by_id = {
            event.message_id: event
            for event in events
            if event.message_id and event.message_id in failed
        }
        await _heed(session, by_id)
        told.failures.refused_messages |= _refusing(by_id.values())
        told.notify = await notifications.send_failed(session, company_id, failed)
    told.hints |= {
        Hint("conversation", one.conversation_id, inbox=one.phone_number_id) for one in applied
    }
    return frozenset(one.id for one in applied)


def _has_failed(one: Receipted) -> bool:
    return one.after is DeliveryStatus.FAILED and one.before is not DeliveryStatus.FAILED


def _refusing(events: Iterable[StatusEvent]) -> set[UUID]:
    return {
        event.message_id
        for event in events
        if event.message_id is not None and event.recovery == Recovery.SUPPRESS
    }


def _unreachable(events: Iterable[StatusEvent]) -> set[UUID]:
    return {
        event.message_id
        for event in events
        if event.message_id is not None and event.recovery == Recovery.UNREACHABLE
    }


async def _heed(session: AsyncSession, failures: Mapping[UUID, StatusEvent]) -> None:
    """What failed replies ask of us beyond themselves."""
    late = [key for key, event in failures.items() if event.error_code == WINDOW_CLOSED]
    if late:
        await message_receipts.close_windows(session, late)


async def _identify(
    session: AsyncSession, events: Sequence[StatusEvent], find: _Find
) -> list[StatusEvent]:
    """Our id for each event: the one the provider echoed, else found by the provider's."""
    nameless = {event.provider_id for event in events if event.message_id is None}
    if not nameless:
        return list(events)
    ids = await find(session, sorted(nameless))
    return [
        event if event.message_id else replace(event, message_id=ids.get(event.provider_id))
        for event in events
    ]


def _receipt(event: StatusEvent) -> Receipt:
    return Receipt(
        recipient_id=event.message_id,
        provider_id=event.provider_id,
        status=event.status,
        occurred_at=event.occurred_at,
        error_code=event.error_code,
        error_detail=event.error_detail,
        later=event.recovery if event.recovery in LATER else None,
    )


async def _recover(session: AsyncSession, event: StatusEvent) -> bool:
    assert event.message_id is not None
    recovery = Recovery(event.recovery or Recovery.FAIL)
    refusal = Rejected(event.error_code or "failed", event.error_detail or "", recovery)
    campaign_id = await inbound.campaign_of(session, event.message_id)
    return await breakers.trip(session, campaign_id, refusal)
