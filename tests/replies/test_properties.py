"""Whatever happens, in any order: nothing is handed over twice, and nothing overtakes."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from db.models.conversations import Message
from db.models.people import Company
from db.session import Database
from providers.base import Rejected
from schemas.delivery import RANK
from schemas.enums import DeliveryStatus
from schemas.errors import InvalidState
from services import replies, reply_dispatch
from services.keyring import Keyring
from services.reply_dispatch import Claimed, Outcome
from tests.campaigns.scenes import open_shop
from tests.replies.chat import Chat

_STEPS = (
    "write",
    "write",
    "schedule",
    "claim",
    "claim",
    "claim",
    "accepted",
    "refused",
    "unknown",
    "throttled",
    "die",
    "lease",
    "time",
    "cancel",
    "again",
)


class _Worker:
    """One conversation's outbox, and what the provider was asked for."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.held: list[Claimed] = []
        self.asked: Counter[UUID] = Counter()
        # Handed back by the provider: each of these may be asked for once more.
        self.returned: Counter[UUID] = Counter()
        self.order: list[datetime] = []
        self.best: dict[UUID, int] = {}

    async def do(self, step: str) -> None:
        await getattr(self, f"_{step}", self._end)(step)

    async def _write(self, _: str) -> None:
        await self.chat.write("Hi")

    async def _schedule(self, _: str) -> None:
        await self.chat.write("Later", scheduled_at=datetime.now(UTC) + timedelta(hours=1))

    async def _claim(self, _: str, lease: float = 60.0) -> None:
        async with self.chat.database.company(self.chat.shop.company_id) as session:
            step = await reply_dispatch.take_next(
                session, self.chat.id, lease_seconds=lease, files={}
            )
        if isinstance(step.next, Claimed):
            self.held.append(step.next)
            self.asked[step.next.message_id] += 1

    async def _lease(self, _: str) -> None:
        await self._claim("", lease=0.0)

    async def _die(self, _: str) -> None:
        self.held.clear()

    async def _time(self, _: str) -> None:
        await self.chat.become_due()

    async def _end(self, step: str) -> None:
        if not self.held:
            return
        claimed = self.held.pop(0)
        outcome = {
            "accepted": Outcome(
                claimed.message_id, DeliveryStatus.ACCEPTED, claimed.claimed_at, uuid4().hex
            ),
            "refused": Outcome(
                claimed.message_id,
                DeliveryStatus.FAILED,
                claimed.claimed_at,
                refusal=Rejected("100", "no"),
            ),
            "unknown": Outcome(
                claimed.message_id, DeliveryStatus.UNKNOWN, claimed.claimed_at, reason="no_answer"
            ),
            "throttled": Outcome(
                claimed.message_id,
                DeliveryStatus.PENDING,
                claimed.claimed_at,
                after=timedelta(minutes=1),
            ),
        }[step]
        self.returned[claimed.message_id] += step == "throttled"
        # The answer to the commit was lost: written again.
        for _ in range(2):
            async with self.chat.database.company(self.chat.shop.company_id) as session:
                await reply_dispatch.record(session, self.chat.shop.company_id, outcome)

    async def _cancel(self, _: str) -> None:
        waiting = [m for m in await self.chat.ours() if m.status is DeliveryStatus.PENDING]
        if waiting:
            async with self.chat.database.company(self.chat.shop.company_id) as session:
                await replies.cancel_scheduled(session, waiting[-1].id)

    async def _again(self, _: str) -> None:
        for message in await self.chat.ours():
            try:
                async with self.chat.database.company(self.chat.shop.company_id) as session:
                    await replies.send_again(
                        session, message.id, author_id=uuid4(), source="console"
                    )
            except InvalidState:
                continue
            return

    async def check(self) -> None:
        rows = await self.chat.ours()
        for message_id, asked in self.asked.items():
            assert asked <= 1 + self.returned[message_id]
        # Two may be held only when the lease of the first has run out.
        assert sum(row.status is DeliveryStatus.SENDING for row in rows) <= 1
        for row in rows:
            self._never_back(row)
        gone = [m.occurred_at for m in rows if self.asked[m.id] and not m.scheduled]
        still = [
            m.occurred_at
            for m in rows
            if not self.asked[m.id] and not m.scheduled and m.status is DeliveryStatus.PENDING
        ]
        assert not gone or not still or max(gone) < min(still)

    def _never_back(self, row: Message) -> None:
        assert row.status is not None
        rank = RANK[row.status]
        # Only sending may become pending again.
        known = self.best.get(row.id, 0)
        assert rank >= known or known <= RANK[DeliveryStatus.SENDING]
        self.best[row.id] = max(rank, known)


@settings(max_examples=10, deadline=None)
@given(steps=st.lists(st.sampled_from(_STEPS), min_size=20, max_size=35))
async def test_any_order_of_events_sends_nothing_twice(
    database: Database, keyring: Keyring, steps: list[str]
) -> None:
    company_id = uuid4()
    async with database.system() as session:
        await session.execute(insert(Company).values(id=company_id, name="Any"))
    shop = await open_shop(database, keyring, company_id)
    worker = _Worker(await Chat.begin(database, shop))
    for step in ("write", "write", "claim", *steps):
        await worker.do(step)
        await worker.check()
