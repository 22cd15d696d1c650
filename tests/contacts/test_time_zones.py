"""A contact's own time zone: written by hand, by a program, by a file; merged and segmented."""

from pathlib import Path
from uuid import UUID

import pytest
from httpx import AsyncClient

from db.models.imports import ContactImport
from db.session import Database
from tests.contacts.importing import Importer, csv


async def test_a_program_writes_it_and_a_wrong_one_is_refused(api_client: AsyncClient) -> None:
    body = {"name": "Ana", "phone": "+5592987654321", "time_zone": "America/Manaus"}
    made = (await api_client.post("/api/v1/contacts", json=body)).json()
    assert made["time_zone"] == "America/Manaus"
    place = f"/api/v1/contacts/{made['id']}"
    wrong = await api_client.patch(place, json={"time_zone": "America/Atlantis"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["code"] == "not_a_time_zone"
    gone = (await api_client.patch(place, json={"time_zone": None})).json()
    assert gone["time_zone"] is None


async def test_the_console_shows_what_the_number_tells_until_one_is_chosen(
    signed_in: AsyncClient, api_client: AsyncClient
) -> None:
    made = await api_client.post(
        "/api/v1/contacts", json={"name": "Ana", "phone": "+5597987654321"}
    )
    contact_id = UUID(hex=made.json()["id"].removeprefix("ct_"))
    shown = (await signed_in.get(f"/contacts/{contact_id}")).text
    assert "Manaus (Brazil), Eirunepe (Brazil), by the number" in shown
    form = {"name": "Ana", "phone": "+5597987654321", "time_zone": "America/Rio_Branco"}
    assert (await signed_in.post(f"/contacts/{contact_id}/edit", data=form)).status_code == 303
    assert "Rio Branco (Brazil)" in (await signed_in.get(f"/contacts/{contact_id}")).text


@pytest.fixture
def importer(database: Database, tmp_path: Path, company_id: UUID) -> Importer:
    return Importer(database, tmp_path, company_id)


async def zones(importer: Importer) -> dict[str, str | None]:
    return {contact.name: contact.time_zone for contact in await importer.contacts()}


async def run(importer: Importer, *lines: str) -> ContactImport:
    row = await importer.upload(csv("Nome;Celular;Fuso horário", *lines))
    assert row.mapping["2"] == "time_zone"
    return await importer.run(row)


async def test_a_column_of_a_file_fills_it_and_a_wrong_one_refuses_the_row(
    importer: Importer,
) -> None:
    row = await run(
        importer,
        "Ana;92987654321;America/Manaus",
        "Bia;11987654322;",
        "Caio;11987654323;Horário de Brasília",
        "Davi;68987654324;America/Rio Branco",
    )
    assert (row.created_count, row.rejected_count) == (3, 1)
    assert await zones(importer) == {
        "Ana": "America/Manaus",
        "Bia": None,
        "Davi": "America/Rio_Branco",
    }


async def test_a_later_file_fills_the_gap_and_undoing_it_takes_it_out(importer: Importer) -> None:
    await run(importer, "Ana;92987654321;", "Bia;92987654322;America/Manaus")
    row = await run(importer, "Ana;92987654321;America/Porto_Velho", "Bia;92987654322;")
    assert row.updated_count == 1
    assert await zones(importer) == {"Ana": "America/Porto_Velho", "Bia": "America/Manaus"}
    await importer.undo(row)
    assert await zones(importer) == {"Ana": None, "Bia": "America/Manaus"}


async def test_a_segment_can_ask_for_it(api_client: AsyncClient) -> None:
    for name, zone in (("Ana", "America/Manaus"), ("Bia", None)):
        body = {"name": name, "external_id": name, "time_zone": zone}
        await api_client.post("/api/v1/contacts", json=body)
    definition = {
        "match": "all",
        "conditions": [{"field": "time_zone", "operator": "is", "value": "America/Manaus"}],
    }
    answer = await api_client.post("/api/v1/segments:preview", json={"definition": definition})
    assert answer.status_code == 200, answer.text
    assert [one["name"] for one in answer.json()["contacts"]] == ["Ana"]
