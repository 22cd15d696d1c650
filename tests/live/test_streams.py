"""Who is told what: prompt, one's own company's, and nothing more once the rows say so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID, uuid4

from httpx import AsyncClient
from sqlalchemy import delete, update

from db.models.campaigns import Campaign
from db.models.people import Membership
from db.queries.sessions import find, show_company
from db.session import Database
from schemas.enums import CampaignStatus, Role
from services import sessions
from services.live import LiveHints
from services.live_hub import CHECK_SECONDS
from tests.campaigns.world import World, add_campaign, add_world
from tests.fixtures.people import Person, add_person
from tests.live.conftest import SignIn, keep_to
from tests.live.streams import stream
from web.dependencies import SESSION_COOKIE

SOON = CHECK_SECONDS + 30


async def test_a_hint_is_told_at_once(
    console_url: str, cookies: dict[str, str], company_id: UUID, hints: LiveHints
) -> None:
    row = uuid4()
    async with stream(console_url, cookies) as heard:
        hints.changed(company_id, "template", row)
        await heard.until(f"template-{row.hex}")
        await heard.until("templates")


async def test_the_stream_says_whose_it_is(
    console_url: str, cookies: dict[str, str], company_id: UUID
) -> None:
    async with stream(console_url, cookies) as heard:
        assert heard.names[0] == f"hello-{company_id.hex}"


async def test_another_company_hears_nothing_whatever_it_asks_for(
    *,
    console_url: str,
    cookies: dict[str, str],
    other_signed_in: AsyncClient,
    company_id: UUID,
    hints: LiveHints,
) -> None:
    row = uuid4()
    async with stream(console_url, cookies) as own:
        place = own.place
        async with (
            stream(console_url, other_signed_in.cookies) as other,
            # With the place of a company that is not its own.
            stream(console_url, other_signed_in.cookies, after=place) as sly,
        ):
            hints.changed(company_id, "campaign", row)
            await own.until(f"campaign-{row.hex}")
            await asyncio.sleep(0.5)
            assert other.names[1:] == ["live"]
            assert sly.names[1:] == ["live"]


async def test_a_number_kept_to_others_is_not_told_of(
    *,
    console_url: str,
    cookies: dict[str, str],
    world: World,
    agent: Person,
    sign_in: SignIn,
    database: Database,
    hints: LiveHints,
) -> None:
    chosen = await add_person(database, world.company_id, Role.AGENT)
    await keep_to(database, world.company_id, world.number_id, chosen.id)
    secret, public = uuid4(), uuid4()
    async with (
        stream(console_url, cookies) as owner,
        stream(console_url, await sign_in(world.company_id, agent)) as other,
        stream(console_url, await sign_in(world.company_id, chosen)) as member,
    ):
        hints.changed(world.company_id, "conversation", secret, inbox=world.number_id)
        hints.changed(world.company_id, "conversation", public, inbox=uuid4())
        for heard in (owner, member, other):
            await heard.until(f"conversation-{public.hex}")
        assert f"conversation-{secret.hex}" in owner.names
        assert f"conversation-{secret.hex}" in member.names
        assert f"conversation-{secret.hex}" not in other.names


async def test_what_is_one_person_s_is_told_to_nobody_else(
    *,
    console_url: str,
    cookies: dict[str, str],
    agent: Person,
    sign_in: SignIn,
    company_id: UUID,
    hints: LiveHints,
) -> None:
    row, later = uuid4(), uuid4()
    async with (
        stream(console_url, cookies) as owner,
        stream(console_url, await sign_in(company_id, agent)) as own,
    ):
        hints.changed(company_id, "notification", row, user=agent.id)
        hints.changed(company_id, "campaign", later)
        await own.until(f"notification-{row.hex}")
        await owner.until(f"campaign-{later.hex}")
        assert "notifications" not in owner.names


async def test_a_number_taken_away_is_not_told_of_any_more(
    *,
    console_url: str,
    world: World,
    agent: Person,
    sign_in: SignIn,
    database: Database,
    hints: LiveHints,
) -> None:
    before, after, last = uuid4(), uuid4(), uuid4()
    async with stream(console_url, await sign_in(world.company_id, agent)) as heard:
        hints.changed(world.company_id, "conversation", before, inbox=world.number_id)
        await heard.until(f"conversation-{before.hex}")
        heard.forget()
        other = await add_person(database, world.company_id, Role.AGENT)
        await keep_to(database, world.company_id, world.number_id, other.id)
        # What it shows may not be its any more.
        await heard.until("live", within=SOON)
        hints.changed(world.company_id, "conversation", after, inbox=world.number_id)
        hints.changed(world.company_id, "campaign", last)
        await heard.until(f"campaign-{last.hex}")
        assert f"conversation-{after.hex}" not in heard.names


async def test_a_new_role_counts_within_seconds(
    *,
    console_url: str,
    world: World,
    agent: Person,
    sign_in: SignIn,
    database: Database,
    hints: LiveHints,
) -> None:
    other = await add_person(database, world.company_id, Role.AGENT)
    await keep_to(database, world.company_id, world.number_id, other.id)
    row = uuid4()
    async with stream(console_url, await sign_in(world.company_id, agent)) as heard:
        heard.forget()
        async with database.system() as session:
            await session.execute(
                update(Membership)
                .where(Membership.company_id == world.company_id, Membership.user_id == agent.id)
                .values(role=Role.ADMIN)
            )
        await heard.until("live", within=SOON)
        hints.changed(world.company_id, "conversation", row, inbox=world.number_id)
        await heard.until(f"conversation-{row.hex}")


async def test_a_removed_member_is_cut_off(
    *,
    console_url: str,
    company_id: UUID,
    agent: Person,
    sign_in: SignIn,
    database: Database,
) -> None:
    async with stream(console_url, await sign_in(company_id, agent)) as heard:
        async with database.system() as session:
            await session.execute(delete(Membership).where(Membership.user_id == agent.id))
        await heard.until("signed-out", within=SOON)
        await asyncio.wait_for(heard.over.wait(), 30)


async def test_the_stream_ends_with_the_session(
    console_url: str, signed_in: AsyncClient, cookies: dict[str, str]
) -> None:
    async with stream(console_url, cookies) as heard:
        assert (await signed_in.post("/sign-out")).status_code == 303
        await heard.until("signed-out", within=SOON)
        await asyncio.wait_for(heard.over.wait(), 30)


async def test_a_browser_that_shows_another_company_begins_anew(
    *,
    console_url: str,
    cookies: dict[str, str],
    other_company_id: UUID,
    database: Database,
) -> None:
    async with stream(console_url, cookies) as heard:
        await _show(database, cookies, other_company_id)
        await heard.until("switched", within=SOON)
        await asyncio.wait_for(heard.over.wait(), 30)
    async with stream(console_url, cookies, after=heard.place) as again:
        await again.until("live")
        assert again.names[0] == f"hello-{other_company_id.hex}"


async def test_a_change_nobody_told_of_is_found(
    console_url: str, cookies: dict[str, str], company_id: UUID, database: Database
) -> None:
    world = await add_world(database, company_id)
    key = await add_campaign(database, world, CampaignStatus.RUNNING)

    async def change() -> None:
        """Again and again: the first look is what later ones are compared with."""
        while True:
            async with database.company(company_id) as session:
                await session.execute(
                    update(Campaign).where(Campaign.id == key).values(version=Campaign.version + 1)
                )
            await asyncio.sleep(CHECK_SECONDS)

    async with stream(console_url, cookies) as heard:
        changing = asyncio.create_task(change())
        await heard.until(f"campaign-{key.hex}", within=SOON)
        await heard.until("campaigns")
        changing.cancel()


async def test_one_browser_has_few_streams(console_url: str, cookies: dict[str, str]) -> None:
    async with (
        _many(console_url, cookies, 8),
        AsyncClient(base_url=console_url, cookies=cookies) as client,
    ):
        answer = await client.get("/live")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
    async with stream(console_url, cookies):
        pass


@asynccontextmanager
async def _many(url: str, cookies: dict[str, str], count: int) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for _ in range(count):
            await stack.enter_async_context(stream(url, cookies))
        yield


async def _show(database: Database, cookies: dict[str, str], company_id: UUID) -> None:
    """Switch the session to another company its person works in."""
    token_hash = sessions.token_hash(cookies[SESSION_COOKIE])
    async with database.system() as session:
        row = await find(session, token_hash)
        assert row is not None
        session.add(Membership(company_id=company_id, user_id=row.user.id, role=Role.AGENT))
        await session.flush()
        await show_company(session, token_hash, company_id)


async def test_nobody_listens_without_signing_in(client: AsyncClient) -> None:
    answer = await client.get("/live")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
