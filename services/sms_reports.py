"""What a provider said of SMS when it was asked, applied as if it had called."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.session import Database
from providers.sms import SentSms
from schemas.events import StatusEvent
from services import consents, status_reports, stop_causes
from services.live import LiveHints
from services.status_reports import Told

_PROVIDER = "twilio"


def event(account_id: str, message_id: UUID, sms: SentSms) -> StatusEvent:
    """The report for a message of ours; the answer's status must say something to us."""
    assert sms.status is not None
    return StatusEvent(
        provider=_PROVIDER,
        account_id=account_id,
        # No callback's.
        external_id=f"{sms.provider_id}:asked",
        kind="status",
        occurred_at=sms.changed_at,
        payload={},
        status=sms.status,
        provider_id=sms.provider_id,
        message_id=message_id,
        error_code=sms.error_code,
        recovery=sms.recovery,
    )


async def apply(session: AsyncSession, company_id: UUID, events: Sequence[StatusEvent]) -> Told:
    """In the transaction of the caller, who calls `follow` once it is committed."""
    told = await status_reports.apply(session, company_id, events)
    failed = told.failures
    # It holds the company's turn to write down consent: last.
    told.hints |= await consents.told_by_provider(
        session, company_id, (), failed.refused_sends, failed.refused_messages
    )
    return told


async def follow(database: Database, hints: LiveHints, company_id: UUID, told: Told) -> None:
    """End the cadences that failures end, and tell open pages."""
    await stop_causes.heed_failures(database, company_id, told.failures)
    for hint in told.hints:
        assert hint.row_id is not None
        hints.changed(company_id, hint.kind, hint.row_id, inbox=hint.inbox, user=hint.user)
