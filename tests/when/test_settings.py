"""The company's hours and days off: console and API, checked and kept apart by company."""

from uuid import UUID

import pytest
from httpx import AsyncClient

from db.session import Database
from schemas.enums import Role
from schemas.hours import Hours
from services import policies
from tests.fixtures.people import OpenBrowser
from web.hours_words import hours_words
from web.i18n import activate

HOURS = {
    "quiet_start": "19:00",
    "quiet_end": "09:30",
    "weekdays": [1, 2, 3, 4, 5],
    "observe_holidays": True,
}


async def test_a_program_sets_and_reads_the_hours(
    api_client: AsyncClient, other_api_client: AsyncClient
) -> None:
    wanted = {"hours": HOURS, "holidays_country": "BR"}
    assert (await api_client.put("/api/v1/company/hours", json=wanted)).json() == wanted
    assert (await api_client.get("/api/v1/company/hours")).json() == wanted
    nothing = {"hours": None, "holidays_country": None}
    assert (await other_api_client.get("/api/v1/company/hours")).json() == nothing
    assert (await api_client.put("/api/v1/company/hours", json={})).json() == nothing


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"holidays_country": "XX"}, "/holidays_country"),
        ({"hours": {**HOURS, "quiet_start": "25:00"}}, "/hours/quiet_start"),
        ({"hours": {**HOURS, "weekdays": []}}, "/hours/weekdays"),
    ],
)
async def test_what_is_wrong_is_named(
    api_client: AsyncClient, wanted: dict[str, object], pointer: str
) -> None:
    answer = await api_client.put("/api/v1/company/hours", json=wanted)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_days_off_are_added_renamed_listed_and_removed(api_client: AsyncClient) -> None:
    place = "/api/v1/company/holidays"
    await api_client.put("/api/v1/company/hours", json={"holidays_country": "BR"})
    for name in ("City day", "Aniversário"):
        assert (await api_client.put(f"{place}/2027-01-25", json={"name": name})).status_code == 200
    found = (await api_client.get(place)).json()
    assert found["own"] == [{"day": "2027-01-25", "name": "Aniversário"}]
    assert "Christmas Day" in {one["name"] for one in found["national"]}
    assert (await api_client.delete(f"{place}/2027-01-25")).status_code == 204
    assert (await api_client.get(place)).json()["own"] == []


async def test_the_console_keeps_the_hours_and_shows_what_was_wrong(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    form = {
        "limited": "yes",
        "opens": "09:30",
        "closes": "19:00",
        "weekdays": ["1", "5"],
        "holidays_country": "BR",
    }
    assert (await signed_in.post("/settings/hours", data=form)).status_code == 303
    async with database.company(company_id) as session:
        policy = await policies.get(session)
    assert policy.hours == Hours("19:00", "09:30", (1, 5), observe_holidays=False).as_json()
    wrong = await signed_in.post("/settings/hours", data={**form, "opens": "later"})
    assert wrong.status_code == 422
    assert "Give a time from 00:00 to 23:59." in wrong.text
    assert (await signed_in.post("/settings/hours", data={"limited": "no"})).status_code == 303
    async with database.company(company_id) as session:
        assert (await policies.get(session)).hours is None


async def test_only_owners_set_them(open_browser: OpenBrowser, company_id: UUID) -> None:
    admin = await open_browser(company_id, Role.ADMIN)
    assert (await admin.get("/settings/hours")).status_code == 403


@pytest.mark.parametrize(
    ("hours", "english", "portuguese"),
    [
        (None, "At any time", "A qualquer hora"),
        (
            Hours("20:00", "08:00"),
            "08:00 to 20:00, every day, not on holidays",
            "das 08:00 às 20:00, todos os dias, menos em feriados",
        ),
        (
            Hours("00:00", "00:00", (1, 2, 3, 4, 5), observe_holidays=False),
            "All day, Monday to Friday",
            "O dia todo, de segunda a sexta",
        ),
        (
            Hours("18:00", "09:00", (1, 6), observe_holidays=False),
            "09:00 to 18:00, Mon, Sat",
            "das 09:00 às 18:00, Seg, Sáb",
        ),
    ],
)
def test_hours_in_words(hours: Hours | None, english: str, portuguese: str) -> None:
    activate("en")
    assert hours_words(hours) == english
    activate("pt_BR")
    assert hours_words(hours) == portuguese
    activate("en")
