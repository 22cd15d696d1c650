"""Tags: short words that people put on contacts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Tag
from db.queries import tags
from schemas.errors import Conflict, FieldError, InvalidInput, NotFound
from services import contact_news

COLOURS = ("slate", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink")
_LONGEST = 60


async def create(
    session: AsyncSession, company_id: UUID, name: str, colour: str = COLOURS[0]
) -> Tag:
    """Raises InvalidInput, and Conflict when a tag has that name."""
    tag = Tag(company_id=company_id, name=_name(name), colour=_colour(colour))
    await _save(session, tag)
    return tag


async def update(session: AsyncSession, tag_id: UUID, name: str, colour: str) -> Tag:
    """Raises NotFound, InvalidInput and Conflict."""
    tag = await tags.get(session, tag_id)
    tag.name, tag.colour = _name(name), _colour(colour)
    await _save(session, tag)
    return tag


async def delete(session: AsyncSession, tag_id: UUID) -> None:
    """Remove the tag, from every contact too."""
    tag = await tags.get(session, tag_id)
    worn_by = await tags.take_off_everybody(session, tag.id)
    await contact_news.tag_deleted(session, tag.company_id, tag.id, tag.name, worn_by)
    await session.delete(tag)


async def ensure(session: AsyncSession, company_id: UUID, name: str) -> Tag:
    """The tag of that name, made when there is none."""
    found = await tags.by_name(session, _name(name))
    return found or await create(session, company_id, name)


async def check(session: AsyncSession, tag_ids: Sequence[UUID]) -> None:
    """Raises NotFound for one that is no tag of this company."""
    known = await tags.known(session, tag_ids)
    for tag_id in tag_ids:
        if tag_id not in known:
            raise NotFound("Tag", tag_id)


async def _save(session: AsyncSession, tag: Tag) -> None:
    try:
        async with session.begin_nested():
            session.add(tag)
    except IntegrityError as error:
        raise Conflict('There is already a tag named "%(name)s".', name=tag.name) from error


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidInput(
            "A tag needs a name.", [FieldError("name", "missing", "Give the tag a name.")]
        )
    if len(name) > _LONGEST:
        raise InvalidInput(
            "The name is too long.", [FieldError("name", "too_long", "Use at most 60 letters.")]
        )
    return name


def _colour(colour: str) -> str:
    if colour not in COLOURS:
        raise InvalidInput(
            "The colour is unknown.", [FieldError("colour", "unknown", "Choose a listed colour.")]
        )
    return colour
