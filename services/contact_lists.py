"""Who a list shows, and doing something to all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold, folded
from db.models.contacts import Contact
from db.queries import contacts, segments
from schemas.errors import FieldError, InvalidInput
from services import phones, tags
from services.phones import PhoneNumber
from services.segments import condition

Truth = ColumnElement[bool]
# Fewer digits than this are as likely part of a name ("Loja 24").
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """What a list is narrowed to; several parts narrow it further."""

    q: str = ""
    tag_id: UUID | None = None
    segment_id: UUID | None = None
    import_id: UUID | None = None
    # These only, where any are given.
    ids: tuple[UUID, ...] = ()
    external_id: str | None = None

    @property
    def is_empty(self) -> bool:
        return self == ContactFilter()


async def where(session: AsyncSession, wanted: ContactFilter, country: str) -> Truth:
    """The filter as one expression. Raises NotFound for a segment or tag that is gone."""
    parts: list[Truth] = [true()]
    if wanted.q.strip():
        parts.append(_matches(wanted.q.strip(), country))
    if wanted.tag_id:
        parts.append(Contact.tag_ids.contains([wanted.tag_id]))
    if wanted.segment_id:
        parts.append(condition((await segments.get(session, wanted.segment_id)).definition))
    if wanted.import_id:
        parts.append(Contact.import_id == wanted.import_id)
    if wanted.ids:
        parts.append(Contact.id.in_(wanted.ids))
    if wanted.external_id is not None:
        parts.append(Contact.external_id == wanted.external_id)
    return and_(*parts)


async def tag_all(
    session: AsyncSession,
    wanted: ContactFilter,
    country: str,
    *,
    add: Sequence[UUID] = (),
    remove: Sequence[UUID] = (),
) -> int:
    """Put tags on and take tags off all of them in one statement; how many changed.

    Raises NotFound for a tag of nobody's.
    """
    await tags.check(session, [*add, *remove])
    if not add and not remove:
        raise InvalidInput(
            "No tag is named.", [FieldError("add", "missing", "Choose at least one tag.")]
        )
    chosen = await where(session, wanted, country)
    return await contacts.change_tags(session, chosen, add=add, remove=remove)


async def delete_all(session: AsyncSession, wanted: ContactFilter, country: str) -> int:
    """Delete all of them; how many. Opt-outs stay."""
    return await contacts.delete_all(session, await where(session, wanted, country))


def _matches(q: str, country: str) -> Truth:
    """A whole number is found by its key, at once; the rest by looking through the contacts."""
    number = phones.parse(q, country)
    if isinstance(number, PhoneNumber):
        return or_(Contact.phone_key == number.key, Contact.name.contains(q, autoescape=True))
    digits = "".join(character for character in q if character.isdigit())
    letters = any(character.isalpha() for character in q)
    by_phone = (
        func.strpos(Contact.phone, digits) > 0
        if len(digits) >= _FEWEST_DIGITS and not letters
        else false()
    )
    text = fold(q)
    return or_(
        by_phone,
        func.strpos(folded(Contact.name.expression), text) > 0,
        func.strpos(func.lower(Contact.email), q.lower()) > 0,
    )
