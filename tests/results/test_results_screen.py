"""The console's pages of what came of campaigns."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import event, select

import seed_campaign
from bootstrap import Resources
from db.models.campaigns import Campaign
from db.models.templates import Template
from db.session import Database
from schemas.enums import CampaignStatus, Channel
from tests.results.scenes import S, people_of, send, world_of, write

HTMX = {"HX-Request": "true"}


@contextmanager
def _statements(resources: Resources) -> Iterator[list[str]]:
    """Every statement the console runs meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = resources.database._app.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def _demo(database: Database, company_id: UUID) -> UUID:
    world = await world_of(database, company_id)
    contacts = await people_of(database, company_id, 120)
    async with database.company(company_id) as session:
        return await seed_campaign.add(
            session,
            company_id,
            contacts,
            number_id=world.number_id,
            template=await session.get_one(Template, world.template_id),
            at=datetime.now(UTC) - timedelta(days=2),
        )


async def test_the_page_counts_nobody_anew(
    signed_in: AsyncClient, app_resources: Resources, database: Database, company_id: UUID
) -> None:
    """A million recipients are a few counters: the ledger is read for the course alone."""
    key = await _demo(database, company_id)
    with _statements(app_resources) as seen:
        page = await signed_in.get(f"/campaigns/{key}/results")
    assert page.status_code == 200
    assert not [one for one in seen if "campaign_recipients" in one or "campaign_resp" in one]

    course = await signed_in.get(f"/campaigns/{key}/timeline", headers=HTMX)
    assert course.text.lstrip().startswith("<section")
    assert "<polyline" in course.text


async def test_the_page_says_what_came_of_it(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    key = await _demo(database, company_id)
    text = (await signed_in.get(f"/campaigns/{key}/results")).text
    for words in ("From the audience to the answer", "Versions compared", "Com foto", "R$"):
        assert words in text
    assert "With and without the message" in text
    assert "lojaaurora.example" in text
    part = await signed_in.get(f"/campaigns/{key}/results", headers=HTMX)
    assert part.text.lstrip().startswith('<div id="campaign-body"')


async def test_each_figure_leads_to_its_people(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    sent = await send(database, world, [S.READ, S.READ, S.DELIVERED])
    await write(database, world, sent.people[1].phone)
    base = f"/campaigns/{sent.campaign_id}"
    text = (await signed_in.get(f"{base}?show=replied")).text
    assert "Showing: Replied" in text
    assert "Ana 1" in text
    assert "Ana 0" not in text
    found = (await signed_in.get(f"{base}/results.csv?show=replied")).text
    assert len(found.strip().splitlines()) == 2
    assert (await signed_in.get(f"{base}/summary.csv")).text.count("\n") == 2


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("hours", "Waiting for the hours"),
        ("daily_limit", "how many people it may write to in a day"),
        ("experiment", "waits for the winner"),
        ("their_time", "time for those who are left"),
        ("something new", "Waiting for its turn"),
    ],
)
async def test_what_it_waits_for_is_said(
    signed_in: AsyncClient, database: Database, company_id: UUID, cause: str, words: str
) -> None:
    world = await world_of(database, company_id)
    sent = await send(
        database,
        world,
        [S.PENDING],
        status=CampaignStatus.RUNNING,
        finished_at=None,
        waits_for=cause,
        waits_until=datetime.now(UTC) + timedelta(hours=3),
    )
    text = (await signed_in.get(f"/campaigns/{sent.campaign_id}")).text
    assert words in text
    assert "It goes on" in text


async def test_parent_and_fallback_show_each_other(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    parent = await send(database, world, [S.READ, S.FAILED], name="By WhatsApp", fallback={"x": 1})
    child = await send(
        database,
        world,
        [S.DELIVERED],
        name="By SMS",
        channel=Channel.SMS,
        parent_id=parent.campaign_id,
    )
    shown = (await signed_in.get(f"/campaigns/{parent.campaign_id}/results")).text
    assert "Reached by SMS instead" in shown
    assert f"/campaigns/{child.campaign_id}/results" in shown
    assert "By WhatsApp" in (await signed_in.get(f"/campaigns/{child.campaign_id}")).text


async def test_several_are_compared(
    signed_in: AsyncClient,
    other_signed_in: AsyncClient,
    database: Database,
    company_id: UUID,
) -> None:
    world = await world_of(database, company_id)
    made = [await send(database, world, [S.READ] * n, name=f"Number {n}") for n in (1, 2, 3)]
    query = "&".join(f"id={one.campaign_id.hex}" for one in made[:2])
    text = (await signed_in.get(f"/campaigns/compare?{query}&id=nonsense")).text
    assert text.count('scope="col"') == 2
    assert "Number 3" in text
    file = (await signed_in.get(f"/campaigns/compare.csv?{query}")).text
    assert file.count("\n") == 3

    theirs = await other_signed_in.get(f"/campaigns/compare?{query}")
    assert "Number 1" not in theirs.text
    assert (await other_signed_in.get(f"/campaigns/compare.csv?{query}")).status_code == 404
    many = [await send(database, world, [S.READ]) for _ in range(6)]
    six = "&".join(f"id={one.campaign_id.hex}" for one in many)
    assert "Only the first" in (await signed_in.get(f"/campaigns/compare?{six}")).text


async def test_the_demo_company_has_one_that_is_finished(
    database: Database, company_id: UUID
) -> None:
    await world_of(database, company_id)
    async with database.company(company_id) as session:
        await seed_campaign.seed(session, company_id)
    async with database.company(company_id) as session:
        row = (await session.scalars(select(Campaign))).one()
    assert (row.name, row.status) == (seed_campaign.NAME, CampaignStatus.COMPLETED)
