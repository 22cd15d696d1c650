"""A campaign whose budget runs out on the way: it stops in time, and goes on with more money."""

from datetime import date

from sqlalchemy import select
from temporalio.testing import ActivityEnvironment

from activities.campaigns import CampaignActivities
from activities.sending import SendActivities
from db.models.limits import Rate
from db.models.notifications import Notification
from db.queries import campaigns as queries
from db.session import Database
from schemas.enums import CampaignStatus, NotificationKind
from services import budget_changes
from tests.campaigns.scenes import Shop, ordinary_phones
from tests.campaigns.test_sending import ACCEPTED, PENDING, Stage
from tests.fixtures.people import add_person

_PRICE = 350_000


async def test_no_message_more_than_the_budget_pays_and_the_rest_when_it_is_raised(
    *,
    database: Database,
    shop: Shop,
    environment: ActivityEnvironment,
    sending: SendActivities,
    campaign_activities: CampaignActivities,
) -> None:
    stage = Stage(database, shop, environment, sending, campaign_activities)
    owner = await add_person(database, shop.company_id)
    async with database.company(shop.company_id) as session:
        session.add(
            Rate(
                company_id=shop.company_id,
                channel="whatsapp",
                price_micros=_PRICE,
                valid_from=date(2025, 1, 1),
            )
        )
    # The launch would have refused it: prices or the audience changed since.
    await stage.launch(ordinary_phones(30), budget_micros=12 * _PRICE + 1)
    while not (await stage.send()).paused:
        pass
    assert await stage.statuses() == {ACCEPTED: 12, PENDING: 18}
    async with database.company(shop.company_id) as session:
        stopped = await queries.get(session, stage.campaign_id)
        assert (stopped.status, stopped.status_code) == (
            CampaignStatus.AUTO_PAUSED,
            "budget_reached",
        )
        told = await session.scalars(
            select(Notification.user_id).where(
                Notification.kind == NotificationKind.CAMPAIGN_STOPPED
            )
        )
        assert told.all() == [owner.id]
        await budget_changes.change(session, stage.campaign_id, 30 * _PRICE)
    assert await stage.campaign_status() is CampaignStatus.RUNNING
    while not (await stage.send()).exhausted:
        pass
    assert await stage.statuses() == {ACCEPTED: 30}
