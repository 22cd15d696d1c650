"""One conversation's timeline: messages, campaign sends, notes and events, by place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.conversations import Conversation, Message
from db.models.links import ShortLink
from db.models.people import User
from db.queries import merges
from schemas.enums import DeliveryStatus, Direction
from schemas.errors import NotFound
from schemas.links import readable
from schemas.templates import FrozenTemplate, render
from schemas.timeline import Entry, Mark, Moments, Place, Quote

_NOT_SENT = (DeliveryStatus.PENDING, DeliveryStatus.SKIPPED)
REACTION, EDIT, REVOKE = "reaction", "edit", "revoke"

# When a campaign's send took place, as far as we know.
_LEFT_AT = func.coalesce(
    CampaignRecipient.accepted_at, CampaignRecipient.failed_at, CampaignRecipient.claimed_at
)
# A reply that is to leave later has no place yet (see `scheduled`), and one that was taken back
# before that never gets one.
_PLACED = and_(
    Message.modifies.is_(None),
    or_(Message.scheduled.is_(False), Message.status != DeliveryStatus.PENDING),
    or_(Message.scheduled.is_(False), Message.reason.is_distinct_from("withdrawn")),
)


@dataclass(frozen=True, slots=True)
class _Change:
    """A message that is about another one."""

    kind: str
    direction: Direction
    body: str
    at: datetime
    id: UUID
    author_id: UUID | None
    status: DeliveryStatus | None


@dataclass(frozen=True, slots=True)
class _Span:
    before: Place | None
    after: Place | None
    limit: int


async def page(
    session: AsyncSession,
    conversation: Conversation,
    *,
    before: Place | None = None,
    after: Place | None = None,
    limit: int,
) -> list[Entry]:
    """In the order of their places: the last ones, those just before, or those just after one."""
    span = _Span(before, after, limit)
    written = _window(_messages(conversation), (Message.occurred_at, Message.id), span)
    known = await merges.known_as(session, conversation.contact_id)
    sent = _window(_sends(conversation, known), (_LEFT_AT, CampaignRecipient.id), span)
    said, sends = await session.execute(written), await session.execute(sent)
    entries = [_message(row) for row in said] + [_send(row) for row in sends]
    entries.sort(key=lambda entry: entry.place)
    kept = entries[:limit] if after is not None else entries[-limit:]
    return await _dressed(session, conversation, kept)


async def some(
    session: AsyncSession, conversation: Conversation, ids: Sequence[UUID]
) -> list[Entry]:
    """These messages, wherever they stand; what is not of this conversation is left out."""
    rows = await session.execute(_messages(conversation, placed=False).where(Message.id.in_(ids)))
    entries = sorted((_message(row) for row in rows), key=lambda entry: entry.place)
    return await _dressed(session, conversation, entries)


async def scheduled(session: AsyncSession, conversation: Conversation) -> list[Entry]:
    """What is to leave later, the next one first."""
    rows = await session.execute(
        _messages(conversation, placed=False)
        .where(Message.scheduled, Message.status == DeliveryStatus.PENDING)
        .order_by(Message.occurred_at, Message.id)
    )
    return [_message(row) for row in rows]


async def place_of(session: AsyncSession, conversation: Conversation, entry_id: UUID) -> Place:
    """Where a message stands; for a change, where the message it is about does. Raises NotFound."""
    found = await session.get(Message, (conversation.company_id, entry_id))
    if found is not None and found.modifies is not None:
        found = await session.scalar(select(Message).where(Message.provider_id == found.modifies))
    if found is None or found.conversation_id != conversation.id:
        raise NotFound("Message", entry_id)
    return Place(found.occurred_at, found.id)


def _messages(conversation: Conversation, *, placed: bool = True) -> Select[*tuple[Any, ...]]:
    query = (
        select(Message, User.name.label("author"))
        .outerjoin(User, User.id == Message.author_id)
        .where(
            Message.company_id == conversation.company_id,
            Message.conversation_id == conversation.id,
        )
    )
    return query.where(_PLACED) if placed else query


def _sends(conversation: Conversation, known: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """What campaigns sent this contact from this number, by the ledger's key on the contact.

    `known` are the contact's own id and those of whoever was merged into it.
    """
    return (
        select(
            CampaignRecipient,
            Campaign.name.label("campaign"),
            Campaign.frozen_template,
            Campaign.frozen_variants,
            _links_of_campaign().label("links"),
            _LEFT_AT.label("at"),
        )
        .join(Campaign, Campaign.id == CampaignRecipient.campaign_id)
        .where(
            CampaignRecipient.contact_id.in_(known),
            CampaignRecipient.status.not_in(_NOT_SENT),
            Campaign.phone_number_id == conversation.phone_number_id,
            _LEFT_AT.is_not(None),
        )
    )


def _links_of_campaign() -> ScalarSelect[Any]:
    """Where its short links lead, by serial."""
    return (
        select(func.jsonb_object_agg(ShortLink.serial, ShortLink.url))
        .where(ShortLink.company_id == Campaign.company_id, ShortLink.campaign_id == Campaign.id)
        .scalar_subquery()
    )


def _window(
    query: Select[*tuple[Any, ...]],
    where: tuple[SQLColumnExpression[Any], SQLColumnExpression[UUID]],
    span: _Span,
) -> Select[*tuple[Any, ...]]:
    """The rows nearest to a place, or to the end; `where` is what makes a row's place."""
    at, key = where
    if span.before is not None:
        bound = tuple_(literal(span.before.at), literal(span.before.id))
        query = query.where(tuple_(at, key) < bound)
    if span.after is not None:
        bound = tuple_(literal(span.after.at), literal(span.after.id))
        query = query.where(tuple_(at, key) > bound)
        return query.order_by(at.asc(), key.asc()).limit(span.limit)
    return query.order_by(at.desc(), key.desc()).limit(span.limit)


def _message(row: Row[*tuple[Any, ...]]) -> Entry:
    message: Message = row[0]
    return Entry(
        id=message.id,
        at=message.occurred_at,
        direction=message.direction,
        kind=message.kind,
        body=message.body,
        payload=message.payload,
        provider_id=message.provider_id,
        source=message.source,
        author_id=message.author_id,
        author_name=row.author,
        status=message.status,
        reason=message.reason,
        reason_detail=message.reason_detail,
        moments=_moments(message),
        client_key=message.client_key,
        quote=Quote(message.reply_to) if message.reply_to else None,
    )


def _send(row: Row[*tuple[Any, ...]]) -> Entry:
    recipient: CampaignRecipient = row[0]
    template = _said(row)
    parameters = readable(recipient.parameters, row.links or {})
    return Entry(
        id=recipient.id,
        at=row.at,
        direction=Direction.OUT,
        kind="campaign",
        body=_words(template, parameters),
        payload={"template": template, "parameters": parameters},
        provider_id=recipient.provider_id,
        source="campaign",
        status=recipient.status,
        reason=recipient.reason,
        reason_detail=recipient.reason_detail,
        moments=_moments(recipient),
        campaign_id=recipient.campaign_id,
        campaign_name=row.campaign,
    )


def _said(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """What this person got: the campaign's own contents, or one of its other versions."""
    place = row[0].variant - 2
    others = row.frozen_variants
    return dict((others[place] if 0 <= place < len(others) else row.frozen_template) or {})


def _words(template: Mapping[str, object], parameters: Sequence[str]) -> str:
    if not template:
        return ""
    frozen = FrozenTemplate.from_json(template)
    return render(frozen.components, frozen.parameter_format, parameters).body


def _moments(row: Message | CampaignRecipient) -> Moments:
    return Moments(row.accepted_at, row.sent_at, row.delivered_at, row.read_at, row.failed_at)


async def _dressed(
    session: AsyncSession, conversation: Conversation, entries: Sequence[Entry]
) -> list[Entry]:
    """The entries with what later messages made of them, and with what they answer."""
    named = [entry.provider_id for entry in entries if entry.provider_id]
    answered = [entry.quote.provider_id for entry in entries if entry.quote]
    changes = await _changes(session, conversation, [*named, *answered])
    quotes = await _quotes(session, conversation, answered, changes) if answered else {}
    return [_dress(entry, changes.get(entry.provider_id or "", ()), quotes) for entry in entries]


async def _changes(
    session: AsyncSession, conversation: Conversation, provider_ids: Sequence[str]
) -> dict[str, list[_Change]]:
    """By the id they are about, in the order they were made."""
    if not provider_ids:
        return {}
    rows = await session.execute(
        select(
            Message.modifies,
            Message.kind,
            Message.direction,
            Message.body,
            Message.occurred_at,
            Message.id,
            Message.author_id,
            Message.status,
        )
        .where(
            Message.company_id == conversation.company_id,
            Message.modifies.in_(set(provider_ids)),
            Message.conversation_id == conversation.id,
        )
        .order_by(Message.occurred_at, Message.id)
    )
    found: dict[str, list[_Change]] = defaultdict(list)
    for row in rows:
        found[str(row.modifies)].append(_change(row))
    return found


def _change(row: Row[*tuple[Any, ...]]) -> _Change:
    return _Change(
        row.kind, row.direction, row.body, row.occurred_at, row.id, row.author_id, row.status
    )


async def _quotes(
    session: AsyncSession,
    conversation: Conversation,
    provider_ids: Sequence[str],
    changes: Mapping[str, Sequence[_Change]],
) -> dict[str, Quote]:
    """What the entries answer: messages of this conversation, or what campaigns sent."""
    rows = await session.execute(
        _messages(conversation, placed=False).where(Message.provider_id.in_(set(provider_ids)))
    )
    found = [_message(row) for row in rows]
    missing = set(provider_ids) - {entry.provider_id for entry in found}
    if missing:
        known = await merges.known_as(session, conversation.contact_id)
        sends = _sends(conversation, known).where(CampaignRecipient.provider_id.in_(missing))
        found += [_send(row) for row in await session.execute(sends)]
    now = [_dress(entry, changes.get(entry.provider_id or "", ()), {}) for entry in found]
    return {
        entry.provider_id: Quote(
            entry.provider_id, entry.id, entry.at, entry.direction, entry.kind, entry.body
        )
        for entry in now
        if entry.provider_id
    }


def _dress(entry: Entry, changes: Sequence[_Change], quotes: Mapping[str, Quote]) -> Entry:
    quote = quotes.get(entry.quote.provider_id, entry.quote) if entry.quote else None
    # Only who wrote a message can change or take it back.
    own = [change for change in changes if change.direction is entry.direction]
    edits = [change for change in own if change.kind == EDIT]
    deleted = next((change for change in own if change.kind == REVOKE), None)
    dressed = replace(entry, quote=quote, reactions=_reactions(changes))
    if deleted is not None:
        return replace(
            dressed, kind="deleted", body="", payload={}, quote=None, deleted_at=deleted.at
        )
    if edits:
        return replace(dressed, body=edits[-1].body, edited_at=edits[-1].at)
    return dressed


def _reactions(changes: Iterable[_Change]) -> tuple[Mark, ...]:
    """The last one of each side; an empty one takes the last away."""
    last: dict[Direction, _Change] = {}
    for change in changes:
        if change.kind == REACTION and change.status is not DeliveryStatus.FAILED:
            last[change.direction] = change
    return tuple(
        Mark(change.body, change.direction, change.author_id, change.at, change.status)
        for change in last.values()
        if change.body
    )
