"""Rows a campaign needs, made directly: a connected number, an approved template, contacts."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import insert

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact, Tag
from db.models.templates import Template
from db.session import Database
from schemas.enums import (
    CampaignStatus,
    ConnectionKind,
    DeliveryStatus,
    TemplateCategory,
    TemplateStatus,
)

BODY = "Hi {{1}}, your order is ready."
COMPONENTS: list[object] = [
    {"type": "BODY", "text": BODY, "example": {"body_text": [["Ana"]]}},
    {"type": "FOOTER", "text": "Padaria Central"},
    {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "On my way"}]},
]
FIRST_NAME: dict[str, object] = {"body.1": {"source": "first_name", "fallback": "you"}}


@dataclass(frozen=True, slots=True)
class World:
    """What one company has; ids of rows."""

    company_id: UUID
    connection_id: UUID
    number_id: UUID
    template_id: UUID


async def add_world(database: Database, company_id: UUID, *, rate: int = 80) -> World:
    async with database.company(company_id) as session:
        connection = Connection(
            company_id=company_id,
            kind=ConnectionKind.META_CLOUD,
            name="Padaria",
            account_id=uuid4().hex,
            access_token=b"never opened here",
        )
        session.add(connection)
        await session.flush()
        number = PhoneNumber(
            company_id=company_id,
            connection_id=connection.id,
            provider_number_id=uuid4().hex,
            display_phone="+5511999990000",
            verified_name="Padaria Central",
            rate_per_second=rate,
        )
        template = Template(
            company_id=company_id,
            connection_id=connection.id,
            name="order_ready",
            language="en",
            category=TemplateCategory.UTILITY,
            status=TemplateStatus.APPROVED,
            components=COMPONENTS,
            bindings=FIRST_NAME,
        )
        session.add_all([number, template])
        await session.flush()
        return World(company_id, connection.id, number.id, template.id)


async def add_contacts(
    database: Database,
    company_id: UUID,
    count: int,
    *,
    first: int = 1,
    name: str = "Ana Souza",
    tag_ids: tuple[UUID, ...] = (),
) -> list[UUID]:
    ids = [uuid4() for _ in range(count)]
    rows = [
        {
            "company_id": company_id,
            "id": key,
            "name": name,
            "phone": f"+55119{70000000 + n}",
            "phone_key": f"5511{70000000 + n}",
            "external_id": f"crm-{n}",
            "tag_ids": list(tag_ids),
        }
        for n, key in enumerate(ids, start=first)
    ]
    async with database.company(company_id) as session:
        await session.execute(insert(Contact), rows)
    return ids


async def add_tag(database: Database, company_id: UUID, name: str = "VIP") -> UUID:
    async with database.company(company_id) as session:
        tag = Tag(company_id=company_id, name=name)
        session.add(tag)
        await session.flush()
        return tag.id


async def add_campaign(
    database: Database,
    world: World,
    status: CampaignStatus,
    *,
    lines: tuple[tuple[DeliveryStatus, str | None, int], ...] = (),
    **values: object,
) -> UUID:
    """A campaign in any state with a ledger to fit: (status, reason, how many)."""
    campaign_id = uuid4()
    async with database.company(world.company_id) as session:
        base: dict[str, object] = {
            "id": campaign_id,
            "company_id": world.company_id,
            "name": "Black Friday",
            "status": status,
            "phone_number_id": world.number_id,
            "template_id": world.template_id,
            "audience": {"everyone": True},
        }
        session.add(Campaign(**{**base, **values}))
        await session.flush()
        position = 0
        for line, reason, count in lines:
            session.add(
                CampaignCount(
                    company_id=world.company_id,
                    campaign_id=campaign_id,
                    status=line,
                    reason=reason or "",
                    count=count,
                )
            )
            for _ in range(count):
                position += 1
                session.add(_recipient(world.company_id, campaign_id, position, line, reason))
    return campaign_id


def _recipient(
    company_id: UUID, campaign_id: UUID, position: int, status: DeliveryStatus, reason: str | None
) -> CampaignRecipient:
    return CampaignRecipient(
        id=UUID(campaign_id.hex[16:] + f"{position:016x}"),
        company_id=company_id,
        campaign_id=campaign_id,
        contact_id=uuid4(),
        address=f"+55119{80000000 + position}",
        address_key=f"5511{80000000 + position}",
        status=status,
        reason=reason,
    )
