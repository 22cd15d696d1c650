"""Words told to the ledger, and looking at what stands."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from db.models.consents import ConsentEntry
from db.models.contacts import Contact, ContactIdentity, Suppression
from db.session import Database
from schemas.consents import Entry
from schemas.enums import Channel, ConsentSource, IdentityKind
from schemas.policies import ALL
from services import consents

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FIRST, SECOND = "551187654321", "552187654321"


def said(
    granted: bool,
    minute: float = 0,
    *,
    channel: Channel = Channel.WHATSAPP,
    scope: str = ALL,
    source: ConsentSource = ConsentSource.KEYWORD,
    match_key: str | None = FIRST,
    contact_id: UUID | None = None,
    proof: dict[str, object] | None = None,
) -> Entry:
    return Entry(
        channel=channel,
        scope=scope,
        granted=granted,
        source=source,
        occurred_at=NOW + timedelta(minutes=minute),
        contact_id=contact_id,
        match_key=match_key,
        proof=proof or {},
    )


async def tell(database: Database, company_id: UUID, *entries: Entry) -> int:
    """Returns how many things stand differently now."""
    async with database.company(company_id) as session:
        return len(await consents.record(session, company_id, entries))


async def standing(database: Database, company_id: UUID) -> set[tuple[str, str, str]]:
    async with database.company(company_id) as session:
        rows = await session.scalars(select(Suppression))
        return {(row.channel.value, row.match_key, row.scope) for row in rows}


async def reasons(database: Database, company_id: UUID) -> dict[tuple[str, str], str]:
    async with database.company(company_id) as session:
        rows = await session.scalars(select(Suppression))
        return {(row.channel.value, row.scope): row.reason for row in rows}


async def lines(database: Database, company_id: UUID) -> list[ConsentEntry]:
    async with database.company(company_id) as session:
        found = await session.scalars(select(ConsentEntry).order_by(ConsentEntry.occurred_at))
        return list(found)


async def ana(database: Database, company_id: UUID) -> UUID:
    """Somebody with two numbers."""
    key = uuid4()
    async with database.company(company_id) as session:
        session.add(
            Contact(
                company_id=company_id, id=key, name="Ana", phone="+5511987654321", phone_key=FIRST
            )
        )
        await session.flush()
        session.add(
            ContactIdentity(
                company_id=company_id,
                kind=IdentityKind.WHATSAPP,
                match_key=SECOND,
                contact_id=key,
                value=SECOND,
            )
        )
    return key
