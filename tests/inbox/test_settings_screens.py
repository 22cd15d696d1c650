"""Labels, teams, inboxes, and who takes how many: their screens."""

from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from db.queries import inboxes as inbox_queries
from db.queries import labels as label_queries
from db.queries import people
from db.queries import teams as team_queries
from db.session import Database
from schemas.enums import Role
from services import members
from tests.fixtures.people import OpenBrowser
from tests.inbox.desk import Desk, open_desk


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


async def test_labels_are_made_changed_and_deleted(desk: Desk, signed_in: AsyncClient) -> None:
    made = await signed_in.post("/labels", data={"name": " Troca  de peça ", "colour": "red"})
    assert made.status_code == 303
    again = await signed_in.post("/labels", data={"name": "troca de peça"})
    assert again.status_code == 422
    assert "already a label" in again.text
    async with desk.database.company(desk.company_id) as session:
        (label,) = await label_queries.all_labels(session)
    key = await desk.conversation(label_ids=[label.id])
    page = (await signed_in.get("/labels")).text
    assert "Troca de peça" in page
    assert f"label={label.id.hex}" in page
    changed = await signed_in.post(f"/labels/{label.id}", data={"name": "Troca", "colour": "blue"})
    assert changed.status_code == 303
    assert (await signed_in.post(f"/labels/{label.id}/delete")).status_code == 303
    assert (await desk.row(key)).label_ids == []


async def test_teams_hold_people_of_the_company_only(
    desk: Desk, signed_in: AsyncClient, other_company_id: UUID
) -> None:
    ana = await desk.person("Ana")
    stranger = await (await open_desk(desk.database, other_company_id)).person("Estranha")
    made = await signed_in.post("/teams", data={"name": "Vendas", "person": [str(ana)]})
    assert made.status_code == 303
    async with desk.database.company(desk.company_id) as session:
        (team,) = await team_queries.all_teams(session)
        assert await team_queries.members(session) == {team.id: {ana}}
    wrong = await signed_in.post("/teams", data={"name": "B", "person": [str(stranger)]})
    assert wrong.status_code == 422
    assert "Vendas" in (await signed_in.get("/teams")).text
    emptied = await signed_in.post(f"/teams/{team.id}", data={"name": "Vendas"})
    assert emptied.status_code == 303
    async with desk.database.company(desk.company_id) as session:
        assert await team_queries.members(session) == {}
    assert (await signed_in.post(f"/teams/{team.id}/delete")).status_code == 303


async def test_an_inbox_is_for_everybody_or_for_the_ticked(
    desk: Desk, signed_in: AsyncClient
) -> None:
    ana = await desk.person("Ana")
    where = f"/inboxes/{desk.number_id}"
    few = await signed_in.post(where, data={"auto_assign": "true", "person": [str(ana)]})
    assert few.status_code == 303
    async with desk.database.company(desk.company_id) as session:
        assert await inbox_queries.named(session) == {desk.number_id: {ana}}
        assert (await inbox_queries.settings(session))[desk.number_id].auto_assign
    assert "Padaria Central" in (await signed_in.get("/inboxes")).text
    everybody = {"everybody": "true", "person": [str(ana)]}
    assert (await signed_in.post(where, data=everybody)).status_code == 303
    async with desk.database.company(desk.company_id) as session:
        assert await inbox_queries.named(session) == {}
    # Nobody ticked: only owners and administrators.
    assert (await signed_in.post(where)).status_code == 303
    assert (await desk.eyes("Ana")).number_ids == frozenset()


async def test_only_administrators_set_up_teams_and_inboxes(
    desk: Desk, open_browser: OpenBrowser, app: FastAPI
) -> None:
    agent = await open_browser(desk.company_id, Role.AGENT)
    assert (await agent.get("/teams")).status_code == 200
    assert (await agent.post("/teams", data={"name": "X"})).status_code == 403
    assert (await agent.get("/inboxes")).status_code == 403
    assert (await agent.post(f"/inboxes/{desk.number_id}")).status_code == 403


async def test_i_take_conversations_or_not_and_the_owner_says_how_many(
    desk: Desk, open_browser: OpenBrowser, signed_in: AsyncClient
) -> None:
    agent = await open_browser(desk.company_id, Role.AGENT)
    assert "Taking new conversations" in (await agent.get("/preferences/availability")).text
    await agent.post("/preferences/availability", data={"available": "false"})
    assert "Taking no new" in (await agent.get("/preferences/availability")).text
    async with desk.database.company(desk.company_id) as session:
        duties = await people.duties(session)
        (away,) = [key for key, (available, _) in duties.items() if not available]
    where = f"/settings/members/{away}/capacity"
    assert (await signed_in.post(where, data={"capacity": "7"})).status_code == 303
    assert (await signed_in.post(where, data={"capacity": "-1"})).status_code == 422
    async with desk.database.company(desk.company_id) as session:
        assert (await members.duty(session, desk.company_id, away)).capacity == 7
    assert (await signed_in.post(where, data={"capacity": ""})).status_code == 303
    async with desk.database.company(desk.company_id) as session:
        assert (await members.duty(session, desk.company_id, away)).capacity is None
    assert "Takes none now" in (await signed_in.get("/settings/members")).text


async def test_who_is_removed_leaves_teams_inboxes_and_conversations(
    desk: Desk, signed_in: AsyncClient
) -> None:
    ana = await desk.person("Ana")
    await signed_in.post("/teams", data={"name": "Vendas", "person": [str(ana)]})
    await signed_in.post(f"/inboxes/{desk.number_id}", data={"person": [str(ana)]})
    key = await desk.conversation(assignee_id=ana)
    assert (await signed_in.post(f"/settings/members/{ana}/remove")).status_code == 303
    assert (await desk.row(key)).assignee_id is None
    async with desk.database.company(desk.company_id) as session:
        assert await team_queries.members(session) == {}
        # It does not become everybody's by that.
        (named,) = (await inbox_queries.named(session)).values()
        assert named <= await inbox_queries.who_see_all(session)
