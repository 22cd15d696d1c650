"""Doing something to conversations from a screen: commit first, then open pages are told."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from db.models.conversations import Conversation
from db.queries.conversations import Eyes
from db.session import Session
from services.conversations import Done, Outcome
from web import inbox_views
from web.dependencies import DatabaseDep, HintsDep, SignedIn, TemporalDep
from workflows import starters

Act = Callable[[Session, Eyes], Awaitable[Conversation]]
ActOnMany = Callable[[Session, Eyes], Awaitable[list[Done]]]


class Changes:
    """What the signed-in person does, with everybody told who looks at the same thing."""

    def __init__(
        self, user: SignedIn, database: DatabaseDep, hints: HintsDep, temporal: TemporalDep
    ) -> None:
        self.user = user
        self.database = database
        self._hints = hints
        self._temporal = temporal

    async def one(self, act: Act, *, rings: bool = False) -> Conversation:
        """Raises what `act` raises; then nothing was changed and nobody is told."""
        async with self.database.company(self.user.company_id) as session:
            row = await act(session, await inbox_views.eyes(session, self.user))
        await self._tell([(row.id, row.phone_number_id)], rings=rings)
        return row

    async def many(self, act: ActOnMany, *, rings: bool = False) -> list[Done]:
        async with self.database.company(self.user.company_id) as session:
            done = await act(session, await inbox_views.eyes(session, self.user))
        changed = [
            (one.conversation_id, one.number_id)
            for one in done
            if one.outcome is Outcome.CHANGED and one.number_id is not None
        ]
        await self._tell(changed, rings=rings)
        return done

    async def _tell(self, changed: Sequence[tuple[UUID, UUID]], *, rings: bool) -> None:
        company_id = self.user.company_id
        for conversation_id, number_id in changed:
            self._hints.changed(company_id, "conversation", conversation_id, inbox=number_id)
        if rings and changed:
            await starters.follow_notifications(self._temporal, company_id)
