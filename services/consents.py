"""Consent: who may be sent what, where, and what shows it.

The ledger (db.models.consents) is only added to. It survives the erasure of a contact: a line has
the address' match key, the words that decided and ids, but no name and nothing else that was
written; so has what stands (suppressions), and whoever comes back by an import stays left out.
Nothing but the person's own word, or one of ours with a proof, lifts a refusal: an import, a tag or
a call's outcome never does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import consent_views, consents, people, senders, topics
from schemas.consents import Entry, Standing
from schemas.enums import Channel, ConsentSource
from schemas.errors import FieldError, InvalidInput
from schemas.events import PreferenceEvent
from schemas.policies import ALL, MARKETING, topic_scope
from schemas.words import mark
from services import consent_news, phones, responses, stop_causes
from services.live import Hint
from services.phones import PhoneNumber

_BY_US = (ConsentSource.AGENT, ConsentSource.API)
# A clock that is a little ahead is no mistake.
_AHEAD = timedelta(minutes=5)
LONGEST_NOTE = 500


class ProofMissing(InvalidInput):
    """Somebody is to be written to again, and nothing shows that they said so."""

    code = "proof_missing"

    def __init__(self, place: str = "proof") -> None:
        words = mark("Say how they agreed: what they said or signed, where and when.")
        super().__init__(words, [FieldError(place, "missing", words)])


async def record(
    session: AsyncSession, company_id: UUID, entries: Sequence[Entry]
) -> list[Standing]:
    """Write words into the ledger and settle what stands; what is different now.

    What somebody refuses ends the cadences that it is about. Raises ProofMissing for a grant of
    ours without one, InvalidInput for an unknown scope or a word from the future. An import grants
    nothing. Take every other lock before: these are the last.
    """
    for entry in entries:
        _check(entry)
    await check_scopes(session, {entry.scope for entry in entries})
    changed = await consents.record(session, company_id, entries)
    await consent_news.tell(session, company_id, changed, entries)
    await stop_causes.heed_refusals(session, company_id, entries)
    return changed


def _check(entry: Entry) -> None:
    if entry.granted and entry.source is ConsentSource.IMPORT:
        raise InvalidInput("An import can only add people who are not to be written to.")
    if entry.granted and entry.source in _BY_US and not _shows_something(entry.proof):
        raise ProofMissing
    if entry.occurred_at > datetime.now(UTC) + _AHEAD:
        error = FieldError("occurred_at", "future", "Nobody can have said this yet.")
        raise InvalidInput("This moment has not come yet.", [error])


def _shows_something(proof: Mapping[str, object]) -> bool:
    note = proof.get("note")
    return bool(note.strip()) if isinstance(note, str) else bool(proof)


async def check_scopes(session: AsyncSession, scopes: set[str]) -> None:
    """Raises InvalidInput for what is neither everything, nor marketing, nor a topic of ours."""
    wanted = scopes - {ALL, MARKETING}
    if not wanted:
        return
    known = {topic_scope(topic.id) for topic in await topics.all_topics(session)}
    if wanted - known:
        error = FieldError("scope", "unknown", "Choose everything, marketing or one of the topics.")
        raise InvalidInput("There is no such topic.", [error])


class Choice(StrEnum):
    """What one person gets on one channel."""

    EVERYTHING = "everything"
    NO_MARKETING = "no_marketing"
    NOTHING = "nothing"


async def choose(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    channel: Channel,
    choice: Choice,
    *,
    user_id: UUID,
    note: str = "",
) -> list[Standing]:
    """Write down what a person told one of us; what is different now.

    Getting more than before takes a note that shows it: raises ProofMissing.
    """
    told = _Told(contact_id, channel, user_id, note)
    refused = {
        one.scope
        for one in await consent_views.refusals(session, contact_id)
        if one.channel is channel
    }
    entries = []
    if choice is Choice.NOTHING:
        entries = [] if ALL in refused else [told.entry(ALL, granted=False)]
    else:
        if ALL in refused or (choice is Choice.EVERYTHING and MARKETING in refused):
            entries = [told.entry(ALL, granted=True)]
        if choice is Choice.NO_MARKETING and (entries or MARKETING not in refused):
            entries.append(told.entry(MARKETING, granted=False))
    return await record(session, company_id, entries)


async def choose_topic(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    topic_id: UUID,
    *,
    wanted: bool,
    user_id: UUID,
    note: str = "",
) -> list[Standing]:
    """The same for one topic, on every channel."""
    scope = topic_scope(topic_id)
    entries = [
        _Told(contact_id, channel, user_id, note).entry(scope, granted=wanted)
        for channel in Channel
    ]
    return await record(session, company_id, entries)


@dataclass(frozen=True, slots=True)
class _Told:
    contact_id: UUID
    channel: Channel
    user_id: UUID
    note: str
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def entry(self, scope: str, *, granted: bool) -> Entry:
        note = self.note.strip()[:LONGEST_NOTE]
        return Entry(
            channel=self.channel,
            scope=scope,
            granted=granted,
            source=ConsentSource.AGENT,
            occurred_at=self.at,
            contact_id=self.contact_id,
            proof={"note": note} if note else {},
            recorded_by=self.user_id,
        )


async def told_by_provider(
    session: AsyncSession,
    company_id: UUID,
    wishes: Collection[PreferenceEvent] = (),
    refused_sends: Collection[UUID] = (),
    refused_messages: Collection[UUID] = (),
) -> set[Hint]:
    """What people told the provider instead of us; what to tell open pages.

    Wishes about our marketing; and sends of campaigns or messages of conversations that it refuses
    because the person wants no more of them.
    """
    entries = [_wish(event) for event in wishes]
    if refused_sends:
        entries += await consents.refusals_of(session, refused_sends, of_campaigns=True)
    if refused_messages:
        entries += await consents.refusals_of(session, refused_messages, of_campaigns=False)
    if not entries:
        return set()
    # Before the ledger, whose turn comes after every other lock.
    hints = await _put_down(session, company_id, [one for one in entries if not one.granted])
    changed = await consents.record(session, company_id, entries)
    await consent_news.tell(session, company_id, changed, entries)
    return hints


def _wish(event: PreferenceEvent) -> Entry:
    return Entry(
        channel=Channel.WHATSAPP,
        scope=MARKETING,
        granted=event.allowed,
        source=ConsentSource.PROVIDER,
        occurred_at=event.occurred_at,
        match_key=phones.match_key(f"+{event.sender}"),
        proof={"event": event.external_id},
    )


async def _put_down(
    session: AsyncSession, company_id: UUID, refusals: Sequence[Entry]
) -> set[Hint]:
    """Count refusals as what campaigns brought about."""
    if not refusals:
        return set()
    keys = [one.match_key for one in refusals if one.contact_id is None and one.match_key]
    owners = await senders.by_phone_keys(session, keys) if keys else {}
    known = {one.contact_id for one in refusals if one.contact_id is not None}
    at = max(one.occurred_at for one in refusals)
    return await responses.note_opt_outs(
        session, company_id, sorted(known | set(owners.values())), at
    )


async def now(session: AsyncSession) -> datetime:
    """The database's clock, by which words are told apart."""
    return await consents.now(session)


async def keys_of(session: AsyncSession, company_id: UUID, phone: str) -> tuple[str, ...]:
    """By which an address is known: of a number as typed, else the digits themselves."""
    company = await people.get_company(session, company_id)
    number = phones.parse(phone, company.country if company else "BR")
    if isinstance(number, PhoneNumber):
        return (number.key,)
    return ("".join(filter(str.isdecimal, phone)) or "-",)
