"""Canned replies: texts people use again and again, with places for what differs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.models.conversations import CannedReply
from db.queries import canned_replies, fields
from schemas.errors import Conflict, FieldError, InvalidInput
from services import template_values

LONGEST_SHORTCUT = 40
# What WhatsApp takes as one text.
LONGEST_BODY = 4096
MOST = 1000
PLACES = ("name", "first_name", "agent", "company")
_FIELD = "field."
_PLACE = re.compile(r"{{\s*([^{}]*?)\s*}}")
_SHORTCUT = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Filled:
    """A reply with its places filled."""

    text: str
    # Places nobody knows; they stand in the text as they were written.
    unknown: tuple[str, ...] = ()
    # Places this contact has nothing for; the text has nothing there.
    empty: tuple[str, ...] = ()


async def create(
    session: AsyncSession,
    company_id: UUID,
    shortcut: str,
    body: str,
    *,
    created_by: UUID | None = None,
) -> CannedReply:
    """Raises InvalidInput, and Conflict when the shortcut is taken."""
    if await canned_replies.count(session) >= MOST:
        raise InvalidInput("A company can have at most 1,000 canned replies.")
    await _check(session, shortcut, body)
    reply = CannedReply(
        company_id=company_id, shortcut=_bare(shortcut), body=_text(body), created_by=created_by
    )
    await _save(session, reply)
    return reply


async def update(
    session: AsyncSession, canned_reply_id: UUID, shortcut: str, body: str
) -> CannedReply:
    """Raises NotFound, InvalidInput and Conflict."""
    reply = await canned_replies.get(session, canned_reply_id)
    await _check(session, shortcut, body)
    reply.shortcut, reply.body = _bare(shortcut), _text(body)
    await _save(session, reply)
    await session.refresh(reply)
    return reply


async def delete(session: AsyncSession, canned_reply_id: UUID) -> None:
    """Messages made of it stay."""
    await session.delete(await canned_replies.get(session, canned_reply_id))


async def matching(session: AsyncSession, text: str, limit: int = 8) -> Sequence[CannedReply]:
    """For the composer's picker: what is typed after the slash, best first; empty: the first."""
    return await canned_replies.matching(session, _bare(text), limit)


def fill(body: str, contact: Contact | None, agent: str, company: str) -> Filled:
    """The text for one contact. Only places that are known are touched, each once."""
    unknown: dict[str, None] = {}
    empty: dict[str, None] = {}

    def value(found: re.Match[str]) -> str:
        place = found[1]
        if not _is_place(place):
            unknown[place] = None
            return found[0]
        text = _value(place, contact, agent, company)
        if not text:
            empty[place] = None
        return text

    text = _PLACE.sub(value, body)
    return Filled(text, tuple(unknown), tuple(empty))


def places(body: str) -> Iterator[str]:
    """The names between double braces, as written."""
    return (found[1] for found in _PLACE.finditer(body))


def _value(place: str, contact: Contact | None, agent: str, company: str) -> str:
    if place == "agent":
        return agent
    if place == "company":
        return company
    if contact is None:
        return ""
    source = f"field:{place.removeprefix(_FIELD)}" if place.startswith(_FIELD) else place
    return template_values.value(contact, {"source": source})


def _is_place(place: str) -> bool:
    return place in PLACES or (place.startswith(_FIELD) and place != _FIELD)


async def _check(session: AsyncSession, shortcut: str, body: str) -> None:
    keys = {field.key for field in await fields.definitions(session)}
    known = {*PLACES, *(f"{_FIELD}{key}" for key in keys)}
    unknown = next((place for place in places(body) if place not in known), None)
    errors = [*_check_shortcut(_bare(shortcut)), *_check_body(_text(body))]
    if unknown is not None:
        errors.append(
            FieldError(
                "body", "unknown_place", "There is no place called %(place)s. Choose a listed one."
            )
        )
    if errors:
        raise InvalidInput("This reply is not right yet; see each field.", errors, place=unknown)


def _check_shortcut(shortcut: str) -> Iterator[FieldError]:
    if not shortcut:
        yield FieldError("shortcut", "missing", "Give the reply a short name.")
    elif len(shortcut) > LONGEST_SHORTCUT:
        yield FieldError("shortcut", "too_long", "Use at most 40 letters.")
    elif not _SHORTCUT.fullmatch(shortcut):
        yield FieldError(
            "shortcut", "not_a_shortcut", "Use letters, digits, hyphens and dots, without spaces."
        )


def _check_body(body: str) -> Iterator[FieldError]:
    if not body:
        yield FieldError("body", "missing", "Write what the reply says.")
    elif len(body) > LONGEST_BODY:
        yield FieldError("body", "too_long", "WhatsApp takes at most 4,096 letters.")


async def _save(session: AsyncSession, reply: CannedReply) -> None:
    # Read before: after a failed statement the row cannot be asked.
    shortcut = reply.shortcut
    try:
        async with session.begin_nested():
            session.add(reply)
    except IntegrityError as error:
        raise Conflict(
            "There is already a reply called /%(shortcut)s.", shortcut=shortcut
        ) from error


def _bare(shortcut: str) -> str:
    """As people type it, with or without the slash."""
    return shortcut.strip().removeprefix("/")


def _text(body: str) -> str:
    """Forms send carriage returns."""
    return body.replace("\r\n", "\n").strip()
