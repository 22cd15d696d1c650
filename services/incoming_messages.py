"""Customers wrote: people are found or made, messages kept, conversations moved on; many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import conversation_changes, inbound, senders, threads
from db.queries.conversation_changes import Event
from db.queries.conversations import Eyes
from db.queries.enrolment_stops import Cause
from db.queries.media import InboundFile
from db.queries.responses import Answer
from db.queries.senders import Learned
from db.queries.threads import NewMessage, Pair, Standing
from schemas.enums import DeliveryStatus, Direction, IdentityKind
from schemas.events import MessageEvent
from schemas.timeline import Place
from services import (
    assignment,
    consent_hearing,
    conversation_news,
    ids,
    inbound_contacts,
    media,
    message_news,
    notifications,
    phones,
    responses,
    stop_causes,
)
from services.automatic_replies import is_automatic
from services.consent_hearing import Message
from services.consent_words import Wish, built_in
from services.inbound_contacts import Seen, Writer
from services.live import Hint
from services.threads import Said, hear, reopens

NUMBER_UNKNOWN = "number_unknown"
SENDER_UNKNOWN = "sender_unknown"
# What changes another message instead of standing in the timeline.
CHANGES = frozenset({"reaction", "edit", "revoke"})
_FILES = frozenset({"image", "video", "audio", "document", "sticker"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message and the connection it came by."""

    connection_id: UUID
    event: MessageEvent


@dataclass(slots=True)
class Arrived:
    hints: set[Hint] = field(default_factory=set)
    # Files to be fetched after the commit.
    media_ids: list[UUID] = field(default_factory=list)
    # Conversations in which we answered by ourselves.
    answered: set[UUID] = field(default_factory=set)
    # Whether somebody is to be told by a push.
    notify: bool = False
    # External ids of events that could not be applied (yet), with the reason.
    open: dict[str, str] = field(default_factory=dict)
    # What people's answers end: for services.enrolment_stops, last of all.
    causes: list[Cause] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A message whose number and contact are known."""

    incoming: Incoming
    id: UUID
    pair: Pair
    # Our numbers whose campaigns it may answer: its own, and the messaging service's before it.
    campaigns_of: tuple[UUID, ...]

    @property
    def event(self) -> MessageEvent:
        return self.incoming.event


async def apply(session: AsyncSession, company_id: UUID, incoming: Sequence[Incoming]) -> Arrived:
    """Store messages with their contacts and conversations. Safe to repeat, in any order."""
    arrived = Arrived()
    arrivals = await _place(session, company_id, incoming, arrived)
    if not arrivals:
        return arrived
    rows = await _conversations(session, company_id, arrivals)
    new = await threads.add(session, company_id, await _messages(session, arrivals, rows))
    fresh = [arrival for arrival in arrivals if arrival.id in new]
    await _move_on(session, company_id, fresh, rows)
    await message_news.received(session, company_id, list(_received(fresh, rows)))
    arrived.media_ids = await media.register_inbound(session, list(_files(company_id, fresh)))
    arrived.hints |= await responses.note_replies(session, list(_answers(fresh)))
    await _tell(session, company_id, fresh, rows, arrived)
    # Last: where somebody leaves it holds the company's turn to write that down.
    heard = await consent_hearing.hear(session, company_id, list(_spoken(fresh, rows)))
    arrived.hints |= heard.hints
    arrived.answered = heard.answered
    arrived.causes = list(_causes(fresh))
    return arrived


async def _place(
    session: AsyncSession, company_id: UUID, incoming: Sequence[Incoming], arrived: Arrived
) -> list[_Arrival]:
    """Each message's number and contact; those without one are left open, with the reason."""
    names = {name for one in incoming for name in one.event.ours}
    found = await threads.numbers(session, names)
    numbers = {
        one.event.ours: [found[name] for name in one.event.ours if name in found]
        for one in incoming
    }
    known = []
    for one in incoming:
        if not numbers[one.event.ours]:
            arrived.open[one.event.external_id] = NUMBER_UNKNOWN
        elif one.event.sender is None and one.event.sender_user_id is None:
            arrived.open[one.event.external_id] = SENDER_UNKNOWN
        else:
            known.append(one)
    owners = await inbound_contacts.match(session, company_id, [_seen(one.event) for one in known])
    await _learn_new_numbers(session, company_id, known, owners)
    return [
        _Arrival(
            one,
            ids.message_id(company_id, one.event.provider_id, one.event.occurred_at),
            (owners[_writer(one.event)], numbers[one.event.ours][0].id),
            tuple(number.id for number in numbers[one.event.ours] if number.has_campaigns),
        )
        for one in known
    ]


async def _learn_new_numbers(
    session: AsyncSession,
    company_id: UUID,
    incoming: Sequence[Incoming],
    owners: Mapping[Writer, UUID],
) -> None:
    """WhatsApp tells when somebody moved to another number: still the same person."""
    told = [
        (owners[_writer(one.event)], _text(one.event.part, "wa_id"))
        for one in incoming
        if one.event.message_kind == "system"
    ]
    learned = [
        Learned(contact_id, IdentityKind.WHATSAPP, phones.match_key(number), number)
        for contact_id, number in told
        if number.isdecimal()
    ]
    await senders.learn(session, company_id, learned)


def _writer(event: MessageEvent) -> Writer:
    return Writer(event.sender, event.sender_user_id)


def _seen(event: MessageEvent) -> Seen:
    # What we wrote ourselves, elsewhere, is no sign of life of the contact's.
    return _writer(event), event.sender_name, None if event.echo else event.occurred_at


async def _conversations(
    session: AsyncSession, company_id: UUID, arrivals: Sequence[_Arrival]
) -> dict[Pair, Standing]:
    """The conversation of each pair, made where there is none, and locked."""
    pairs = {arrival.pair for arrival in arrivals}
    contacts = {contact for contact, _ in pairs}
    rows = _by_pair(await threads.locked(session, contacts))
    missing = {
        arrival.pair: arrival.event.occurred_at
        for arrival in sorted(arrivals, key=lambda one: one.event.occurred_at)
        if arrival.pair not in rows
    }
    if missing:
        made = await threads.open_all(session, company_id, missing)
        await conversation_news.created(session, company_id, made)
        rows = _by_pair(await threads.locked(session, contacts))
    return rows


def _by_pair(rows: Iterable[Standing]) -> dict[Pair, Standing]:
    return {(row.contact_id, row.number_id): row for row in rows}


async def _messages(
    session: AsyncSession,
    arrivals: Sequence[_Arrival],
    rows: Mapping[Pair, Standing],
) -> list[NewMessage]:
    answered = {arrival.event.context_id for arrival in arrivals if arrival.event.context_id}
    recipients = await inbound.recipients_by_provider_id(session, sorted(answered))
    return [_message(arrival, rows[arrival.pair], recipients) for arrival in arrivals]


def _message(arrival: _Arrival, row: Standing, recipients: Mapping[str, UUID]) -> NewMessage:
    event = arrival.event
    changes = event.message_kind in CHANGES and event.context_id is not None
    return NewMessage(
        id=arrival.id,
        conversation_id=row.id,
        contact_id=row.contact_id,
        phone_number_id=row.number_id,
        direction=Direction.OUT if event.echo else Direction.IN,
        kind=event.message_kind,
        body=event.body,
        payload=event.part,
        provider_id=event.provider_id,
        modifies=event.context_id if changes else None,
        reply_to=None if changes else event.context_id,
        reply_to_recipient_id=recipients.get(event.context_id or ""),
        occurred_at=event.occurred_at,
        status=DeliveryStatus.SENT if event.echo else None,
        source="phone" if event.echo else "",
    )


async def _move_on(
    session: AsyncSession,
    company_id: UUID,
    fresh: Sequence[_Arrival],
    rows: Mapping[Pair, Standing],
) -> None:
    """Bring the conversations up to date, and tell of those that were closed or snoozed."""
    said: dict[Pair, list[Said]] = defaultdict(list)
    for arrival in fresh:
        said[arrival.pair].append(_said(arrival))
    before = {pair: rows[pair] for pair in said}
    after = {pair: hear(thread, said[pair]) for pair, thread in before.items()}
    moved = [after[pair] for pair in after if after[pair] != before[pair]]
    if moved:
        await threads.save(session, company_id, moved)
    woken = {one.id: one.status for pair, one in before.items() if reopens(one, after[pair])}
    if woken:
        opened = await conversation_changes.lock_many(session, Eyes(None), woken)
        told = [(row, Event("reopened", {"was": woken[row.id]})) for row in opened]
        await conversation_news.tell(session, told, author_id=None, source="customer")


def _said(arrival: _Arrival) -> Said:
    event = arrival.event
    changes = event.message_kind in CHANGES and event.context_id is not None
    place = Place(event.occurred_at, arrival.id)
    return Said(
        place, event.message_kind, is_change=changes, is_ours=event.echo, sender=event.sender
    )


def _answers(fresh: Iterable[_Arrival]) -> Iterable[Answer]:
    """What people wrote to numbers that send campaigns.

    A phone's own answers are nobody's, and whoever leaves is counted as that.
    """
    for arrival in fresh:
        body = arrival.event.body
        if not _said(arrival).speaks or is_automatic(body) or built_in(body) is Wish.STOP:
            continue
        event, contact_id = arrival.event, arrival.pair[0]
        for number_id in arrival.campaigns_of:
            yield Answer(contact_id, number_id, event.context_id, event.occurred_at)


def _causes(fresh: Iterable[_Arrival]) -> Iterable[Cause]:
    """What ends cadences: reactions, edits and what phones answer by themselves do not."""
    for arrival in fresh:
        said = _said(arrival)
        if said.speaks or (said.is_ours and not said.is_change):
            found = stop_causes.reply(arrival.event, arrival.pair[0])
            if found is not None:
                yield found


def _spoken(fresh: Iterable[_Arrival], rows: Mapping[Pair, Standing]) -> Iterable[Message]:
    for arrival in fresh:
        if _said(arrival).speaks and not arrival.event.echo:
            row = rows[arrival.pair]
            yield Message(arrival.id, row.id, row.contact_id, arrival.event)


def _received(
    fresh: Iterable[_Arrival], rows: Mapping[Pair, Standing]
) -> Iterable[message_news.Received]:
    for arrival in fresh:
        if _said(arrival).speaks:
            row = rows[arrival.pair]
            yield message_news.Received(
                arrival.id, row.contact_id, row.id, arrival.event.occurred_at
            )


def _files(company_id: UUID, fresh: Iterable[_Arrival]) -> Iterable[InboundFile]:
    for arrival in fresh:
        event, part = arrival.event, arrival.event.part
        provider_media_id = part.get("id")
        if event.message_kind not in _FILES or not isinstance(provider_media_id, str):
            continue
        yield InboundFile(
            company_id=company_id,
            message_id=arrival.id,
            connection_id=arrival.incoming.connection_id,
            kind="voice" if part.get("voice") is True else event.message_kind,
            provider_media_id=provider_media_id,
            mime_type=_text(part, "mime_type") or "application/octet-stream",
            filename=_text(part, "filename"),
            sha256=_text(part, "sha256") or None,
        )


def _text(part: Mapping[str, object], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


async def _tell(
    session: AsyncSession,
    company_id: UUID,
    fresh: Sequence[_Arrival],
    rows: Mapping[Pair, Standing],
    arrived: Arrived,
) -> None:
    """Find somebody for what is nobody's, and note who is to be told."""
    spoken = {rows[arrival.pair].id for arrival in fresh if _said(arrival).speaks}
    nobodys = {row.id for row in rows.values() if row.id in spoken and row.assignee_id is None}
    if nobodys:
        placed = await assignment.place_new(session, company_id, sorted(nobodys))
        arrived.notify = bool(placed)
    arrived.notify |= await notifications.for_inbound(session, company_id, spoken)
    for arrival in fresh:
        row = rows[arrival.pair]
        arrived.hints.add(Hint("conversation", row.id, inbox=row.number_id))
        arrived.hints.add(Hint("contact", row.contact_id))
