"""Matching senders of inbound messages to contacts: set by set, never one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact, ContactIdentity
from schemas.enums import IdentityKind


@dataclass(frozen=True, slots=True)
class NewContact:
    name: str
    phone: str | None
    phone_key: str | None
    # Its only address where there is no number.
    bsuid: str | None


@dataclass(frozen=True, slots=True)
class Arrival:
    contact_id: UUID
    name: str
    # Null for somebody who did not write, only was written to.
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Learned:
    """An address of a contact besides its number."""

    contact_id: UUID
    kind: IdentityKind
    key: str
    value: str


# An array, not a list of places: the statement stays the same, and is planned once.
_BY_PHONE_KEYS = select(Contact.phone_key, Contact.id).where(
    Contact.phone_key == any_(bindparam("keys", type_=ARRAY(Text())))
)
# The contacts are locked in the order of their ids, as every statement does it.
_TOUCH = text(
    """
    WITH arrived AS (
        SELECT id, max(name) AS name, max(at) AS at
        FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:times AS timestamptz[]))
             AS a (id, name, at)
        GROUP BY id
    ),
    -- By their ids and no join: without statistics a join would read the whole company.
    locked AS MATERIALIZED (
        SELECT id FROM contacts WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR UPDATE
    )
    UPDATE contacts c
    SET last_inbound_at = greatest(c.last_inbound_at, a.at),
        name = CASE WHEN c.name = '' THEN a.name ELSE c.name END,
        updated_at = now()
    FROM locked JOIN arrived a USING (id)
    WHERE c.id = locked.id
    RETURNING c.id, c.phone_key
    """
)

# In the order of the keys, so that two transactions with the same people do not wait crosswise.
_ADD = text(
    """
    INSERT INTO contacts (company_id, source, name, phone, phone_key)
    SELECT :company_id, 'inbound', n.name, n.phone, n.phone_key
    FROM unnest(CAST(:names AS text[]), CAST(:phones AS text[]), CAST(:keys AS text[]))
         AS n (name, phone, phone_key)
    ORDER BY n.phone_key
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)
_LEARN = text(
    """
    INSERT INTO contact_identities (company_id, contact_id, kind, match_key, value)
    SELECT :company_id, l.contact_id, l.kind, l.match_key, l.value
    FROM unnest(CAST(:contact_ids AS uuid[]), CAST(:kinds AS text[]), CAST(:keys AS text[]),
                CAST(:given AS text[])) AS l (contact_id, kind, match_key, value)
    ORDER BY l.kind, l.match_key
    ON CONFLICT DO NOTHING
    """
)


async def by_phone_keys(session: AsyncSession, keys: Sequence[str]) -> dict[str, UUID]:
    rows = await session.execute(_BY_PHONE_KEYS, {"keys": list(set(keys))})
    return {key: contact_id for key, contact_id in rows.all() if key is not None}


async def by_identities(
    session: AsyncSession, addresses: Sequence[tuple[IdentityKind, str]]
) -> dict[tuple[IdentityKind, str], UUID]:
    known = tuple_(ContactIdentity.kind, ContactIdentity.match_key)
    rows = await session.execute(
        select(ContactIdentity.kind, ContactIdentity.match_key, ContactIdentity.contact_id).where(
            known.in_(set(addresses))
        )
    )
    return {(kind, key): contact_id for kind, key, contact_id in rows.all()}


async def hold(session: AsyncSession, company_id: UUID) -> None:
    """One transaction of this company at a time from here on."""
    name = f"senders:{company_id}"
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
    )


async def add(session: AsyncSession, company_id: UUID, wanted: Sequence[NewContact]) -> list[UUID]:
    """Contacts for these, the new ones; whoever has one of the numbers already stays as they are."""
    numbered = [one for one in wanted if one.phone_key]
    added: list[UUID] = []
    if numbered:
        added += await session.scalars(
            _ADD,
            {
                "company_id": company_id,
                "names": [one.name for one in numbered],
                "phones": [one.phone for one in numbered],
                "keys": [one.phone_key for one in numbered],
            },
        )
    for one in wanted:
        # Rare: almost everybody has a number.
        if not one.phone_key and one.bsuid:
            made = insert(Contact).values(company_id=company_id, source="inbound", name=one.name)
            contact_id = await session.scalar(made.returning(Contact.id))
            assert contact_id is not None
            address = Learned(contact_id, IdentityKind.BSUID, one.bsuid, one.bsuid)
            await learn(session, company_id, [address])
            added.append(contact_id)
    return added


async def touch(session: AsyncSession, arrivals: Sequence[Arrival]) -> dict[UUID, str | None]:
    """Note when each wrote last, and their name where none is known; their number's key by id.

    Those that are gone meanwhile are left out of the answer. Times only ever move up.
    """
    rows = await session.execute(
        _TOUCH,
        {
            "ids": [arrival.contact_id for arrival in arrivals],
            "names": [arrival.name for arrival in arrivals],
            "times": [arrival.at for arrival in arrivals],
        },
    )
    return {row.id: row.phone_key for row in rows}


async def learn(session: AsyncSession, company_id: UUID, learned: Sequence[Learned]) -> None:
    """Remember further addresses; one that is somebody's already stays theirs."""
    if not learned:
        return
    unique = list({(one.kind, one.key): one for one in learned}.values())
    await session.execute(
        _LEARN,
        {
            "company_id": company_id,
            "contact_ids": [one.contact_id for one in unique],
            "kinds": [one.kind.value for one in unique],
            "keys": [one.key for one in unique],
            "given": [one.value for one in unique],
        },
    )
