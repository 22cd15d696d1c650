"""Finding messages and conversations by what was said and by who said it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold
from db.queries import conversations, people, search_words
from db.queries import message_search as queries
from db.queries.conversations import ConversationRow, Eyes, Filters
from db.queries.message_search import Bounds, HitRow
from db.session import Database
from schemas import searches
from schemas.enums import Direction
from schemas.errors import AppError
from services import contact_lists
from services.contact_lists import ContactFilter

_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
# About three lines of a list on a phone.
SNIPPET = 160
# What stands before the first word that is marked.
_LEAD = 40
_NAME_SECONDS = 5
_LAST_MOMENT = (1 << 48) - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and among which messages."""

    text: str
    conversation_id: UUID | None = None
    contact_id: UUID | None = None
    number_id: UUID | None = None
    direction: Direction | None = None
    # From this moment, and before that one.
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message; `marked` where it is what was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found, with the words around what was looked for."""

    row: HitRow
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """`next` goes on where this page ends, which may be before anything was found."""

    hits: list[Hit]
    next: UUID | None = None


class SearchTooSlow(AppError):
    status = 503
    code = "search_too_slow"

    def __init__(self) -> None:
        super().__init__("This search takes too long just now. Try more or other words.")


async def find(
    database: Database,
    company_id: UUID,
    eyes: Eyes,
    wanted: Wanted,
    *,
    before: UUID | None = None,
    limit: int = 30,
) -> Results:
    """Messages and notes, newest first, in inboxes these eyes may see.

    Raises NotFound for a conversation that is not theirs, and SearchTooSlow.
    """
    async with database.company(company_id) as session:
        bounds = await _bounds(session, company_id, eyes, wanted, before)
        words = await search_words.words(session, searches.parse(wanted.text))
    try:
        async with database.system() as session:
            hits = await queries.find(session, words, bounds, limit=limit + 1)
    except OperationalError as error:
        raise SearchTooSlow from error
    async with database.company(company_id) as session:
        rows = await queries.read(session, eyes, hits.ids[:limit])
        marked = await search_words.matching(session, words, _vocabulary(rows))
    following = hits.ids[limit - 1] if len(hits.ids) > limit else hits.reached
    return Results([Hit(row, snippet(row.body, marked)) for row in rows], following)


async def find_conversations(
    session: AsyncSession, company_id: UUID, eyes: Eyes, text_: str, *, limit: int = 5
) -> list[ConversationRow]:
    """By the contact's name, number or e-mail, newest first. Raises SearchTooSlow."""
    if not text_.strip():
        return []
    company = await people.get_company(session, company_id)
    assert company is not None
    holds = await contact_lists.where(session, ContactFilter(text_), company.country)
    await session.execute(text(f"SET LOCAL statement_timeout = '{_NAME_SECONDS}s'"))
    try:
        ids = await queries.named(session, eyes, holds, limit)
    except OperationalError as error:
        raise SearchTooSlow from error
    return await conversations.page(session, eyes, Filters(status=None, ids=ids), limit=limit)


def snippet(body: str, marked: set[str], *, length: int = SNIPPET) -> tuple[Part, ...]:
    """The words around the first that are marked; `marked` holds folded words."""
    body = _SPACE.sub(" ", body).strip()
    found = [word.span() for word in _WORD.finditer(body) if fold(word[0]) in marked]
    start, end = _frame(body, found, length)
    parts = [Part("…")] if start else []
    place = start
    for first, last in found:
        if start <= first and last <= end:
            parts += [Part(body[place:first]), Part(body[first:last], marked=True)]
            place = last
    parts.append(Part(body[place:end] + ("…" if end < len(body) else "")))
    return tuple(part for part in parts if part.text)


def _frame(body: str, found: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where to cut: between words, with the first mark near the beginning."""
    if len(body) <= length:
        return 0, len(body)
    start = max(0, found[0][0] - _LEAD) if found else 0
    start = min(start, len(body) - length)
    if start:
        start = body.rfind(" ", 0, start + 1) + 1
    end = min(len(body), start + length)
    if end < len(body):
        cut = body.rfind(" ", start + 1, end)
        end = cut if cut > start else end
    return start, end


def _vocabulary(rows: Sequence[HitRow]) -> list[str]:
    return sorted({fold(word) for row in rows for word in _WORD.findall(row.body)})


async def _bounds(
    session: AsyncSession, company_id: UUID, eyes: Eyes, wanted: Wanted, before: UUID | None
) -> Bounds:
    numbers = eyes.number_ids
    if wanted.number_id is not None:
        mine = numbers is None or wanted.number_id in numbers
        numbers = frozenset({wanted.number_id} if mine else ())
    within: tuple[UUID, ...] | None = None
    if wanted.contact_id is not None:
        within = await queries.of_contact(session, wanted.contact_id)
    if wanted.conversation_id is not None:
        found = await conversations.get(session, eyes, wanted.conversation_id)
        within = (found.id,) if within is None or found.id in within else ()
    ends = [end for end in (before, first_id_at(wanted.until)) if end is not None]
    return Bounds(
        company_id,
        numbers,
        within,
        wanted.direction,
        after=first_id_at(wanted.since),
        before=min(ends, default=None),
    )


def first_id_at(moment: datetime | None) -> UUID | None:
    """Ids begin with their time: what was said later has a greater one."""
    if moment is None:
        return None
    milliseconds = min(max(0, int(moment.timestamp() * 1000)), _LAST_MOMENT)
    return UUID(int=milliseconds << 80)


def moment_of(key: UUID) -> datetime:
    """When a time-ordered id was made."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
