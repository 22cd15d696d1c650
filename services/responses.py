"""What people did after a campaign's message, put down to that message; called set by set."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import responses
from db.queries.responses import Answer
from services.live import Hint


async def note_replies(session: AsyncSession, answers: Sequence[Answer]) -> set[Hint]:
    """Messages that people wrote; what to tell of the campaigns they answer.

    An answer belongs to the message it names, else to the newest that the person got on that number
    within the company's days of attribution. Only the first of each person counts.
    """
    if not answers:
        return set()
    return _hints(await responses.add_replies(session, answers))


async def note_opt_outs(
    session: AsyncSession, company_id: UUID, contact_ids: Sequence[UUID], at: datetime
) -> set[Hint]:
    """These people want no more: put down to the newest message each got, if one is new enough."""
    if not contact_ids:
        return set()
    return _hints(await responses.add_opt_outs(session, company_id, contact_ids, at))


def _hints(campaign_ids: set[UUID]) -> set[Hint]:
    return {Hint("campaign", key) for key in campaign_ids}
