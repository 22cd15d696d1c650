"""The console's screens of consent, as a form and as what comes back."""

from uuid import UUID

import pytest
from httpx import AsyncClient

from db.queries import topics
from db.session import Database
from schemas.enums import Role
from services import policies
from tests.consents.ledger import FIRST, ana, lines, said, standing, tell
from tests.fixtures.people import OpenBrowser

SETTINGS = {
    "stop_everywhere": "true",
    "capped": "true",
    "frequency_cap": "3",
    "frequency_days": "14",
    "duplicate_hours": "0",
    "attribution_days": "5",
    "stop_words": "Chega, Me tira",
    "start_answer": "Oi de novo",
}


@pytest.fixture
async def person(database: Database, company_id: UUID) -> UUID:
    return await ana(database, company_id)


async def test_the_settings_are_shown_and_saved(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    assert "DESCADASTRAR" in (await signed_in.get("/settings/consent")).text
    assert (await signed_in.post("/settings/consent", data=SETTINGS)).status_code == 303
    async with database.company(company_id) as session:
        policy = await policies.get(session)
    assert (policy.frequency_cap, policy.frequency_days, policy.duplicate_hours) == (3, 14, 0)
    assert (policy.stop_everywhere, policy.require_consent) == (True, False)
    assert policy.keywords == {"stop": ["Chega", "Me tira"], "start": []}
    uncapped = {name: value for name, value in SETTINGS.items() if name != "capped"}
    await signed_in.post("/settings/consent", data=uncapped)
    async with database.company(company_id) as session:
        assert (await policies.get(session)).frequency_cap is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("frequency_days", "many", "between 1 and 90 days"),
        ("start_words", "SAIR", "means the opposite already"),
        ("stop_words", "!!", "needs letters or digits"),
        ("stop_answer", "x" * 601, "at most 600 letters"),
    ],
)
async def test_what_is_wrong_comes_back_with_what_was_typed(
    signed_in: AsyncClient, field: str, value: str, words: str
) -> None:
    answer = await signed_in.post("/settings/consent", data={**SETTINGS, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert value in answer.text


async def test_one_person_is_left_alone_and_let_back_with_a_proof(
    signed_in: AsyncClient, person: UUID, database: Database, company_id: UUID
) -> None:
    path = f"/contacts/{person}/consent"
    await signed_in.post(path, data={"channel": "sms", "choice": "nothing"})
    assert ("sms", FIRST, "all") in await standing(database, company_id)
    less = {"channel": "sms", "choice": "no_marketing"}
    refused = await signed_in.post(path, data=less)
    assert (refused.status_code, "Say how they agreed" in refused.text) == (422, True)
    await signed_in.post(path, data={**less, "note": "Said so on the phone"})
    mine = {row for row in await standing(database, company_id) if row[1] == FIRST}
    assert mine == {("sms", FIRST, "marketing")}
    shown = (await signed_in.get(path)).text
    assert "Said so on the phone" in shown
    assert "Wants no marketing" in shown
    assert {line.recorded_by for line in await lines(database, company_id)} != {None}


async def test_topics_are_left_and_taken(
    signed_in: AsyncClient, person: UUID, database: Database, company_id: UUID
) -> None:
    await signed_in.post("/topics", data={"name": "Ofertas"})
    again = await signed_in.post("/topics", data={"name": "ofertas"})
    assert (again.status_code, "already a topic" in again.text) == (422, True)
    async with database.company(company_id) as session:
        topic = (await topics.all_topics(session))[0]
    path, form = f"/contacts/{person}/topics", {"topic": str(topic.id)}
    await signed_in.post(path, data={**form, "wanted": "false"})
    assert len(await standing(database, company_id)) == 4
    assert ">2</a>" in (await signed_in.get("/topics")).text
    assert "Ofertas" in (await signed_in.get(f"/opt-outs?scope=topic:{topic.id}")).text
    assert (await signed_in.post(path, data={**form, "wanted": "true"})).status_code == 422
    await signed_in.post(path, data={**form, "wanted": "true", "note": "Asked for it"})
    assert await standing(database, company_id) == set()
    await signed_in.post(f"/topics/{topic.id}/delete")
    assert "No topics yet" in (await signed_in.get("/topics")).text


async def test_the_list_is_shown_and_searched(
    signed_in: AsyncClient, person: UUID, database: Database, company_id: UUID
) -> None:
    assert "Nobody opted out" in (await signed_in.get("/opt-outs")).text
    await tell(database, company_id, said(False), said(False, match_key="12125550100"))
    shown = (await signed_in.get("/opt-outs")).text
    assert f"/contacts/{person}/consent" in shown
    assert "Not a contact" in shown
    assert "They asked for no more messages." in shown
    found = (await signed_in.get("/opt-outs", params={"q": "+1 212 555 0100"})).text
    assert "Not a contact" in found
    assert str(person) not in found
    assert "Nothing found" in (await signed_in.get("/opt-outs?q=999")).text


async def test_a_list_is_pasted_checked_and_shown(signed_in: AsyncClient) -> None:
    nothing = await signed_in.post("/opt-outs/new", data={"channel": "sms", "scope": "all"})
    assert (nothing.status_code, "Paste at least one number" in nothing.text) == (422, True)
    nowhere = await signed_in.post("/opt-outs/new", data={"numbers": "11987654321"})
    assert (nowhere.status_code, "at least one channel" in nowhere.text) == (422, True)
    sent = {"numbers": "11987654321", "channel": ["sms"], "scope": "marketing"}
    made = await signed_in.post("/opt-outs/new", data=sent)
    assert made.status_code == 303
    shown = (await signed_in.get(made.headers["location"])).text
    assert "No more: Marketing · SMS" in shown
    assert "pasted-numbers.csv" in (await signed_in.get("/opt-outs/new")).text


async def test_another_company_and_a_viewer_change_nothing(
    open_browser: OpenBrowser,
    person: UUID,
    company_id: UUID,
    other_company_id: UUID,
    database: Database,
) -> None:
    other = await open_browser(other_company_id)
    choice = {"channel": "sms", "choice": "nothing"}
    path = f"/contacts/{person}/consent"
    assert (await other.get(path)).status_code == 404
    assert (await other.post(path, data=choice)).status_code == 404
    viewer = await open_browser(company_id, Role.VIEWER)
    assert (await viewer.get(path)).status_code == 200
    assert (await viewer.post(path, data=choice)).status_code == 403
    admin = await open_browser(company_id, Role.ADMIN)
    made = await admin.post("/opt-outs/new", data={"numbers": "11987654321", "channel": ["sms"]})
    list_page = made.headers["location"]
    for method, below in (
        ("GET", ""),
        ("GET", "/errors.csv"),
        ("POST", "/start"),
        ("POST", "/column"),
    ):
        answer = await other.request(method, list_page + below)
        assert answer.status_code == 404, below
    assert await standing(database, company_id) == set()
