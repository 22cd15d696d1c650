"""Teams: people who share what comes in."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Team
from db.queries import people, teams
from schemas.errors import Conflict, FieldError, InvalidInput
from schemas.words import mark

_LONGEST = 60


async def create(
    session: AsyncSession, company_id: UUID, name: str, user_ids: Collection[UUID]
) -> Team:
    """Raises InvalidInput, and Conflict when a team has that name."""
    team = Team(company_id=company_id, name=_name(name))
    await _save(session, team)
    await _fill(session, team, user_ids)
    return team


async def update(
    session: AsyncSession, team_id: UUID, name: str, user_ids: Collection[UUID]
) -> Team:
    """Exactly these people from now on. Raises NotFound, InvalidInput and Conflict."""
    team = await teams.get(session, team_id)
    team.name = _name(name)
    await _save(session, team)
    await _fill(session, team, user_ids)
    return team


async def delete(session: AsyncSession, team_id: UUID) -> None:
    """Its conversations stay with the people who have them, and belong to no team."""
    await session.delete(await teams.get(session, team_id))


async def _fill(session: AsyncSession, team: Team, user_ids: Collection[UUID]) -> None:
    here = {member.id for member in await people.members(session)}
    if not here.issuperset(user_ids):
        message = mark("One of these people does not work here any more.")
        raise InvalidInput(message, [FieldError("person", "unknown", message)])
    await teams.set_members(session, team.company_id, team.id, sorted(set(user_ids)))


async def _save(session: AsyncSession, team: Team) -> None:
    name = team.name
    try:
        async with session.begin_nested():
            session.add(team)
    except IntegrityError as error:
        raise Conflict('There is already a team named "%(name)s".', name=name) from error


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidInput(
            "A team needs a name.", [FieldError("name", "missing", "Give the team a name.")]
        )
    if len(name) > _LONGEST:
        raise InvalidInput(
            "The name is too long.", [FieldError("name", "too_long", "Use at most 60 letters.")]
        )
    return name
