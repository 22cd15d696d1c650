"""Many failures at once among a campaign's last messages: going on would only make more of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import breakers
from db.queries.breakers import Recent

# So many of the last messages are looked at, and so many have to be settled to judge by.
_SAMPLE = 200
_FEWEST = 20
# From this share on it is no chance any more.
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Storm:
    """Most of the last messages ended alike."""

    # "no_answers" (the number's trouble), or "failures" with the code most of them failed with.
    code: str
    detail: str = ""


def judge(recent: Recent) -> Storm | None:
    if recent.settled < _FEWEST:
        return None
    if recent.unknown >= _SHARE * recent.settled:
        return Storm("no_answers")
    if recent.failed >= _SHARE * recent.settled:
        return Storm("failures", recent.code or "")
    return None


async def look(session: AsyncSession, campaign_id: UUID, cursor: UUID) -> Storm | None:
    """Over answers and receipts alike, as both stand in the ledger; a range of one key."""
    return judge(await breakers.recent(session, campaign_id, cursor=cursor, sample=_SAMPLE))
