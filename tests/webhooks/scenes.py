"""A campaign under way, and looking at what became of it."""

from uuid import UUID, uuid4

from sqlalchemy import select

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.inbound import WebhookEvent
from db.models.templates import Template
from db.queries.ledger import id_range
from db.session import Database
from schemas.enums import (
    CampaignStatus,
    DeliveryStatus,
    TemplateCategory,
    TemplateStatus,
)
from tests.webhooks.meta import Account


async def make_template(database: Database, account: Account) -> UUID:
    async with database.company(account.company_id) as session:
        template = Template(
            company_id=account.company_id,
            connection_id=account.connection_id,
            name=f"t{uuid4().hex}",
            language="pt_BR",
            category=TemplateCategory.UTILITY,
            status=TemplateStatus.APPROVED,
            components=[{"type": "BODY", "text": "Oi"}],
            provider_template_id=str(uuid4().int),
        )
        session.add(template)
        await session.flush()
        return template.id


async def make_campaign(database: Database, account: Account, people: int = 3) -> Campaign:
    """Running, with everybody accepted."""
    template_id = await make_template(database, account)
    async with database.company(account.company_id) as session:
        campaign = Campaign(
            company_id=account.company_id,
            name="Promo",
            status=CampaignStatus.RUNNING,
            phone_number_id=account.number_id,
            template_id=template_id,
        )
        session.add(campaign)
        await session.flush()
        first, _ = id_range(campaign.id)
        for n in range(1, people + 1):
            session.add(
                CampaignRecipient(
                    id=UUID(int=first.int + n),
                    company_id=account.company_id,
                    campaign_id=campaign.id,
                    contact_id=uuid4(),
                    address=f"+55119876500{n:02}",
                    address_key=f"55118765{campaign.id.hex[:6]}{n}",
                    status=DeliveryStatus.ACCEPTED,
                    provider_id=f"wamid.{UUID(int=first.int + n).hex}",
                )
            )
        session.add(
            CampaignCount(
                company_id=account.company_id,
                campaign_id=campaign.id,
                status=DeliveryStatus.ACCEPTED,
                count=people,
            )
        )
        return campaign


def recipient(campaign: Campaign, n: int) -> UUID:
    return UUID(int=id_range(campaign.id)[0].int + n)


async def statuses_of(database: Database, campaign: Campaign) -> list[str]:
    async with database.company(campaign.company_id) as session:
        query = select(CampaignRecipient.status).order_by(CampaignRecipient.id)
        rows = await session.scalars(query.where(CampaignRecipient.campaign_id == campaign.id))
        return [row.value for row in rows]


async def events_of(database: Database, account: Account) -> list[WebhookEvent]:
    async with database.company(account.company_id) as session:
        return list(await session.scalars(select(WebhookEvent)))
