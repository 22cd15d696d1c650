"""What is done for SMS alone: asking the provider about those nobody answered for."""

from temporalio import activity

from services.sms_lookups import SmsLookups


class SmsActivities:
    def __init__(self, lookups: SmsLookups) -> None:
        self._lookups = lookups

    @activity.defn
    async def sweep_sms(self) -> int:
        """Look up SMS in doubt, so many at a time; returns how many were settled."""
        return await self._lookups.settle()
