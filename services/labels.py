"""Labels: short words that people put on conversations."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Label
from db.queries import labels
from schemas.errors import Conflict, FieldError, InvalidInput
from services.tags import COLOURS

__all__ = ["COLOURS", "create", "delete", "update"]
_LONGEST = 40


async def create(
    session: AsyncSession, company_id: UUID, name: str, colour: str = COLOURS[0]
) -> Label:
    """Raises InvalidInput, and Conflict when a label has that name."""
    label = Label(company_id=company_id, name=_name(name), colour=_colour(colour))
    await _save(session, label)
    return label


async def update(session: AsyncSession, label_id: UUID, name: str, colour: str) -> Label:
    """Raises NotFound, InvalidInput and Conflict."""
    label = await labels.get(session, label_id)
    label.name, label.colour = _name(name), _colour(colour)
    await _save(session, label)
    return label


async def delete(session: AsyncSession, label_id: UUID) -> None:
    """Remove the label, from every conversation too. Timelines keep its name."""
    label = await labels.get(session, label_id)
    await labels.take_off_everything(session, label.id)
    await session.delete(label)


async def _save(session: AsyncSession, label: Label) -> None:
    # Read before: after a failed statement the row cannot be asked.
    name = label.name
    try:
        async with session.begin_nested():
            session.add(label)
    except IntegrityError as error:
        raise Conflict('There is already a label named "%(name)s".', name=name) from error


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidInput(
            "A label needs a name.", [FieldError("name", "missing", "Give the label a name.")]
        )
    if len(name) > _LONGEST:
        raise InvalidInput(
            "The name is too long.", [FieldError("name", "too_long", "Use at most 40 letters.")]
        )
    return name


def _colour(colour: str) -> str:
    if colour not in COLOURS:
        raise InvalidInput(
            "The colour is unknown.", [FieldError("colour", "unknown", "Choose a listed colour.")]
        )
    return colour
