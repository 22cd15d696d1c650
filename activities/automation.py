"""Rules at work: what waits of a company's, and the sweep over all of them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from temporalio import activity

from activities.heartbeats import heartbeats
from db.session import Database
from schemas.payloads.automation import RulesResult
from schemas.payloads.notifications import CompanyRef
from schemas.payloads.replies import ConversationRef
from services import automation_moments, automation_runs
from services.automation_actions import Effects
from services.live import LiveHints

# Conversations Temporal is told of at a time.
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class AutomationTemporal:
    """What is asked of Temporal; the starters, handed in because they lie above us."""

    start_automation: Callable[[CompanyRef], Awaitable[None]]
    follow_replies: Callable[[ConversationRef], Awaitable[None]]
    follow_notifications: Callable[[UUID], Awaitable[None]]


class AutomationActivities:
    def __init__(self, database: Database, hints: LiveHints, temporal: AutomationTemporal) -> None:
        self._database = database
        self._hints = hints
        self._temporal = temporal

    @activity.defn
    async def run_rules(self, company: CompanyRef) -> RulesResult:
        """Do a page of what a company's rules have to do. Safe to repeat.

        If we die before others are told of what was done, their own sweeps find it.
        """
        async with heartbeats():
            worked = await automation_runs.work(self._database, company.company_id)
            await self._tell(company.company_id, worked.effects)
        return RulesResult(worked.settled, worked.more)

    @activity.defn
    async def sweep_rules(self) -> int:
        """Find what time tells rules, and start what nobody told Temporal of."""

        async def start(company_id: UUID) -> None:
            await self._temporal.start_automation(CompanyRef(company_id))

        async with heartbeats():
            return await automation_moments.sweep(self._database, start)

    async def _tell(self, company_id: UUID, done: list[Effects]) -> None:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def follow(conversation_id: UUID) -> None:
            async with gate:
                await self._temporal.follow_replies(ConversationRef(company_id, conversation_id))

        await asyncio.gather(*map(follow, {one for effects in done for one in effects.replies}))
        for effects in done:
            for row_id, number_id in effects.conversations.items():
                self._hints.changed(company_id, "conversation", row_id, inbox=number_id)
            for row_id in effects.contacts:
                self._hints.changed(company_id, "contact", row_id)
        if any(effects.notified for effects in done):
            await self._temporal.follow_notifications(company_id)
