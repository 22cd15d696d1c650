"""The send activity against the real ledger and the sandbox."""

from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import update
from temporalio.testing import ActivityEnvironment

from activities.campaigns import CampaignActivities
from activities.sending import SendActivities
from db.models.campaigns import Campaign
from db.models.connections import Connection
from db.queries import claims, recipients
from db.queries.claims import Rules
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus
from schemas.payloads.campaigns import CampaignRef, SendBatchInput, SendBatchResult
from services import campaigns, consents
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
    recipients_of,
)

PENDING, SENDING, ACCEPTED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.SENDING,
    DeliveryStatus.ACCEPTED,
)


class Stage:
    """A launched and frozen campaign, and the activities that work it."""

    def __init__(
        self,
        database: Database,
        shop: Shop,
        environment: ActivityEnvironment,
        sending: SendActivities,
        campaigns_: CampaignActivities,
    ) -> None:
        self.database, self.shop = database, shop
        self._environment, self._sending, self._campaigns = environment, sending, campaigns_
        self.campaign_id = UUID(int=0)

    async def launch(self, phones: list[str], **values: object) -> None:
        await add_contacts(self.database, self.shop.company_id, phones)
        self.campaign_id = await draft_campaign(self.database, self.shop, **values)
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.mark_launching(session, self.campaign_id)
        result = await self._environment.run(self._campaigns.freeze_audience, self.ref)
        assert result.ready

    @property
    def ref(self) -> CampaignRef:
        return CampaignRef(self.shop.company_id, self.campaign_id)

    async def send(self, limit: int = 1_000) -> SendBatchResult:
        batch = SendBatchInput(self.shop.company_id, self.campaign_id, limit)
        result = await self._environment.run(self._sending.send_batch, batch)
        assert isinstance(result, SendBatchResult)
        return result

    async def statuses(self) -> dict[DeliveryStatus, int]:
        ledger = await read_ledger(self.database, self.shop.company_id, self.campaign_id)
        assert ledger.rows == ledger.counters
        return ledger.rows

    async def campaign_status(self) -> CampaignStatus:
        return (await read_ledger(self.database, self.shop.company_id, self.campaign_id)).status


@pytest.fixture
def stage(
    database: Database,
    shop: Shop,
    environment: ActivityEnvironment,
    sending: SendActivities,
    campaign_activities: CampaignActivities,
) -> Stage:
    return Stage(database, shop, environment, sending, campaign_activities)


async def test_everyone_is_asked_for_once(stage: Stage, sandbox: httpx.AsyncClient) -> None:
    await stage.launch(ordinary_phones(450))
    result = await stage.send()
    assert result.exhausted
    assert await stage.statuses() == {ACCEPTED: 450}
    rows = await recipients_of(stage.database, stage.shop.company_id, stage.campaign_id)
    assert len({row.provider_id for row in rows}) == 450
    assert rows[0].parameters == ["Pessoa", "20%"]
    duplicates = (await sandbox.get("/duplicates")).json()
    assert duplicates["duplicates"] == 0


async def test_a_batch_ends_at_its_limit_and_the_next_goes_on(stage: Stage) -> None:
    await stage.launch(ordinary_phones(50))
    first = await stage.send(limit=30)
    assert not first.exhausted
    assert await stage.statuses() == {PENDING: 20, ACCEPTED: 30}
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {ACCEPTED: 50}


async def test_a_paused_campaign_sends_nothing(stage: Stage) -> None:
    await stage.launch(ordinary_phones(10))
    async with stage.database.company(stage.shop.company_id) as session:
        await campaigns.pause(session, stage.campaign_id)
    assert (await stage.send()).paused
    assert await stage.statuses() == {PENDING: 10}


async def test_a_pause_committed_before_the_claim_stops_it(stage: Stage) -> None:
    await stage.launch(ordinary_phones(10))
    async with stage.database.company(stage.shop.company_id) as session:
        await campaigns.pause(session, stage.campaign_id)
        claim = await claims.claim_fresh(
            session, stage.campaign_id, Rules(), after=UUID(int=0), limit=5
        )
    assert claim.recipients == []


@pytest.mark.parametrize(
    ("ending", "status", "reason"),
    [
        ("0100", DeliveryStatus.FAILED, "100"),
        ("0500", DeliveryStatus.UNKNOWN, "no_answer"),
        ("0501", DeliveryStatus.UNKNOWN, "no_answer"),
        ("0998", DeliveryStatus.UNKNOWN, "no_answer"),
        ("0999", DeliveryStatus.UNKNOWN, "no_answer"),
    ],
)
async def test_a_refusal_fails_and_a_silence_is_unknown(
    stage: Stage, ending: str, status: DeliveryStatus, reason: str
) -> None:
    await stage.launch([f"+551191234{ending}"])
    result = await stage.send()
    assert result.exhausted
    [row] = await recipients_of(stage.database, stage.shop.company_id, stage.campaign_id)
    assert (row.status, row.reason) == (status, reason)
    assert await stage.statuses() == {status: 1}


async def test_a_throttle_is_no_failure_and_everyone_waits(stage: Stage) -> None:
    await stage.launch(["+5511912340429", *ordinary_phones(5)])
    result = await stage.send()
    assert not result.exhausted
    assert result.pause_seconds > 0
    statuses = await stage.statuses()
    assert set(statuses) <= {PENDING, ACCEPTED}
    assert statuses[PENDING] >= 1


async def test_a_paused_template_stops_the_campaign_and_keeps_its_people(stage: Stage) -> None:
    await stage.launch(["+5511912340048", *ordinary_phones(100)])
    assert (await stage.send()).paused
    assert await stage.campaign_status() is CampaignStatus.AUTO_PAUSED
    statuses = await stage.statuses()
    assert set(statuses) <= {PENDING, ACCEPTED}
    # 131048 on the first message: no more than the window leaves after it.
    assert statuses.get(ACCEPTED, 0) <= 20


async def test_a_deleted_draft_is_over_and_not_tried_again(
    environment: ActivityEnvironment, campaign_activities: CampaignActivities, shop: Shop
) -> None:
    gone = CampaignRef(shop.company_id, uuid4())
    assert (await environment.run(campaign_activities.freeze_audience, gone)).over


async def test_an_unreadable_credential_stops_the_campaign_and_says_so(stage: Stage) -> None:
    await stage.launch(ordinary_phones(3))
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(update(Connection).values(access_token=b"moved from elsewhere"))
    assert (await stage.send()).paused
    assert await stage.campaign_status() is CampaignStatus.AUTO_PAUSED
    assert await stage.statuses() == {PENDING: 3}
    async with stage.database.company(stage.shop.company_id) as session:
        campaign = await session.get_one(Campaign, stage.campaign_id)
    assert campaign.status_code == "secret_unreadable"


async def test_an_opt_out_just_before_the_claim_blocks_it(stage: Stage) -> None:
    await stage.launch(ordinary_phones(3))
    rows = await recipients_of(stage.database, stage.shop.company_id, stage.campaign_id)
    async with stage.database.company(stage.shop.company_id) as session:
        company_id = stage.shop.company_id
        await consents.told_by_provider(session, company_id, refused_sends=[rows[1].id])
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {ACCEPTED: 2, DeliveryStatus.SKIPPED: 1}


async def test_a_lost_workers_claims_become_unknown_and_are_not_sent(
    stage: Stage, sandbox: httpx.AsyncClient
) -> None:
    await stage.launch(ordinary_phones(10))
    company_id = stage.shop.company_id
    async with stage.database.company(company_id) as session:
        await claims.claim_fresh(session, stage.campaign_id, Rules(), after=UUID(int=0), limit=4)
    result = await stage.send()
    assert not result.exhausted
    assert 0 < result.pause_seconds <= 60
    assert await stage.statuses() == {SENDING: 4, ACCEPTED: 6}
    async with stage.database.company(company_id) as session:
        assert await recipients.expire_leases(session, stage.campaign_id, lease_seconds=0) == 4
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {DeliveryStatus.UNKNOWN: 4, ACCEPTED: 6}


async def test_cancelling_lists_everyone_who_was_not_sent(stage: Stage) -> None:
    await stage.launch(ordinary_phones(30))
    await stage.send(limit=10)
    async with stage.database.company(stage.shop.company_id) as session:
        await campaigns.cancel(session, stage.campaign_id)
    assert (await stage.send()).exhausted
    async with stage.database.company(stage.shop.company_id) as session:
        await campaigns.finish(session, stage.campaign_id)
    assert await stage.statuses() == {ACCEPTED: 10, DeliveryStatus.SKIPPED: 20}
    rows = await recipients_of(stage.database, stage.shop.company_id, stage.campaign_id)
    assert {row.reason for row in rows if row.status is DeliveryStatus.SKIPPED} == {"cancelled"}
