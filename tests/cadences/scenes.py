"""A running cadence, people in it, and the engine and sender that move them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text, update
from temporalio.testing import ActivityEnvironment

from activities.sending import SendActivities
from db.models.cadences import Cadence, CadenceStepCount, CadenceVersion, Enrolment, EnrolmentStep
from db.models.campaigns import Campaign, CampaignRecipient
from db.queries import travelling
from db.session import Database
from schemas.cadences import DEFAULT_STOPS
from schemas.enums import CadenceStatus, EnrolmentStatus
from schemas.payloads.campaigns import SendBatchInput
from services import cadence_engine, enrolling
from services.cadence_engine import Moved
from tests.campaigns.scenes import BINDINGS, Shop

Said = Mapping[str, object]


def message(shop: Shop, key: str, **values: object) -> dict[str, object]:
    return {
        "key": key,
        "kind": "message",
        "phone_number_id": str(shop.number_id),
        "template_id": str(shop.template_id),
        # Other words for each step: the same twice to one person is held back.
        "bindings": {**BINDINGS, "body.2": {"source": "text", "value": key}},
        **values,
    }


def wait(key: str, minutes: int) -> dict[str, object]:
    return {"key": key, "kind": "wait", "wait": "duration", "minutes": minutes}


class Road:
    def __init__(
        self,
        database: Database,
        shop: Shop,
        environment: ActivityEnvironment,
        sending: SendActivities,
    ) -> None:
        self.database, self.shop = database, shop
        self._environment, self._sending = environment, sending
        self.cadence_id = uuid4()

    async def open(self, steps: Sequence[Said], **values: object) -> UUID:
        """A running cadence of these steps."""
        definition = {"steps": list(steps)}
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                insert(Cadence).values(
                    {
                        "id": self.cadence_id,
                        "company_id": self.shop.company_id,
                        "name": "Boas-vindas",
                        "status": CadenceStatus.RUNNING,
                        "draft": definition,
                        "published": 1,
                        "stops": [stop.value for stop in DEFAULT_STOPS],
                        **values,
                    }
                )
            )
            await session.execute(
                insert(CadenceVersion).values(
                    company_id=self.shop.company_id,
                    cadence_id=self.cadence_id,
                    number=1,
                    definition=definition,
                )
            )
        return self.cadence_id

    async def enter(self, contact_ids: Sequence[UUID]) -> None:
        async with self.database.company(self.shop.company_id) as session:
            placed = await enrolling.enrol(
                session, self.shop.company_id, self.cadence_id, contact_ids, source="console"
            )
        assert placed.enrolled == len(contact_ids), placed

    async def move(self, now: datetime | None = None, *, limit: int = 2_000) -> Moved:
        async with self.database.company(self.shop.company_id) as session:
            return await cadence_engine.move_page(session, self.cadence_id, now=now, limit=limit)

    async def send(self) -> None:
        """Send what stands in the ledger, of every step."""
        async with self.database.company(self.shop.company_id) as session:
            waiting = await travelling.sending(session, self.cadence_id)
        for one in waiting:
            batch = SendBatchInput(self.shop.company_id, one.campaign_id, 10_000, one.after)
            await self._environment.run(self._sending.send_batch, batch)

    async def enrolments(self) -> list[Enrolment]:
        async with self.database.company(self.shop.company_id) as session:
            found = await session.scalars(
                select(Enrolment)
                .where(Enrolment.cadence_id == self.cadence_id)
                .order_by(Enrolment.contact_id, Enrolment.lap)
            )
            return list(found)

    async def statuses(self) -> list[EnrolmentStatus]:
        return [one.status for one in await self.enrolments()]

    async def steps(self) -> list[tuple[str, str, str | None]]:
        """(step, outcome, reason) of everything done, in its order."""
        async with self.database.company(self.shop.company_id) as session:
            rows = await session.execute(
                select(EnrolmentStep.step_key, EnrolmentStep.outcome, EnrolmentStep.reason)
                .join(Enrolment, Enrolment.id == EnrolmentStep.enrolment_id)
                .where(Enrolment.cadence_id == self.cadence_id)
                .order_by(EnrolmentStep.done_at, EnrolmentStep.step_key)
            )
            return [(row.step_key, row.outcome, row.reason) for row in rows]

    async def counts(self) -> dict[tuple[str, str], int]:
        async with self.database.company(self.shop.company_id) as session:
            rows = await session.scalars(
                select(CadenceStepCount).where(
                    CadenceStepCount.cadence_id == self.cadence_id, CadenceStepCount.count != 0
                )
            )
            return {(row.step_key, row.outcome): row.count for row in rows}

    async def recipients(self) -> list[CampaignRecipient]:
        async with self.database.company(self.shop.company_id) as session:
            found = await session.scalars(
                select(CampaignRecipient)
                .join(Campaign, Campaign.id == CampaignRecipient.campaign_id)
                .where(Campaign.cadence_id == self.cadence_id)
                .order_by(CampaignRecipient.id)
            )
            return list(found)

    async def run(self, statement: str, **values: object) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(text(statement), values)

    async def set_status(self, status: CadenceStatus) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                update(Cadence).where(Cadence.id == self.cadence_id).values(status=status)
            )
