"""A company with a number, an approved template and contacts, made straight in the tables."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.models.templates import Template
from db.session import Database
from schemas.enums import (
    CampaignStatus,
    ConnectionKind,
    DeliveryStatus,
    TemplateCategory,
    TemplateStatus,
)
from services.credentials import place_of
from services.keyring import Keyring
from services.phones import match_key

# The sandbox's own business, token and template.
ACCOUNT_ID = "100200300400500"
NUMBER_ID = "111222333444555"
TOKEN = "sandbox-token"
BODY = {
    "type": "BODY",
    "text": "Oi {{1}}! Este mês você tem {{2}} de desconto em toda a loja. Aproveite!",
    "example": {"body_text": [["Ana", "20%"]]},
}
BUTTONS = {
    "type": "BUTTONS",
    "buttons": [{"type": "QUICK_REPLY", "text": "Não quero mais receber"}],
}
BINDINGS = {
    "body.1": {"source": "first_name", "fallback": "cliente"},
    "body.2": {"source": "text", "value": "20%"},
}


@dataclass(frozen=True)
class Shop:
    company_id: UUID
    connection_id: UUID
    number_id: UUID
    template_id: UUID


async def open_shop(
    database: Database,
    keyring: Keyring,
    company_id: UUID,
    *,
    rate: int = 100_000,
    token: str = TOKEN,
) -> Shop:
    shop = Shop(company_id, uuid4(), uuid4(), uuid4())
    async with database.company(company_id) as session:
        await session.execute(
            insert(Connection).values(
                id=shop.connection_id,
                company_id=company_id,
                kind=ConnectionKind.META_CLOUD,
                name="Loja",
                account_id=ACCOUNT_ID,
                access_token=keyring.encrypt(
                    token, place_of(company_id, shop.connection_id, "access_token")
                ),
            )
        )
        await session.execute(
            insert(PhoneNumber).values(
                id=shop.number_id,
                company_id=company_id,
                connection_id=shop.connection_id,
                provider_number_id=NUMBER_ID,
                display_phone="+55 11 4000-1234",
                rate_per_second=rate,
            )
        )
        await session.execute(
            insert(Template).values(
                id=shop.template_id,
                company_id=company_id,
                connection_id=shop.connection_id,
                name="promocao_do_mes",
                language="pt_BR",
                category=TemplateCategory.MARKETING,
                status=TemplateStatus.APPROVED,
                components=[BODY, BUTTONS],
                bindings=BINDINGS,
            )
        )
    return shop


async def add_contacts(database: Database, company_id: UUID, phones: list[str]) -> list[UUID]:
    # The order of the ids is the order of sending.
    ids = sorted(uuid4() for _ in phones)
    rows = [
        {
            "company_id": company_id,
            "id": key,
            "name": f"Pessoa {position}",
            "phone": phone,
            "phone_key": match_key(phone),
        }
        for position, (key, phone) in enumerate(zip(ids, phones, strict=True))
    ]
    async with database.company(company_id) as session:
        await session.execute(insert(Contact), rows)
    return ids


def ordinary_phones(count: int, *, start: int = 0) -> list[str]:
    """Numbers whose ending asks the sandbox for nothing special."""
    return [f"+55119{position + start:04d}7000" for position in range(count)]


async def draft_campaign(database: Database, shop: Shop, **values: object) -> UUID:
    campaign_id = uuid4()
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(Campaign).values(
                {
                    "id": campaign_id,
                    "company_id": shop.company_id,
                    "name": "Promoção",
                    "phone_number_id": shop.number_id,
                    "template_id": shop.template_id,
                    "audience": {"everyone": True},
                    **values,
                }
            )
        )
    return campaign_id


@dataclass(frozen=True)
class Ledger:
    """The rows of a campaign and its counters, both by status."""

    rows: dict[DeliveryStatus, int]
    counters: dict[DeliveryStatus, int]
    status: CampaignStatus


async def read_ledger(database: Database, company_id: UUID, campaign_id: UUID) -> Ledger:
    async with database.company(company_id) as session:
        rows = await session.execute(
            select(CampaignRecipient.status, func.count())
            .where(CampaignRecipient.campaign_id == campaign_id)
            .group_by(CampaignRecipient.status)
        )
        counters = await session.execute(
            select(CampaignCount.status, func.sum(CampaignCount.count))
            .where(CampaignCount.campaign_id == campaign_id)
            .group_by(CampaignCount.status)
        )
        status = await session.scalar(select(Campaign.status).where(Campaign.id == campaign_id))
    assert status is not None
    return Ledger(
        dict(rows.all()),
        {key: int(count) for key, count in counters.all() if count},
        status,
    )


async def recipients_of(
    database: Database, company_id: UUID, campaign_id: UUID
) -> list[CampaignRecipient]:
    async with database.company(company_id) as session:
        found = await session.scalars(
            select(CampaignRecipient)
            .where(CampaignRecipient.campaign_id == campaign_id)
            .order_by(CampaignRecipient.id)
        )
        return list(found)
