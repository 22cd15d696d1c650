"""The people of a file enter a cadence once it is read in."""

from collections.abc import Iterator
from concurrent.futures import Executor
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from temporalio.testing import ActivityEnvironment

from activities.imports import ImportActivities, parsing_pool
from db.models.cadences import CadenceSource, CadenceSourceMember
from db.models.contacts import Contact
from db.session import Database
from schemas.api.ids import CADENCE, IMPORT
from schemas.enums import Scope
from schemas.payloads.cadence_sources import SourceRef
from schemas.payloads.imports import ImportRef
from services import phones, source_runs
from settings import Settings
from tests.enrolments.people import add_cadence, enrolments
from tests.fixtures.people import OpenApi

KNOWN = "+5511987650000"
FILE = f"phone,name\n{KNOWN},Ana\n+5511987650001,Bia\n+5511987650002,Caio\nnonsense,Nobody\n"


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with parsing_pool() as pool:
        yield pool


async def upload(api_client: AsyncClient, cadence_id: UUID, *, existing: str = "update") -> UUID:
    files = {"file": ("people.csv", FILE.encode(), "text/csv")}
    made = (await api_client.post("/api/v1/imports", files=files)).json()
    options = {"cadence_id": CADENCE.format(cadence_id), "existing": existing}
    body = {"mapping": {"0": "phone", "1": "name"}, "options": options}
    answer = await api_client.patch(f"/api/v1/imports/{made['id']}", json=body)
    assert answer.json()["options"]["cadence_id"] == CADENCE.format(cadence_id)
    assert (await api_client.post(f"/api/v1/imports/{made['id']}/start")).status_code == 202
    return IMPORT.parse(made["id"])


async def read_in(
    database: Database, settings: Settings, pool: Executor, company_id: UUID, import_id: UUID
) -> None:
    activities = ImportActivities(database, settings.storage_dir, pool)
    await ActivityEnvironment().run(activities.work_on_import, ImportRef(company_id, import_id))


async def source_of(database: Database, company_id: UUID) -> CadenceSource:
    async with database.company(company_id) as session:
        return (await session.scalars(select(CadenceSource))).one()


async def set_up(database: Database, company_id: UUID) -> UUID:
    async with database.company(company_id) as session:
        known = Contact(
            company_id=company_id, name="Ana", phone=KNOWN, phone_key=phones.match_key(KNOWN)
        )
        session.add(known)
        return await add_cadence(session, company_id)


@pytest.mark.parametrize(("existing", "count"), [("update", 3), ("keep", 2)])
async def test_everybody_of_the_file_is_enrolled_when_it_is_read_in(
    *,
    database: Database,
    settings: Settings,
    pool: Executor,
    company_id: UUID,
    api_client: AsyncClient,
    existing: str,
    count: int,
) -> None:
    cadence_id = await set_up(database, company_id)
    import_id = await upload(api_client, cadence_id, existing=existing)
    source = await source_of(database, company_id)
    assert (source.enabled, source.subject_id) == (False, import_id)
    await read_in(database, settings, pool, company_id, import_id)
    source = await source_of(database, company_id)
    assert source.enabled
    assert source.next_run_at is not None
    ref = SourceRef(company_id, source.id)
    assert (await source_runs.run(database, ref, now=source.next_run_at)).enrolled == count
    found = await enrolments(database, company_id, cadence_id)
    assert {(one.source, one.source_id) for one in found} == {("import", source.id)}
    async with database.company(company_id) as session:
        assert not (await session.scalars(select(CadenceSourceMember))).all()


async def test_a_cancelled_import_enrols_nobody(
    database: Database,
    settings: Settings,
    pool: Executor,
    company_id: UUID,
    api_client: AsyncClient,
) -> None:
    cadence_id = await set_up(database, company_id)
    import_id = await upload(api_client, cadence_id)
    await api_client.post(f"/api/v1/imports/{IMPORT.format(import_id)}/cancel")
    await read_in(database, settings, pool, company_id, import_id)
    source = await source_of(database, company_id)
    assert source.enabled is False
    assert not await enrolments(database, company_id, cadence_id)


async def test_a_key_that_may_not_enrol_may_not_have_an_import_do_it(
    database: Database, company_id: UUID, open_api: OpenApi
) -> None:
    cadence_id = await set_up(database, company_id)
    writer = await open_api(company_id, [Scope.CONTACTS_WRITE])
    files = {"file": ("people.csv", FILE.encode(), "text/csv")}
    made = (await writer.post("/api/v1/imports", files=files)).json()
    body = {"mapping": {"0": "phone"}, "options": {"cadence_id": CADENCE.format(cadence_id)}}
    assert (await writer.patch(f"/api/v1/imports/{made['id']}", json=body)).status_code == 403
