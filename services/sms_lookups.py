"""SMS nobody answered for, looked up at the provider: no key says whether one went out.

After a time-out an SMS may be out, and it is never sent again by itself. Its callback carries our
id and settles it; where none came, the provider's list is asked: the one message of that minute, to
that person, with those words, that is nobody else's, is ours. Two that look alike settle nothing.
"""

import asyncio
import time
from datetime import datetime, timedelta

import structlog

from db.queries import unsettled_sms
from db.queries.unsettled_sms import Unsettled
from db.session import Database
from providers.base import OutboundMessage, ProviderError
from providers.sms import SentSms, SmsCampaign, SmsManagement, texts
from schemas.campaign_fields import SmsOptions
from schemas.errors import SecretUnreadable
from services import links, sms_reports
from services.keyring import Keyring
from services.live import LiveHints
from services.rests import Rests
from services.senders import LinkAddresses
from services.sms_accounts import number_of

_log = structlog.get_logger()
# A callback has this long to settle it first.
_AFTER_SECONDS = 60.0
_MOST_AT_ONCE = 50
_PAUSE_SECONDS = 0.1
# None is begun later than this in a sweep, however slow the provider answers.
_SWEEP_SECONDS = 60.0
# Clocks differ, and a call takes its time.
_EARLIER, _LATER = timedelta(minutes=1), timedelta(minutes=5)


class SmsLookups:
    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        management: SmsManagement,
        addresses: LinkAddresses,
        hints: LiveHints,
        *,
        after_seconds: float = _AFTER_SECONDS,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._management = management
        self._addresses = addresses
        self._hints = hints
        self._after = after_seconds
        self._rests = Rests()

    async def settle(self) -> int:
        """Look up what is in doubt, so many at a time; returns how many were settled."""
        async with self._database.system() as session:
            found = await unsettled_sms.find(
                session,
                after_seconds=self._after,
                resting=self._rests.now(),
                most=_MOST_AT_ONCE,
            )
        settled, until = 0, time.monotonic() + _SWEEP_SECONDS
        for one in found:
            if time.monotonic() >= until:
                break
            self._rests.put(one.message_id)
            settled += await self._settle(one)
            await asyncio.sleep(_PAUSE_SECONDS)
        return settled

    async def _settle(self, one: Unsettled) -> bool:
        way, company_id = one.way, one.way.company_id
        try:
            number = number_of(self._keyring, company_id, way)
            sent = await self._management.sent(number, one.to, one.claimed_at - _EARLIER)
        except (ProviderError, SecretUnreadable) as error:
            # It is asked again; what stands stays in doubt.
            _log.warning("sms_lookup_failed", error=type(error).__name__)
            return False
        body = await self._body(one)
        alike = [sms for sms in sent if _fits(sms, body, one.claimed_at)]
        async with self._database.company(company_id) as session:
            known = await unsettled_sms.known_ids(
                session, company_id, [sms.provider_id for sms in alike]
            )
            mine = [sms for sms in alike if sms.provider_id not in known]
            # More in doubt than one that say the same: nobody knows which is which.
            if len(mine) != 1:
                return False
            event = sms_reports.event(way.account_id, one.message_id, mine[0])
            told = await sms_reports.apply(session, company_id, [event])
        await sms_reports.follow(self._database, self._hints, company_id, told)
        return True

    async def _body(self, one: Unsettled) -> str:
        """What was sent, word for word."""
        if one.body is not None:
            return one.body
        prefix = await links.prefix(self._database, one.way.company_id, self._addresses.public_url)
        filled = links.fill(one.parameters, one.message_id, key=self._addresses.key, prefix=prefix)
        plain = SmsOptions.from_json(one.sms).transliterate
        text = texts(SmsCampaign(one.texts, plain))
        return text(OutboundMessage(one.message_id, one.to, filled, one.variant))


def _fits(sms: SentSms, body: str, claimed_at: datetime) -> bool:
    soon = claimed_at - _EARLIER <= sms.created_at <= claimed_at + _LATER
    return soon and sms.status is not None and sms.body == body
