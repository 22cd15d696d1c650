"""The demo company is made once, whatever happens to it afterwards."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import delete, select
from temporalio.client import Client

import seed_campaign
import seed_demo
import seed_inbox
from bootstrap import Resources, open_resources
from db.models.campaigns import Campaign
from db.models.connections import ChannelRoute
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.queries import overview, people
from db.queries.overview import Totals
from db.session import Database
from sandbox.app import create_app as create_sandbox
from sandbox.meta.outcomes import DELIVERED, outcome_for
from schemas.enums import ConversationStatus
from services import results
from settings import Settings
from tests.fixtures.people import here
from tests.serving import serve


@pytest.fixture
async def account_is_free(database: Database) -> AsyncIterator[None]:
    """An account belongs to one company; other tests connect the sandbox's too."""
    async with database.system() as session:
        await session.execute(delete(ChannelRoute))
    yield
    async with database.system() as session:
        await session.execute(delete(ChannelRoute))


@pytest.fixture
async def beside_the_sandbox(
    settings: Settings, temporal_client: Client
) -> AsyncIterator[Resources]:
    async with (
        serve(create_sandbox()) as graph,
        open_resources(
            here(
                settings,
                temporal_client,
                meta_graph_base_url=graph,
                twilio_api_base_url=graph,
                twilio_messaging_base_url=graph,
            )
        ) as resources,
    ):
        yield resources


async def _totals(resources: Resources, email: str) -> list[Totals]:
    async with resources.database.system() as session:
        user = await people.user_by_email(session, email)
        assert user is not None
        places = await people.workplaces(session, user.id)
    found = []
    for place in places:
        async with resources.database.company(place.id) as session:
            found.append(await overview.totals(session))
    return found


@pytest.mark.usefixtures("account_is_free")
async def test_seeding_again_changes_nothing(beside_the_sandbox: Resources) -> None:
    email = f"{uuid4().hex}@example.com"
    await seed_demo.seed(beside_the_sandbox, email, "demo password of 2026")
    once = await _totals(beside_the_sandbox, email)
    await seed_demo.seed(beside_the_sandbox, email, "demo password of 2026")
    assert await _totals(beside_the_sandbox, email) == once
    assert once[0].contacts == len(seed_demo.NAMES) + seed_campaign.PEOPLE
    assert once[0].campaigns == 1
    # WhatsApp and SMS.
    assert once[0].connections == 2
    assert once[0].approved_templates >= 1


@pytest.mark.usefixtures("account_is_free")
async def test_a_campaign_of_the_demo_is_finished_and_everybody_of_it_can_be_reached(
    beside_the_sandbox: Resources,
) -> None:
    email = f"{uuid4().hex}@example.com"
    await seed_demo.seed(beside_the_sandbox, email, "demo password of 2026")
    async with beside_the_sandbox.database.system() as session:
        user = await people.user_by_email(session, email)
        assert user is not None
        company = (await people.workplaces(session, user.id))[0]
    async with beside_the_sandbox.database.company(company.id) as session:
        campaign = (await session.scalars(select(Campaign))).one()
        found = await results.of(session, campaign)
        phones = list(await session.scalars(select(Contact.phone)))
    assert found.figures.audience == seed_campaign.PEOPLE
    assert found.figures.read > found.figures.clicked > found.figures.replied > 0
    assert len(found.variants) == 2
    # Whoever sends to everybody gets what the sandbox does for ordinary numbers.
    assert {outcome_for(phone or "") for phone in phones} == {DELIVERED}


@pytest.mark.usefixtures("account_is_free")
async def test_somebody_waits_in_the_demo_inbox_and_somebody_was_answered(
    beside_the_sandbox: Resources,
) -> None:
    email = f"{uuid4().hex}@example.com"
    await seed_demo.seed(beside_the_sandbox, email, "demo password of 2026")
    async with beside_the_sandbox.database.system() as session:
        user = await people.user_by_email(session, email)
        assert user is not None
        company = (await people.workplaces(session, user.id))[0]
    async with beside_the_sandbox.database.company(company.id) as session:
        rows = (await session.scalars(select(Conversation))).all()
        said = set(await session.scalars(select(Message.kind)))
    assert {row.status for row in rows} == set(ConversationStatus)
    assert len(rows) == len({one.who for one in seed_inbox.FIRST})
    assert {row.assignee_id for row in rows} == {None, user.id}
    assert sum(row.unread_count > 0 for row in rows) >= 5
    assert {"text", "image", "audio", "location", "document", "interactive"} <= said


async def test_everybody_in_the_demo_gets_their_messages(app_resources: Resources) -> None:
    email = f"{uuid4().hex}@example.com"
    await seed_demo.seed(app_resources, email, "demo password of 2026")
    async with app_resources.database.system() as session:
        user = await people.user_by_email(session, email)
        assert user is not None
        company = (await people.workplaces(session, user.id))[0]
    async with app_resources.database.company(company.id) as session:
        phones = list(await session.scalars(select(Contact.phone)))
    assert len(phones) == len(seed_demo.NAMES)
    assert {outcome_for(phone or "") for phone in phones} == {DELIVERED}


async def test_a_sandbox_that_is_away_does_not_stop_the_start(app_resources: Resources) -> None:
    email = f"{uuid4().hex}@example.com"
    settings = app_resources.settings.model_copy(
        update={"meta_graph_base_url": "http://127.0.0.1:1"}
    )
    async with open_resources(settings) as resources:
        await seed_demo.seed(resources, email, "demo password of 2026")
        assert (await _totals(resources, email))[0].connections == 0
