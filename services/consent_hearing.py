"""STOP, SAIR, VOLTAR: what customers' messages say about further messages, in one look at many."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation
from db.queries import consent_views, consents, conversation_changes
from db.queries import contacts as contact_rows
from db.queries.conversation_changes import Event
from db.queries.conversations import Eyes
from schemas.consents import Entry
from schemas.contents import Text
from schemas.enums import Channel, ConsentSource
from schemas.errors import AppError
from schemas.events import MessageEvent
from schemas.policies import ALL
from services import consent_news, consent_words, phones, policies, replies, responses, stop_causes
from services.consent_words import Heard, Wish, Words
from services.live import Hint

# The source of what we answer, by which it is known whether we did.
_CONFIRMED = {Wish.STOP: "consent_stop", Wish.START: "consent_start"}
_EVENTS = {Wish.STOP: "asked_to_stop", Wish.START: "asked_again"}
_NOT_AGAIN = timedelta(hours=24)
_BUTTONS = ("button", "interactive")
_TWILIO = "twilio"


@dataclass(frozen=True, slots=True)
class Message:
    """A customer's message that was new to us."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    event: MessageEvent

    @property
    def channel(self) -> Channel:
        return Channel.SMS if self.event.provider == _TWILIO else Channel.WHATSAPP

    @property
    def key(self) -> str | None:
        return phones.match_key(self.event.sender) if self.event.sender else None


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked for no more messages, or for messages again."""

    message: Message
    heard: Heard
    # The provider knew the word, and has answered it.
    by_provider: bool = False

    @property
    def at(self) -> datetime:
        return self.message.event.occurred_at

    @property
    def person(self) -> tuple[UUID, Channel]:
        return self.message.contact_id, self.message.channel


@dataclass(slots=True)
class Outcome:
    """What is to be done once it is committed."""

    hints: set[Hint] = field(default_factory=set)
    # Conversations in which an answer waits to be sent.
    answered: set[UUID] = field(default_factory=set)


async def hear(session: AsyncSession, company_id: UUID, messages: Sequence[Message]) -> Outcome:
    """Heed the wishes among messages that are new; their conversations are locked.

    Where none of them is one it costs one statement: it also notes that whoever writes can be
    reached.
    """
    written = [(one.channel, one.key) for one in messages]
    # Whoever writes without telling their number has one that we know, perhaps.
    addresses = {(channel, key) for channel, key in written if key is not None}
    if not messages:
        return Outcome()
    words = Words(await consents.heard_from(session, addresses))
    asked = [found for one in messages if (found := _asked(one, words)) is not None]
    if not asked:
        return Outcome()
    asked = await _meant(session, sorted(asked, key=lambda one: one.at))
    return await _heed(session, company_id, asked) if asked else Outcome()


def _asked(message: Message, words: Words) -> Asked | None:
    part = message.event.part
    told = part.get("OptOutType")
    if isinstance(told, str) and told.lower() in set(Wish):
        found = words.heard([message.event.body])
        wish = Wish(told.lower())
        word = found.word if found else told.lower()
        return Asked(message, Heard(wish, word, own=True, english=True), by_provider=True)
    heard = words.heard(_texts(message.event))
    return Asked(message, heard) if heard is not None else None


def _texts(event: MessageEvent) -> list[str]:
    """What was written; of a button also what it stands for."""
    if event.message_kind == "text":
        return [event.body]
    if event.message_kind not in _BUTTONS:
        return []
    texts = [event.body]
    for part in (event.part, event.part.get("button_reply"), event.part.get("list_reply")):
        if isinstance(part, dict):
            texts += [
                str(part[name]) for name in ("payload", "text", "id", "title") if part.get(name)
            ]
    return texts


async def _meant(session: AsyncSession, asked: Sequence[Asked]) -> list[Asked]:
    """Without whoever says VOLTAR and never left: in a menu that means something else.

    A word the company chose for it, and one the provider knows, is a yes in any case.
    """
    starts = {one.message.contact_id for one in asked if one.heard.wish is Wish.START}
    stopped = await consent_views.stopped(session, starts) if starts else set()
    meant = []
    for one in asked:
        if one.heard.wish is Wish.STOP:
            stopped.add(one.person)
        elif one.person not in stopped and not one.heard.own:
            continue
        meant.append(one)
    return meant


async def _heed(session: AsyncSession, company_id: UUID, asked: Sequence[Asked]) -> Outcome:
    # Before the ledger, whose turn comes after every other lock.
    hints = await _put_down(session, company_id, asked)
    entries = [_entry(one) for one in asked]
    changed = await consents.record(session, company_id, entries)
    await consent_news.tell(session, company_id, changed, entries)
    await stop_causes.heed_refusals(session, company_id, entries)
    moved = {(one.channel, one.match_key) for one in changed}
    # Of several wishes of one conversation the last one is told and answered.
    last = {one.message.conversation_id: one for one in asked}
    rows = await conversation_changes.lock_many(session, Eyes(None), last)
    told = [(row, _event(last[row.id])) for row in rows if _has_moved(last[row.id], moved)]
    await conversation_changes.tell(session, told, author_id=None, source="customer")
    return Outcome(hints, await _answer(session, company_id, rows, last))


async def _put_down(session: AsyncSession, company_id: UUID, asked: Sequence[Asked]) -> set[Hint]:
    """Count opt-outs as what campaigns brought about."""
    stops = [one for one in asked if one.heard.wish is Wish.STOP]
    if not stops:
        return set()
    contacts = sorted({one.message.contact_id for one in stops})
    return await responses.note_opt_outs(
        session, company_id, contacts, max(one.at for one in stops)
    )


def _has_moved(one: Asked, moved: set[tuple[Channel, str]]) -> bool:
    return one.message.key is not None and (one.message.channel, one.message.key) in moved


def _entry(one: Asked) -> Entry:
    event = one.message.event
    source = ConsentSource.BUTTON if event.message_kind in _BUTTONS else ConsentSource.KEYWORD
    return Entry(
        channel=one.message.channel,
        scope=ALL,
        granted=one.heard.wish is Wish.START,
        source=ConsentSource.PROVIDER if one.by_provider else source,
        occurred_at=one.at,
        contact_id=one.message.contact_id,
        match_key=one.message.key,
        proof={"word": one.heard.word, "message_id": str(one.message.id)},
    )


def _event(one: Asked) -> Event:
    payload: dict[str, object] = {"channel": one.message.channel.value, "word": one.heard.word}
    return Event(_EVENTS[one.heard.wish], payload)


async def _answer(
    session: AsyncSession,
    company_id: UUID,
    rows: Sequence[Conversation],
    last: dict[UUID, Asked],
) -> set[UUID]:
    """Say once that it was heard, unless the provider did, or we did lately."""
    to_answer = {row.id for row in rows if not last[row.id].by_provider}
    sources = list(_CONFIRMED.values())
    done = await consent_views.confirmed_lately(session, to_answer, sources, _NOT_AGAIN)
    own = (await policies.get(session)).confirmations if to_answer else {}
    answered = set()
    for conversation_id in sorted(to_answer):
        one = last[conversation_id]
        source = _CONFIRMED[one.heard.wish]
        if (conversation_id, source) in done:
            continue
        contact = await contact_rows.get(session, one.message.contact_id)
        spoken = consent_words.language(contact.language, one.heard, one.message.key)
        text = consent_words.confirmation(one.heard.wish, spoken, own)
        if await _say(session, company_id, one, source, text):
            answered.add(conversation_id)
    return answered


async def _say(session: AsyncSession, company_id: UUID, one: Asked, source: str, text: str) -> bool:
    """Whether it could be written down: an old word's conversation may be closed to us by now."""
    try:
        await replies.compose(
            session,
            company_id,
            one.message.conversation_id,
            [Text(text)],
            author_id=None,
            source=source,
            client_keys=[f"consent:{one.message.id}"],
        )
    except AppError:
        return False
    return True
