"""What next: the screen and the API of what is done again or differently with a campaign."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.links import CampaignResponse
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus, ResponseKind, Role
from tests.campaigns.scenes import Shop
from tests.campaigns.world import World, add_campaign, add_world
from tests.experiments.trials import Trial
from tests.fixtures.people import OpenApi, OpenBrowser

LINES = (
    (DeliveryStatus.READ, None, 3),
    (DeliveryStatus.DELIVERED, None, 2),
    (DeliveryStatus.PENDING, None, 4),
    (DeliveryStatus.FAILED, "131026", 2),
    (DeliveryStatus.FAILED, "131049", 3),
    (DeliveryStatus.UNKNOWN, "no_answer", 2),
)
DONE = tuple(line for line in LINES if line[0] is not DeliveryStatus.PENDING)


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


async def _sent(
    database: Database, world: World, status: CampaignStatus = CampaignStatus.COMPLETED
) -> UUID:
    lines = LINES if status is not CampaignStatus.COMPLETED else DONE
    campaign_id = await add_campaign(database, world, status, lines=lines)
    async with database.company(world.company_id) as session:
        campaign = await session.get_one(Campaign, campaign_id)
        campaign.frozen_at = campaign.created_at
        campaign.finished_at = campaign.created_at if status is CampaignStatus.COMPLETED else None
        campaign.frozen_template = {"name": "order_ready", "language": "en", "components": []}
    return campaign_id


async def _status(database: Database, world: World, campaign_id: UUID) -> CampaignStatus:
    async with database.company(world.company_id) as session:
        found = await session.scalar(select(Campaign.status).where(Campaign.id == campaign_id))
    assert found is not None
    return found


async def test_the_page_offers_what_can_be_done_and_a_viewer_only_sees(
    database: Database, world: World, open_browser: OpenBrowser
) -> None:
    campaign_id = await _sent(database, world)
    admin = await open_browser(world.company_id, Role.ADMIN)
    page = (await admin.get(f"/campaigns/{campaign_id}/next")).text
    for part in ("Try again with who failed", "Type 2 to confirm", "Did not read it"):
        assert part in page
    # The one that may pass by itself is chosen, the other not.
    assert 'value="131049" checked' in page
    assert 'value="131026" checked' not in page
    viewer = await open_browser(world.company_id, Role.VIEWER)
    page = (await viewer.get(f"/campaigns/{campaign_id}/next")).text
    assert "Try again with" not in page
    assert "Type 2" not in page


async def test_the_buttons_do_what_they_say(
    database: Database, world: World, open_browser: OpenBrowser
) -> None:
    campaign_id = await _sent(database, world)
    admin = await open_browser(world.company_id, Role.ADMIN)
    answer = await admin.post(f"/campaigns/{campaign_id}/retry-failed", data={"reason": "131049"})
    assert answer.status_code == 303
    assert await _status(database, world, campaign_id) is CampaignStatus.RUNNING
    wrong = await admin.post(f"/campaigns/{campaign_id}/resume-unknown", data={"count": "7"})
    assert wrong.status_code == 409
    right = await admin.post(f"/campaigns/{campaign_id}/resume-unknown", data={"count": "2"})
    assert right.status_code == 303
    answer = await admin.post(f"/campaigns/{campaign_id}/resend", data={"outcome": "not_read"})
    assert answer.headers["location"].endswith("/edit")
    async with database.company(world.company_id) as session:
        made = await session.scalar(select(Campaign).where(Campaign.source_id == campaign_id))
    assert made is not None
    assert made.name == "Black Friday (again)"
    assert made.audience == {"campaign": {"id": str(campaign_id), "outcome": "not_read"}}


async def test_a_paused_campaign_is_changed_on_its_page(
    database: Database, world: World, open_browser: OpenBrowser
) -> None:
    campaign_id = await _sent(database, world, CampaignStatus.PAUSED)
    admin = await open_browser(world.company_id, Role.ADMIN)
    assert (
        "4 people were not sent to yet" in (await admin.get(f"/campaigns/{campaign_id}/next")).text
    )
    form = {"rate": "5", "budget": "100", "expires_at": "2030-01-31T09:30"}
    answer = await admin.post(f"/campaigns/{campaign_id}/pending", data=form)
    assert answer.status_code == 303
    async with database.company(world.company_id) as session:
        campaign = await session.get_one(Campaign, campaign_id)
        dropped = await session.scalar(
            select(CampaignRecipient.id)
            .where(
                CampaignRecipient.campaign_id == campaign_id,
                CampaignRecipient.status == DeliveryStatus.PENDING,
            )
            .limit(1)
        )
    assert (campaign.rate_per_second, campaign.budget_micros) == (5, 100_000_000)
    answer = await admin.post(f"/campaigns/{campaign_id}/recipients/{dropped}/drop")
    assert answer.status_code == 303
    async with database.company(world.company_id) as session:
        row = await session.get_one(CampaignRecipient, dropped)
    assert (row.status, row.reason) == (DeliveryStatus.SKIPPED, "dropped")


async def test_the_api_does_the_same(database: Database, world: World, open_api: OpenApi) -> None:
    campaign_id = await _sent(database, world)
    api, at = await open_api(world.company_id), f"/api/v1/campaigns/cmp_{campaign_id.hex}"
    tried = await api.post(f"{at}/retry-failed", json={})
    assert (tried.status_code, tried.json()["status"]) == (202, "running")
    assert tried.json()["progress"]["counts"]["pending"] == 3
    stale = await api.post(f"{at}/resume-unknown", json={"count": 9})
    assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
    assert (await api.post(f"{at}/resume-unknown", json={"count": 2})).status_code == 202
    assert (await api.post(f"{at}/pause")).status_code == 202
    changed = await api.patch(f"{at}/pending", json={"rate_per_second": 7})
    assert changed.json()["campaign"]["rate_per_second"] == 7
    gone = await api.post(f"{at}/recipients:drop", json={"recipient_ids": [f"rcp_{uuid4().hex}"]})
    assert gone.json() == {"dropped": 0}, gone.text
    made = await api.post(f"{at}/resend", json={"name": "Again", "outcome": "not_read"})
    assert made.status_code == 201
    assert made.json()["audience"]["campaign"]["outcome"] == "not_read"
    for part in ("experiment", "fallback"):
        assert (await api.get(f"{at}/{part}")).json() is None


async def test_a_test_is_seen_and_decided_by_hand(
    database: Database, shop: Shop, open_api: OpenApi, open_browser: OpenBrowser
) -> None:
    trial = Trial(database, shop)
    await trial.launch(60, unclear="ask", metric="reply")
    await trial.send_sample()
    second = await trial.ledger(2)
    async with database.company(shop.company_id) as session:
        session.add(
            CampaignResponse(
                company_id=shop.company_id,
                campaign_id=trial.campaign_id,
                kind=ResponseKind.REPLY,
                recipient_id=second[0].id,
                variant=2,
                occurred_at=datetime.now(UTC),
            )
        )
    admin = await open_browser(shop.company_id, Role.ADMIN)
    page = (await admin.get(f"/campaigns/{trial.campaign_id}/next")).text
    assert "The sample is being sent" in page
    assert "Curta leads" in page
    api = await open_api(shop.company_id)
    at = f"/api/v1/campaigns/cmp_{trial.campaign_id.hex}/experiment"
    told = (await api.get(at)).json()
    assert (told["stage"], told["leader"], told["rules"]["metric"]) == ("sampling", 2, "reply")
    assert [one["replies"] for one in told["results"]] == [0, 1]
    form = {"variant": "2"}
    answer = await admin.post(f"/campaigns/{trial.campaign_id}/experiment/choose", data=form)
    assert answer.status_code == 303
    assert (await api.get(at)).json()["stage"] == "decided"
    assert (await api.post(f"{at}/stop")).status_code == 409
    page = (await admin.get(f"/campaigns/{trial.campaign_id}/next")).text
    assert "“Curta” goes to everybody else." in page
