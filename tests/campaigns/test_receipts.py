"""Receipts against the real ledger: any order and repetition, the same rows and counters."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from db.models.campaigns import CampaignCount, CampaignRecipient
from db.queries.receipts import Receipt, apply_receipts
from db.session import Database
from schemas.delivery import advance
from schemas.enums import DeliveryStatus
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
    recipients_of,
)

PEOPLE = 3
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
REPORTED = [
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
]
stories = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(REPORTED)), min_size=1, max_size=15
)


class Told:
    """A campaign of three accepted messages, told the same story again and again."""

    def __init__(self, database: Database, shop: Shop, campaign_id: UUID) -> None:
        self.database, self.shop, self.campaign_id = database, shop, campaign_id
        self.ids = [
            UUID(campaign_id.hex[16:] + f"{position:016x}") for position in range(1, PEOPLE + 1)
        ]
        self.contacts: list[UUID] = []

    async def reset(self) -> None:
        where = {"company_id": self.shop.company_id, "campaign_id": self.campaign_id}
        async with self.database.company(self.shop.company_id) as session:
            for table in (CampaignRecipient, CampaignCount):
                await session.execute(delete(table).where(table.campaign_id == self.campaign_id))
            rows = [
                {
                    **where,
                    "id": key,
                    "contact_id": contact,
                    "address": "+5511900007000",
                    "address_key": "551100007000",
                    "status": DeliveryStatus.ACCEPTED,
                    "provider_id": f"wamid.{key}",
                }
                for key, contact in zip(self.ids, self.contacts, strict=True)
            ]
            await session.execute(insert(CampaignRecipient), rows)
            await session.execute(
                insert(CampaignCount).values(
                    {**where, "status": DeliveryStatus.ACCEPTED, "reason": "", "count": PEOPLE}
                )
            )

    async def tell(self, batches: list[list[Receipt]]) -> dict[UUID, DeliveryStatus]:
        for batch in batches:
            async with self.database.company(self.shop.company_id) as session:
                await apply_receipts(session, batch)
        rows = await recipients_of(self.database, self.shop.company_id, self.campaign_id)
        ledger = await read_ledger(self.database, self.shop.company_id, self.campaign_id)
        assert ledger.rows == ledger.counters
        return {row.id: row.status for row in rows}


@pytest.fixture
async def told(database: Database, shop: Shop) -> Told:
    told = Told(database, shop, await draft_campaign(database, shop))
    told.contacts = await add_contacts(database, shop.company_id, ordinary_phones(PEOPLE))
    return told


def receipt(recipient_id: UUID, status: DeliveryStatus, *, named: bool = True) -> Receipt:
    return Receipt(
        recipient_id=recipient_id if named else None,
        provider_id=f"wamid.{recipient_id}",
        status=status,
        occurred_at=MOMENT + timedelta(seconds=REPORTED.index(status)),
        error_code="131026" if status is DeliveryStatus.FAILED else None,
    )


@given(story=stories, random=st.randoms(use_true_random=False))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_order_and_repetition_gives_the_same_rows_and_counters(
    told: Told, story: list[tuple[int, DeliveryStatus]], random: Random
) -> None:
    await told.reset()
    receipts = [
        receipt(told.ids[person], status, named=random.random() < 0.5) for person, status in story
    ]
    noisy = receipts + random.choices(receipts, k=len(receipts))
    random.shuffle(noisy)
    cut = random.randrange(len(noisy) + 1)
    statuses = await told.tell([noisy[:cut], noisy[cut:]])
    expected = dict.fromkeys(told.ids, DeliveryStatus.ACCEPTED)
    for person, status in story:
        expected[told.ids[person]] = advance(expected[told.ids[person]], status)
    assert statuses == expected


async def test_a_late_delivery_corrects_a_failure_and_both_are_kept(told: Told) -> None:
    await told.reset()
    first = told.ids[0]
    await told.tell(
        [[receipt(first, DeliveryStatus.FAILED)], [receipt(first, DeliveryStatus.DELIVERED)]]
    )
    rows = await recipients_of(told.database, told.shop.company_id, told.campaign_id)
    row = next(row for row in rows if row.id == first)
    assert (row.status, row.reason) == (DeliveryStatus.DELIVERED, None)
    assert row.failed_at is not None
    assert row.delivered_at is not None


async def test_a_receipt_for_nobody_is_left_to_the_caller(told: Told) -> None:
    await told.reset()
    stranger = UUID(int=7)
    async with told.database.company(told.shop.company_id) as session:
        applied = await apply_receipts(session, [receipt(stranger, DeliveryStatus.SENT)])
    assert applied.recipient_ids == frozenset()


async def test_another_companys_receipt_moves_nothing(told: Told, other_company_id: UUID) -> None:
    await told.reset()
    async with told.database.company(other_company_id) as session:
        applied = await apply_receipts(session, [receipt(told.ids[0], DeliveryStatus.READ)])
    assert applied.recipient_ids == frozenset()
    assert set((await told.tell([])).values()) == {DeliveryStatus.ACCEPTED}
