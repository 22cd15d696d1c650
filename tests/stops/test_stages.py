"""Stages, who stands in them, and contact events: over the API, in segments and lists."""

import json
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import insert, select

from db.models.cadences import CadenceSource
from db.models.contacts import Contact
from db.models.leads import Lead
from db.models.leads import Stage as StageRow
from db.session import Database
from schemas.api import ids
from schemas.segments import Condition, Group, Kind, Operator, Value
from services import leads, people, segments, stages
from services.people import NewAccount
from tests.stops.scenes import Stage, add_cadence, add_people

Json = dict[str, object]


async def made(api: AsyncClient, *names: str) -> list[str]:
    """Stages of these names; their ids."""
    found = []
    for name in names:
        answer = await api.post("/api/v1/stages", json={"name": name})
        assert answer.status_code == 201, answer.text
        found.append(str(answer.json()["id"]))
    return found


async def order(api: AsyncClient) -> list[str]:
    return [one["name"] for one in (await api.get("/api/v1/stages")).json()["data"]]


async def test_a_new_company_begins_with_stages_in_its_language(database: Database) -> None:
    account = NewAccount(
        "Padaria", "Ana", f"{ids.CONTACT.prefix}-stages@example.com", "long enough!"
    )
    _, company_id = await people.sign_up(database, account)
    async with database.company(company_id) as session:
        rows = await session.scalars(select(StageRow).order_by(StageRow.position))
        found = [(row.name, row.outcome.value) for row in rows]
    assert found == [
        ("Novo", "open"),
        ("Em conversa", "open"),
        ("Qualificado", "open"),
        ("Ganho", "won"),
        ("Perdido", "lost"),
    ]


async def test_stages_are_made_changed_ordered_and_removed(api_client: AsyncClient) -> None:
    new, qualified, won = await made(api_client, "New", "Qualified", "Won")
    changed = await api_client.put(
        f"/api/v1/stages/{won}", json={"name": "Sold", "colour": "green", "outcome": "won"}
    )
    assert (changed.json()["name"], changed.json()["outcome"]) == ("Sold", "won")
    again = await api_client.post("/api/v1/stages", json={"name": "sold"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    answer = await api_client.put("/api/v1/stages/order", json={"stage_ids": [won, new, qualified]})
    assert answer.status_code == 200
    assert await order(api_client) == ["Sold", "New", "Qualified"]
    half = await api_client.put("/api/v1/stages/order", json={"stage_ids": [won, new]})
    assert half.status_code == 422
    assert (await api_client.delete(f"/api/v1/stages/{new}")).status_code == 204
    assert await order(api_client) == ["Sold", "Qualified"]


async def test_a_contact_is_moved_if_they_stand_where_the_caller_saw_them(
    api_client: AsyncClient, database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1)
    new, qualified = await made(api_client, "New", "Qualified")
    place = f"/api/v1/contacts/{ids.CONTACT.format(ana)}/stage"
    before = await api_client.get(place)
    assert (before.json()["stage_id"], before.headers["ETag"]) == (None, '"0"')
    first = await api_client.put(place, json={"stage_id": new}, headers={"If-Match": '"0"'})
    assert (first.json()["stage_id"], first.headers["ETag"]) == (new, '"1"')
    late = await api_client.put(place, json={"stage_id": qualified}, headers={"If-Match": '"0"'})
    assert late.status_code == 412
    same = await api_client.put(place, json={"stage_id": new})
    assert same.json()["version"] == 1
    moved = await api_client.put(
        place, json={"stage_id": qualified}, headers={"If-Match": same.headers["ETag"]}
    )
    assert moved.json()["version"] == 2
    found = await api_client.get("/api/v1/contacts", params={"stage_id": qualified})
    assert [one["id"] for one in found.json()["data"]] == [ids.CONTACT.format(ana)]
    assert (await api_client.get("/api/v1/contacts", params={"stage_id": new})).json()["data"] == []
    assert (await api_client.delete(place)).status_code == 204
    assert (await api_client.get(place)).json()["version"] == 0


async def test_a_stage_with_people_in_it_asks_where_they_go(
    api_client: AsyncClient, database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1)
    new, qualified = await made(api_client, "New", "Qualified")
    place = f"/api/v1/contacts/{ids.CONTACT.format(ana)}/stage"
    await api_client.put(place, json={"stage_id": new})
    refused = await api_client.delete(f"/api/v1/stages/{new}")
    assert (refused.status_code, refused.json()["code"]) == (409, "stage_in_use")
    done = await api_client.delete(f"/api/v1/stages/{new}", params={"move_to": qualified})
    assert done.status_code == 204
    assert (await api_client.get(place)).json()["stage_id"] == qualified


@pytest.mark.parametrize("by", ["source", "step"])
async def test_a_stage_that_a_cadence_uses_stays(
    api_client: AsyncClient, database: Database, stage: Stage, by: str
) -> None:
    [new] = await made(api_client, "New")
    stage_id = ids.STAGE.parse(new)
    step = {"key": "s", "kind": "stage", "stage_id": str(stage_id)}
    draft: Json = {"steps": [{"key": "c", "kind": "condition", "yes": [step]}]}
    running = await add_cadence(database, stage, draft=draft if by == "step" else {})
    if by == "source":
        async with database.company(stage.company_id) as session:
            await session.execute(
                insert(CadenceSource).values(
                    company_id=stage.company_id,
                    cadence_id=running.cadence_id,
                    kind="stage",
                    subject_id=stage_id,
                )
            )
    refused = await api_client.delete(f"/api/v1/stages/{new}")
    assert (refused.status_code, refused.json()["code"]) == (409, "stage_in_use")


async def test_what_a_contact_did_is_told_once_however_often_it_is_told(
    api_client: AsyncClient, database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1)
    place = f"/api/v1/contacts/{ids.CONTACT.format(ana)}/events"
    said = {"name": "purchase", "data": {"value": 129.9}, "external_id": "order-815"}
    answers = [await api_client.post(place, json=said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    await api_client.post(place, json={"name": "visited"})
    shown = (await api_client.get(place)).json()["data"]
    assert [(one["name"], one["source"]) for one in shown] == [
        ("visited", "api"),
        ("purchase", "api"),
    ]
    only = (await api_client.get(place, params={"name": "purchase"})).json()["data"]
    assert [one["data"] for one in only] == [{"value": 129.9}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Meeting Booked"}, "name"),
        ({"name": "ok", "data": {"x": "y" * 20_000}}, "data"),
        ({"name": "ok", "occurred_at": "2099-01-01T00:00:00Z"}, "occurred_at"),
        ({"name": "ok", "occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        ({"name": "ok", "data": {"x": [float("inf")]}}, "data"),
    ],
)
async def test_an_event_that_is_wrong_says_where(
    api_client: AsyncClient, database: Database, stage: Stage, wrong: Json, field: str
) -> None:
    [ana] = await add_people(database, stage, 1)
    place = f"/api/v1/contacts/{ids.CONTACT.format(ana)}/events"
    headers = {"Content-Type": "application/json"}
    answer = await api_client.post(place, content=json.dumps(wrong), headers=headers)
    assert answer.status_code == 422
    assert field in answer.text


async def test_segments_ask_where_somebody_stands(database: Database, stage: Stage) -> None:
    ana, bia, _ = await add_people(database, stage, 3)
    async with database.company(stage.company_id) as session:
        one, two = [await stages.create(session, stage.company_id, name) for name in ("One", "Two")]
        await leads.move(session, stage.company_id, [ana], one.id)
        await leads.move(session, stage.company_id, [bia], two.id)

    async def asked(operator: Operator, value: Value = None) -> set[UUID]:
        tree = Group(parts=(Condition("stage", Kind.CHOICE, operator, value),))
        async with database.company(stage.company_id) as session:
            return set(await session.scalars(select(Contact.id).where(segments.condition(tree))))

    assert await asked(Operator.ANY_OF, (str(one.id),)) == {ana}
    assert len(await asked(Operator.NONE_OF, (str(one.id), str(two.id)))) == 1
    assert await asked(Operator.IS_SET) == {ana, bia}
    assert len(await asked(Operator.NOT_SET)) == 1


async def test_a_segment_by_stage_is_saved_and_read_back(api_client: AsyncClient) -> None:
    [new] = await made(api_client, "New")
    leaf = {"field": "stage", "operator": "any_of", "value": [new]}
    definition = {"match": "all", "negated": False, "conditions": [leaf]}
    answer = await api_client.post("/api/v1/segments", json={"name": "S", "definition": definition})
    assert answer.status_code == 201, answer.text
    assert answer.json()["definition"]["conditions"] == [leaf]


async def test_of_two_who_move_somebody_at_once_each_is_counted_once(
    database: Database, stage: Stage
) -> None:
    people_ids = await add_people(database, stage, 5)
    async with database.company(stage.company_id) as session:
        one = await stages.create(session, stage.company_id, "One")
        assert await leads.move(session, stage.company_id, people_ids, one.id) == 5
    async with database.company(stage.company_id) as session:
        assert await leads.move(session, stage.company_id, people_ids, one.id) == 0
        versions = await session.scalars(select(Lead.version).distinct())
        assert versions.all() == [1]
