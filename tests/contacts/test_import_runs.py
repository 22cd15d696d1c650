"""An import from the file to the contacts and back."""

import os
import signal
from concurrent.futures import BrokenExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from temporalio.testing import ActivityEnvironment

from activities.imports import ImportActivities, parsing_pool
from db.models.contacts import Suppression
from db.models.imports import ContactImport
from db.session import Database
from schemas.enums import Channel, FieldType, ImportStatus
from schemas.errors import InvalidInput, InvalidState
from schemas.payloads.imports import ImportRef
from services import contacts, import_reports, imports, inbound_contacts
from tests.contacts.conftest import add_field, add_tag
from tests.contacts.importing import Importer, Killed, csv
from tests.properties.test_phones import FORTY_SPELLINGS


@pytest.fixture
def importer(database: Database, tmp_path: Path, company_id: UUID) -> Importer:
    return Importer(database, tmp_path, company_id)


def counts(row: ContactImport) -> tuple[int, int, int, int, int]:
    """New, updated, unchanged, duplicates, rejected."""
    return (
        row.created_count,
        row.updated_count,
        row.unchanged_count,
        row.duplicate_count,
        row.rejected_count,
    )


async def test_a_file_becomes_contacts(importer: Importer) -> None:
    row = await importer.upload(
        csv("Nome;Celular;E-mail", "Ana;(11) 98765-4321;ana@x.com", "José;+55 61 3322-1100;")
    )
    assert row.mapping == {"0": "name", "1": "phone", "2": "email"}
    row = await importer.run(row)
    assert row.status is ImportStatus.COMPLETED
    assert counts(row) == (2, 0, 0, 0, 0)
    ana, jose = await importer.contacts()
    assert (ana.name, ana.phone, ana.phone_key) == ("Ana", "+5511987654321", "551187654321")
    assert (jose.name, jose.phone, jose.email) == ("José", "+556133221100", None)
    assert ana.email == "ana@x.com"
    assert ana.import_id == row.id


async def test_forty_spellings_are_one_contact(importer: Importer) -> None:
    spellings = [f'Ana,"{spelling}"' for spelling in FORTY_SPELLINGS]
    row = await importer.run(await importer.upload(csv("name,phone", *spellings)))
    assert counts(row) == (1, 0, 0, 39, 0)
    assert [contact.phone for contact in await importer.contacts()] == ["+5561987654321"]


async def test_a_dry_run_tells_the_same_and_changes_nothing(importer: Importer) -> None:
    await importer.run(
        await importer.upload(csv("name,phone", "Ana,11987654321", "Bia,11987654322"))
    )
    content = csv("name,phone", "Ana,11987654321", "Bea,11987654322", "Caio,11987654323", "X,12")
    row = await importer.check(await importer.upload(content))
    assert row.status is ImportStatus.CHECKED
    assert row.total_rows == 4
    assert counts(row) == (1, 1, 1, 0, 1)
    assert [contact.name for contact in await importer.contacts()] == ["Ana", "Bia"]
    assert counts(await importer.run(row)) == (1, 1, 1, 0, 1)
    assert {contact.name for contact in await importer.contacts()} == {"Ana", "Bea", "Caio"}


async def test_the_same_file_again_changes_nothing(importer: Importer) -> None:
    content = csv("name,phone,city", "Ana,11987654321,Recife", "Bia,11987654322,")
    mapping = {0: "name", 1: "phone", 2: "new:text"}
    first = await importer.configure(await importer.upload(content), mapping)
    assert counts(await importer.run(first)) == (2, 0, 0, 0, 0)
    before = [contact.updated_at for contact in await importer.contacts()]
    second = await importer.upload(content)
    assert second.mapping["2"] == "fields.city"
    assert counts(await importer.run(second)) == (0, 0, 2, 0, 0)
    assert [contact.updated_at for contact in await importer.contacts()] == before


async def test_every_refused_row_is_told_with_its_reason(importer: Importer) -> None:
    await add_field(importer.database, importer.company_id, "age", FieldType.NUMBER)
    content = csv(
        "name,phone,email,age",
        "Ana,11987654321,ana@x.com,31",
        "No phone,,,",
        "Letters,1198765432A,,",
        "Mail,11987654325,not-mail,",
        "Age,11987654326,,old",
        "Again,(11) 98765-4321,,",
        "Wide,11987654327,,,surplus",
    )
    row = await importer.run(await importer.upload(content))
    assert counts(row) == (1, 0, 0, 1, 5)
    report = list(import_reports.read(importer.storage / row.storage_key / "run"))
    assert [(line.row, line.cells[0], line.problems) for line in report] == [
        (3, "No phone", [("phone", "phone_missing")]),
        (4, "Letters", [("phone", "phone_letters")]),
        (5, "Mail", [("email", "not_an_email")]),
        (6, "Age", [("age", "not_a_number")]),
        (7, "Again", [("", "repeated")]),
        (8, "Wide", [("", "too_many_cells")]),
    ]
    text = "".join(import_reports.as_csv(importer.storage / row.storage_key / "run", ["a"], str))
    assert "3,No phone,,,,phone: The phone number is missing." in text


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("x" * 300_000, "too_long"),
        ('"' + "x\n" * 150_000 + '"', "too_long"),
        ('"' * 300_002, "too_long"),
        ("," * 300_000, "too_many_cells"),
    ],
)
async def test_a_cell_of_any_length_is_one_refused_row(
    importer: Importer, cell: str, code: str
) -> None:
    """The reader's own limit would end the import, or try it again for ever."""
    before = [f"Ana {n},+551198765{n:04}" for n in range(100)]
    content = csv("name,phone", *before, f"{cell},+5511987659999", "Bia,+5511987659998")
    row = await importer.run(await importer.upload(content))
    assert row.status is ImportStatus.COMPLETED
    assert counts(row) == (101, 0, 0, 0, 1)
    (refused,) = import_reports.read(importer.storage / row.storage_key / "run")
    assert code in {problem for _, problem in refused.problems}


async def test_an_import_survives_a_killed_parsing_process(importer: Importer) -> None:
    row = await importer.upload(csv("name,phone", "Ana,+5511987654321"))
    async with importer.database.company(importer.company_id) as session:
        await imports.start(session, row.id)
    with parsing_pool() as pool:
        worker = ImportActivities(importer.database, importer.storage, pool)
        os.kill(pool.submit(os.getpid).result(), signal.SIGKILL)
        work = ImportRef(importer.company_id, row.id)
        with pytest.raises(BrokenExecutor):
            await ActivityEnvironment().run(worker.work_on_import, work)
        await ActivityEnvironment().run(worker.work_on_import, work)
    assert (await importer.row(row)).status is ImportStatus.COMPLETED


async def test_typed_fields_and_tags_are_stored(importer: Importer) -> None:
    for key, kind in (
        ("age", FieldType.NUMBER),
        ("vip", FieldType.BOOLEAN),
        ("since", FieldType.DATE),
    ):
        await add_field(importer.database, importer.company_id, key, kind)
    tag = await add_tag(importer.database, importer.company_id)
    row = await importer.upload(csv("phone;age;vip;since", "11987654321;1.234,5;sim;31/12/2025"))
    mapping = {int(key): str(target) for key, target in row.mapping.items()}
    await importer.configure(row, mapping, tag_ids=(tag.id,))
    await importer.run(row)
    (contact,) = await importer.contacts()
    assert contact.fields == {"age": 1234.5, "vip": True, "since": "2025-12-31"}
    assert contact.tag_ids == [tag.id]


@pytest.mark.parametrize(
    ("options", "name", "city"),
    [
        ({}, "New", "Olinda"),
        ({"overwrite": False}, "Old", "Olinda"),
        ({"only_new": True}, "Old", None),
    ],
)
async def test_what_happens_to_a_contact_that_exists(
    importer: Importer, options: dict[str, bool], name: str, city: str | None
) -> None:
    await add_field(importer.database, importer.company_id, "city", FieldType.TEXT)
    await importer.run(await importer.upload(csv("name,phone", "Old,11987654321")))
    row = await importer.upload(csv("name,phone,city", "New,+55 11 8765-4321,Olinda"))
    await importer.configure(row, {0: "name", 1: "phone", 2: "fields.city"}, **options)
    row = await importer.run(row)
    (contact,) = await importer.contacts()
    assert (contact.name, contact.fields.get("city")) == (name, city)
    assert contact.phone == "+5511987654321"
    assert row.created_count == 0


async def test_undo_removes_and_restores_what_nobody_touched(importer: Importer) -> None:
    await importer.run(
        await importer.upload(csv("name,phone", "Old,11987654321", "Own,11987654322"))
    )
    content = csv(
        "name,phone",
        "Changed,11987654321",
        "Mine,11987654322",
        "New,11987654323",
        "Kept,11987654324",
    )
    row = await importer.run(await importer.upload(content))
    assert counts(row) == (2, 2, 0, 0, 0)
    people = {contact.name: contact for contact in await importer.contacts()}
    async with importer.database.company(importer.company_id) as session:
        await contacts.update(session, people["Mine"].id, {"name": "Touched"})
        await contacts.update(session, people["Kept"].id, {"name": "Touched too"})
    row = await importer.undo(row)
    assert row.status is ImportStatus.UNDONE
    assert {contact.name for contact in await importer.contacts()} == {
        "Old",
        "Touched",
        "Touched too",
    }
    assert (await importer.contacts())[0].updated_at == (await importer.contacts())[0].created_at


async def test_somebody_who_wrote_since_is_not_removed(importer: Importer) -> None:
    row = await importer.run(await importer.upload(csv("name,phone", "Ana,11987654321")))
    async with importer.database.company(importer.company_id) as session:
        writer = inbound_contacts.Writer("551187654321")
        seen = [(writer, "Ana Maria", datetime.now(UTC))]
        found = await inbound_contacts.match(session, importer.company_id, seen)
    (kept,) = await importer.contacts()
    assert (found[writer], kept.name) == (kept.id, "Ana")
    await importer.undo(row)
    assert len(await importer.contacts()) == 1


async def test_an_import_never_clears_an_opt_out(importer: Importer) -> None:
    async with importer.database.company(importer.company_id) as session:
        await session.execute(
            insert(Suppression).values(
                company_id=importer.company_id,
                channel=Channel.WHATSAPP,
                match_key="551187654321",
                reason="opted_out",
            )
        )
    await importer.run(await importer.upload(csv("name,phone", "Ana,11987654321")))
    async with importer.database.company(importer.company_id) as session:
        kept = await session.scalars(select(Suppression.match_key))
        assert list(kept) == ["551187654321"]


async def test_a_second_attempt_counts_nothing_twice(importer: Importer) -> None:
    """As after a kill: some blocks are committed, and the activity begins anew."""
    lines = [f"P{number},119{80_000_000 + number}" for number in range(3_000)]
    row = await importer.upload(csv("name,phone", *lines, lines[0], "Bad,1"))
    async with importer.database.company(importer.company_id) as session:
        stored = await session.merge(row)
        stored.dialect = {**row.dialect, "block_bytes": 4_000}
    with pytest.raises(Killed):
        await importer.run_until_killed(row, after_blocks=4)
    committed = await importer.row(row)
    assert committed.status is ImportStatus.RUNNING
    assert 0 < committed.created_count < 3_000
    row = await importer.work(row)
    assert row.status is ImportStatus.COMPLETED
    assert counts(row) == (3_000, 0, 0, 1, 1)
    assert row.processed_rows == 3_002
    assert len(await importer.contacts()) == 3_000
    report = list(import_reports.read(importer.storage / row.storage_key / "run"))
    assert [line.row for line in report] == [3_002, 3_003]


async def test_a_cancelled_import_stops_and_says_so(importer: Importer) -> None:
    row = await importer.upload(csv("name,phone", "Ana,11987654321"))
    async with importer.database.company(importer.company_id) as session:
        await imports.start(session, row.id)
        await imports.begin(session, row.id)
        await imports.cancel(session, row.id)
    row = await importer.work(row)
    assert row.status is ImportStatus.CANCELLED
    assert await importer.contacts() == []


async def test_a_file_without_phones_is_refused(importer: Importer) -> None:
    row = await importer.upload(csv("name,city", "Ana,Recife"))
    with pytest.raises(InvalidInput, match="needs a column with phone numbers"):
        await importer.run(row)


async def test_an_import_runs_once(importer: Importer) -> None:
    row = await importer.run(await importer.upload(csv("phone", "11987654321")))
    with pytest.raises(InvalidState):
        await importer.run(row)


async def test_the_callers_own_id_recognises_a_contact(importer: Importer) -> None:
    await importer.run(
        await importer.upload(csv("id,name,phone", "7,Ana,11987654321", "8,Bia,11987654322"))
    )
    content = csv(
        "id,name,phone",
        "7,Ana Maria,11999990000",
        "8,Thief,11999990000",
        "9,Bia,11987654322",
        "7,Again,11900000001",
    )
    row = await importer.run(await importer.upload(content))
    people = {contact.external_id: contact for contact in await importer.contacts()}
    assert people["7"].phone == "+5511999990000"
    assert people["7"].name == "Ana Maria"
    # 8 has the number of an earlier row, 9 has 8's number, and 7 comes twice.
    assert (row.duplicate_count, row.updated_count) == (2, 2)


async def test_an_import_that_changes_a_number_keeps_the_opt_out(importer: Importer) -> None:
    """Known by the file's own ids: who left under the old number has left under the new one."""
    await importer.run(
        await importer.upload(
            csv("name,phone,external_id", "Ana,11987654321,42", "Bia,11987654322,43")
        )
    )
    async with importer.database.company(importer.company_id) as session:
        session.add(
            Suppression(
                company_id=importer.company_id,
                channel=Channel.WHATSAPP,
                match_key="551187654321",
                scope="all",
                reason="opted_out",
            )
        )
    again = csv("name,phone,external_id", "Ana,21987654321,42", "Bia,21987654322,43")
    row = await importer.run(await importer.upload(again))
    assert counts(row) == (0, 2, 0, 0, 0)
    async with importer.database.company(importer.company_id) as session:
        kept = {one.match_key for one in await session.scalars(select(Suppression))}
    assert kept == {"551187654321", "552187654321"}
