"""A column of tags in a file; and files that name a further number of somebody."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.contacts import Tag
from db.models.imports import ContactImport
from db.queries import contacts as contact_rows
from db.session import Database
from schemas.enums import IdentityKind
from services import contacts
from services.phones import match_key
from tests.contacts.conftest import add_tag
from tests.contacts.importing import Importer, csv


@pytest.fixture
def importer(database: Database, tmp_path: Path, company_id: UUID) -> Importer:
    return Importer(database, tmp_path, company_id)


async def tags_of(importer: Importer) -> dict[str, set[str]]:
    async with importer.database.company(importer.company_id) as session:
        names = {tag.id: tag.name for tag in await session.scalars(select(Tag))}
    return {
        contact.name: {names[key] for key in contact.tag_ids}
        for contact in await importer.contacts()
    }


async def test_a_column_of_tags_puts_them_on_and_makes_those_that_are_new(
    importer: Importer,
) -> None:
    await add_tag(importer.database, importer.company_id, "VIP")
    content = csv(
        "Nome;Celular;Etiquetas",
        'Ana;11987654321;"vip, Atacado"',
        "Bia;11987654322;Atacado|Recife",
        "Caio;11987654323;",
        f"Davi;11987654324;{'x' * 61}",
    )
    row = await importer.upload(content)
    assert row.mapping["2"] == "tags"
    row = await importer.check(row)
    assert await tags_of(importer) == {}
    row = await importer.run(row)
    assert (row.created_count, row.rejected_count) == (3, 1)
    assert await tags_of(importer) == {
        "Ana": {"VIP", "Atacado"},
        "Bia": {"Atacado", "Recife"},
        "Caio": set(),
    }


async def test_somebody_known_gets_the_new_ones_and_keeps_their_own(importer: Importer) -> None:
    first = csv("Nome;Celular;Tags", "Ana;11987654321;A", "Bia;11987654322;A")
    await importer.run(await importer.upload(first))
    again = csv("Nome;Celular;Tags", "Ana;11987654321;B", "Bia;11987654322;a")

    def seen(row: ContactImport) -> tuple[int, int]:
        return row.updated_count, row.unchanged_count

    row = await importer.check(await importer.upload(again))
    # Told before it is done, though B is nobody's tag yet.
    assert seen(row) == (1, 1)
    row = await importer.run(row)
    assert seen(row) == (1, 1)
    assert await tags_of(importer) == {"Ana": {"A", "B"}, "Bia": {"A"}}


async def test_a_further_number_in_a_file_leaves_the_main_one_alone(importer: Importer) -> None:
    await importer.run(await importer.upload(csv("name,phone", "Ana,11987654321")))
    (ana,) = await importer.contacts()
    async with importer.database.company(importer.company_id) as session:
        stored = await contact_rows.get(session, ana.id)
        await contact_rows.add_identity(
            session,
            stored,
            IdentityKind.PHONE,
            key=match_key("+5521987654321"),
            value="+5521987654321",
        )
    row = await importer.run(await importer.upload(csv("name,phone", "Ana Lima,21987654321")))
    assert (row.created_count, row.updated_count) == (0, 1)
    (ana,) = await importer.contacts()
    assert (ana.name, ana.phone) == ("Ana Lima", "+5511987654321")
    # Changed by hand to the further one, they change places.
    async with importer.database.company(importer.company_id) as session:
        await contacts.update(session, ana.id, {"phone": "+5521987654321"})
    async with importer.database.company(importer.company_id) as session:
        owner = await contacts.resolve(session, phone="+5511987654321")
    assert owner is not None
    assert (owner.id, owner.phone) == (ana.id, "+5521987654321")
