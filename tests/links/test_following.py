"""Whoever follows a short link arrives, and is counted; nothing else is told or opened."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import func, select

import server
from bootstrap import Resources
from db.models.campaigns import Campaign
from db.models.links import LinkClick, LinkDomain, ShortLink
from db.session import Database
from schemas.enums import ResponseKind
from services import link_codes, links
from services.clicks import Clicks
from settings import Settings
from tests.results.scenes import S, Sent, counted, send, world_of

SHOP = "https://shop.example/spring?utm_source=whatsapp"
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile"}


@pytest.fixture
async def fresh(app_resources: Resources) -> FastAPI:
    """An application of its own, which has followed nothing yet."""
    app_resources.link_hosts.forget()
    return server.create_app(app_resources)


@pytest.fixture
async def visitor(fresh: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(fresh, raise_app_exceptions=False)
    async with AsyncClient(
        transport=transport, base_url="http://localhost:5000", headers=PHONE
    ) as client:
        yield client


@pytest.fixture
async def sent(database: Database, company_id: UUID) -> Sent:
    world = await world_of(database, company_id)
    return await send(database, world, [S.READ, S.READ, S.DELIVERED], variants=[1, 2, 2])


async def _code(database: Database, settings: Settings, sent: Sent, person: int = 0) -> str:
    async with database.company(sent.world.company_id) as session:
        campaign = await session.get_one(Campaign, sent.campaign_id)
        serials = await links.register(session, campaign, [SHOP])
    marker = links.code_marker(serials[SHOP])
    key = settings.key_for("links")
    recipient_id = sent.people[person].recipient_id
    return links.fill([marker], recipient_id, key=key, prefix="")[0]


async def _settled(database: Database, sent: Sent, clicks: int) -> list[LinkClick]:
    """What was written down, once so many are."""
    for _ in range(100):
        async with database.company(sent.world.company_id) as session:
            rows = await session.scalars(
                select(LinkClick).where(LinkClick.campaign_id == sent.campaign_id)
            )
            found = list(rows)
        if len(found) >= clicks:
            return found
        await asyncio.sleep(0.05)
    return found


async def _host(database: Database, company_id: UUID, *, proven: bool = True) -> str:
    host = f"go-{uuid4().hex[:12]}.example"
    async with database.system() as session:
        domain = LinkDomain(host=host, company_id=company_id, proof="the proof")
        session.add(domain)
        await session.flush()
        await session.refresh(domain)
        domain.verified_at = domain.created_at if proven else None
    return host


async def test_a_person_arrives_and_is_counted_once(
    visitor: AsyncClient, database: Database, settings: Settings, sent: Sent
) -> None:
    code = await _code(database, settings, sent, person=1)
    for _ in range(3):
        answer = await visitor.get(f"/l/{code}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == SHOP
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers

    rows = await _settled(database, sent, 3)
    assert [row.robot for row in rows] == [False] * 3
    assert {row.recipient_id for row in rows} == {sent.people[1].recipient_id}
    found = await counted(database, sent.world.company_id, sent.campaign_id)
    assert found == {(ResponseKind.CLICK, 2): 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "WhatsApp/2.23.20.0 A"},
        {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"User-Agent": "TelegramBot (like TwitterBot)"},
        {"User-Agent": ""},
        {"User-Agent": "curl/8.1"},
        {**PHONE, "Sec-Purpose": "prefetch;prerender"},
        {**PHONE, "Purpose": "prefetch"},
    ],
)
async def test_programs_are_kept_apart(
    visitor: AsyncClient,
    database: Database,
    settings: Settings,
    sent: Sent,
    headers: dict[str, str],
) -> None:
    code = await _code(database, settings, sent)
    assert (await visitor.get(f"/l/{code}", headers=headers)).status_code == 302

    rows = await _settled(database, sent, 1)
    assert [row.robot for row in rows] == [True]
    assert await counted(database, sent.world.company_id, sent.campaign_id) == {}
    async with database.company(sent.world.company_id) as session:
        assert (await session.execute(select(ShortLink.clicks, ShortLink.robots))).one() == (0, 1)


async def test_a_head_request_is_a_program(
    visitor: AsyncClient, database: Database, settings: Settings, sent: Sent
) -> None:
    answer = await visitor.head(f"/l/{await _code(database, settings, sent)}")
    assert (answer.status_code, answer.content) == (302, b"")
    assert [row.robot for row in await _settled(database, sent, 1)] == [True]


@pytest.mark.parametrize("code", ["", "x", "AAAAAAAAAAAA", "a/b", "https://evil.example"])
async def test_what_is_no_code_leads_nowhere(visitor: AsyncClient, code: str) -> None:
    answer = await visitor.get(f"/l/{code}")
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "This link leads nowhere" in answer.text


async def test_the_page_speaks_the_readers_language(visitor: AsyncClient) -> None:
    answer = await visitor.get("/l/nothing", headers={"Accept-Language": "pt-BR"})
    assert 'lang="pt-BR"' in answer.text
    assert "Este link não leva a lugar nenhum" in answer.text


async def test_a_code_of_another_installation_leads_nowhere(
    visitor: AsyncClient, database: Database, settings: Settings, sent: Sent
) -> None:
    code = await _code(database, settings, sent)
    read = link_codes.read(settings.key_for("links"), code)
    assert read is not None
    foreign = link_codes.code(b"another key", *read)
    assert (await visitor.get(f"/l/{foreign}")).status_code == 404


async def test_a_recipient_that_never_was_is_not_counted(
    visitor: AsyncClient, database: Database, settings: Settings, sent: Sent
) -> None:
    """A test send has a code as well; its reader arrives and moves no figure."""
    code = await _code(database, settings, sent)
    key = settings.key_for("links")
    serial, _ = link_codes.read(key, code) or (0, 0)
    assert (await visitor.get(f"/l/{link_codes.code(key, serial, 99)}")).status_code == 302
    assert (await visitor.get(f"/l/{code}")).status_code == 302
    assert len(await _settled(database, sent, 1)) == 1


async def test_a_link_can_only_be_looked_at(
    visitor: AsyncClient, database: Database, settings: Settings, sent: Sent
) -> None:
    answer = await visitor.post(f"/l/{await _code(database, settings, sent)}")
    assert answer.status_code == 405
    assert await _settled(database, sent, 0) == []


async def test_whoever_tries_many_codes_is_told_to_stop(
    visitor: AsyncClient, database: Database, settings: Settings, sent: Sent
) -> None:
    answers = [await visitor.get(f"/l/wrong{n}") for n in range(61)]
    assert [answer.status_code for answer in answers[-2:]] == [404, 429]
    # Others behind the same address still arrive.
    code = await _code(database, settings, sent)
    assert (await visitor.get(f"/l/{code}")).status_code == 302


async def test_one_code_cannot_be_counted_without_end(
    visitor: AsyncClient, database: Database, settings: Settings, sent: Sent
) -> None:
    code = await _code(database, settings, sent)
    for _ in range(30):
        assert (await visitor.get(f"/l/{code}")).status_code == 302
    await asyncio.sleep(0.5)
    assert len(await _settled(database, sent, 20)) == 20


async def test_a_companys_host_name_serves_its_own_links_and_nothing_else(
    visitor: AsyncClient,
    database: Database,
    settings: Settings,
    sent: Sent,
    other_company_id: UUID,
) -> None:
    code = await _code(database, settings, sent)
    mine = {"Host": await _host(database, sent.world.company_id)}
    theirs = {"Host": await _host(database, other_company_id)}
    unproven = {"Host": await _host(database, sent.world.company_id, proven=False)}

    assert (await visitor.get(f"/{code}", headers=mine)).headers["Location"] == SHOP
    assert (await visitor.get(f"/{code}", headers=theirs)).status_code == 404
    for path in ("/", "/sign-in", "/api/v1/company", "/webhooks/meta", "/health"):
        answer = await visitor.get(path, headers=mine)
        assert answer.status_code == 404
        assert "Master IA" not in answer.text
    assert (await visitor.get("/static/app.css", headers=mine)).status_code == 200
    assert "This link leads nowhere" not in (await visitor.get(f"/{code}", headers=unproven)).text


async def test_a_host_name_gives_its_proof_before_it_is_proven(
    visitor: AsyncClient, database: Database, company_id: UUID
) -> None:
    headers = {"Host": await _host(database, company_id, proven=False)}
    path = "/.well-known/master-ia-links"
    assert (await visitor.get(path, headers=headers)).text == "the proof"
    assert (await visitor.get(path, headers={"Host": "nobody.example"})).status_code == 404


async def test_a_known_link_works_while_the_database_is_away(
    app_resources: Resources, database: Database, settings: Settings, sent: Sent
) -> None:
    code = await _code(database, settings, sent)
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    here, away = database, Database.connect(nowhere, nowhere)
    clicks = Clicks(here, app_resources.hints, settings.key_for("links"))
    assert await clicks.follow(code)
    clicks._database = away

    followed = await clicks.follow(code)
    assert followed is not None
    assert followed.target.url == SHOP
    clicks.note(followed, robot=False)
    await asyncio.sleep(0.5)
    clicks._database = here
    await clicks.close()
    assert len(await _settled(database, sent, 1)) == 1


async def test_clicks_of_many_are_written_together(
    app_resources: Resources, database: Database, settings: Settings, sent: Sent
) -> None:
    clicks = Clicks(database, app_resources.hints, settings.key_for("links"))
    for person in range(3):
        followed = await clicks.follow(await _code(database, settings, sent, person))
        assert followed
        clicks.note(followed, robot=False)
    await clicks.close()
    async with database.company(sent.world.company_id) as session:
        times = await session.scalar(select(func.count(LinkClick.id)))
        links_followed = await session.scalar(select(ShortLink.clicks))
    assert (times, links_followed) == (3, 3)
    found = await counted(database, sent.world.company_id, sent.campaign_id)
    assert found == {(ResponseKind.CLICK, 1): 1, (ResponseKind.CLICK, 2): 2}
