"""Everything that ends cadences at once, beside all that sends: nobody waits for each other crosswise."""

import asyncio
import random
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from db.models.campaigns import CampaignRecipient
from db.session import Database
from schemas.consents import Entry
from schemas.enums import Channel, ConsentSource, DeliveryStatus, StageOutcome
from schemas.events import InboundEvent, StatusEvent
from services import consents, contact_events, inbound, leads, stages
from services.inbound import Routed
from services.keyring import Keyring
from settings import Settings
from tests.campaigns.scenes import NUMBER_ID, Shop, open_shop
from tests.stops.race import Race, said
from tests.stops.test_reply_race import everything_is_accounted_for

_EACH = 60
_DEADLOCKS = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")


@pytest.fixture(scope="module")
def keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture
async def shop(database: Database, keyring: Keyring, company_id: UUID) -> Shop:
    return await open_shop(database, keyring, company_id)


async def deadlocks(database: Database) -> int:
    # Each connection tells of its own at most once a second.
    await asyncio.sleep(1.2)
    async with database.system() as session:
        found: int = (await session.execute(_DEADLOCKS)).scalar_one()
    return found


class Storm(Race):
    """Replies with receipts among them, refusals, deals and meetings."""

    won: UUID

    async def prepare(self) -> None:
        async with self.database.company(self.shop.company_id) as session:
            won = await stages.create(
                session, self.shop.company_id, "Ganho", "green", StageOutcome.WON
            )
            self.won = won.id

    async def _reply(self, contact_ids: list[UUID]) -> None:
        match self.random.randrange(4):
            case 0:
                await self._refuse(contact_ids)
            case 1:
                async with self.database.company(self.shop.company_id) as session:
                    await leads.move(session, self.shop.company_id, contact_ids, self.won)
            case 2:
                async with self.database.company(self.shop.company_id) as session:
                    for one in sorted(contact_ids):
                        await contact_events.record(
                            session,
                            self.shop.company_id,
                            one,
                            "meeting_booked",
                            data={},
                            source="api",
                        )
            case _:
                await self._webhook(contact_ids)

    async def _refuse(self, contact_ids: list[UUID]) -> None:
        entries = [
            Entry(
                channel=Channel.WHATSAPP,
                scope="all",
                granted=False,
                source=ConsentSource.KEYWORD,
                occurred_at=datetime.now(UTC),
                contact_id=one,
            )
            for one in contact_ids
        ]
        async with self.database.company(self.shop.company_id) as session:
            await consents.record(session, self.shop.company_id, entries)

    async def _webhook(self, contact_ids: list[UUID]) -> None:
        async with self.database.company(self.shop.company_id) as session:
            rows = await session.scalars(
                select(CampaignRecipient.id)
                .where(CampaignRecipient.status == DeliveryStatus.ACCEPTED)
                .limit(8)
            )
            sent = list(rows)
        bodies = [self.random.choice(["Oi!", "SAIR"]) for _ in contact_ids]
        told: list[InboundEvent] = [report(one, self.random) for one in sent]
        told += [
            said(self.phones[one], body) for one, body in zip(contact_ids, bodies, strict=True)
        ]
        routed = [Routed(self.shop.connection_id, one) for one in told]
        await inbound.accept(self.database, self.shop.company_id, routed)


def report(recipient_id: UUID, chance: random.Random) -> StatusEvent:
    failed = chance.random() < 0.2
    key = uuid4().hex
    return StatusEvent(
        provider="meta",
        account_id=NUMBER_ID,
        external_id=key,
        kind="status",
        occurred_at=datetime.now(UTC),
        payload={},
        status=DeliveryStatus.FAILED if failed else DeliveryStatus.DELIVERED,
        provider_id=f"wamid.{key}",
        message_id=recipient_id,
        error_code="131026" if failed else None,
        recovery="unreachable" if failed else None,
    )


async def test_nobody_waits_crosswise_however_much_happens_at_once(
    database: Database, shop: Shop
) -> None:
    before = await deadlocks(database)
    for number in range(3):
        storm = Storm(database, shop, random.Random(number))
        if number == 0:
            await storm.prepare()
            won = storm.won
        storm.won = won
        await storm.fill(_EACH, first=number * _EACH)
        await storm.run()
        for _ in range(3):
            await storm._move()
            await storm._claim()
        await everything_is_accounted_for(storm)
    assert await deadlocks(database) == before
