"""What the command palette finds by name: a few of each kind, and never for long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Row, false, func, or_, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold, folded
from db.models.campaigns import Campaign
from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.models.templates import Template
from db.queries.conversations import Eyes, visible
from schemas.enums import CampaignStatus, TemplateStatus

_EACH = 5
# Among a million contacts a name nobody has means reading them all; who types on need not wait.
_MILLISECONDS = 400
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    phone: str | None
    # Their conversation that moved last, among those these eyes may see.
    conversation_id: UUID | None


@dataclass(frozen=True, slots=True)
class Thing:
    """A campaign or template, with the word for its state."""

    id: UUID
    name: str
    status: CampaignStatus | TemplateStatus


async def people(session: AsyncSession, eyes: Eyes, q: str) -> list[Person]:
    """Whoever's name, number or e-mail has this in it, newest first; nobody when it takes long."""
    newest = (
        select(Conversation.id)
        .where(Conversation.contact_id == Contact.id, visible(eyes))
        .order_by(Conversation.last_message_at.desc())
        .limit(1)
        .correlate(Contact)
        .scalar_subquery()
    )
    query = (
        select(Contact.id, Contact.name, Contact.phone, newest)
        .where(_has(q))
        .order_by(Contact.id.desc())
        .limit(_EACH)
    )
    return [Person(*row) for row in await _soon(session, query)]


async def campaigns(session: AsyncSession, q: str) -> list[Thing]:
    query = (
        select(Campaign.id, Campaign.name, Campaign.status)
        .where(
            Campaign.cadence_id.is_(None),
            func.strpos(folded(Campaign.name.expression), fold(q)) > 0,
        )
        .order_by(Campaign.created_at.desc())
        .limit(_EACH)
    )
    return [Thing(*row) for row in await _soon(session, query)]


async def templates(session: AsyncSession, q: str) -> list[Thing]:
    query = (
        select(Template.id, Template.name, Template.status)
        .where(func.strpos(folded(Template.name.expression), fold(q)) > 0)
        .order_by(Template.name, Template.id)
        .limit(_EACH)
    )
    return [Thing(*row) for row in await _soon(session, query)]


def _has(q: str) -> ColumnElement[bool]:
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


async def _soon(session: AsyncSession, query: Executable) -> Sequence[Row[*tuple[Any, ...]]]:
    try:
        async with session.begin_nested():
            await session.execute(text(f"SET LOCAL statement_timeout = {_MILLISECONDS}"))
            return (await session.execute(query)).all()
    except OperationalError:
        return []
