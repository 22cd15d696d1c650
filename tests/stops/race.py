"""Replies that race with the engine, the claim and the outcomes of sends."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from db.models.cadences import Cadence, CadenceVersion, Enrolment
from db.models.campaigns import Campaign, CampaignRecipient
from db.queries import claims, recipients
from db.queries.claims import Claimed, Rules
from db.queries.recipients import Outcome
from db.session import Database, Session, before_commit
from schemas.cadences import DEFAULT_STOPS
from schemas.enums import CadenceStatus, DeliveryStatus
from schemas.events import MessageEvent
from services import cadence_engine, inbound
from services.inbound import Routed
from tests.cadences.scenes import message, wait
from tests.campaigns.scenes import NUMBER_ID, Shop, add_contacts

_START = UUID(int=0)
# Nobody else may have been claimed once the reply is committed.
_CLAIMED = {DeliveryStatus.SENDING, DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN}


@dataclass
class Race:
    database: Database
    shop: Shop
    random: random.Random
    cadence_id: UUID = field(default_factory=uuid4)
    phones: dict[UUID, str] = field(default_factory=dict)
    # Whose sends had been claimed when their reply was about to be committed.
    claimed_before: dict[UUID, set[UUID]] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def fill(self, count: int, first: int) -> None:
        numbers = [f"+55119{place:08d}" for place in range(first, first + count)]
        ids = await add_contacts(self.database, self.shop.company_id, numbers)
        self.phones = dict(zip(ids, numbers, strict=True))
        # Two messages, one behind the other: the engine has much to do at once.
        steps = [message(self.shop, "one"), wait("rest", 0), message(self.shop, "two")]
        key = {"company_id": self.shop.company_id, "cadence_id": self.cadence_id}
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                insert(Cadence).values(
                    id=self.cadence_id,
                    company_id=self.shop.company_id,
                    name="Boas-vindas",
                    status=CadenceStatus.RUNNING,
                    published=1,
                    stops=list(DEFAULT_STOPS),
                )
            )
            await session.execute(
                insert(CadenceVersion).values(**key, number=1, definition={"steps": steps})
            )
            now = datetime.now(UTC)
            rows = [{**key, "version": 1, "contact_id": one, "due_at": now} for one in ids]
            await session.execute(insert(Enrolment), rows)

    async def run(self) -> None:
        """Until everybody has replied."""
        async with asyncio.TaskGroup() as others:
            for work in (self._move, self._move, self._claim, self._claim):
                others.create_task(self._again(work))
            try:
                await self._reply_all()
            finally:
                self.over.set()

    async def _again(self, work: Callable[[], Awaitable[None]]) -> None:
        while not self.over.is_set():
            await work()
            await asyncio.sleep(self.random.random() / 100)

    async def _move(self) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await cadence_engine.move_page(session, self.cadence_id, limit=15)

    async def _claim(self) -> None:
        for campaign_id in await self.campaigns():
            async with self.database.company(self.shop.company_id) as session:
                await claims.prepare(session)
                rules = Rules()
                found = await claims.claim_fresh(session, campaign_id, rules, after=_START, limit=8)
            await self._record(found.recipients)

    async def _record(self, claimed: list[Claimed]) -> None:
        """Most are accepted, some handed back: those are to be claimed again."""
        outcomes = [
            Outcome(one.id, DeliveryStatus.PENDING, claimed_at=one.claimed_at)
            if self.random.random() < 0.3
            else Outcome(one.id, DeliveryStatus.ACCEPTED, provider_id=uuid4().hex)
            for one in claimed
        ]
        async with self.database.company(self.shop.company_id) as session:
            await recipients.record_outcomes(session, outcomes)

    async def campaigns(self) -> list[UUID]:
        async with self.database.company(self.shop.company_id) as session:
            rows = await session.scalars(
                select(Campaign.id).where(Campaign.cadence_id == self.cadence_id)
            )
            return list(rows)

    async def _reply_all(self) -> None:
        """Some alone, some together, as webhooks bring them."""
        order = list(self.phones)
        self.random.shuffle(order)
        turns = asyncio.Semaphore(4)

        async def some(contact_ids: list[UUID]) -> None:
            async with turns:
                await self._reply(contact_ids)

        async with asyncio.TaskGroup() as replies:
            while order:
                size = self.random.randint(1, 8)
                replies.create_task(some(order[:size]))
                del order[:size]

    async def _reply(self, contact_ids: list[UUID]) -> None:
        told = [Routed(self.shop.connection_id, said(self.phones[one])) for one in contact_ids]
        async with self.database.company(self.shop.company_id) as session:
            await inbound._apply(session, self.shop.company_id, told)
            before_commit(session, partial(self._look, session, contact_ids))

    async def _look(self, session: Session, contact_ids: list[UUID]) -> None:
        """In the transaction, behind the stop: what stands now is what stands at the commit."""
        self.claimed_before |= await _claimed(session, contact_ids)


async def _claimed(session: Session, contact_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    """Each contact's sends that somebody has claimed."""
    found: dict[UUID, set[UUID]] = {contact_id: set() for contact_id in contact_ids}
    rows = await session.scalars(
        select(CampaignRecipient).where(
            CampaignRecipient.contact_id.in_(contact_ids),
            CampaignRecipient.status.in_(_CLAIMED),
        )
    )
    for row in rows:
        found[row.contact_id].add(row.id)
    return found


async def claimed_ever(race: Race) -> dict[UUID, set[UUID]]:
    """Contact -> their sends that somebody claimed, at the end."""
    async with race.database.company(race.shop.company_id) as session:
        return await _claimed(session, list(race.phones))


def said(phone: str, body: str = "Oi, pode me ligar?", **values: object) -> MessageEvent:
    key = uuid4().hex
    given: dict[str, object] = {
        "provider": "meta",
        "account_id": NUMBER_ID,
        "external_id": key,
        "kind": "message",
        "occurred_at": datetime.now(UTC),
        "payload": {},
        "provider_id": f"wamid.{key}",
        "sender": phone.removeprefix("+"),
        "body": body,
        **values,
    }
    return MessageEvent(**given)  # type: ignore[arg-type]
