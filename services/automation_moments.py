"""What time tells rules, found for all companies at once, once a minute."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import rule_moments, rule_runs
from db.queries.rule_moments import Moment
from db.queries.rule_runs import NewRun
from db.session import Database
from services import events
from services.events import Happening

# What one sweep finds at most; the next one finds the rest.
_MOST = 20_000
UNANSWERED = "conversation.unanswered"
WINDOW_CLOSING = "conversation.window_closing"


async def sweep(database: Database, start: Callable[[UUID], Awaitable[None]]) -> int:
    """Note runs for what time tells, and start what waits; how many companies have something.

    A run once for each rule and stretch of waiting, or window, however often it is looked.
    """
    async with database.system() as session:
        found = {
            UNANSWERED: await rule_moments.unanswered(session, limit=_MOST),
            WINDOW_CLOSING: await rule_moments.closing(session, limit=_MOST),
        }
    for name, moments in found.items():
        by_company: dict[UUID, list[Moment]] = defaultdict(list)
        for moment in moments:
            by_company[moment.company_id].append(moment)
        for company_id, theirs in by_company.items():
            async with database.company(company_id) as session:
                await _note(session, company_id, name, theirs)
    async with database.system() as session:
        companies = await rule_runs.waiting_companies(session)
    for company_id in companies:
        await start(company_id)
    return len(companies)


async def _note(session: AsyncSession, company_id: UUID, name: str, moments: list[Moment]) -> None:
    new = await rule_runs.add(
        session,
        company_id,
        [NewRun(one.rule_id, one.event_id, one.contact_id, one.conversation_id) for one in moments],
    )
    if not new:
        return
    # Other systems hear of a stretch once, however many rules wait for it.
    told = {
        (one.event_id, one.minutes): Happening(
            name,
            "conversation",
            one.conversation_id,
            {"minutes": one.minutes},
            contact_id=one.contact_id,
            conversation_id=one.conversation_id,
        )
        for one in moments
    }
    await events.tell(session, company_id, list(told.values()))
