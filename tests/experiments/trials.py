"""A campaign with a test on a sample, made and moved on straight in the tables."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.links import CampaignResponse
from db.models.templates import Template
from db.queries import campaigns as rows
from db.queries.receipts import Receipt, apply_receipts
from db.queries.recipients import Outcome, record_outcomes
from db.session import Database
from schemas.enums import (
    CampaignStatus,
    DeliveryStatus,
    ResponseKind,
    TemplateCategory,
    TemplateStatus,
)
from services import campaigns, experiments
from tests.campaigns.scenes import Shop, add_contacts, draft_campaign, ordinary_phones

# The sandbox has it too, with these variables.
OTHER: list[object] = [
    {"type": "HEADER", "format": "TEXT", "text": "Pedido atualizado"},
    {"type": "BODY", "text": "Oi {{1}}, seu pedido {{2}} agora está: {{3}}. Obrigado!"},
    {"type": "FOOTER", "text": "Loja Aurora"},
    {
        "type": "BUTTONS",
        "buttons": [
            {"type": "URL", "url": "https://loja.example/pedidos/{{1}}", "text": "Ver pedido"}
        ],
    },
]
OTHER_VALUES = ("Ana", "1042", "a caminho", "1042")
_KEYS = ("body.1", "body.2", "body.3", "button.0.1")
OTHER_BINDINGS: dict[str, object] = {
    key: {"source": "text", "value": value} for key, value in zip(_KEYS, OTHER_VALUES, strict=True)
}


async def add_template(database: Database, shop: Shop) -> UUID:
    """A second approved template with other variables than the shop's own."""
    template_id = uuid4()
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(Template).values(
                id=template_id,
                company_id=shop.company_id,
                connection_id=shop.connection_id,
                name="pedido_atualizado",
                language="pt_BR",
                category=TemplateCategory.MARKETING,
                status=TemplateStatus.APPROVED,
                components=OTHER,
                bindings=OTHER_BINDINGS,
            )
        )
    return template_id


class Trial:
    """A campaign whose sample is sent and answered as a test wants it."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database, self.shop = database, shop
        self.campaign_id = UUID(int=0)

    async def draft(self, people: int, *, weight: int = 1, **rules: object) -> UUID:
        await add_contacts(self.database, self.shop.company_id, ordinary_phones(people))
        other = await add_template(self.database, self.shop)
        variant = {"name": "Curta", "weight": weight, "template_id": str(other), "bindings": {}}
        usual = {"sample_percent": 30, "metric": "read", "wait_minutes": 60, "min_sample": 1}
        self.campaign_id = await draft_campaign(
            self.database, self.shop, variants=[variant], experiment={**usual, **rules}
        )
        return self.campaign_id

    async def launch(self, people: int = 100, *, weight: int = 1, **rules: object) -> None:
        await self.draft(people, weight=weight, **rules)
        await self.freeze()

    async def freeze(self) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.mark_launching(session, self.campaign_id)
            result = await campaigns.begin(session, self.campaign_id, now=datetime.now(UTC))
        assert result.ready

    async def ledger(self, *variants: int) -> list[CampaignRecipient]:
        wanted = select(CampaignRecipient).where(CampaignRecipient.campaign_id == self.campaign_id)
        if variants:
            wanted = wanted.where(CampaignRecipient.variant.in_(variants))
        wanted = wanted.order_by(CampaignRecipient.id)
        async with self.database.company(self.shop.company_id) as session:
            return list(await session.scalars(wanted))

    async def held(self) -> int:
        """How many are not due."""
        row = CampaignRecipient
        async with self.database.company(self.shop.company_id) as session:
            found = await session.scalar(
                select(func.count()).where(
                    row.campaign_id == self.campaign_id, row.not_before.is_not(None)
                )
            )
        return found or 0

    async def settle(self, recipients: Iterable[CampaignRecipient], status: DeliveryStatus) -> None:
        """As if each had been sent to, with this outcome."""
        found = list(recipients)
        taken = status not in (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN)
        first = DeliveryStatus.ACCEPTED if taken else status
        async with self.database.company(self.shop.company_id) as session:
            await record_outcomes(
                session, [Outcome(one.id, first, reason=None if taken else "100") for one in found]
            )
            if taken and status is not first:
                now = datetime.now(UTC)
                receipts = [Receipt(one.id, f"wamid.{one.id}", status, now) for one in found]
                await apply_receipts(session, receipts)

    async def send_sample(self, reads_of_two: float = 1.0) -> None:
        """The sample has arrived; this share of variant 2 was read, and none of variant 1."""
        await self.settle(await self.ledger(1), DeliveryStatus.DELIVERED)
        second = await self.ledger(2)
        split = round(len(second) * reads_of_two)
        await self.settle(second[:split], DeliveryStatus.READ)
        await self.settle(second[split:], DeliveryStatus.DELIVERED)

    async def respond(self, recipients: Iterable[CampaignRecipient], kind: ResponseKind) -> None:
        values = [
            {
                "company_id": self.shop.company_id,
                "campaign_id": self.campaign_id,
                "kind": kind,
                "recipient_id": one.id,
                "variant": one.variant,
                "occurred_at": datetime.now(UTC),
            }
            for one in recipients
        ]
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(insert(CampaignResponse), values)

    async def step(self, later: timedelta = timedelta()) -> float | None:
        async with self.database.company(self.shop.company_id) as session:
            campaign = await rows.get_for_update(session, self.campaign_id)
            return await experiments.step(session, campaign, datetime.now(UTC) + later)

    async def decide(self) -> None:
        """The wait begins and is over, and everybody who waited is released."""
        await self.step()
        after = timedelta(days=8)
        while await self.step(after) == 0.0:
            pass

    async def campaign(self) -> Campaign:
        async with self.database.company(self.shop.company_id) as session:
            return await rows.get(session, self.campaign_id)

    async def counters(self) -> dict[tuple[DeliveryStatus, int], tuple[int, int]]:
        """By status and variant: how many, and their cost; as the counters have it."""
        columns = (CampaignCount.status, CampaignCount.variant)
        async with self.database.company(self.shop.company_id) as session:
            found = await session.execute(
                select(*columns, func.sum(CampaignCount.count), func.sum(CampaignCount.cost_micros))
                .where(CampaignCount.campaign_id == self.campaign_id)
                .group_by(*columns)
            )
            return {(row[0], row[1]): (int(row[2]), int(row[3])) for row in found if row[2]}

    async def counted(self) -> dict[tuple[DeliveryStatus, int], tuple[int, int]]:
        """The same, as the rows have it."""
        found: dict[tuple[DeliveryStatus, int], tuple[int, int]] = {}
        for one in await self.ledger():
            count, cost = found.get((one.status, one.variant), (0, 0))
            found[one.status, one.variant] = count + 1, cost + (one.cost_micros or 0)
        return found

    async def set_status(self, status: CampaignStatus) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                update(Campaign).where(Campaign.id == self.campaign_id).values(status=status)
            )
