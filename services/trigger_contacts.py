"""Whom a trigger is about: found or made, with tags and consent."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.queries import tags as tag_rows
from db.queries import triggers as rows
from schemas.api.consents import ConsentWrite
from schemas.consents import Entry
from schemas.enums import ConsentSource
from schemas.errors import Conflict, FieldError, InvalidInput
from schemas.triggers import ContactPart
from services import consents, contacts, tags
from services.contacts import ContactExists, Values

Status = Literal["created", "updated", "unchanged"]


class SeveralContacts(Conflict):
    code = "several_contacts"

    def __init__(self) -> None:
        super().__init__(
            "More than one contact has this e-mail address: give the phone or external id."
        )


@dataclass(frozen=True, slots=True)
class Found:
    contact: Contact
    status: Status


@contextmanager
def within(part: str) -> Iterator[None]:
    """Errors of a part are told by their place in the whole."""
    try:
        yield
    except InvalidInput as error:
        error.errors = [
            FieldError(
                f"{part}/{one.field.removeprefix('/').replace('.', '/')}", one.code, one.message
            )
            for one in error.errors
        ]
        raise


async def upsert(
    session: AsyncSession, company_id: UUID, wanted: ContactPart, *, source: str
) -> Found:
    """By external id, else by phone in any of its spellings, else by e-mail; made when new.

    Raises InvalidInput, ContactExists when the parts are of two people, and SeveralContacts.
    """
    with within("contact"):
        values = wanted.values()
        try:
            found = await _one(session, company_id, values, source)
        except Conflict:
            # If somebody else made it a moment ago, now it is found; else it is told again.
            found = await _one(session, company_id, values, source)
        return await _tag(session, company_id, found, wanted)


async def _one(session: AsyncSession, company_id: UUID, values: Values, source: str) -> Found:
    known = await _known(session, company_id, values)
    if known is None:
        made = await contacts.create(session, company_id, values, source=source)
        return Found(made, "created")
    before = _looks(known)
    contact = await contacts.update(session, known.id, values)
    return Found(contact, "unchanged" if _looks(contact) == before else "updated")


async def _known(session: AsyncSession, company_id: UUID, values: Values) -> Contact | None:
    read = contacts.read_values(await contacts.rules(session, company_id), values)
    external_id, phone, email = (read.get(name) for name in ("external_id", "phone", "email"))
    found = None
    if external_id:
        found = await contacts.resolve(session, external_id=str(external_id))
    if found is None and phone:
        found = await contacts.resolve(session, phone=str(phone))
        if found is not None and external_id and found.external_id:
            raise ContactExists(contacts.PHONE_TAKEN, found)
    if found is None and email:
        found = await _by_email(session, str(email), has_other=bool(external_id or phone))
    return found


async def _by_email(session: AsyncSession, email: str, *, has_other: bool) -> Contact | None:
    """Families share an address: with a phone of their own they are somebody else."""
    found = await rows.contacts_by_email(session, email)
    if has_other:
        only = found[0] if len(found) == 1 else None
        return only if only and not only.phone and not only.external_id else None
    if len(found) > 1:
        raise SeveralContacts
    return found[0] if found else None


def _looks(contact: Contact) -> tuple[object, ...]:
    names = ("name", "phone", "email", "external_id", "language", "time_zone")
    return (*(getattr(contact, name) for name in names), dict(contact.fields))


async def _tag(session: AsyncSession, company_id: UUID, found: Found, wanted: ContactPart) -> Found:
    if not wanted.tags and not wanted.remove_tags:
        return found
    put_on = [(await tags.ensure(session, company_id, name)).id for name in wanted.tags]
    taken_off = await ids_of(session, wanted.remove_tags)
    kept = [tag for tag in found.contact.tag_ids if tag not in taken_off]
    tag_ids = list(dict.fromkeys([*kept, *put_on]))
    if tag_ids == list(found.contact.tag_ids):
        return found
    contact = await contacts.update(session, found.contact.id, {"tag_ids": tag_ids})
    return Found(contact, "updated" if found.status == "unchanged" else found.status)


async def ids_of(session: AsyncSession, names: Collection[str]) -> set[UUID]:
    """Of the tags of these names that there are."""
    named = [await tag_rows.by_name(session, " ".join(name.split())) for name in names]
    return {tag.id for tag in named if tag is not None}


async def record_consent(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    said: Sequence[ConsentWrite],
    proof: Mapping[str, object],
) -> None:
    """What they said, in the ledger; `proof` is added to what each has."""
    if not said:
        return
    now = await consents.now(session)
    with within("contact/consent"):
        await consents.record(session, company_id, entries(contact_id, said, proof, now))


def entries(
    contact_id: UUID, said: Sequence[ConsentWrite], proof: Mapping[str, object], now: datetime
) -> list[Entry]:
    """What they said as the ledger takes it; what says no time was said now."""
    return [
        Entry(
            channel=one.channel,
            scope=one.scope,
            granted=one.granted,
            source=ConsentSource.API,
            occurred_at=one.occurred_at or now,
            contact_id=contact_id,
            proof={**one.proof, **proof} if one.proof or one.granted else {},
        )
        for one in said
    ]
