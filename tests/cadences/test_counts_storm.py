"""Whatever people, customers and the engine do at once: the counters say what the rows say, nobody is
stuck, and nobody gets a step twice.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.campaigns import Campaign
from schemas.cadences import Rules
from schemas.enums import EnrolmentStatus
from schemas.errors import AppError
from services import cadence_moves, cadences, enrolling, enrolment_stops, enrolments
from services.enrolments import Action
from tests.cadences.scenes import Road, Said, message, wait
from tests.cadences.test_accounts import assert_counted, publish
from tests.campaigns.scenes import add_contacts, ordinary_phones

_PEOPLE = 24
_ROUNDS = 30
_LIVE = (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)


class Storm:
    def __init__(self, road: Road, people: Sequence[UUID], seed: int) -> None:
        self.road, self.people, self.random = road, people, random.Random(seed)
        self.now = datetime.now(UTC)

    def versions(self) -> list[Said]:
        """Steps come, go and change places; each keeps its key."""
        kept: list[Said] = [
            message(self.road.shop, "one"),
            wait("a", 30),
            message(self.road.shop, "two"),
            wait("b", 60),
            message(self.road.shop, "three"),
        ]
        chosen = self.random.sample(kept, self.random.randint(3, 5))
        return [*chosen, wait("end", 600)]

    async def once(self) -> None:
        work = [self._move, self._send, self._act, self._stop, self._enrol, self._publish]
        chosen = self.random.choices(work, weights=[5, 3, 5, 1, 2, 1], k=3)
        await asyncio.gather(*(one() for one in chosen))
        self.now += timedelta(minutes=self.random.choice((0, 5, 40)))

    async def _move(self) -> None:
        await self.road.move(self.now, limit=self.random.choice((3, 10, 2_000)))

    async def _send(self) -> None:
        await self.road.send()

    def _some(self) -> list[UUID]:
        return self.random.sample(list(self.people), self.random.randint(1, 6))

    async def _act(self) -> None:
        some = set(self._some())
        ids = [one.id for one in await self.road.enrolments() if one.contact_id in some]
        action = self.random.choice((*Action, Action.RESUME, Action.SKIP))
        async with self.road.database.company(self.road.shop.company_id) as session:
            await enrolments.act(session, self.road.shop.company_id, action, ids)

    async def _stop(self) -> None:
        async with self.road.database.company(self.road.shop.company_id) as session:
            await enrolment_stops.stop(
                session, self.road.shop.company_id, self._some()[:2], "opted_out"
            )

    async def _enrol(self) -> None:
        async with self.road.database.company(self.road.shop.company_id) as session:
            company_id = self.road.shop.company_id
            await enrolling.enrol(
                session, company_id, self.road.cadence_id, self._some(), source="console"
            )

    async def _publish(self) -> None:
        try:
            await publish(self.road, self.versions())
        except AppError:
            # It says what is published already.
            return
        async with self.road.database.company(self.road.shop.company_id) as session:
            await cadence_moves.move(session, self.road.cadence_id)

    async def calm(self) -> None:
        """Everybody goes on, and comes to the end of their way."""
        company_id = self.road.shop.company_id
        async with self.road.database.company(company_id) as session:
            await cadences.resume(session, self.road.cadence_id)
            ids = [one.id for one in await self.road.enrolments()]
            await enrolments.resume(session, company_id, ids)
        for _ in range(12):
            self.now += timedelta(hours=11)
            while (await self.road.move(self.now)).count:
                pass
            await self.road.send()


async def _messages(road: Road) -> Counter[tuple[UUID, str | None, int | None]]:
    async with road.database.company(road.shop.company_id) as session:
        steps = {
            row.id: (row.step_key, row.lap)
            for row in await session.execute(
                select(Campaign.id, Campaign.step_key, Campaign.lap).where(
                    Campaign.cadence_id == road.cadence_id
                )
            )
        }
    return Counter(
        (row.contact_id, *steps[row.campaign_id])
        for row in await road.recipients()
        if row.accepted_at is not None
    )


@pytest.mark.parametrize("seed", range(3))
async def test_after_a_storm_every_number_is_that_of_its_rows(road: Road, seed: int) -> None:
    people = await add_contacts(road.database, road.shop.company_id, ordinary_phones(_PEOPLE))
    storm = Storm(road, people, seed)
    await road.open(storm.versions(), rules=Rules(reentry_days=0).as_json())
    await road.enter(people)
    for _ in range(_ROUNDS):
        await storm.once()
        await assert_counted(road)
    await storm.calm()
    await assert_counted(road)
    stuck = [one for one in await road.enrolments() if one.status in _LIVE]
    assert not stuck, [(one.status, one.step_key, one.due_at, one.recipient_id) for one in stuck]
    twice = {key: count for key, count in (await _messages(road)).items() if count > 1}
    assert not twice
    assert {row.status.value for row in await road.recipients()} <= {"accepted", "skipped"}
