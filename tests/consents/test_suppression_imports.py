"""A list of people who are not to be written to: checked, run in pages, and only ever adding."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from temporalio.testing import ActivityEnvironment

from activities.imports import ImportActivities
from db.models.imports import ContactImport
from db.queries import contact_imports
from db.session import Database
from schemas.enums import Channel, ImportKind, ImportStatus
from schemas.errors import InvalidInput, InvalidState, NotFound
from schemas.payloads.imports import ImportRef
from schemas.policies import ALL, MARKETING, topic_scope
from services import import_reports, imports, suppression_imports
from services.suppression_imports import Reach
from tests.consents.ledger import FIRST, ana, lines, reasons, said, standing, tell

EVERYWHERE = Reach()
SMS_MARKETING = Reach((Channel.SMS,), MARKETING)


class Lists:
    def __init__(self, database: Database, storage: Path, company_id: UUID) -> None:
        self.database, self.storage, self.company_id = database, storage, company_id

    async def upload(self, content: bytes, reach: Reach = EVERYWHERE) -> ContactImport:
        chunks = iter([content, b""])

        async def read(_: int) -> bytes:
            return next(chunks)

        taken = await suppression_imports.take_file(
            self.storage, self.company_id, "list.csv", "BR", read
        )
        async with self.database.company(self.company_id) as session:
            return await suppression_imports.register(session, self.company_id, *taken, reach)

    async def paste(self, text: str, reach: Reach = EVERYWHERE) -> ContactImport:
        taken = await suppression_imports.take_text(self.storage, self.company_id, text)
        async with self.database.company(self.company_id) as session:
            return await suppression_imports.register(session, self.company_id, *taken, reach)

    async def work(self, row: ContactImport) -> ContactImport:
        with ThreadPoolExecutor(1) as pool:
            worker = ImportActivities(self.database, self.storage, pool)
            await ActivityEnvironment().run(
                worker.work_on_import, ImportRef(self.company_id, row.id)
            )
        async with self.database.company(self.company_id) as session:
            return await contact_imports.get(session, row.id, kind=ImportKind.SUPPRESSIONS)

    async def start(self, row: ContactImport) -> None:
        async with self.database.company(self.company_id) as session:
            await imports.start(session, row.id, kind=ImportKind.SUPPRESSIONS)

    async def run(self, row: ContactImport) -> ContactImport:
        await self.work(row)
        await self.start(row)
        return await self.work(row)


@pytest.fixture
def lists(database: Database, company_id: UUID, tmp_path: Path) -> Lists:
    return Lists(database, tmp_path, company_id)


def counts(row: ContactImport) -> tuple[int, int, int, int]:
    return row.created_count, row.unchanged_count, row.duplicate_count, row.rejected_count


async def test_a_dry_run_says_what_would_happen_and_does_nothing(lists: Lists) -> None:
    row = await lists.work(
        await lists.paste("(11) 98765-4321\n11 987654321; 12, +1 212 555 0100\nabc")
    )
    assert (row.status, counts(row)) == (ImportStatus.CHECKED, (2, 0, 1, 2))
    told = list(import_reports.read(imports.report_folder(lists.storage, row)))
    assert [(one.row, one.problems[0][1]) for one in told] == [
        (3, "repeated"),
        (4, "phone_too_short"),
        (6, "phone_letters"),
    ]
    assert await standing(lists.database, lists.company_id) == set()


async def test_a_list_stops_what_was_chosen_and_says_by_what(lists: Lists) -> None:
    row = await lists.run(await lists.upload(b"name,phone\nAna,11987654321\n", SMS_MARKETING))
    assert (row.status, counts(row)) == (ImportStatus.COMPLETED, (1, 0, 0, 0))
    assert await standing(lists.database, lists.company_id) == {("sms", FIRST, "marketing")}
    assert await reasons(lists.database, lists.company_id) == {("sms", "marketing"): "imported"}
    (line,) = await lines(lists.database, lists.company_id)
    assert line.proof == {"import_id": str(row.id), "row": 2}


async def test_it_covers_all_numbers_of_a_person(lists: Lists) -> None:
    await ana(lists.database, lists.company_id)
    await lists.run(await lists.paste(FIRST))
    assert len(await standing(lists.database, lists.company_id)) == 4


async def test_a_list_without_names_of_columns_loses_nobody(lists: Lists) -> None:
    row = await lists.run(await lists.upload(b"Ana;11987654321\nBia;11987654322\n"))
    assert counts(row) == (2, 0, 0, 0)


async def test_it_never_lets_anybody_back(lists: Lists) -> None:
    await tell(lists.database, lists.company_id, said(False))
    before = await standing(lists.database, lists.company_id)
    row = await lists.run(await lists.paste("11987654322", Reach((Channel.WHATSAPP,), ALL)))
    assert counts(row) == (1, 0, 0, 0)
    assert before < await standing(lists.database, lists.company_id)
    again = await lists.run(await lists.paste(FIRST, Reach((Channel.WHATSAPP,), ALL)))
    assert counts(again) == (0, 1, 0, 0)
    assert (await reasons(lists.database, lists.company_id))["whatsapp", "all"]
    async with lists.database.company(lists.company_id) as session:
        with pytest.raises(NotFound):
            await imports.undo(session, row.id)


async def test_who_comes_back_after_the_list_was_given_stays(lists: Lists) -> None:
    row = await lists.paste(FIRST, Reach((Channel.WHATSAPP,), ALL))
    now = (row.created_at.timestamp() - said(True).occurred_at.timestamp()) / 60
    await tell(lists.database, lists.company_id, said(True, now + 0.01))
    await lists.run(row)
    assert await standing(lists.database, lists.company_id) == set()


async def test_which_column_has_the_numbers_is_asked_where_it_is_not_clear(lists: Lists) -> None:
    row = await lists.upload(b"a,b\nx,y\n")
    assert row.status is ImportStatus.UPLOADED
    async with lists.database.company(lists.company_id) as session:
        with pytest.raises(InvalidInput):
            await suppression_imports.choose_column(session, row.id, 2)
        await suppression_imports.choose_column(session, row.id, 1)
    assert counts(await lists.work(row)) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    "reach", [Reach(()), Reach(scope="unreachable"), Reach(scope=topic_scope(UUID(int=7)))]
)
async def test_what_is_stopped_has_to_be_something_of_ours(lists: Lists, reach: Reach) -> None:
    with pytest.raises(InvalidInput):
        await lists.paste(FIRST, reach)


async def test_a_list_is_no_import_of_contacts(lists: Lists) -> None:
    row = await lists.paste(FIRST)
    async with lists.database.company(lists.company_id) as session:
        with pytest.raises(NotFound):
            await contact_imports.get(session, row.id)
        assert await contact_imports.page(session, after=None, limit=9) == []


async def test_a_worker_that_dies_repeats_no_page_and_counts_none_twice(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suppression_imports, "_PAGE_BYTES", 200)
    numbers = "\n".join(f"+55119{n:08}" for n in range(60_000_000, 60_000_050))
    row = await lists.work(await lists.paste(numbers))
    assert counts(row) == (50, 0, 0, 0)
    await lists.start(row)
    pages = 0

    class Killed(Exception):
        pass

    def die() -> None:
        nonlocal pages
        pages += 1
        if pages == 2:
            raise Killed

    count = contact_imports.add_progress

    async def counted(*values: Any) -> bool:
        die()
        return await count(*values)

    monkeypatch.setattr(contact_imports, "add_progress", counted)
    with pytest.raises(Killed):
        await lists.work(row)
    monkeypatch.setattr(contact_imports, "add_progress", count)
    async with lists.database.company(lists.company_id) as session:
        half = await contact_imports.get(session, row.id, kind=None)
        assert 0 < half.processed_rows < 50
    done = await lists.work(row)
    assert (done.status, counts(done)) == (ImportStatus.COMPLETED, (50, 0, 0, 0))
    assert len(await lines(lists.database, lists.company_id)) == 100


async def test_a_cancelled_list_keeps_what_it_did(lists: Lists) -> None:
    row = await lists.work(await lists.paste(FIRST))
    async with lists.database.company(lists.company_id) as session:
        await imports.cancel(session, row.id, kind=ImportKind.SUPPRESSIONS)
    with pytest.raises(InvalidState):
        await lists.start(row)


async def test_tens_of_thousands_at_once(lists: Lists) -> None:
    numbers = "\n".join(f"+55119{n:08}" for n in range(60_000_000, 60_030_000))
    row = await lists.paste(numbers)
    row = await lists.run(row)
    assert counts(row) == (30_000, 0, 0, 0)
    async with lists.database.company(lists.company_id) as session:
        stored = await session.scalars(select(ContactImport.done_blocks))
        assert len(stored.one()) > 2


def test_a_reach_is_stored_as_it_was_chosen() -> None:
    assert replace(SMS_MARKETING, scope=ALL).to_json() == {"channels": ["sms"], "scope": "all"}
