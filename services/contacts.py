"""Contacts: one person, many identities. Who is the same person is decided here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact, ContactField
from db.queries import consents, contacts, fields, merges, people
from schemas.enums import IdentityKind
from schemas.errors import Conflict, FieldError, InvalidInput, NotFound
from schemas.words import mark
from services import cadence_goals, contact_news, enrolment_stops, field_values, phones, tags
from services.field_values import Unreadable
from services.fields import clean
from services.phones import PhoneNumber

_LONGEST = 200
Values = Mapping[str, object]


class ContactExists(Conflict):
    """The number or external id is another contact's; `contact_id` says whose."""

    code = "contact_exists"

    def __init__(self, message: str, contact: Contact) -> None:
        super().__init__(
            message,
            name=contact.name or contact.phone or contact.external_id or "?",
            contact_id=f"ct_{contact.id.hex}",
        )
        self.contact_id = contact.id


PHONE_TAKEN = mark("%(name)s already has this phone number (contact %(contact_id)s).")
EXTERNAL_ID_TAKEN = mark("%(name)s already has this external id (contact %(contact_id)s).")


@dataclass(frozen=True, slots=True)
class Rules:
    """What reading a contact's values depends on; loaded once for many contacts."""

    company_id: UUID
    country: str
    definitions: Sequence[ContactField]


async def rules(session: AsyncSession, company_id: UUID) -> Rules:
    """Raises NotFound."""
    company = await people.get_company(session, company_id)
    if company is None:
        raise NotFound("Company", company_id)
    return Rules(company_id, company.country, await fields.definitions(session))


async def create(
    session: AsyncSession, company_id: UUID, values: Values, *, source: str
) -> Contact:
    """A new contact. Raises InvalidInput, and ContactExists naming whose the address is."""
    known = await rules(session, company_id)
    contact = Contact(company_id=company_id, name="", fields={}, tag_ids=[], source=source)
    changes = await _checked(session, known, values)
    _require_address(changes)
    await _refuse_taken(session, changes, None)
    apply(contact, changes)
    await _save(session, contact)
    await contact_news.created(session, company_id, [contact])
    return contact


async def update(session: AsyncSession, contact_id: UUID, values: Values) -> Contact:
    """Change what is given and leave the rest. Raises as `create` does, and NotFound."""
    contact = await contacts.get_for_update(session, contact_id)
    changes = await _checked(session, await rules(session, contact.company_id), values)
    await _refuse_taken(session, changes, contact.id)
    phone, key = contact.phone, contact.phone_key
    if before := apply(contact, changes):
        await _save(session, contact)
        await contact_news.changed(session, contact.company_id, [(contact, before)])
        if phone and key and contact.phone_key != key:
            await _keep_if_swapped(session, contact, phone=phone, key=key)
            if contact.phone_key:
                await consents.follow(session, contact.company_id, {key: contact.phone_key})
        await cadence_goals.heed(session, contact.company_id, [contact.id])
        await session.refresh(contact, ["updated_at"])
    return contact


async def upsert_by_external_id(
    session: AsyncSession, company_id: UUID, external_id: str, values: Values
) -> tuple[Contact, bool]:
    """The contact with this id at the caller's, and whether it is new.

    Somebody with the same number and no external id yet is that contact. Raises as `create`.
    """
    named = {**values, "external_id": external_id}
    found = await contacts.by_external_ids(session, [external_id])
    contact = found[0] if found else await _nameless_owner(session, company_id, values)
    if contact is not None:
        return await update(session, contact.id, named), False
    return await create(session, company_id, named, source="api"), True


async def delete(session: AsyncSession, contact_id: UUID) -> None:
    """Raises NotFound. Opt-outs stay: they belong to the address, not to the contact.

    Whoever was merged into it goes too: what a merge keeps for its undoing is forgotten.
    """
    contact = await contacts.get_for_update(session, contact_id)
    await merges.forget(session, contact_id)
    gone = [(contact.id, contact.external_id)]
    await contact_news.deleted(session, contact.company_id, gone)
    await session.delete(contact)
    erased = enrolment_stops.CONTACT_ERASED
    await enrolment_stops.stop(session, contact.company_id, [contact_id], erased)


async def resolve(
    session: AsyncSession,
    *,
    phone: str | None = None,
    external_id: str | None = None,
    bsuid: str | None = None,
) -> Contact | None:
    """Whom an address belongs to; `phone` is E.164 or a WhatsApp id, in any of its spellings."""
    if external_id:
        found = await contacts.by_external_ids(session, [external_id])
        if found:
            return found[0]
    key = phones.match_key(phone) if phone else None
    if key:
        found = await contacts.by_phone_keys(session, [key])
        if found:
            return found[0]
    wanted = [(kind, key) for kind in (IdentityKind.PHONE, IdentityKind.WHATSAPP) if key]
    wanted += [(IdentityKind.BSUID, bsuid)] if bsuid else []
    owners = await contacts.by_identities(session, wanted) if wanted else []
    return owners[0][1] if owners else None


def read_values(known: Rules, values: Values) -> dict[str, object]:
    """Columns and their values as they are stored. Raises InvalidInput with every error."""
    errors: list[FieldError] = []
    changes: dict[str, object] = {}
    for name, value in values.items():
        try:
            changes.update(_READERS[name](known, value))
        except Unreadable as error:
            errors.append(FieldError(name, error.error.code, error.error.message))
        except InvalidInput as error:
            errors.extend(error.errors)
    if errors:
        raise InvalidInput("This contact is not right; see each field.", errors)
    return changes


def apply(contact: Contact, changes: Values) -> dict[str, object]:
    """Put read values on a contact; what is different now, with its value before."""
    merged = dict(changes)
    if "fields" in merged:
        given = merged["fields"]
        assert isinstance(given, dict)
        joined = {**contact.fields, **given}
        merged["fields"] = {key: value for key, value in joined.items() if value is not None}
    different = {name: value for name, value in merged.items() if getattr(contact, name) != value}
    before = {name: getattr(contact, name) for name in different}
    for name, value in different.items():
        setattr(contact, name, value)
    return before


def _text(name: str) -> Callable[[Rules, object], dict[str, object]]:
    def reader(_: Rules, value: object) -> dict[str, object]:
        text = " ".join(str(value or "").replace("\x00", "").split())
        if len(text) > _LONGEST:
            raise Unreadable(field_values.TOO_LONG)
        return {name: text if name == "name" else text or None}

    return reader


def _phone(known: Rules, value: object) -> dict[str, object]:
    if not value:
        return {"phone": None, "phone_key": None}
    number = phones.parse(str(value), known.country)
    if not isinstance(number, PhoneNumber):
        raise Unreadable(phones.PROBLEMS[number])
    return {"phone": number.e164, "phone_key": number.key}


def _email(_: Rules, value: object) -> dict[str, object]:
    return {"email": field_values.email(str(value)) if value else None}


def _language(_: Rules, value: object) -> dict[str, object]:
    return {"language": field_values.language(str(value)) if value else None}


def _time_zone(_: Rules, value: object) -> dict[str, object]:
    return {"time_zone": field_values.time_zone(str(value)) if value else None}


def _tags(_: Rules, value: object) -> dict[str, object]:
    assert isinstance(value, Iterable)
    return {"tag_ids": list(dict.fromkeys(value))}


def _fields(known: Rules, value: object) -> dict[str, object]:
    assert isinstance(value, Mapping)
    return {"fields": clean(known.definitions, value)}


_READERS: dict[str, Callable[[Rules, object], dict[str, object]]] = {
    "name": _text("name"),
    "external_id": _text("external_id"),
    "phone": _phone,
    "email": _email,
    "language": _language,
    "time_zone": _time_zone,
    "tag_ids": _tags,
    "fields": _fields,
}


async def _checked(session: AsyncSession, known: Rules, values: Values) -> dict[str, object]:
    changes = read_values(known, values)
    tag_ids = changes.get("tag_ids")
    if isinstance(tag_ids, list) and tag_ids:
        await tags.check(session, tag_ids)
    return changes


def _require_address(changes: Values) -> None:
    if not any(changes.get(name) for name in ("phone", "email", "external_id")):
        missing = FieldError(
            "phone", "missing", "Give a phone number, an e-mail or an external id."
        )
        raise InvalidInput("This contact could never be recognised again.", [missing])


async def _refuse_taken(session: AsyncSession, changes: Values, own: UUID | None) -> None:
    phone, external_id = changes.get("phone"), changes.get("external_id")
    owner = await resolve(session, phone=str(phone)) if phone else None
    if owner is not None and owner.id != own:
        raise ContactExists(PHONE_TAKEN, owner)
    owner = await resolve(session, external_id=str(external_id)) if external_id else None
    if owner is not None and owner.id != own:
        raise ContactExists(EXTERNAL_ID_TAKEN, owner)


async def _nameless_owner(
    session: AsyncSession, company_id: UUID, values: Values
) -> Contact | None:
    """Whoever has the given number, while nobody has given them an external id."""
    if not values.get("phone"):
        return None
    read = read_values(await rules(session, company_id), {"phone": values["phone"]})
    owner = await resolve(session, phone=str(read["phone"]))
    return owner if owner is not None and owner.external_id is None else None


async def _keep_if_swapped(
    session: AsyncSession, contact: Contact, *, phone: str, key: str
) -> None:
    """A further number of theirs became the main one: the main one stays as a further number."""
    wanted = [
        (kind, contact.phone_key or "") for kind in (IdentityKind.PHONE, IdentityKind.WHATSAPP)
    ]
    if await contacts.by_identities(session, wanted):
        await contacts.add_identity(session, contact, IdentityKind.PHONE, key=key, value=phone)


async def _save(session: AsyncSession, contact: Contact) -> None:
    try:
        async with session.begin_nested():
            session.add(contact)
    except IntegrityError as error:
        # Made by somebody else since `_refuse_taken` looked.
        raise Conflict(
            "Another contact got this number or external id at the same moment. Try again."
        ) from error
