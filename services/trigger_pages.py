"""Many triggers at once, each about somebody else: a statement for all of them, whatever they ask.

For what asks for a contact, tags, consent, a stage, an event or an enrolment. What sends, launches
or takes somebody out of a cadence is done one by one, by services.triggers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import contacts as contact_rows
from db.queries import rule_actions
from db.queries import triggers as rows
from schemas.enums import IdentityKind
from schemas.errors import InvalidInput
from schemas.triggers import Fired, FiredContact, FiredEnrol, FiredEvent, Trigger
from services import (
    consents,
    contact_batches,
    contact_events,
    contacts,
    enrolling,
    leads,
    rule_tagging,
    tags,
    trigger_contacts,
)
from services.contact_events import Said
from services.contacts import Rules
from services.triggers import Outcome, Told, cadence_of, stage_of


@dataclass(frozen=True, slots=True)
class Call:
    """One trigger, and who tells it."""

    wanted: Trigger
    told: Told


@dataclass(slots=True)
class _Done:
    """A call whose contact is there."""

    call: Call
    contact_id: UUID
    outcome: Outcome


async def together(session: AsyncSession, known: Rules, calls: Sequence[Call]) -> list[int]:
    """The places of those that may be done at once, each about another person.

    A call stays behind everything before it that is about the same person. Who is known by an
    address that several may share, or by a further number of somebody's, is looked at by themselves.
    """
    addresses = [_addresses(known, call.wanted) for call in calls]
    keys = {one.phone_key for one in addresses if one and one.phone_key}
    shared = await rows.known_emails(session, {one.email for one in addresses if one and one.email})
    kinds = (IdentityKind.PHONE, IdentityKind.WHATSAPP)
    wanted = [(kind, key) for kind in kinds for key in keys]
    further = await contact_rows.by_identities(session, wanted) if wanted else []
    close = shared | {identity.match_key for identity, _ in further}
    seen: set[tuple[str, str]] = set()
    chosen = []
    for place, one in enumerate(addresses):
        if one is None:
            break
        names = one.names()
        if not names & seen and not {one.email, one.phone_key} & close:
            chosen.append(place)
        seen |= names
    return chosen


@dataclass(frozen=True, slots=True)
class _Addresses:
    phone_key: str
    external_id: str
    # In small letters.
    email: str

    def names(self) -> set[tuple[str, str]]:
        kinds = ("phone_key", "external_id", "email")
        return {(kind, str(getattr(self, kind))) for kind in kinds if getattr(self, kind)}


def _addresses(known: Rules, wanted: Trigger) -> _Addresses | None:
    """By what a trigger names its person; None for one that is not of the easy kind."""
    alone = (wanted.call, wanted.send, wanted.launch, wanted.stop)
    if wanted.contact is None or any(part is not None for part in alone):
        return None
    try:
        read = contacts.read_values(known, wanted.contact.values())
    except InvalidInput:
        return None
    names = ("phone_key", "external_id", "email")
    found = {name: str(read.get(name) or "") for name in names}
    return _Addresses(found["phone_key"], found["external_id"], found["email"].lower())


async def fire_all(session: AsyncSession, company_id: UUID, calls: Sequence[Call]) -> list[Outcome]:
    """What became of each, in order. Whatever is raised is of one of them: nothing must be
    committed, and each is to be done by itself.

    For as many as `together` allows. Safe to repeat, as services.triggers.
    """
    wanted = [call.wanted.contact.values() for call in calls if call.wanted.contact]
    source = calls[0].told.source
    made = await contact_batches.upsert(session, company_id, wanted, source=source)
    done = [_done(call, one) for call, one in zip(calls, made, strict=True)]
    await _tag(session, company_id, done)
    await _agree(session, company_id, done)
    await _stage(session, company_id, done)
    await _note(session, company_id, done)
    await _enrol(session, company_id, done)
    return [one.outcome for one in done]


def _done(call: Call, made: contact_batches.Outcome) -> _Done:
    if made.contact_id is None or made.status == "failed":
        raise InvalidInput("This contact is not right; see each field.", list(made.errors))
    fired = Fired(contact=FiredContact(id=made.contact_id, status=made.status))
    return _Done(call, made.contact_id, Outcome(fired, made.contact_id))


async def _tag(session: AsyncSession, company_id: UUID, done: Sequence[_Done]) -> None:
    """By one statement for all who get the same tags."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Done]] = defaultdict(list)
    for one in done:
        contact = one.call.wanted.contact
        if contact is not None and (contact.tags or contact.remove_tags):
            groups[tuple(contact.tags), tuple(contact.remove_tags)].append(one)
    for (put_on, taken_off), these in groups.items():
        add = [(await tags.ensure(session, company_id, name)).id for name in put_on]
        off = await trigger_contacts.ids_of(session, taken_off)
        people = await rule_actions.hold_contacts(session, [one.contact_id for one in these])
        changed = await rule_tagging.change(
            session, list(people.values()), add=add, remove=off.difference(add)
        )
        for one in these:
            _now_updated(one, changed)


def _now_updated(one: _Done, changed: set[UUID]) -> None:
    told = one.outcome.fired.contact
    if told is not None and told.status == "unchanged" and one.contact_id in changed:
        told.status = "updated"


async def _agree(session: AsyncSession, company_id: UUID, done: Sequence[_Done]) -> None:
    said = [one for one in done if one.call.wanted.contact and one.call.wanted.contact.consent]
    if not said:
        return
    now = await consents.now(session)
    entries = [
        entry
        for one in said
        if one.call.wanted.contact is not None
        for entry in trigger_contacts.entries(
            one.contact_id, one.call.wanted.contact.consent, one.call.told.proof, now
        )
    ]
    await consents.record(session, company_id, entries)


async def _stage(session: AsyncSession, company_id: UUID, done: Sequence[_Done]) -> None:
    wanted = ((one, one.call.wanted.contact) for one in done)
    named = _grouped((part.stage, one) for one, part in wanted if part and part.stage)
    for name, these in named.items():
        stage_id = await stage_of(session, name)
        await leads.move(session, company_id, [one.contact_id for one in these], stage_id)


async def _note(session: AsyncSession, company_id: UUID, done: Sequence[_Done]) -> None:
    """What they did."""
    said = [(one, one.call.wanted.event) for one in done]
    told = [
        Said(
            one.contact_id,
            part.name,
            part.data,
            one.call.told.source,
            part.external_id or one.call.told.own_id,
            part.occurred_at,
        )
        for one, part in said
        if part is not None
    ]
    new = await contact_events.record_all(session, company_id, told) if told else set()
    for one, part in said:
        if part is not None:
            is_new = (part.name, part.external_id or one.call.told.own_id) in new
            one.outcome.fired.event = FiredEvent(name=part.name, new=is_new)


async def _enrol(session: AsyncSession, company_id: UUID, done: Sequence[_Done]) -> None:
    wanted = ((one, one.call.wanted.enrol) for one in done)
    named = _grouped((part.cadence, one) for one, part in wanted if part is not None)
    for name, these in named.items():
        cadence_id = await cadence_of(session, name, "enrol/cadence")
        placed = await enrolling.place(
            session,
            company_id,
            cadence_id,
            [one.contact_id for one in these],
            source=these[0].call.told.source,
            source_id=these[0].call.told.source_id,
        )
        for one, place in zip(these, placed, strict=True):
            one.outcome.fired.enrol = FiredEnrol(
                cadence_id=cadence_id,
                enrolled=place.enrolment_id is not None,
                reason=place.reason,
            )


def _grouped(named: Iterable[tuple[str, _Done]]) -> Mapping[str, list[_Done]]:
    groups: dict[str, list[_Done]] = defaultdict(list)
    for name, one in named:
        groups[name].append(one)
    return groups
