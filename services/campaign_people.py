"""Putting people into a campaign's audience by name: contact id, external id or phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.queries import contacts, people
from schemas.enums import IdentityKind
from schemas.errors import NotFound
from services import campaign_drafts, phones
from services.phones import PhoneNumber

_PHONES = (IdentityKind.PHONE, IdentityKind.WHATSAPP)


@dataclass(frozen=True, slots=True)
class Name:
    """One contact by one of its names."""

    contact_id: UUID | None = None
    external_id: str | None = None
    phone: str | None = None


async def add(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, names: Sequence[Name]
) -> list[UUID | None]:
    """Add whom the names stand for; None for each that stands for nobody."""
    found = await resolve(session, company_id, names)
    known = [contact_id for contact_id in found if contact_id is not None]
    await campaign_drafts.add_contacts(session, campaign_id, known)
    return found


async def resolve(
    session: AsyncSession, company_id: UUID, names: Sequence[Name]
) -> list[UUID | None]:
    """Whom each name stands for, in their order; None: nobody. Three statements, however many."""
    keys = await _match_keys(session, company_id, names)
    wanted = [name.contact_id for name in names if name.contact_id]
    ids = set(await session.scalars(select(Contact.id).where(Contact.id.in_(wanted))))
    external = [name.external_id for name in names if name.external_id]
    by_external = {row.external_id: row.id for row in await _by_external(session, external)}
    by_phone = await _by_phone(session, [key for key in keys if key])
    return [
        name.contact_id
        if name.contact_id in ids
        else by_external.get(name.external_id)
        if name.external_id
        else by_phone.get(key or "")
        for name, key in zip(names, keys, strict=True)
    ]


async def _match_keys(
    session: AsyncSession, company_id: UUID, names: Sequence[Name]
) -> list[str | None]:
    company = await people.get_company(session, company_id)
    if company is None:
        raise NotFound("Company", company_id)
    parsed = [phones.parse(name.phone, company.country) if name.phone else None for name in names]
    return [number.key if isinstance(number, PhoneNumber) else None for number in parsed]


async def _by_external(session: AsyncSession, external_ids: Sequence[str]) -> Sequence[Contact]:
    return await contacts.by_external_ids(session, external_ids) if external_ids else []


async def _by_phone(session: AsyncSession, keys: Sequence[str]) -> dict[str, UUID]:
    """A contact's main number wins over another's further one."""
    if not keys:
        return {}
    pairs = [(kind, key) for kind in _PHONES for key in keys]
    found = {
        identity.match_key: contact.id
        for identity, contact in await contacts.by_identities(session, pairs)
    }
    for contact in await contacts.by_phone_keys(session, keys):
        found[str(contact.phone_key)] = contact.id
    return found
