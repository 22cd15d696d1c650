"""From the freeze over the wire to the click: each person's own address, counted as theirs."""

import json
import re
from uuid import UUID

import httpx
import pytest
from redis.asyncio import Redis
from temporalio.testing import ActivityEnvironment

from activities.campaigns import CampaignActivities
from activities.sending import SendActivities
from db.queries import responses
from db.session import Database
from schemas.enums import ResponseKind
from services.clicks import Clicks
from services.live import LiveHints
from tests.campaigns.scenes import Shop, ordinary_phones, recipients_of
from tests.campaigns.test_sending import Stage

SHOP = "https://shop.example/spring"
# Of the sandbox's senders: tests/campaigns/conftest.py.
KEY = b"k" * 32
_ADDRESS = re.compile(r"http://localhost:5000/l/([0-9A-Za-z]{12})")


@pytest.fixture
def stage(
    database: Database,
    shop: Shop,
    environment: ActivityEnvironment,
    sending: SendActivities,
    campaign_activities: CampaignActivities,
) -> Stage:
    return Stage(database, shop, environment, sending, campaign_activities)


async def test_everybody_gets_an_address_of_their_own_and_is_counted_by_it(
    stage: Stage, sandbox: httpx.AsyncClient, cache: Redis
) -> None:
    bindings = {"body.1": {"source": "first_name"}, "body.2": {"source": "link", "value": SHOP}}
    await stage.launch(ordinary_phones(3), bindings=bindings)
    await stage.send()

    rows = await recipients_of(stage.database, stage.shop.company_id, stage.campaign_id)
    codes = await _codes(sandbox, [row.id for row in rows])
    assert len(set(codes)) == 3

    clicks = Clicks(stage.database, LiveHints(cache), KEY)
    for code in codes[:2]:
        followed = await clicks.follow(code)
        assert followed is not None
        assert followed.target.url == SHOP
        clicks.note(followed, robot=False)
    await clicks.close()
    async with stage.database.company(stage.shop.company_id) as session:
        found = await responses.counts(session, [stage.campaign_id])
        done = await responses.between(session, stage.campaign_id, rows[0].id, rows[-1].id)
    assert found[stage.campaign_id].of(ResponseKind.CLICK) == 2
    assert set(done) == {rows[0].id, rows[1].id}


async def _codes(sandbox: httpx.AsyncClient, recipients: list[UUID]) -> list[str]:
    """The code each was sent, in their order."""
    found = []
    for key in recipients:
        answer = await sandbox.get("/messages", params={"callback": str(key)})
        code = _ADDRESS.search(json.dumps(answer.json()))
        assert code is not None
        found.append(code[1])
    return found
