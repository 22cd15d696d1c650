"""Coming in: passwords, throttling, sessions, CSRF."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import redis.asyncio
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import delete, select, update

import server
from bootstrap import Resources
from db.models.people import Membership, SignInSession, User
from db.session import Database
from schemas.enums import Role
from services import passwords, sessions, throttling
from tests.fixtures.people import PASSWORD, OpenBrowser, Person, add_person, open_client
from web.dependencies import SESSION_COOKIE

_ADDRESS = "203.0.113.7"


@pytest.fixture
async def person(database: Database, company_id: UUID) -> Person:
    return await add_person(database, company_id)


@pytest.fixture(autouse=True)
def _own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test tries from an address of its own: the counts per address last."""
    address = f"{_ADDRESS}/{uuid4().hex}"
    monkeypatch.setattr("web.routes.auth.client_address", lambda _: address)


async def post(client: AsyncClient, path: str, **fields: str) -> Response:
    """As a browser does: open the page, send its form back."""
    page = await client.get(path)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return await client.post(path, data={"csrf_token": found[1], **fields})


async def sign_in(client: AsyncClient, person: Person, password: str = PASSWORD) -> Response:
    return await post(client, "/sign-in", email=person.email, password=password)


async def test_the_right_password_opens_the_console(client: AsyncClient, person: Person) -> None:
    answer = await sign_in(client, person)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert (await client.get("/")).status_code == 200


async def test_over_tls_the_cookie_is_secure(app_resources: Resources, person: Person) -> None:
    changed = {"public_url": "https://example.com"}
    settings = app_resources.settings.model_copy(update=changed)
    app = server.create_app(replace(app_resources, settings=settings))
    async with open_client(app) as client:
        assert "Secure" in (await sign_in(client, person)).headers["set-cookie"]


async def test_the_database_holds_no_cookie(
    client: AsyncClient, person: Person, database: Database
) -> None:
    await sign_in(client, person)
    secret = client.cookies[SESSION_COOKIE]
    async with database.system() as session:
        of_person = SignInSession.user_id == person.id
        stored = (await session.scalars(select(SignInSession).where(of_person))).one()
    assert secret.encode() not in stored.token_hash
    assert stored.token_hash == sessions.token_hash(secret)


@pytest.mark.parametrize("known", [True, False])
async def test_a_wrong_password_and_an_unknown_person_read_alike(
    client: AsyncClient, person: Person, known: bool
) -> None:
    email = person.email if known else f"{uuid4().hex}@example.com"
    answer = await post(client, "/sign-in", email=email, password="wrong password")
    assert answer.status_code == 401
    assert "The e-mail or the password is not right." in answer.text
    assert email in answer.text
    assert SESSION_COOKIE not in client.cookies


async def test_a_weak_hash_is_renewed_at_sign_in(
    client: AsyncClient, person: Person, database: Database
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    async with database.system() as session:
        await session.execute(update(User).where(User.id == person.id).values(password_hash=weak))
    assert (await sign_in(client, person)).status_code == 303
    async with database.system() as session:
        stored = await session.scalar(select(User.password_hash).where(User.id == person.id))
    assert stored != weak
    assert not passwords.outdated(str(stored))


async def test_after_five_wrong_tries_even_the_right_one_waits(
    client: AsyncClient, person: Person
) -> None:
    for _ in range(throttling.TRIES_OF_ONE):
        assert (await sign_in(client, person, "wrong")).status_code == 401
    answer = await sign_in(client, person)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= throttling.WINDOW_SECONDS
    assert "Too many attempts" in answer.text


async def test_the_right_password_forgives_earlier_slips(
    client: AsyncClient, person: Person
) -> None:
    for _ in range(2):
        for _ in range(throttling.TRIES_OF_ONE - 1):
            await sign_in(client, person, "wrong")
        assert (await sign_in(client, person)).status_code == 303
        client.cookies.clear()


async def test_one_address_cannot_try_many_people(client: AsyncClient) -> None:
    answers = [
        await post(client, "/sign-in", email=f"{uuid4().hex}@example.com", password="x")
        for _ in range(throttling.TRIES_OF_ADDRESS + 1)
    ]
    assert [a.status_code for a in answers] == [401] * throttling.TRIES_OF_ADDRESS + [429]


async def test_without_redis_tries_are_still_counted(
    app_resources: Resources, person: Person
) -> None:
    gone = redis.asyncio.Redis.from_url("redis://127.0.0.1:1")
    app = server.create_app(replace(app_resources, redis=gone))
    async with open_client(app) as client:
        for _ in range(throttling.TRIES_OF_ONE):
            assert (await sign_in(client, person, "wrong")).status_code == 401
        assert (await sign_in(client, person)).status_code == 429


async def is_open(app: FastAPI, secret: str) -> bool:
    """Whether a session's secret still opens the console."""
    async with open_client(app, headers={"Cookie": f"{SESSION_COOKIE}={secret}"}) as browser:
        return (await browser.get("/")).status_code == 200


async def test_a_new_session_replaces_the_one_the_browser_had(
    app: FastAPI, client: AsyncClient, person: Person
) -> None:
    await sign_in(client, person)
    before = client.cookies[SESSION_COOKIE]
    page = await client.get("/profile")
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[0]
    fields = {"email": person.email, "password": PASSWORD, "csrf_token": token}
    await client.post("/sign-in", data=fields)
    after = client.cookies[SESSION_COOKIE]
    assert await is_open(app, after)
    assert not await is_open(app, before)


@pytest.mark.parametrize("how", ["made up", "expired", "idle", "person removed"])
async def test_a_session_that_is_not_valid_leads_to_sign_in(
    open_browser: OpenBrowser, company_id: UUID, database: Database, how: str
) -> None:
    browser = await open_browser(company_id)
    now = datetime.now(UTC)
    if how == "made up":
        browser.cookies.set(SESSION_COOKIE, "A" * 43)
    else:
        changes: dict[str, dict[str, datetime | UUID]] = {
            "expired": {"expires_at": now - timedelta(seconds=1)},
            "idle": {"last_seen_at": now - sessions.IDLE - timedelta(seconds=1)},
            "person removed": {"company_id": company_id},
        }
        async with database.system() as session:
            mine = SignInSession.company_id == company_id
            await session.execute(update(SignInSession).where(mine).values(**changes[how]))
            if how == "person removed":
                await session.execute(delete(Membership).where(Membership.company_id == company_id))
    answer = await browser.get("/profile")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fprofile"


async def test_signing_out_ends_the_session(app: FastAPI, signed_in: AsyncClient) -> None:
    secret = signed_in.cookies[SESSION_COOKIE]
    assert (await signed_in.post("/sign-out")).status_code == 303
    assert not await is_open(app, secret)


@pytest.mark.parametrize("token", ["", "forged.0123", "another session's"])
async def test_a_write_without_the_pages_token_is_refused(
    signed_in: AsyncClient, other_signed_in: AsyncClient, token: str
) -> None:
    wrong = other_signed_in.headers["X-CSRF-Token"] if token.startswith("another") else token
    answer = await signed_in.post("/sign-out", headers={"X-CSRF-Token": wrong})
    assert answer.status_code == 403
    assert (await signed_in.get("/")).status_code == 200


async def test_a_write_from_another_site_is_refused(signed_in: AsyncClient) -> None:
    answer = await signed_in.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_sign_in_leads_only_to_our_own_pages(
    client: AsyncClient, person: Person, target: str
) -> None:
    answer = await post(client, "/sign-in", email=person.email, password=PASSWORD, next=target)
    assert answer.headers["location"] == "/"


async def test_a_form_with_nul_is_refused(client: AsyncClient) -> None:
    answer = await post(client, "/sign-in", email="a\0b@example.com", password="x")
    assert answer.status_code == 422


async def test_a_form_of_50_mb_is_refused(app: FastAPI, signed_in: AsyncClient) -> None:
    answer = await signed_in.post("/profile", data={"name": "x" * 50_000_000})
    assert answer.status_code == 413


async def test_each_role_reaches_what_it_may(open_browser: OpenBrowser, company_id: UUID) -> None:
    for role in Role:
        browser = await open_browser(company_id, role)
        expected = 200 if role is Role.OWNER else 403
        for path in ("/settings/members", "/settings/api-keys", "/settings/company"):
            assert (await browser.get(path)).status_code == expected, (role, path)
        assert (await browser.get("/")).status_code == 200
