"""SMS nobody answered for, looked up at the provider: no key says whether one went out.

After a time-out an SMS may be out, and it is never sent again by itself. Its callback carries our
id and settles it; where none came, the provider's list is asked: the one message of that minute, to
that person, with those words, that is nobody else's, is ours. Two that look alike settle nothing.
"""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from db.queries import unsettled_sms
from db.queries.unsettled_sms import Unsettled
from db.session import Database
from providers.base import OutboundMessage, ProviderError
from providers.sms import SentSms, SmsCampaign, SmsManagement, texts
from schemas.campaign_fields import SmsOptions
from schemas.errors import SecretUnreadable
from schemas.events import StatusEvent
from services import links, status_reports
from services.keyring import Keyring
from services.senders import LinkAddresses
from services.sms_accounts import number_of

_log = structlog.get_logger()
_PROVIDER = "twilio"
# A callback has this long to settle it first.
_AFTER_SECONDS = 60.0
_MOST_AT_ONCE = 50
_PAUSE_SECONDS = 0.1
# Clocks differ, and a call takes its time.
_EARLIER, _LATER = timedelta(minutes=1), timedelta(minutes=5)
_FIRST_REST, _LONGEST_REST = 60.0, 3_600.0
_MOST_RESTING = 5_000


@dataclass(slots=True)
class _Rests:
    """What was not found is asked for at growing distances."""

    until: dict[UUID, tuple[float, float]] = field(default_factory=dict)

    def now(self) -> list[UUID]:
        return [one for one, (until, _) in self.until.items() if until > time.monotonic()]

    def put(self, message_id: UUID) -> None:
        if len(self.until) >= _MOST_RESTING:
            self.until.clear()
        rest = min(_LONGEST_REST, self.until.get(message_id, (0.0, _FIRST_REST / 2))[1] * 2)
        self.until[message_id] = (time.monotonic() + rest, rest)


class SmsLookups:
    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        management: SmsManagement,
        addresses: LinkAddresses,
        *,
        after_seconds: float = _AFTER_SECONDS,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._management = management
        self._addresses = addresses
        self._after = after_seconds
        self._rests = _Rests()

    async def settle(self) -> int:
        """Look up what is in doubt, so many at a time; returns how many were settled."""
        async with self._database.system() as session:
            found = await unsettled_sms.find(
                session,
                after_seconds=self._after,
                resting=self._rests.now(),
                most=_MOST_AT_ONCE,
            )
        settled = 0
        for one in found:
            self._rests.put(one.message_id)
            settled += await self._settle(one)
            await asyncio.sleep(_PAUSE_SECONDS)
        return settled

    async def _settle(self, one: Unsettled) -> bool:
        try:
            number = number_of(self._keyring, one.company_id, one)
            sent = await self._management.sent(number, one.to, one.claimed_at - _EARLIER)
        except (ProviderError, SecretUnreadable) as error:
            # It is asked again; what stands stays in doubt.
            _log.warning("sms_lookup_failed", error=type(error).__name__)
            return False
        body = await self._body(one)
        alike = [sms for sms in sent if _fits(sms, body, one.claimed_at)]
        async with self._database.company(one.company_id) as session:
            known = await unsettled_sms.known_ids(
                session, one.company_id, [sms.provider_id for sms in alike]
            )
            mine = [sms for sms in alike if sms.provider_id not in known]
            # More in doubt than one that say the same: nobody knows which is which.
            if len(mine) != 1:
                return False
            event = _event(one, mine[0])
            await status_reports.apply(session, one.company_id, [event])
        return True

    async def _body(self, one: Unsettled) -> str:
        """What was sent, word for word."""
        if one.body is not None:
            return one.body
        prefix = await links.prefix(self._database, one.company_id, self._addresses.public_url)
        filled = links.fill(one.parameters, one.message_id, key=self._addresses.key, prefix=prefix)
        plain = SmsOptions.from_json(one.sms).transliterate
        text = texts(SmsCampaign(one.texts, plain))
        return text(OutboundMessage(one.message_id, one.to, filled, one.variant))


def _fits(sms: SentSms, body: str, claimed_at: datetime) -> bool:
    soon = claimed_at - _EARLIER <= sms.created_at <= claimed_at + _LATER
    return soon and sms.status is not None and sms.body == body


def _event(one: Unsettled, sms: SentSms) -> StatusEvent:
    assert sms.status is not None
    return StatusEvent(
        provider=_PROVIDER,
        account_id=one.account_id,
        external_id=f"{sms.provider_id}:looked_up",
        kind="status",
        occurred_at=sms.created_at,
        payload={},
        status=sms.status,
        provider_id=sms.provider_id,
        message_id=one.message_id,
        error_code=sms.error_code,
        recovery=sms.recovery,
    )
