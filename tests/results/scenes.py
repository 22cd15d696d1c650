"""A campaign that was sent, made straight in the tables: who got it, in what way, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import PhoneNumber
from db.models.contacts import Contact
from db.models.links import ResponseCount
from db.session import Database, Session
from schemas.enums import CampaignStatus, DeliveryStatus, ResponseKind
from schemas.events import MessageEvent
from services import links
from services.incoming_messages import Incoming, apply
from services.phones import match_key
from tests.campaigns.world import World, add_world

_REACHED = {
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
}
S = DeliveryStatus


@dataclass(frozen=True, slots=True)
class Person:
    """One recipient, in the order they were given."""

    contact_id: UUID
    phone: str
    recipient_id: UUID
    provider_id: str


@dataclass(frozen=True, slots=True)
class Sent:
    world: World
    campaign_id: UUID
    people: list[Person]


async def people_of(database: Database, company_id: UUID, count: int) -> list[tuple[UUID, str]]:
    """New contacts, each with a phone of its own."""
    rows = [(uuid4(), f"+55119{uuid4().int % 10**8:08d}") for _ in range(count)]
    async with database.company(company_id) as session:
        await session.execute(
            insert(Contact),
            [
                {
                    "id": key,
                    "company_id": company_id,
                    "name": f"Ana {n}",
                    "phone": phone,
                    "phone_key": match_key(phone),
                }
                for n, (key, phone) in enumerate(rows)
            ],
        )
    return rows


async def send(
    database: Database,
    world: World,
    statuses: Sequence[DeliveryStatus],
    *,
    contacts: Sequence[tuple[UUID, str]] = (),
    variants: Sequence[int] = (),
    reasons: Sequence[str | None] = (),
    minutes_ago: float = 60,
    cost_micros: int | None = 250_000,
    **values: object,
) -> Sent:
    """A completed campaign with one recipient for each status."""
    company_id = world.company_id
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    contacts = contacts or await people_of(database, company_id, len(statuses))
    async with database.company(company_id) as session:
        campaign = Campaign(
            company_id=company_id,
            **{
                "name": "Spring",
                "status": CampaignStatus.COMPLETED,
                "phone_number_id": world.number_id,
                "template_id": world.template_id,
                "launched_at": at,
                "frozen_at": at,
                "finished_at": at + timedelta(minutes=10),
            }
            | values,
        )
        session.add(campaign)
        await session.flush()
        people = []
        for n, status in enumerate(statuses):
            contact_id, phone = contacts[n]
            went = status in _REACHED
            row = CampaignRecipient(
                id=links.recipient(campaign.id, n + 1),
                company_id=company_id,
                campaign_id=campaign.id,
                contact_id=contact_id,
                address=phone,
                address_key=match_key(phone),
                status=status,
                reason=reasons[n] if n < len(reasons) else None,
                variant=variants[n] if n < len(variants) else 1,
                cost_micros=cost_micros,
                provider_id=uuid4().hex if went else None,
                accepted_at=at if went else None,
                sent_at=at if went else None,
                delivered_at=at if status in {S.DELIVERED, S.READ} else None,
                read_at=at + timedelta(minutes=5) if status is S.READ else None,
                failed_at=at if status is S.FAILED else None,
            )
            session.add(row)
            people.append(Person(contact_id, phone, row.id, row.provider_id or ""))
        await session.flush()
        await _count(session, campaign.id)
        return Sent(world, campaign.id, people)


async def _count(session: Session, campaign_id: UUID) -> None:
    line = CampaignRecipient
    await session.execute(
        insert(CampaignCount).from_select(
            ["company_id", "campaign_id", "status", "reason", "variant", "count", "cost_micros"],
            select(
                line.company_id,
                line.campaign_id,
                line.status,
                func.coalesce(line.reason, ""),
                line.variant,
                func.count(),
                func.coalesce(func.sum(line.cost_micros), 0),
            )
            .where(line.campaign_id == campaign_id)
            .group_by(line.company_id, line.campaign_id, line.status, line.reason, line.variant),
        )
    )


async def world_of(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


async def write(
    database: Database,
    world: World,
    phone: str,
    body: str = "Quero!",
    *,
    context_id: str | None = None,
    kind: str = "text",
    minutes_ago: float = 0,
    echo: bool = False,
) -> None:
    """A customer writes to the company's number."""
    async with database.company(world.company_id) as session:
        account = await session.scalar(
            select(PhoneNumber.provider_number_id).where(PhoneNumber.id == world.number_id)
        )
        assert account
        event = MessageEvent(
            provider="meta",
            account_id=account,
            external_id=uuid4().hex,
            kind="message",
            occurred_at=datetime.now(UTC) - timedelta(minutes=minutes_ago),
            payload={},
            provider_id=uuid4().hex,
            sender=phone.removeprefix("+"),
            body=body,
            message_kind=kind,
            context_id=context_id,
            echo=echo,
        )
        await apply(session, world.company_id, [Incoming(world.connection_id, event)])


async def counted(
    database: Database, company_id: UUID, campaign_id: UUID
) -> dict[tuple[ResponseKind, int], int]:
    """The counters of responses, by kind and variant."""
    async with database.company(company_id) as session:
        rows = await session.execute(
            select(ResponseCount.kind, ResponseCount.variant, ResponseCount.count).where(
                ResponseCount.campaign_id == campaign_id
            )
        )
        return {(kind, variant): count for kind, variant, count in rows}
