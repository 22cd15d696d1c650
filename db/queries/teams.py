"""Teams and who is in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import InboxMember, Team, TeamMember
from schemas.errors import NotFound


async def all_teams(session: AsyncSession) -> Sequence[Team]:
    """By name."""
    return (await session.scalars(select(Team).order_by(func.lower(Team.name)))).all()


async def get(session: AsyncSession, team_id: UUID) -> Team:
    """Raises NotFound."""
    found = await session.scalar(select(Team).where(Team.id == team_id))
    if found is None:
        raise NotFound("Team", team_id)
    return found


async def members(
    session: AsyncSession, team_ids: Collection[UUID] | None = None
) -> dict[UUID, frozenset[UUID]]:
    """The people of each team (of all of them, unless some are named)."""
    query = select(TeamMember.team_id, TeamMember.user_id)
    if team_ids is not None:
        query = query.where(TeamMember.team_id.in_(team_ids))
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for team_id, user_id in await session.execute(query):
        found[team_id].add(user_id)
    return {team_id: frozenset(users) for team_id, users in found.items()}


async def set_members(
    session: AsyncSession, company_id: UUID, team_id: UUID, user_ids: Iterable[UUID]
) -> None:
    """Exactly these are in it from now on."""
    await session.execute(delete(TeamMember).where(TeamMember.team_id == team_id))
    rows = [
        {"company_id": company_id, "team_id": team_id, "user_id": user_id} for user_id in user_ids
    ]
    if rows:
        await session.execute(insert(TeamMember).values(rows))


async def leave_all(session: AsyncSession, user_id: UUID) -> None:
    """Out of every team, and of every inbox they were named for."""
    await session.execute(delete(TeamMember).where(TeamMember.user_id == user_id))
    await session.execute(delete(InboxMember).where(InboxMember.user_id == user_id))
