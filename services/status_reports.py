"""What a provider reports about messages we sent, and what its failures ask of us."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import inbound, receipts, recipients
from db.queries.receipts import Receipt
from providers.base import Recovery, Rejected
from schemas.events import StatusEvent
from services import breakers

NOT_OURS = "no_recipient"


@dataclass(frozen=True, slots=True)
class Told:
    campaign_ids: frozenset[UUID]
    # External ids of events whose message we do not know (yet), with the reason.
    unmatched: dict[str, str]


async def apply(session: AsyncSession, events: Sequence[StatusEvent]) -> Told:
    """Fold reports into the ledger; pause what would go on failing, suppress who asked."""
    known = await _identify(session, events)
    applied = await receipts.apply_receipts(
        session, [_receipt(event) for event in known if event.message_id]
    )
    found = applied.recipient_ids
    for event in known:
        if event.recovery not in (None, Recovery.FAIL) and event.message_id in found:
            await _recover(session, event)
    unmatched = {e.external_id: NOT_OURS for e in known if e.message_id not in found}
    return Told(applied.campaign_ids, unmatched)


async def _identify(session: AsyncSession, events: Sequence[StatusEvent]) -> list[StatusEvent]:
    """Our id for each event: the one the provider echoed, else found by the provider's."""
    nameless = {event.provider_id for event in events if event.message_id is None}
    if not nameless:
        return list(events)
    ids = await inbound.recipients_by_provider_id(session, sorted(nameless))
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
    )


async def _recover(session: AsyncSession, event: StatusEvent) -> None:
    assert event.message_id is not None
    recovery = Recovery(event.recovery or Recovery.FAIL)
    if recovery is Recovery.SUPPRESS:
        await recipients.suppress(session, [event.message_id])
        return
    refusal = Rejected(event.error_code or "failed", event.error_detail or "", recovery)
    campaign_id = await inbound.campaign_of(session, event.message_id)
    await breakers.trip(session, campaign_id, refusal)
