"""The Python client against the running program, as another system would use it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, ConnectError
from sqlalchemy import func, select
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from db.models.cadences import Enrolment
from db.models.contacts import Contact
from db.session import Database
from master_ia import (
    AsyncMasterIA,
    Conflict,
    File,
    Forbidden,
    Invalid,
    MasterIA,
    NotFound,
    NotSignedIn,
    ServerError,
    TooManyRequests,
    WebhookVerificationError,
    models,
    verify,
)
from schemas.enums import Scope as KeyScope
from services import webhook_bodies, webhook_signing
from tests.fixtures.people import OpenApi
from tests.serving import serve
from tests.triggers.conftest import add_cadence, phone

# What stands between the client and the program answers instead of it, while there is one.
Detours = list[Callable[[], Response]]


@pytest.fixture(scope="module")
def detours() -> Detours:
    return []


@pytest.fixture(scope="module")
async def url(app: FastAPI, detours: Detours) -> AsyncIterator[str]:
    """A road on which an answer may get lost: the program has done what it was asked for."""

    async def road(scope: Scope, receive: Receive, send: Send) -> None:
        if not detours or scope["type"] != "http":
            return await app(scope, receive, send)
        instead = detours.pop(0)()

        async def nowhere(_: Message) -> None:
            pass

        await app(scope, receive, nowhere)
        return await instead(scope, receive, send)

    async with serve(road) as url:
        yield url


@pytest.fixture
def token(api_client: AsyncClient) -> str:
    return api_client.headers["Authorization"].removeprefix("Bearer ")


@pytest.fixture
async def ia(url: str, token: str) -> AsyncIterator[AsyncMasterIA]:
    async with AsyncMasterIA(url, token) as client:
        yield client


def away() -> Response:
    return PlainTextResponse("Bad gateway", 503, headers={"Retry-After": "1"})


def busy() -> Response:
    return JSONResponse({"code": "rate_limited", "status": 429}, 429, headers={"Retry-After": "1"})


async def test_a_contact_is_made_read_changed_and_deleted(ia: AsyncMasterIA) -> None:
    number = phone()
    made = await ia.contacts.create_contact(body=models.ContactCreate(name="Ana", phone=number))
    assert made.id.startswith("ct_")
    assert (await ia.contacts.get_contact(made.id)).phone == number
    changed = models.ContactUpdate(name="Ana Souza")
    assert (await ia.contacts.update_contact(made.id, body=changed)).name == "Ana Souza"
    await ia.contacts.delete_contact(made.id)
    with pytest.raises(NotFound):
        await ia.contacts.get_contact(made.id)


async def test_a_program_that_waits_does_the_same(url: str, token: str) -> None:
    def work() -> list[str]:
        with MasterIA(url, token) as ia:
            for name in ("Ana", "Bia", "Cai"):
                ia.contacts.create_contact(body=models.ContactCreate(name=name, phone=phone()))
            first = ia.contacts.list_contacts(limit=2)
            assert first.has_more
            return [contact.name for contact in ia.contacts.iter_contacts(limit=2)]

    assert await asyncio.to_thread(work) == ["Cai", "Bia", "Ana"]


async def test_lists_are_read_to_their_end(ia: AsyncMasterIA) -> None:
    rows = [models.ContactCreate(name=f"P{n}", phone=phone()) for n in range(7)]
    told = await ia.contacts.upsert_contacts(body=models.ContactBatch(contacts=rows))
    assert len(told.results) == 7
    names = [contact.name async for contact in ia.contacts.iter_contacts(limit=3)]
    assert sorted(names) == [f"P{n}" for n in range(7)]


async def test_a_trigger_enrols_a_person_once(
    ia: AsyncMasterIA, database: Database, company_id: UUID
) -> None:
    await add_cadence(database, company_id, "welcome")
    person = models.ContactPart(external_id="crm-42", phone=phone(), name="Ana")
    wanted = models.EnrolTrigger(cadence="welcome", contact=person)
    first = await ia.triggers.trigger_enrol(body=wanted)
    assert isinstance(first.enrol, models.FiredEnrol)
    assert first.enrol.enrolled
    again = await ia.triggers.trigger_enrol(body=wanted)
    assert isinstance(again.enrol, models.FiredEnrol)
    assert not again.enrol.enrolled
    async with database.company(company_id) as session:
        assert await session.scalar(select(func.count()).select_from(Enrolment)) == 1


async def test_a_lost_answer_is_asked_for_again_and_it_happened_once(
    ia: AsyncMasterIA, detours: Detours, database: Database, company_id: UUID
) -> None:
    detours += [away, away]
    made = await ia.contacts.create_contact(body=models.ContactCreate(phone=phone()))
    assert detours == []
    async with database.company(company_id) as session:
        assert (await session.scalars(select(Contact.id))).one().hex == made.id.removeprefix("ct_")


async def test_it_waits_as_long_as_it_is_told(ia: AsyncMasterIA, detours: Detours) -> None:
    detours.append(busy)
    began = asyncio.get_running_loop().time()
    await ia.contacts.list_contacts()
    assert asyncio.get_running_loop().time() - began >= 1


async def test_what_stays_broken_is_told(url: str, token: str, detours: Detours) -> None:
    async with AsyncMasterIA(url, token, tries=0) as ia:
        detours.append(busy)
        with pytest.raises(TooManyRequests) as held:
            await ia.contacts.list_contacts()
        assert held.value.retry_after == 1
        detours.append(away)
        with pytest.raises(ServerError) as broken:
            await ia.contacts.list_contacts()
        assert (broken.value.status, broken.value.code) == (503, "unknown")
    async with AsyncMasterIA("http://127.0.0.1:1", token, tries=0) as ia:
        with pytest.raises(ConnectError):
            await ia.contacts.list_contacts()


async def test_every_refusal_has_its_exception(
    url: str, ia: AsyncMasterIA, open_api: OpenApi, company_id: UUID
) -> None:
    number = phone()
    with pytest.raises(Invalid) as wrong:
        await ia.contacts.create_contact(body=models.ContactCreate(phone="not a phone"))
    assert wrong.value.errors[0].pointer == "/phone"
    assert wrong.value.request_id
    await ia.contacts.create_contact(body=models.ContactCreate(phone=number))
    with pytest.raises(Conflict) as taken:
        await ia.contacts.create_contact(body=models.ContactCreate(phone=number))
    assert taken.value.code == "contact_exists"
    async with AsyncMasterIA(url, "mia_live_x_y") as nobody:
        with pytest.raises(NotSignedIn):
            await nobody.contacts.list_contacts()
    reader = await open_api(company_id, [KeyScope.CONTACTS_READ])
    key = reader.headers["Authorization"].removeprefix("Bearer ")
    async with AsyncMasterIA(url, key) as limited:
        with pytest.raises(Forbidden):
            await limited.contacts.create_contact(body=models.ContactCreate(phone=phone()))


async def test_a_file_is_uploaded(url: str, token: str) -> None:
    def work() -> str:
        with MasterIA(url, token) as ia:
            text = BytesIO(f"nome;telefone\nAna;{phone()}\n".encode())
            file = File(text, "people.csv", "text/csv")
            made = ia.imports.upload_import(body=models.BodyUploadImport(file=file))
            return made.id

    assert (await asyncio.to_thread(work)).startswith("imp_")


def signed(secret: str, at: datetime) -> tuple[bytes, dict[str, str]]:
    """A delivery as the program makes it."""
    body = webhook_bodies.example(uuid4(), uuid4(), "message.received", at, thin=False)
    return body, webhook_signing.headers("evt_1", at, body, [secret])


def test_a_webhook_of_ours_is_verified() -> None:
    secret = webhook_signing.new_secret()
    body, headers = signed(secret, datetime.now(UTC))
    event = verify(body, headers, secret)
    assert event.type == "message.received"
    assert event.data["text"]
    assert event.occurred_at.tzinfo is not None


@pytest.mark.parametrize("what", ["body", "secret", "age"])
def test_what_is_not_ours_is_refused(what: str) -> None:
    secret = webhook_signing.new_secret()
    age = timedelta(minutes=6) if what == "age" else timedelta()
    body, headers = signed(secret, datetime.now(UTC) - age)
    with pytest.raises(WebhookVerificationError):
        verify(
            body + b" " if what == "body" else body,
            headers,
            webhook_signing.new_secret() if what == "secret" else secret,
        )
