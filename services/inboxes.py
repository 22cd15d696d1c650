"""Who may see which inbox, and how an inbox is set up."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import inboxes, people, teams
from db.queries.conversations import Eyes
from schemas.enums import Role
from schemas.errors import FieldError, InvalidInput
from schemas.words import mark


async def eyes(session: AsyncSession, user_id: UUID, role: Role) -> Eyes:
    """What this person may see: owners and admins everything, others what is not others'."""
    if role in inboxes.SEES_ALL:
        return Eyes(user_id, None)
    named = await inboxes.named(session)
    if not named:
        return Eyes(user_id, None)
    hidden = {number_id for number_id, users in named.items() if user_id not in users}
    return Eyes(user_id, await inboxes.number_ids(session) - hidden if hidden else None)


def all_eyes() -> Eyes:
    """The look of a program with an API key, or of the system: every inbox."""
    return Eyes(None, None)


async def may_see(
    session: AsyncSession, number_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID] | None]:
    """By number the people who may see it; None: everybody who works here."""
    named = await inboxes.named(session)
    wanted = {number_id: named.get(number_id) for number_id in number_ids}
    if not any(wanted.values()):
        return wanted
    chiefs = await inboxes.who_see_all(session)
    return {
        number_id: users | chiefs if users is not None else None
        for number_id, users in wanted.items()
    }


async def set_up(
    session: AsyncSession,
    company_id: UUID,
    number_id: UUID,
    *,
    auto_assign: bool,
    team_id: UUID | None,
    user_ids: Collection[UUID],
) -> None:
    """How new conversations of a number find somebody, and who may see them (none: everybody).

    Raises NotFound for the number or the team, InvalidInput for people who do not work here.
    """
    await inboxes.get(session, number_id)
    if team_id is not None:
        await teams.get(session, team_id)
    here = {member.id for member in await people.members(session)}
    if not here.issuperset(user_ids):
        message = mark("One of these people does not work here any more.")
        raise InvalidInput(message, [FieldError("person", "unknown", message)])
    await inboxes.save(session, company_id, number_id, auto_assign=auto_assign, team_id=team_id)
    await inboxes.name_people(session, company_id, number_id, sorted(set(user_ids)))
