"""What enrols by itself hears of what really happens: a message, a tag, a stage."""

import json
from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.contacts import Contact, Tag
from db.models.leads import Stage
from db.session import Database
from providers.registry import meta_reader
from schemas.cadence_sources import SourceFields, SourceKind
from schemas.payloads.cadence_sources import SourceRef
from services import (
    cadence_sources,
    contact_lists,
    inbound,
    leads,
    source_hearing,
    source_runs,
)
from services.contact_lists import ContactFilter
from services.inbound import Routed
from services.keyring import Keyring
from settings import Settings
from tests.enrolments.people import add_cadence, add_contacts, enrolments
from tests.enrolments.test_sources import NOW
from tests.webhooks.conftest import connect
from tests.webhooks.meta import Account, text_message

# Imported, it is registered.
HEARD_BY = source_hearing.hear


@pytest.fixture(scope="session")
def keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture
async def account(database: Database, keyring: Keyring, company_id: UUID) -> Account:
    return await connect(database, keyring, company_id)


async def source(
    database: Database, company_id: UUID, fields: SourceFields
) -> tuple[UUID, SourceRef]:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        made = await cadence_sources.create(session, company_id, cadence_id, fields, now=NOW)
    return cadence_id, SourceRef(company_id, made.id)


async def writes(database: Database, account: Account, text: str) -> None:
    person = {"wa_id": "551187654321", "profile": {"name": "Ana"}}
    body = account.messages(contacts=[person], messages=[text_message(text)])
    heard = [
        Routed(account.connection_id, event)
        for event in meta_reader([]).parse(json.dumps(body).encode())
    ]
    await inbound.accept(database, account.company_id, heard)


async def test_whoever_writes_the_word_enters_and_others_do_not(
    database: Database, company_id: UUID, account: Account
) -> None:
    fields = SourceFields(SourceKind.KEYWORD, words=("Quero saber mais",))
    cadence_id, ref = await source(database, company_id, fields)
    await writes(database, account, "Oi, bom dia")
    assert (await source_runs.run(database, ref, now=NOW)).enrolled == 0
    await writes(database, account, "quero saber MAIS!")
    assert (await source_runs.run(database, ref, now=NOW)).enrolled == 1
    [one] = await enrolments(database, company_id, cadence_id)
    async with database.company(company_id) as session:
        name = await session.scalar(select(Contact.name).where(Contact.id == one.contact_id))
    assert (name, one.source, one.source_id) == ("Ana", "keyword", ref.source_id)


async def test_a_tag_put_on_a_whole_list_lets_all_of_it_in(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        tag = Tag(company_id=company_id, name="hot")
        session.add(tag)
        await session.flush()
        people = await add_contacts(session, company_id, 3)
    cadence_id, ref = await source(database, company_id, SourceFields(SourceKind.TAG, tag.id))
    async with database.company(company_id) as session:
        chosen = ContactFilter(ids=tuple(people[:2]))
        await contact_lists.tag_all(session, company_id, chosen, "BR", add=[tag.id])
    assert (await source_runs.run(database, ref, now=NOW)).enrolled == 2
    found = await enrolments(database, company_id, cadence_id)
    assert {one.contact_id for one in found} == set(people[:2])


async def test_whoever_comes_to_the_stage_enters(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        stage = Stage(company_id=company_id, name="Qualified", position=1)
        session.add(stage)
        await session.flush()
        [one, _] = await add_contacts(session, company_id, 2)
    cadence_id, ref = await source(database, company_id, SourceFields(SourceKind.STAGE, stage.id))
    async with database.company(company_id) as session:
        await leads.move(session, company_id, [one], stage.id)
    assert (await source_runs.run(database, ref, now=NOW)).enrolled == 1
    assert [row.contact_id for row in await enrolments(database, company_id, cadence_id)] == [one]
