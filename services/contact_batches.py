"""Many contacts in one request: each row answered for itself, none with a statement of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.queries import consents, contacts, tags
from schemas.enums import IdentityKind
from schemas.errors import Conflict, FieldError, InvalidInput
from services import cadence_goals, contact_news
from services.contacts import PHONE_TAKEN, ContactExists, Rules, apply, read_values, rules
from services.ids import new_id

Status = Literal["created", "updated", "unchanged", "failed"]
Values = Mapping[str, object]
_NO_TAG = FieldError("tag_ids", "not_found", "There is no such tag.")
_NO_ADDRESS = FieldError("phone", "missing", "Give a phone number, an e-mail or an external id.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row."""

    status: Status
    contact_id: UUID | None = None
    errors: tuple[FieldError, ...] = ()
    # Fills the places of the errors' messages.
    context: Mapping[str, object] | None = None


@dataclass(slots=True)
class _Known:
    """Contacts the batch may be about, by what they are recognised by."""

    by_external_id: dict[str, Contact]
    by_key: dict[str, Contact]
    tag_ids: set[UUID]
    # Of those who are new.
    source: str
    made: list[Contact] = field(default_factory=list)
    # Each with the values it had before.
    changed: list[tuple[Contact, dict[str, object]]] = field(default_factory=list)
    # Whose main number is another now: old key -> new key.
    moved: dict[str, str] = field(default_factory=dict)


async def upsert(
    session: AsyncSession, company_id: UUID, rows: Sequence[Values], *, source: str = "api"
) -> list[Outcome]:
    """Create or change a contact for each row: recognised by external id, then by number.

    A row that is wrong fails alone. Raises Conflict when others write the same people meanwhile.
    """
    known_rules = await rules(session, company_id)
    read = [_read(known_rules, row) for row in rows]
    named = [changes for changes in read if isinstance(changes, dict)]
    known = await _known(session, named, source)
    outcomes = [
        changes if isinstance(changes, Outcome) else _one(session, company_id, known, changes)
        for changes in read
    ]
    try:
        await session.flush()
    except IntegrityError as error:
        raise Conflict(
            "Somebody else wrote one of these contacts at the same moment. Send the batch again."
        ) from error
    await contact_news.created(session, company_id, known.made)
    await contact_news.changed(session, company_id, known.changed)
    if known.moved:
        await consents.follow(session, company_id, known.moved)
    await cadence_goals.heed(session, company_id, [contact.id for contact, _ in known.changed])
    return outcomes


def _read(known: Rules, row: Values) -> dict[str, object] | Outcome:
    try:
        changes = read_values(known, row)
    except InvalidInput as error:
        return Outcome("failed", errors=tuple(error.errors))
    if not any(changes.get(name) for name in ("phone", "email", "external_id")):
        return Outcome("failed", errors=(_NO_ADDRESS,))
    return changes


async def _known(session: AsyncSession, rows: Sequence[Values], source: str) -> _Known:
    external_ids = {str(row["external_id"]) for row in rows if row.get("external_id")}
    keys = {str(row["phone_key"]) for row in rows if row.get("phone_key")}
    wanted = [(kind, key) for kind in (IdentityKind.PHONE, IdentityKind.WHATSAPP) for key in keys]
    by_identity = await contacts.by_identities(session, wanted) if wanted else []
    by_key = {identity.match_key: contact for identity, contact in by_identity}
    for contact in await contacts.by_phone_keys(session, keys):
        by_key[contact.phone_key or ""] = contact
    named: set[UUID] = set()
    for row in rows:
        given = row.get("tag_ids", ())
        named.update(given if isinstance(given, list) else ())
    return _Known(
        {
            contact.external_id or "": contact
            for contact in await contacts.by_external_ids(session, external_ids)
        },
        by_key,
        await tags.known(session, list(named)),
        source,
    )


def _one(session: AsyncSession, company_id: UUID, known: _Known, changes: Values) -> Outcome:
    tag_ids = changes.get("tag_ids", ())
    if isinstance(tag_ids, list) and not known.tag_ids.issuperset(tag_ids):
        return Outcome("failed", errors=(_NO_TAG,))
    external_id, key = changes.get("external_id"), changes.get("phone_key")
    named = known.by_external_id.get(str(external_id)) if external_id else None
    called = known.by_key.get(str(key)) if key else None
    contact = named or called
    stranger = _stranger(named, called, external_id)
    if stranger is not None:
        return _taken(stranger)
    if contact is None:
        contact = _new(company_id, known.source)
        session.add(contact)
        status: Status = "created"
        apply(contact, changes)
        known.made.append(contact)
    else:
        before = contact.phone_key
        replaced = apply(contact, changes)
        status = "updated" if replaced else "unchanged"
        known.changed += [(contact, replaced)] if replaced else []
        if before and contact.phone_key and before != contact.phone_key:
            known.moved[before] = contact.phone_key
    known.by_external_id |= {contact.external_id: contact} if contact.external_id else {}
    known.by_key |= {contact.phone_key: contact} if contact.phone_key else {}
    return Outcome(status, contact.id)


def _stranger(named: Contact | None, called: Contact | None, external_id: object) -> Contact | None:
    """Whoever stands in the way: the number is of a person with another external id."""
    if named is not None and called is not None and named is not called:
        return called
    other_id = called.external_id if called is not None and named is None else None
    return called if external_id and other_id and other_id != external_id else None


def _taken(stranger: Contact) -> Outcome:
    clash = ContactExists(PHONE_TAKEN, stranger)
    error = FieldError("phone", clash.code, clash.message)
    return Outcome("failed", stranger.id, (error,), clash.context)


def _new(company_id: UUID, source: str) -> Contact:
    # Its id is known before the flush, so that the whole batch is one statement.
    values = {"company_id": company_id, "source": source}
    return Contact(id=new_id(), name="", fields={}, tag_ids=[], **values)
