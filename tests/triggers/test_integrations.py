"""Each worked example of docs/integrations, with the payload its system really sends."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from db.session import Database
from services import hook_pages
from tests.triggers.conftest import add_cadence, add_stage, contacts_of

DOCS = Path(__file__).parents[2] / "docs" / "integrations"
PAYLOADS = Path(__file__).with_name("payloads")
EXPECTED: dict[str, dict[str, object]] = {
    "hubspot_workflow": {
        "name": "Maria Oliveira",
        "phone": "+5511987651001",
        "email": "maria.oliveira@example.com",
        "external_id": "51",
        "fields": {"nascimento": "1990-05-03"},
    },
    "hubspot_all_properties": {
        "name": "Maria Oliveira",
        "phone": "+5511987651001",
        "external_id": "51",
    },
    "rd_station": {
        "name": "João Lima",
        "phone": "+5548987651002",
        "external_id": "c2f3d2b3-7250-4d27-97f4-eef38be32f7f",
        "fields": {"interesse": "Plano anual"},
    },
    "rd_station_classic": {"name": "João Lima", "phone": "+5548987651002"},
    "google_form": {
        "name": "Carla Mendes",
        "phone": "+5521987651003",
        "fields": {"interesse": "Bolos, Salgados", "data_da_festa": "2026-12-24"},
    },
    "n8n": {"name": "Pedro Alves", "phone": "+5531987651004", "external_id": "c_77"},
}


def examples(page: str) -> list[Any]:
    """The JSON blocks of a page, in their order."""
    found = re.findall(r"```json\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    return [json.loads(block) for block in found]


def setting_of(payload: str) -> dict[str, Any]:
    """The mapping and actions a page tells to set for this payload."""
    page = {"hubspot": "hubspot.md", "rd": "rd-station.md", "google": "google-forms.md"}.get(
        payload.partition("_")[0], "n8n.md"
    )
    blocks = examples(page)
    sample = json.loads((PAYLOADS / f"{payload}.json").read_text())
    place = blocks.index(sample)
    found: dict[str, Any] = next(block for block in blocks[place:] if "mapping" in block)
    return found


@pytest.fixture
async def prepared(api_client: AsyncClient, database: Database, company_id: UUID) -> None:
    for label, kind in (("Nascimento", "date"), ("Interesse", "text"), ("Data da festa", "date")):
        await api_client.post("/api/v1/fields", json={"label": label, "type": kind})
    await add_cadence(database, company_id, "boas-vindas")
    await add_stage(database, company_id, "Lead")


@pytest.mark.parametrize("payload", EXPECTED)
@pytest.mark.usefixtures("prepared")
async def test_the_example_does_what_its_page_says(
    payload: str,
    api_client: AsyncClient,
    client: AsyncClient,
    database: Database,
    company_id: UUID,
) -> None:
    hook = (await api_client.post("/api/v1/hooks", json={"name": payload})).json()
    wanted = {**setting_of(payload), "capturing": False}
    changed = await api_client.patch(f"/api/v1/hooks/{hook['id']}", json=wanted)
    assert changed.status_code == 200, changed.text
    path = hook["address"].partition("//")[2].partition("/")[2]
    body = json.loads((PAYLOADS / f"{payload}.json").read_text())
    for new in (1, 0):
        answer = await client.post(f"/{path}", json=body)
        assert answer.json()["accepted"] == new
    hook_id = UUID(hook["id"].removeprefix("hook_"))
    while await hook_pages.apply_page(database, company_id, hook_id):
        pass
    log = (await api_client.get(f"/api/v1/hooks/{hook['id']}/requests")).json()["data"]
    assert [(one["status"], one["problems"]) for one in log] == [("done", [])], log
    (contact,) = await contacts_of(api_client)
    shown = {name: contact[name] for name in EXPECTED[payload]}
    assert shown == EXPECTED[payload]


@pytest.mark.usefixtures("prepared")
async def test_the_call_of_the_curl_page_is_answered_as_it_says(
    api_client: AsyncClient, key: Callable[[], dict[str, str]]
) -> None:
    page = (DOCS / "curl.md").read_text()
    body = json.loads((PAYLOADS / "curl.json").read_text())
    asked, answered = examples("curl.md")[:2]
    assert asked == body
    assert "/api/v1/triggers" in page
    answer = await api_client.post("/api/v1/triggers", json=body, headers=key())
    assert answer.status_code == 200, answer.text
    assert _shape(answer.json()) == _shape(answered)


def _shape(value: Any) -> Any:
    """Without the ids, which are others each time."""
    if isinstance(value, dict):
        return {name: _shape(item) for name, item in value.items()}
    return re.sub(r"_[0-9a-f]{32}$", "_…", value) if isinstance(value, str) else value
