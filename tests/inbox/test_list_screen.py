"""The inbox's list: tabs, filters, pages both ways, search, and many at once."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.routing import Mount

from bootstrap import Resources
from db.session import Database
from schemas.enums import ConversationStatus, Direction, Priority, Role
from services import inboxes, labels, presence, sessions, teams
from tests.fixtures.people import open_client, sign_in_as
from tests.inbox.desk import Desk, open_desk

HTMX = {"HX-Request": "true"}


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    desk = await open_desk(database, company_id)
    await desk.person("Ana")
    return desk


async def browser_of(app: FastAPI, desk: Desk, name: str) -> AsyncClient:
    async with desk.database.system() as session:
        secret = await sessions.start(
            session, desk.people[name], desk.company_id, user_agent="test"
        )
    client = open_client(app)
    sign_in_as(client, app, secret)
    return client


@pytest.fixture
async def ana(app: FastAPI, desk: Desk) -> AsyncClient:
    return await browser_of(app, desk, "Ana")


def shown(text: str) -> list[str]:
    """The ids of the lines, in their order."""
    return re.findall(r'data-line="(\w+)"', text)


async def read(client: AsyncClient, path: str) -> str:
    answer = await client.get(path, headers=HTMX)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_tabs_show_mine_nobodys_and_all(desk: Desk, ana: AsyncClient) -> None:
    mine = await desk.conversation("Carla", assignee_id=desk.people["Ana"])
    free = await desk.conversation("Duda", minutes_ago=5)
    closed = await desk.conversation("Edu", status=ConversationStatus.CLOSED)
    assert shown(await read(ana, "/inbox?view=mine")) == [mine.hex]
    assert shown(await read(ana, "/inbox?view=unassigned")) == [free.hex]
    assert shown(await read(ana, "/inbox?view=all")) == [mine.hex, free.hex]
    assert shown(await read(ana, "/inbox?view=all&status=closed")) == [closed.hex]
    assert set(shown(await read(ana, "/inbox?view=all&status=any"))) == {
        mine.hex,
        free.hex,
        closed.hex,
    }


async def test_without_a_word_the_first_view_with_work_opens(desk: Desk, ana: AsyncClient) -> None:
    free = await desk.conversation("Duda")
    assert shown(await read(ana, "/inbox")) == [free.hex]
    mine = await desk.conversation("Carla", assignee_id=desk.people["Ana"])
    assert shown(await read(ana, "/inbox")) == [mine.hex]


async def test_a_line_says_what_was_said_and_by_whom(desk: Desk, ana: AsyncClient) -> None:
    async with desk.database.company(desk.company_id) as session:
        label = await labels.create(session, desk.company_id, "Pago <b>", "green")
    waiting = datetime.now(UTC) - timedelta(hours=2)
    await desk.conversation(
        "Carla <script>",
        body="Cadê meu pedido?",
        unread_count=3,
        waiting_since=waiting,
        label_ids=[label.id],
        priority=Priority.URGENT,
    )
    await desk.conversation("Duda", body="Até já", direction=Direction.OUT, minutes_ago=9)
    text = await read(ana, "/inbox?view=all")
    assert "Cadê meu pedido?" in text
    assert "3 unread messages" in text
    assert "Pago &lt;b&gt;" in text
    assert "<script>" not in text
    assert "Urgent" in text
    assert "tone-danger" in text
    assert "line-tick" in text


async def test_filters_narrow_it(desk: Desk, ana: AsyncClient) -> None:
    sales = await desk.number("Vendas")
    async with desk.database.company(desk.company_id) as session:
        label = await labels.create(session, desk.company_id, "Pago")
        team = await teams.create(session, desk.company_id, "Suporte", [])
    plain = await desk.conversation(minutes_ago=50)
    kinds = {
        f"inbox={sales.hex}": await desk.conversation(number_id=sales),
        f"label={label.id.hex}": await desk.conversation(label_ids=[label.id]),
        f"team={team.id.hex}": await desk.conversation(team_id=team.id),
        f"assignee={desk.people['Ana'].hex}": await desk.conversation(
            assignee_id=desk.people["Ana"]
        ),
        "priority=high": await desk.conversation(priority=Priority.HIGH),
        "unread=1": await desk.conversation(unread_count=1),
    }
    for query, key in kinds.items():
        assert shown(await read(ana, f"/inbox?view=all&{query}")) == [key.hex], query
    assert plain.hex in shown(await read(ana, "/inbox?view=all&label=rubbish&priority=x"))


async def test_waiting_longest_comes_first(desk: Desk, ana: AsyncClient) -> None:
    now = datetime.now(UTC)
    short = await desk.conversation(waiting_since=now - timedelta(minutes=5))
    long = await desk.conversation(waiting_since=now - timedelta(hours=5))
    await desk.conversation()
    assert shown(await read(ana, "/inbox?view=all&sort=waiting")) == [long.hex, short.hex]


@pytest.mark.parametrize("order", ["", "&sort=waiting"])
async def test_every_line_is_reached_both_ways_and_none_twice(
    desk: Desk, ana: AsyncClient, order: str
) -> None:
    now = datetime.now(UTC)
    keys = [
        (
            await desk.conversation(minutes_ago=n, waiting_since=now - timedelta(minutes=1000 - n))
        ).hex
        for n in range(120)
    ]
    first = await read(ana, f"/inbox?view=all{order}")
    found, more = shown(first), _more(first, "after")
    while more:
        text = await read(ana, more)
        found += shown(text)
        more = _more(text, "after")
    assert found == keys

    # A window that begins further down goes on upwards as well.
    start = re.search(r"after=([\w]+)", first)
    assert start is not None
    window = await read(ana, f"/inbox?view=all{order}&start={start[1]}")
    assert shown(window) == keys[50:100]
    above = _more(window, "before")
    assert above is not None
    assert shown(await read(ana, above)) == keys[:50]


def _more(text: str, way: str) -> str | None:
    found = re.search(rf'hx-get="(/inbox/stretch\?[^"]*{way}=[^"]*)"', text)
    return found[1].replace("&amp;", "&") if found else None


async def test_a_refresh_shows_as_many_lines_as_there_were(desk: Desk, ana: AsyncClient) -> None:
    for n in range(70):
        await desk.conversation(minutes_ago=n)
    assert len(shown(await read(ana, "/inbox/lines?view=all&shown=50&shown=20"))) == 70
    assert len(shown(await read(ana, "/inbox/lines?view=all&shown=x"))) == 50


async def test_inboxes_of_others_are_not_listed(desk: Desk, app: FastAPI) -> None:
    await desk.person("Bia")
    await desk.person("Chefe", Role.OWNER)
    async with desk.database.company(desk.company_id) as session:
        await inboxes.set_up(
            session,
            desk.company_id,
            desk.number_id,
            auto_assign=False,
            team_id=None,
            user_ids=[desk.people["Bia"]],
        )
    key = await desk.conversation("Carla", body="segredo total")
    for name, sees in (("Ana", []), ("Bia", [key.hex]), ("Chefe", [key.hex])):
        client = await browser_of(app, desk, name)
        assert shown(await read(client, "/inbox?view=all")) == sees
        found = await read(client, "/inbox/search?q=segredo")
        assert ("<mark>" in found) is bool(sees)
        answer = await client.post(f"/inbox/{key}/unread", headers=HTMX)
        assert answer.status_code == (200 if sees else 404)


async def test_search_finds_names_numbers_and_words_in_context(
    desk: Desk, ana: AsyncClient
) -> None:
    key = await desk.conversation("Conceição Alves", body="O orçamento chegou ontem")
    by_name = await read(ana, "/inbox/search?q=conceicao")
    assert f"/inbox/{key}" in by_name
    by_word = await read(ana, "/inbox/search?q=orcamento")
    assert "<mark>orçamento</mark>" in by_word
    assert f"/inbox/{key}?at=" in by_word
    assert (await read(ana, "/inbox/search?q=")).strip() == ""
    assert "Nothing was found" in await read(ana, "/inbox/search?q=zzzz")


async def test_many_are_changed_at_once_and_the_rest_is_told(desk: Desk, ana: AsyncClient) -> None:
    keys = [await desk.conversation() for _ in range(3)]
    form = {"conversation": [str(key) for key in keys[:2]], "do": "close"}
    answer = await ana.post("/inbox/bulk", data=form, headers=HTMX)
    assert answer.status_code == 204
    assert "2 conversations changed." in answer.headers["HX-Trigger"]
    states = [(await desk.row(key)).status for key in keys]
    assert states == [
        ConversationStatus.CLOSED,
        ConversationStatus.CLOSED,
        ConversationStatus.OPEN,
    ]
    await desk.person("Vera", Role.VIEWER)
    for wish in (
        {"assignee": str(desk.people["Ana"])},
        {"do": "reopen"},
        {"snooze": "tomorrow"},
        {"do": "unread"},
        {"do": "unassign"},
    ):
        answer = await ana.post(
            "/inbox/bulk", data={"conversation": str(keys[2]), **wish}, headers=HTMX
        )
        assert answer.status_code == 204, wish
    assert await desk.told(keys[2]) == ["assigned", "snoozed", "unassigned"]


async def test_a_viewer_looks_and_changes_nothing(desk: Desk, app: FastAPI) -> None:
    await desk.person("Vera", Role.VIEWER)
    key = await desk.conversation("Carla")
    vera = await browser_of(app, desk, "Vera")
    text = await read(vera, "/inbox?view=all")
    assert shown(text) == [key.hex]
    assert "line-pick" not in text
    for path in ("/inbox/bulk", f"/inbox/{key}/close", "/inbox/start"):
        assert (await vera.post(path, headers=HTMX)).status_code == 403


async def test_a_conversation_is_started_from_a_number_nobody_saved(
    desk: Desk, ana: AsyncClient
) -> None:
    form = {"phone": "(11) 97777-1234", "name": "Nova", "number": str(desk.number_id)}
    answer = await ana.post("/inbox/start", data=form)
    assert answer.status_code == 303
    key = UUID(answer.headers["location"].rpartition("/")[2])
    assert (await desk.row(key)).assignee_id == desk.people["Ana"]
    wrong = await ana.post("/inbox/start", data={**form, "phone": "12"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "too short" in wrong.text


async def test_views_are_saved_for_oneself_or_for_everybody(desk: Desk, app: FastAPI) -> None:
    await desk.person("Bia")
    await desk.person("Chefe", Role.ADMIN)
    ana = await browser_of(app, desk, "Ana")
    saved = await ana.post(
        "/inbox/views", data={"name": "Urgentes", "view": "all", "priority": "urgent"}
    )
    assert saved.status_code == 303
    where = saved.headers["location"]
    assert "priority=urgent" in where
    assert "Urgentes" in await read(ana, where)
    bia = await browser_of(app, desk, "Bia")
    assert "Urgentes" not in await read(bia, "/inbox")
    view_id = UUID(re.search(r"saved=(\w+)", where)[1])  # type: ignore[index]
    assert (await bia.get(f"/inbox/views/{view_id}")).status_code == 404
    assert (await bia.post(f"/inbox/views/{view_id}/delete")).status_code == 404
    shared = {"name": "Da casa", "shared": "true", "view": "all"}
    assert (await ana.post("/inbox/views", data=shared)).status_code == 403
    chief = await browser_of(app, desk, "Chefe")
    assert (await chief.post("/inbox/views", data=shared)).status_code == 303
    assert "Da casa" in await read(bia, "/inbox")
    renamed = await ana.post(f"/inbox/views/{view_id}/rename", data={"name": "Já"})
    assert renamed.status_code == 303
    assert "Já" in await read(ana, "/inbox")
    assert (await ana.post(f"/inbox/views/{view_id}/delete")).status_code == 303
    assert "Já" not in await read(ana, "/inbox")


async def test_the_buttons_of_a_conversation_come_back_as_they_are_now(
    desk: Desk, ana: AsyncClient
) -> None:
    bia = await desk.person("Bia Lima")
    key = await desk.conversation("Carla")
    async with desk.database.company(desk.company_id) as session:
        label = await labels.create(session, desk.company_id, "Pago")
        team = await teams.create(session, desk.company_id, "Vendas", [])
    steps: list[tuple[str, dict[str, str], str]] = [
        ("assignee", {"assignee": str(bia)}, "Bia Lima"),
        ("team", {"team": str(team.id)}, "Vendas"),
        ("priority", {"priority": "high"}, "Priority: High"),
        ("labels", {"label": str(label.id)}, "Pago"),
        ("snooze", {"preset": "tomorrow"}, "Wake now"),
        ("reopen", {}, "Snooze"),
        ("close", {}, "Reopen"),
    ]
    for path, form, word in steps:
        answer = await ana.post(f"/inbox/{key}/{path}", data=form, headers=HTMX)
        assert answer.status_code == 200, (path, answer.text)
        assert word in answer.text, path
        assert "inbox-changed" in answer.headers["HX-Trigger"]
    row = await desk.row(key)
    assert (row.assignee_id, row.team_id, row.priority) == (bia, team.id, Priority.HIGH)
    wrong = await ana.post(f"/inbox/{key}/snooze", data={"at": "2001-01-01T10:00"}, headers=HTMX)
    assert wrong.status_code == 422
    assert (await ana.post(f"/inbox/{uuid4()}/close", headers=HTMX)).status_code == 404


async def test_the_badge_counts_mine_that_are_unread(desk: Desk, ana: AsyncClient) -> None:
    assert (await ana.get("/inbox/unread")).text == ""
    await desk.conversation(assignee_id=desk.people["Ana"], unread_count=4)
    await desk.conversation(unread_count=4)
    assert (await ana.get("/inbox/unread")).text == "1"


async def test_a_line_says_who_is_writing(
    desk: Desk, ana: AsyncClient, app_resources: Resources
) -> None:
    bia = await desk.person("Bia Lima")
    key = await desk.conversation("Carla")
    where = f"/inbox/lines/{key}/typing"
    assert "is writing" not in await read(ana, where)
    await presence.note(app_resources.redis, desk.company_id, key, bia, "typing")
    assert "Bia Lima is writing" in await read(ana, where)
    assert (await ana.get(f"/inbox/lines/{uuid4()}/typing")).status_code == 404


async def test_who_asks_for_the_same_lines_at_once_shares_one_look(
    app: FastAPI, desk: Desk, ana: AsyncClient
) -> None:
    await desk.person("Bruno")
    bruno = await browser_of(app, desk, "Bruno")
    key = await desk.conversation("Carla")
    console = next(route for route in app.routes if isinstance(route, Mount) and not route.path)
    assert isinstance(console.app, FastAPI)
    flights = console.app.state.inbox_flights
    asked, made = flights.asked, flights.made
    everybody = [read(one, "/inbox/lines?view=all") for one in (ana, bruno) for _ in range(10)]
    pages = await asyncio.gather(*everybody)
    assert all(shown(text) == [key.hex] for text in pages)
    assert flights.asked - asked == 20
    assert flights.made - made < 20
    # Another view is another question.
    assert shown(await read(bruno, "/inbox/lines?view=mine")) == []
