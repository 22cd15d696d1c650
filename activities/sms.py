"""What is done for SMS alone: asking the provider about what it did not tell."""

from temporalio import activity

from activities.heartbeats import heartbeats
from services.sms_lookups import SmsLookups
from services.sms_receipts import SmsReceipts


class SmsActivities:
    def __init__(self, lookups: SmsLookups, receipts: SmsReceipts) -> None:
        self._lookups = lookups
        self._receipts = receipts

    @activity.defn
    async def sweep_sms(self) -> int:
        """Ask about SMS whose callback may be lost, then about those in doubt, so many at a time.

        Returns how many moved on.
        """
        async with heartbeats():
            return await self._receipts.collect() + await self._lookups.settle()
