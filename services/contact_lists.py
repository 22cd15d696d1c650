"""Who a list shows, and doing something to all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, text, true
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold, folded
from db.models.contacts import Contact
from db.models.leads import Lead
from db.queries import contacts, segments
from db.queries.contacts import ContactRow
from schemas.errors import AppError, FieldError, InvalidInput
from services import cadence_goals, contact_news, enrolment_stops, phones, tags
from services.phones import PhoneNumber
from services.segments import condition

Truth = ColumnElement[bool]
# Fewer digits than this are as likely part of a name ("Loja 24").
_FEWEST_DIGITS = 3
_SEARCH_SECONDS = 10


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
    stage_id: UUID | None = None

    @property
    def looks_through(self) -> bool:
        """Whether no index answers it."""
        narrowed = (self.tag_id, self.segment_id, self.import_id, self.stage_id)
        return bool(self.q.strip() or any(narrowed))

    @property
    def is_empty(self) -> bool:
        return self == ContactFilter()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, and how many there are in all: COUNT_CAP + 1 for any more than that."""

    rows: list[ContactRow]
    count: int


class SearchTooSlow(AppError):
    status = 503
    code = "search_too_slow"

    def __init__(self) -> None:
        super().__init__("This search takes too long just now. Try more of the name or number.")


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
    if wanted.stage_id:
        there = select(Lead.contact_id).where(Lead.stage_id == wanted.stage_id)
        parts.append(Contact.id.in_(there))
    if wanted.ids:
        parts.append(Contact.id.in_(wanted.ids))
    if wanted.external_id is not None:
        parts.append(Contact.external_id == wanted.external_id)
    return and_(*parts)


async def find(
    session: AsyncSession, wanted: ContactFilter, country: str, *, after: UUID | None, limit: int
) -> Found:
    """A page of the list, newest first. Raises NotFound, and SearchTooSlow."""
    holds = await where(session, wanted, country)
    if not wanted.looks_through:
        rows = await contacts.rows(session, holds, after=after, limit=limit)
        return Found(rows, await contacts.count_capped(session, holds))
    await session.execute(text(f"SET LOCAL statement_timeout = '{_SEARCH_SECONDS}s'"))
    try:
        return await _look_through(session, holds, after=after, limit=limit)
    except OperationalError as error:
        raise SearchTooSlow from error


async def page(
    session: AsyncSession, wanted: ContactFilter, country: str, *, after: UUID | None, limit: int
) -> Sequence[Contact]:
    """Whole contacts of a page of the list; as `find`, without the count."""
    if not wanted.looks_through:
        holds = await where(session, wanted, country)
    else:
        found = await find(session, wanted, country, after=after, limit=limit)
        holds = Contact.id.in_([row.id for row in found.rows])
    return await contacts.page(session, holds, after=after, limit=limit)


async def _look_through(
    session: AsyncSession, holds: Truth, *, after: UUID | None, limit: int
) -> Found:
    """Go through the contacts once: in the order of the list only when many are found early."""
    ids = await contacts.ids_capped(session, holds)
    if ids is None:
        rows = await contacts.rows(session, holds, after=after, limit=limit)
        return Found(rows, contacts.COUNT_CAP + 1)
    shown = sorted((key for key in ids if after is None or key < after), reverse=True)[:limit]
    rows = await contacts.rows(session, Contact.id.in_(shown), after=None, limit=limit)
    return Found(rows, len(ids))


async def tag_all(
    session: AsyncSession,
    company_id: UUID,
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
    if await contact_news.tags_matter(session, company_id):
        told = await contacts.change_tags_and_tell(session, chosen, add=add, remove=remove)
        await contact_news.retagged(session, company_id, told)
        changed = len(told)
    else:
        changed = await contacts.change_tags(session, chosen, add=add, remove=remove)
    await cadence_goals.heed_everybody(session, company_id)
    return changed


async def delete_all(
    session: AsyncSession, company_id: UUID, wanted: ContactFilter, country: str
) -> int:
    """Delete all of them; how many. Opt-outs stay."""
    gone = await contacts.delete_all(session, await where(session, wanted, country))
    await contact_news.deleted(session, company_id, gone)
    erased = enrolment_stops.CONTACT_ERASED
    await enrolment_stops.stop(session, company_id, [key for key, _ in gone], erased)
    return len(gone)


def _matches(q: str, country: str) -> Truth:
    """A whole number is found by its key, at once; the rest by looking through the contacts."""
    number = phones.parse(q, country)
    if isinstance(number, PhoneNumber):
        return Contact.phone_key == number.key
    digits = "".join(character for character in q if character.isdigit())
    letters = any(character.isalpha() for character in q)
    by_phone = (
        func.strpos(Contact.phone, digits) > 0
        if len(digits) >= _FEWEST_DIGITS and not letters
        else false()
    )
    return or_(
        by_phone,
        func.strpos(folded(Contact.name.expression), fold(q)) > 0,
        func.strpos(func.lower(Contact.email.collate("C")), q.lower()) > 0,
    )
