"""Applies what hooks were sent, and tells whoever has to go on with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from temporalio import activity

from activities.heartbeats import heartbeats
from db.queries import hooks as rows
from db.session import Database
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.hooks import HookRef, HookResult
from schemas.payloads.replies import ConversationRef
from services import hook_pages
from services.live import LiveHints
from services.triggers import Outcome

_REST_SECONDS = 5.0
# What nobody applied by then, nobody was told of.
_RESTED = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class HookTemporal:
    """How the workflows are told that there is something for them to do."""

    hook: Callable[[HookRef], Awaitable[None]]
    replies: Callable[[ConversationRef], Awaitable[None]]
    campaign: Callable[[CampaignInput], Awaitable[None]]


class HookActivities:
    """Each call is applied and written down at once: a repeat takes what the first try left."""

    def __init__(self, database: Database, hints: LiveHints, temporal: HookTemporal) -> None:
        self._database = database
        self._hints = hints
        self._temporal = temporal

    @activity.defn
    async def apply_hook(self, ref: HookRef) -> HookResult:
        """Apply a page of what waits, in the order it came."""
        async with heartbeats():
            page = await hook_pages.apply_page(self._database, ref.company_id, ref.hook_id)
            if page:
                self._hints.changed(ref.company_id, "hook", ref.hook_id)
            for one in page:
                if one.outcome is not None:
                    await self._tell(ref.company_id, one.outcome)
        applied = sum(not one.again for one in page)
        rest = _REST_SECONDS if any(one.again for one in page) else 0.0
        return HookResult(applied, more=bool(page), pause_seconds=rest)

    async def _tell(self, company_id: UUID, outcome: Outcome) -> None:
        message, campaign = outcome.message, outcome.campaign
        if message is not None:
            conversation_id = message.conversation_id
            self._hints.changed(
                company_id, "conversation", conversation_id, inbox=message.phone_number_id
            )
            await self._temporal.replies(ConversationRef(company_id, conversation_id))
        if campaign is not None:
            self._hints.changed(company_id, "campaign", campaign.id)
            await self._temporal.campaign(CampaignInput(company_id, campaign.id, campaign.channel))

    @activity.defn
    async def sweep_hooks(self) -> int:
        """Go on with every hook whose calls nobody applied; how many."""
        async with self._database.system() as session:
            left = await rows.waiting(session, rested=_RESTED)
        for place in left:
            activity.heartbeat()
            await self._temporal.hook(HookRef(place.company_id, place.hook_id))
        return len(left)
