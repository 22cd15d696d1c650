"""Pushes to people's devices what their bells tell."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from temporalio import activity

from activities.heartbeats import heartbeats
from schemas.payloads.notifications import CompanyRef, PushResult
from services import push
from services.push import Push


class NotificationActivities:
    def __init__(self, parts: Push, start: Callable[[UUID], Awaitable[None]]) -> None:
        self._parts = parts
        self._start = start

    @activity.defn
    async def push_due(self, company: CompanyRef) -> PushResult:
        """Settle a page of what is unpushed; each row is claimed once, whatever dies."""
        async with heartbeats():
            settled, more = await push.settle(self._parts, company.company_id)
        return PushResult(settled, more)

    @activity.defn
    async def sweep_notifications(self) -> int:
        """Push what nobody told Temporal of; returns how many companies had some."""
        async with heartbeats():
            return await push.sweep(self._parts.database, self._start)
