"""Who began what goes on without them is told how it ended: once, and not while they still look."""

import asyncio
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from db.models.cadences import CadenceJob, CadenceSource
from db.models.imports import ContactImport
from db.models.people import Membership
from db.queries import notifications as rows
from db.queries.enrolment_lists import EnrolmentFilter
from db.queries.notifications import Shown
from db.session import Database
from schemas.cadence_sources import Results
from schemas.enums import ImportKind
from schemas.payloads.cadence_sources import SourceRef
from services import cadence_jobs, cadence_sources, cadences, imports, source_runs
from services.contact_lists import ContactFilter
from services.enrolments import Action, By
from tests.contacts.importing import Importer, csv
from tests.enrolments.people import add_cadence, add_contacts
from tests.enrolments.test_jobs import crowd, page, small_pages, work
from tests.fixtures.people import OpenBrowser, add_person
from web.notification_words import body, title

__all__ = ["small_pages"]

_LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
async def ana(database: Database, company_id: UUID) -> UUID:
    return (await add_person(database, company_id)).id


@pytest.fixture
def importer(database: Database, tmp_path: Path, company_id: UUID) -> Importer:
    return Importer(database, tmp_path, company_id)


async def bell(database: Database, company_id: UUID, user_id: UUID) -> list[Shown]:
    async with database.company(company_id) as session:
        return await rows.page(session, user_id, after=None, limit=9)


async def begun(
    importer: Importer, ana: UUID, *lines: str, at: datetime = _LONG_AGO, **values: object
) -> ContactImport:
    """An import of Ana's that runs, since some minutes."""
    row = await importer.upload(csv(*lines), "clientes.csv")
    async with importer.database.company(importer.company_id) as session:
        await imports.start(session, row.id)
        await imports.begin(session, row.id)
        mine = update(ContactImport).where(ContactImport.id == row.id)
        changes = {"created_by": ana, "started_at": at, **values}
        await session.execute(mine.values(**changes))
    return row


async def test_an_import_that_took_long_tells_its_outcome_once(
    importer: Importer, ana: UUID
) -> None:
    row = await begun(importer, ana, "name,phone", "Ana,11987654321", "Bia,12")
    await importer.work(row)
    await importer.work(row)
    [told] = await bell(importer.database, importer.company_id, ana)
    assert title(told, "en") == "Import of clientes.csv: 1 added, 0 changed, 1 refused"
    assert title(told, "pt_BR") == (
        "Importação de clientes.csv: novos: 1, alterados: 0, recusados: 1"
    )


async def test_what_is_over_in_seconds_or_was_begun_by_a_program_is_not_told(
    importer: Importer, ana: UUID
) -> None:
    soon = await begun(importer, ana, "phone", "11987654321", at=datetime.now(UTC))
    nobodys = await begun(importer, ana, "phone", "11987654322", created_by=None)
    await importer.work(soon)
    await importer.work(nobodys)
    assert await bell(importer.database, importer.company_id, ana) == []


async def test_a_failed_import_is_told_with_its_reason(importer: Importer, ana: UUID) -> None:
    row = await begun(importer, ana, "phone", "11987654321")
    for _ in range(2):
        async with importer.database.company(importer.company_id) as session:
            await imports.fail(session, row.id, "file_missing", "The uploaded file is gone.")
    [told] = await bell(importer.database, importer.company_id, ana)
    assert title(told, "en") == "The import of clientes.csv failed"
    assert body(told, "pt_BR") == "O arquivo enviado não existe mais."


@pytest.mark.parametrize("kind", ImportKind)
async def test_an_import_somebody_else_stops_is_told_to_whose_it_is(
    importer: Importer, ana: UUID, kind: ImportKind
) -> None:
    """Once, though they press twice and the last block comes later; and not to whoever stops it."""
    bia = await add_person(importer.database, importer.company_id)
    row = await begun(importer, ana, "phone", "11987654321", kind=kind, options={})
    for _ in range(2):
        async with importer.database.company(importer.company_id) as session:
            await imports.cancel(session, row.id, kind=kind, user_id=bia.id)
    async with importer.database.company(importer.company_id) as session:
        await imports.finish(session, row.id)
    [told] = await bell(importer.database, importer.company_id, ana)
    assert title(told, "en").startswith("Ana Souza stopped your import of ")
    mine = await begun(importer, bia.id, "phone", "11987654321")
    async with importer.database.company(importer.company_id) as session:
        await imports.cancel(session, mine.id, user_id=bia.id)
    assert await bell(importer.database, importer.company_id, bia.id) == []


async def _job(
    database: Database, company_id: UUID, cadence_id: UUID, ana: UUID
) -> cadence_jobs.Begun:
    """One of Ana's that waits since some minutes."""
    async with database.company(company_id) as session:
        begun = await cadence_jobs.act_on_all(
            session,
            cadence_id,
            Action.PAUSE,
            EnrolmentFilter(cadence_id=cadence_id),
            By(user_id=ana),
        )
        await session.execute(update(CadenceJob).values(created_at=_LONG_AGO))
    return begun


async def test_what_was_done_with_many_of_a_cadence_is_told(
    database: Database, company_id: UUID, ana: UUID, small_pages: None
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    await _job(database, company_id, cadence_id, ana)
    await work(database, company_id, cadence_id)
    [told] = await bell(database, company_id, ana)
    async with database.company(company_id) as session:
        name = (await cadences.get(session, cadence_id)).name
    assert title(told, "en") == f"People paused in “{name}”: 5"
    assert title(told, "pt_BR") == f"Pessoas pausadas em “{name}”: 5"


async def test_a_job_that_somebody_else_ends_is_told(
    database: Database, company_id: UUID, ana: UUID, small_pages: None
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    begun = await _job(database, company_id, cadence_id, ana)
    assert begun.job is not None
    await page(database, company_id, cadence_id)
    await page(database, company_id, cadence_id)
    async with database.company(company_id) as session:
        await cadence_jobs.cancel(session, begun.job.id)
    await _job(database, company_id, cadence_id, ana)
    async with database.company(company_id) as session:
        await cadences.archive(session, cadence_id)
    await work(database, company_id, cadence_id)
    archived, cancelled = await bell(database, company_id, ana)
    assert title(cancelled, "en").startswith("A program stopped what you began in “")
    assert title(cancelled, "en").endswith("People changed: 2")
    assert "was archived before what you began there was done" in title(archived, "en")


async def test_a_list_that_is_enrolled_is_told_at_its_end(
    database: Database, company_id: UUID, ana: UUID
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        await add_contacts(session, company_id, 3)
        source = await cadence_sources.enrol_list(
            session,
            company_id,
            cadence_id,
            ContactFilter(q="person"),
            user_id=ana,
            now=datetime.now(UTC),
        )
        await session.execute(update(CadenceSource).values(created_at=_LONG_AGO))
    for _ in range(2):
        ref = SourceRef(company_id, source.id)
        await source_runs.run(database, ref, now=datetime.now(UTC))
    [told] = await bell(database, company_id, ana)
    assert title(told, "en").endswith(": 3. Left out: 0")


async def test_of_two_runs_of_a_list_that_take_turns_one_tells_its_end(
    database: Database, company_id: UUID, ana: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a worker that was given up for lost comes to again beside its successor."""
    monkeypatch.setattr(source_runs, "PAGE", 1)
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        await add_contacts(session, company_id, 6)
        everybody, now = ContactFilter(q="person"), datetime.now(UTC)
        source = await cadence_sources.enrol_list(
            session, company_id, cadence_id, everybody, user_id=ana, now=now
        )
        await session.execute(update(CadenceSource).values(created_at=_LONG_AGO))
    ref, now = SourceRef(company_id, source.id), datetime.now(UTC)
    await asyncio.gather(*(source_runs.run(database, ref, now=now) for _ in range(2)))
    [told] = await bell(database, company_id, ana)
    assert title(told, "en").endswith(": 6. Left out: 0")
    async with database.company(company_id) as session:
        ended = await session.get_one(CadenceSource, source.id)
    assert Results.from_json(ended.last_result).last.enrolled == 6


async def test_it_leads_to_the_page_of_what_ended(
    importer: Importer, open_browser: OpenBrowser
) -> None:
    browser = await open_browser(importer.company_id)
    async with importer.database.company(importer.company_id) as session:
        [me] = await session.scalars(select(Membership.user_id))
    row = await begun(importer, me, "phone", "11987654321")
    await importer.work(row)
    [told] = await bell(importer.database, importer.company_id, me)
    assert "Import of clientes.csv: 1 added" in (await browser.get("/notifications")).text
    opened = await browser.get(f"/notifications/{told.id}")
    assert opened.headers["Location"] == f"/imports/{row.id}"
    assert (await browser.get(opened.headers["Location"])).status_code == HTTPStatus.OK
