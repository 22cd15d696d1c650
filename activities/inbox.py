"""What time does to conversations."""

from temporalio import activity

from activities.heartbeats import heartbeats
from db.session import Database
from services import conversations
from services.live import LiveHints


class InboxActivities:
    def __init__(self, database: Database, hints: LiveHints) -> None:
        self._database = database
        self._hints = hints

    @activity.defn
    async def sweep_snoozed(self) -> int:
        """Open again what slept long enough; returns how many."""
        async with heartbeats():
            awake = await conversations.wake_due(self._database)
        for row in awake:
            self._hints.changed(row.company_id, "conversation", row.id, inbox=row.phone_number_id)
        return len(awake)
