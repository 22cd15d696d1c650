"""What people do again, or differently, with a campaign that was sent."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert, select, update

from db.models.campaigns import Campaign, CampaignCount, CampaignEvent, CampaignRecipient
from db.models.contacts import Contact
from db.models.limits import Rate
from db.models.links import CampaignResponse
from db.models.templates import Template
from db.queries import campaigns as rows
from db.queries.receipts import Receipt, apply_receipts
from db.queries.recipients import Outcome as Sent
from db.queries.recipients import record_outcomes
from db.session import Database
from schemas.audiences import Outcome
from schemas.enums import CampaignStatus, DeliveryStatus, ResponseKind
from schemas.errors import Conflict, InvalidInput, InvalidState
from schemas.hours import Hours
from services import audiences, campaigns, contents, repeats
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    recipients_of,
)

PENDING, ACCEPTED, FAILED, UNKNOWN, SKIPPED, READ, DELIVERED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.FAILED,
    DeliveryStatus.UNKNOWN,
    DeliveryStatus.SKIPPED,
    DeliveryStatus.READ,
    DeliveryStatus.DELIVERED,
)
HELD, GONE = "131049", "131026"


class Sending:
    """A frozen campaign whose recipients a test settles as it likes."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database, self.shop = database, shop
        self.campaign_id = UUID(int=0)

    async def begin(self, people: int = 10, **values: object) -> None:
        await add_contacts(self.database, self.shop.company_id, ordinary_phones(people))
        self.campaign_id = await draft_campaign(self.database, self.shop, **values)
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.mark_launching(session, self.campaign_id)
            await campaigns.begin(session, self.campaign_id, now=datetime.now(UTC))

    async def ledger(self) -> list[CampaignRecipient]:
        return await recipients_of(self.database, self.shop.company_id, self.campaign_id)

    async def settle(
        self, part: slice, status: DeliveryStatus, reason: str | None = None
    ) -> list[UUID]:
        ids = [row.id for row in await self.ledger()][part]
        first = status if reason else ACCEPTED
        async with self.database.company(self.shop.company_id) as session:
            outcomes = [Sent(one, first, provider_id=uuid4().hex, reason=reason) for one in ids]
            await record_outcomes(session, outcomes)
            if status is not first:
                now = datetime.now(UTC)
                await apply_receipts(session, [Receipt(one, "wamid", status, now) for one in ids])
        return ids

    async def finish(self) -> CampaignStatus:
        async with self.database.company(self.shop.company_id) as session:
            return (await campaigns.finish(session, self.campaign_id)).status

    async def pause(self) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.pause(session, self.campaign_id)

    async def statuses(self) -> Counter[DeliveryStatus]:
        """As the rows have it; the counters, which say the same, are looked at too."""
        found = await self.ledger()
        rows_ = Counter((row.status, row.reason or "", row.variant) for row in found)
        costs = Counter[tuple[DeliveryStatus, str, int]]()
        for row in found:
            costs[row.status, row.reason or "", row.variant] += row.cost_micros or 0
        async with self.database.company(self.shop.company_id) as session:
            counts = await session.scalars(
                select(CampaignCount).where(CampaignCount.campaign_id == self.campaign_id)
            )
            kept = {(one.status, one.reason, one.variant): one for one in counts if one.count}
        assert {key: one.count for key, one in kept.items()} == dict(rows_)
        assert {key: one.cost_micros for key, one in kept.items()} == dict(costs)
        return Counter(row.status for row in found)

    async def campaign(self) -> Campaign:
        async with self.database.company(self.shop.company_id) as session:
            return await rows.get(session, self.campaign_id)

    async def respond(self, ids: list[UUID], kind: ResponseKind) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                insert(CampaignResponse),
                [
                    {
                        "company_id": self.shop.company_id,
                        "campaign_id": self.campaign_id,
                        "kind": kind,
                        "recipient_id": one,
                        "occurred_at": datetime.now(UTC),
                    }
                    for one in ids
                ],
            )


@pytest.fixture
def sent(database: Database, shop: Shop) -> Sending:
    return Sending(database, shop)


async def test_only_those_whose_reason_passes_are_tried_again(sent: Sending) -> None:
    await sent.begin(10)
    await sent.settle(slice(0, 4), FAILED, HELD)
    await sent.settle(slice(4, 6), FAILED, GONE)
    await sent.settle(slice(6, 10), DELIVERED)
    assert await sent.finish() is CampaignStatus.COMPLETED
    async with sent.database.company(sent.shop.company_id) as session:
        campaign = await repeats.retry_failed(session, sent.campaign_id)
    assert (campaign.status, campaign.finished_at) == (CampaignStatus.RUNNING, None)
    assert await sent.statuses() == {PENDING: 4, FAILED: 2, DELIVERED: 4}
    retried = [row for row in await sent.ledger() if row.status is PENDING]
    assert {(row.reason, row.failed_at, row.attempts) for row in retried} == {(None, None, 1)}


async def test_a_person_may_name_any_reason(sent: Sending) -> None:
    await sent.begin(4)
    await sent.settle(slice(0, 2), FAILED, GONE)
    await sent.settle(slice(2, 4), FAILED, HELD)
    async with sent.database.company(sent.shop.company_id) as session:
        await repeats.retry_failed(session, sent.campaign_id, [GONE])
    assert await sent.statuses() == {PENDING: 2, FAILED: 2}


async def test_trying_nobody_again_changes_nothing(sent: Sending) -> None:
    await sent.begin(3)
    await sent.settle(slice(0, 3), DELIVERED)
    await sent.finish()
    with pytest.raises(InvalidState):
        async with sent.database.company(sent.shop.company_id) as session:
            await repeats.retry_failed(session, sent.campaign_id)
    campaign = await sent.campaign()
    assert campaign.status is CampaignStatus.COMPLETED
    assert campaign.finished_at is not None


@pytest.mark.parametrize(
    "values",
    [{"status": CampaignStatus.CANCELLED}, {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}],
    ids=["cancelled", "expired"],
)
async def test_what_was_cancelled_or_has_expired_is_not_sent_again(
    sent: Sending, values: dict[str, object]
) -> None:
    await sent.begin(3)
    await sent.settle(slice(0, 3), FAILED, HELD)
    async with sent.database.company(sent.shop.company_id) as session:
        await session.execute(
            update(Campaign).where(Campaign.id == sent.campaign_id).values(values)
        )
    with pytest.raises(InvalidState):
        async with sent.database.company(sent.shop.company_id) as session:
            await repeats.retry_failed(session, sent.campaign_id)
    assert await sent.statuses() == {FAILED: 3}


async def test_a_campaign_does_not_end_over_somebody_who_was_just_put_back(sent: Sending) -> None:
    await sent.begin(3)
    await sent.settle(slice(0, 3), FAILED, HELD)
    async with sent.database.company(sent.shop.company_id) as session:
        await repeats.retry_failed(session, sent.campaign_id)
    assert await sent.finish() is CampaignStatus.RUNNING


async def test_unknown_ones_are_sent_again_only_by_who_types_their_number(sent: Sending) -> None:
    await sent.begin(5)
    await sent.settle(slice(0, 3), UNKNOWN, "no_answer")
    await sent.settle(slice(3, 5), DELIVERED)
    await sent.finish()
    with pytest.raises(Conflict):
        async with sent.database.company(sent.shop.company_id) as session:
            await repeats.resume_unknown(session, sent.campaign_id, 2)
    assert await sent.statuses() == {UNKNOWN: 3, DELIVERED: 2}
    async with sent.database.company(sent.shop.company_id) as session:
        await repeats.resume_unknown(session, sent.campaign_id, 3)
    assert await sent.statuses() == {PENDING: 3, DELIVERED: 2}


async def test_a_receipt_that_comes_late_still_settles_who_was_put_back(sent: Sending) -> None:
    await sent.begin(2)
    ids = await sent.settle(slice(0, 2), UNKNOWN, "no_answer")
    async with sent.database.company(sent.shop.company_id) as session:
        await repeats.resume_unknown(session, sent.campaign_id, 2)
    async with sent.database.company(sent.shop.company_id) as session:
        now = datetime.now(UTC)
        await apply_receipts(session, [Receipt(ids[0], "wamid.late", DELIVERED, now)])
    assert await sent.statuses() == {PENDING: 1, DELIVERED: 1}


async def test_dropped_people_are_left_out_and_counted(sent: Sending) -> None:
    await sent.begin(6)
    ids = [row.id for row in await sent.ledger()]
    await sent.settle(slice(0, 2), DELIVERED)
    async with sent.database.company(sent.shop.company_id) as session:
        # Two of them were sent to already, and one is of no campaign.
        dropped = await repeats.drop_pending(session, sent.campaign_id, [*ids[:4], uuid4()])
    assert dropped == 2
    assert await sent.statuses() == {DELIVERED: 2, SKIPPED: 2, PENDING: 2}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.NOT_READ, {"accepted", "delivered"}),
        (Outcome.NOT_DELIVERED, {"accepted", "failed"}),
        (Outcome.NOT_REPLIED, {"accepted", "delivered"}),
        (Outcome.NOT_CLICKED, {"accepted", "delivered", "read"}),
        (Outcome.FAILED, {"failed"}),
        (Outcome.REPLIED, {"read"}),
        (Outcome.CLICKED, set()),
    ],
)
async def test_a_resend_reaches_those_of_whom_it_is_known(
    sent: Sending, outcome: Outcome, expected: set[str]
) -> None:
    await sent.begin(10)
    await sent.settle(slice(0, 2), ACCEPTED)
    await sent.settle(slice(2, 4), DELIVERED)
    read = await sent.settle(slice(4, 6), READ)
    await sent.settle(slice(6, 8), FAILED, HELD)
    await sent.settle(slice(8, 9), UNKNOWN, "no_answer")
    await sent.respond(read, ResponseKind.REPLY)
    async with sent.database.company(sent.shop.company_id) as session:
        draft = await repeats.resend_to(
            session, sent.campaign_id, outcome, lambda name: f"{name} 2"
        )
        said = await contents.ready(session, draft)
        await audiences.freeze(session, draft, said)
    assert (draft.status, draft.source_id) == (CampaignStatus.DRAFT, sent.campaign_id)
    by_contact = {row.contact_id: row.status.value for row in await sent.ledger()}
    again = await recipients_of(sent.database, sent.shop.company_id, draft.id)
    assert {by_contact[row.contact_id] for row in again} == expected
    assert len(again) == 2 * len(expected)


async def test_another_companys_campaign_is_nobody(sent: Sending, other_company_id: UUID) -> None:
    await sent.begin(3)
    await sent.settle(slice(0, 3), DELIVERED)
    async with sent.database.company(other_company_id) as session:
        await session.execute(
            insert(Contact).values(company_id=other_company_id, name="Ana", phone="+5511987650000")
        )
        with pytest.raises(Exception, match="does not exist"):
            await repeats.resend_to(session, sent.campaign_id, Outcome.NOT_READ, str)


async def test_who_waits_gets_other_words_from_the_contact_as_it_is_now(sent: Sending) -> None:
    await sent.begin(6)
    await sent.settle(slice(0, 2), DELIVERED)
    before = {row.id: (list(row.parameters), row.variant) for row in await sent.ledger()}
    await sent.pause()
    other = await _other_template(sent)
    async with sent.database.company(sent.shop.company_id) as session:
        await session.execute(update(Contact).values(name="Bia Lima"))
        campaign, reworded = await repeats.change_pending(
            session, sent.campaign_id, {"template_id": other}
        )
    assert (reworded.people, reworded.lacking) == (4, 0)
    assert [one["name"] for one in campaign.frozen_variants] == ["aviso"]  # type: ignore[index]
    for row in await sent.ledger():
        if row.status is DELIVERED:
            assert (list(row.parameters), row.variant) == before[row.id]
        else:
            assert (list(row.parameters), row.variant) == (["Bia"], 2)
    assert await sent.statuses() == {DELIVERED: 2, PENDING: 4}


async def test_who_lacks_a_value_for_the_other_words_is_left_out(sent: Sending) -> None:
    await sent.begin(5)
    await sent.pause()
    contact = (await sent.ledger())[0].contact_id
    gone = (await sent.ledger())[1].contact_id
    async with sent.database.company(sent.shop.company_id) as session:
        await session.execute(update(Contact).where(Contact.id == contact).values(name=""))
        await session.execute(delete(Contact).where(Contact.id == gone))
        _, reworded = await repeats.change_pending(
            session,
            sent.campaign_id,
            {"bindings": {"body.1": {"source": "name"}}},
        )
    assert (reworded.people, reworded.lacking) == (5, 2)
    assert await sent.statuses() == {PENDING: 3, SKIPPED: 2}
    assert {row.reason for row in await sent.ledger() if row.status is SKIPPED} == {
        "missing_variable"
    }


async def test_words_changed_twice_keep_each_for_those_who_got_it(sent: Sending) -> None:
    async with sent.database.company(sent.shop.company_id) as session:
        session.add(
            Rate(
                company_id=sent.shop.company_id,
                channel="whatsapp",
                category="marketing",
                price_micros=62_500,
                valid_from=datetime(2020, 1, 1, tzinfo=UTC).date(),
            )
        )
    await sent.begin(6)
    for turn in range(2):
        await sent.settle(slice(2 * turn, 2 * turn + 2), DELIVERED)
        await sent.pause()
        async with sent.database.company(sent.shop.company_id) as session:
            values = {"body.2": {"source": "text", "value": f"{turn}%"}}
            await repeats.change_pending(session, sent.campaign_id, {"bindings": values})
            await campaigns.resume(session, sent.campaign_id)
    said = [(row.variant, row.parameters[1]) for row in await sent.ledger()]
    assert said == [(1, "20%")] * 2 + [(2, "0%")] * 2 + [(3, "1%")] * 2
    await sent.statuses()
    async with sent.database.company(sent.shop.company_id) as session:
        copy = await repeats.resend_to(session, sent.campaign_id, Outcome.NOT_READ, str)
    # What was changed is the campaign's own content by now, not a variant to choose.
    assert copy.variants == []
    assert copy.bindings == {"body.2": {"source": "text", "value": "1%"}}


async def test_when_and_how_fast_can_be_changed_without_touching_the_people(sent: Sending) -> None:
    await sent.begin(3)
    await sent.pause()
    before = [(row.id, row.parameters, row.variant) for row in await sent.ledger()]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    async with sent.database.company(sent.shop.company_id) as session:
        campaign, reworded = await repeats.change_pending(
            session,
            sent.campaign_id,
            {
                "rate_per_second": 5,
                "budget_micros": 10_000_000,
                "expires_at": tomorrow,
                "hours": Hours("18:00", "09:00", (1, 2, 3, 4, 5)),
            },
        )
    assert reworded.people == 0
    assert (campaign.rate_per_second, campaign.budget_micros) == (5, 10_000_000)
    assert campaign.hours is not None
    assert [(row.id, row.parameters, row.variant) for row in await sent.ledger()] == before


async def test_only_a_paused_campaign_is_changed_and_only_to_what_is_right(sent: Sending) -> None:
    await sent.begin(3)
    async with sent.database.company(sent.shop.company_id) as session:
        with pytest.raises(InvalidState):
            await repeats.change_pending(session, sent.campaign_id, {"rate_per_second": 5})
    await sent.pause()
    async with sent.database.company(sent.shop.company_id) as session:
        with pytest.raises(InvalidInput) as told:
            await repeats.change_pending(
                session,
                sent.campaign_id,
                {"rate_per_second": 0, "expires_at": datetime(2020, 1, 1, tzinfo=UTC)},
            )
        assert {error.field for error in told.value.errors} == {"rate_per_second", "expires_at"}


async def test_each_choice_stands_in_the_history(sent: Sending, company_id: UUID) -> None:
    await sent.begin(4)
    await sent.settle(slice(0, 1), FAILED, HELD)
    await sent.settle(slice(1, 2), UNKNOWN, "no_answer")
    ids = [row.id for row in await sent.ledger()]
    async with sent.database.company(company_id) as session:
        await repeats.retry_failed(session, sent.campaign_id)
        await repeats.resume_unknown(session, sent.campaign_id, 1)
        await repeats.drop_pending(session, sent.campaign_id, ids[3:])
        await campaigns.pause(session, sent.campaign_id)
        await repeats.change_pending(session, sent.campaign_id, {"rate_per_second": 2})
    async with sent.database.company(company_id) as session:
        kinds = await session.scalars(
            select(CampaignEvent.kind).where(CampaignEvent.campaign_id == sent.campaign_id)
        )
    assert {"retried", "unknown_resumed", "dropped", "changed"} <= set(kinds)


async def _other_template(sent: Sending) -> UUID:
    template_id = uuid4()
    async with sent.database.company(sent.shop.company_id) as session:
        mine = await session.get_one(Template, sent.shop.template_id)
        await session.execute(
            insert(Template).values(
                id=template_id,
                company_id=mine.company_id,
                connection_id=mine.connection_id,
                name="aviso",
                language="pt_BR",
                category=mine.category,
                status=mine.status,
                components=[{"type": "BODY", "text": "Oi {{1}}, ainda dá tempo."}],
                bindings={"body.1": {"source": "first_name"}},
            )
        )
    return template_id
