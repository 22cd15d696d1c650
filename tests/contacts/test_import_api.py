"""Imports through the API, with a real worker; and every file that is refused."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from httpx import AsyncClient
from temporalio.client import Client
from temporalio.worker import Worker

from activities.imports import ImportActivities
from db.session import Database
from schemas.enums import TaskQueue
from settings import Settings
from workflows.imports import ImportWorkflow

V1 = "/api/v1"
LIST = b"nome;celular;cidade\nAna;11987654321;Recife\nBia;12;Olinda\nCaio;11987654323;\n"


@pytest.fixture(scope="module")
async def importing(
    database: Database, settings: Settings, temporal_client: Client
) -> AsyncIterator[None]:
    with ThreadPoolExecutor(2) as pool:
        work = ImportActivities(database, settings.storage_dir, pool).work_on_import
        async with (
            Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[ImportWorkflow]),
            Worker(temporal_client, task_queue=TaskQueue.IMPORTS, activities=[work]),
        ):
            yield


async def upload(client: AsyncClient, content: bytes, name: str = "list.csv") -> Any:
    return await client.post(f"{V1}/imports", files={"file": (name, content)})


async def until(client: AsyncClient, import_id: str, status: str) -> Any:
    async with asyncio.timeout(60):
        while True:
            row = (await client.get(f"{V1}/imports/{import_id}")).json()
            if row["status"] == status:
                return row
            await asyncio.sleep(0.05)


async def test_a_list_is_uploaded_checked_run_and_undone(
    api_client: AsyncClient, importing: None
) -> None:
    row = (await upload(api_client, LIST)).json()
    assert row["mapping"] == {"0": "name", "1": "phone"}
    url = f"{V1}/imports/{row['id']}"
    mapping = {"mapping": {"0": "name", "1": "phone", "2": "new:text"}}
    assert (await api_client.patch(url, json=mapping)).json()["mapping"]["2"] == "fields.cidade"
    assert (await api_client.post(f"{url}/check")).status_code == 202
    checked = await until(api_client, row["id"], "checked")
    planned = {
        "rows": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
        "rejected": 1,
    }
    assert checked["counts"] == planned
    assert (await api_client.get(f"{V1}/contacts")).json()["data"] == []
    assert (await api_client.post(f"{url}/start")).status_code == 202
    assert (await until(api_client, row["id"], "completed"))["counts"] == planned
    errors = (await api_client.get(f"{url}/errors.csv")).text
    assert "3,Bia,12,Olinda,celular: The phone number is too short." in errors
    found = (await api_client.get(f"{V1}/contacts?import_id={row['id']}")).json()["data"]
    assert [contact["name"] for contact in found] == ["Caio", "Ana"]
    again = (await upload(api_client, LIST)).json()
    assert again["same_as"] == row["id"]
    assert (await api_client.post(f"{url}/start")).status_code == 409
    assert (await api_client.post(f"{url}/undo")).status_code == 202
    await until(api_client, row["id"], "undone")
    assert (await api_client.get(f"{V1}/contacts")).json()["data"] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not a CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04nothing", "damaged"),
    ],
)
async def test_what_is_no_list_is_refused_in_words(
    api_client: AsyncClient, content: bytes, words: str
) -> None:
    answer = await upload(api_client, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_table")
    assert words in answer.json()["detail"]


async def test_two_gigabytes_are_refused_before_they_are_read(api_client: AsyncClient) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        pytest.fail("the body was read")

    headers = {
        "Content-Length": str(2 * 1024**3),
        "Content-Type": "multipart/form-data; boundary=x",
    }
    answer = await api_client.post(f"{V1}/imports", content=body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_without_a_phone_column_nothing_starts(api_client: AsyncClient) -> None:
    row = (await upload(api_client, b"name,city\nAna,Recife\n")).json()
    for step in ("check", "start"):
        answer = await api_client.post(f"{V1}/imports/{row['id']}/{step}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == "phone_missing"


async def test_another_companys_import_does_not_exist(
    api_client: AsyncClient, other_api_client: AsyncClient
) -> None:
    row = (await upload(api_client, LIST)).json()
    for path in ("", "/errors.csv"):
        answer = await other_api_client.get(f"{V1}/imports/{row['id']}{path}")
        assert answer.status_code == 404
    for step in ("check", "start", "cancel", "undo"):
        answer = await other_api_client.post(f"{V1}/imports/{row['id']}/{step}")
        assert answer.status_code == 404
