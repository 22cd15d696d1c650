"""A company's own host names: put down, proven by asking them, removed; each company's alone."""

from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from bootstrap import Resources
from db.models.links import LinkDomain
from db.session import Database
from providers import http
from providers.link_proofs import LinkProofs
from schemas.enums import Role
from schemas.errors import Conflict, InvalidInput, InvalidState, NotFound
from services.link_domains import LinkDomains
from tests.fixtures.people import OpenBrowser
from tests.serving import serve


@pytest.fixture
def domains(app_resources: Resources) -> LinkDomains:
    return app_resources.link_domains


def _name() -> str:
    return f"go.{uuid4().hex[:12]}.example"


async def _prove(database: Database, host: str) -> None:
    async with database.system() as session:
        row = (await session.scalars(select(LinkDomain).where(LinkDomain.host == host))).one()
        row.verified_at = row.created_at


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("GO.Shop-{0}.example", "go.shop-{0}.example"),
        (" https://go.shop-{0}.example/ ", "go.shop-{0}.example"),
        ("go.padaría-{0}.example", "go.xn--padara-{0}"),
    ],
)
async def test_a_host_name_is_read_as_people_write_it(
    domains: LinkDomains, company_id: UUID, written: str, host: str
) -> None:
    unique = uuid4().hex[:8]
    row = await domains.add(company_id, written.format(unique))
    assert row.host.startswith(host.format(unique)[:14])
    assert row.verified_at is None
    assert (await domains.add(company_id, written.format(unique))).proof == row.proof


@pytest.mark.parametrize(
    "written",
    [
        "",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "go.example.com:8080",
        "go.example.com/path",
        "-go.example.com",
        "a" * 64 + ".example.com",
        "user@go.example.com",
        "go..example.com",
        "localhost:5000",
    ],
)
async def test_what_is_no_host_name_is_refused(
    domains: LinkDomains, company_id: UUID, written: str
) -> None:
    with pytest.raises(InvalidInput):
        await domains.add(company_id, written)


async def test_a_proven_host_name_is_one_companys(
    domains: LinkDomains, database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    host = _name()
    mine = await domains.add(company_id, host)
    # Nobody has proven it: whoever comes next may try, with a proof of their own.
    theirs = await domains.add(other_company_id, host)
    assert theirs.proof != mine.proof
    assert await domains.all(company_id) == []

    await _prove(database, host)
    with pytest.raises(Conflict):
        await domains.add(company_id, host)
    for refused in (domains.check, domains.remove):
        with pytest.raises(NotFound):
            await refused(company_id, host)
    await domains.remove(other_company_id, host)
    assert await domains.all(other_company_id) == []


async def test_a_host_that_leads_here_proves_itself(
    app: FastAPI, app_resources: Resources, database: Database, company_id: UUID
) -> None:
    """Over HTTP, from the program to itself: a name with a port stands for a public one."""
    async with serve(app) as url, http.push_client() as client:
        host = url.removeprefix("http://")
        proofs = LinkProofs(client, scheme="http", allow_private=True)
        domains = LinkDomains(
            database, proofs, app_resources.link_hosts, public_url=app_resources.settings.public_url
        )
        async with database.system() as session:
            session.add(LinkDomain(host=host, company_id=company_id, proof="right"))
        checked = await domains.check(company_id, host)
        assert checked.verified_at is not None
        again = await domains.check(company_id, host)
        assert again.verified_at == checked.verified_at
        await domains.remove(company_id, host)


async def test_a_host_that_leads_elsewhere_does_not(
    app_resources: Resources, database: Database, company_id: UUID
) -> None:
    async def elsewhere(_scope: object, _receive: object, send: object) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": []}
        await send(start)  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"x" * 10_000})  # type: ignore[operator]

    async with serve(elsewhere) as url, http.push_client() as client:
        host = url.removeprefix("http://")
        proofs = LinkProofs(client, scheme="http", allow_private=True)
        domains = LinkDomains(
            database, proofs, app_resources.link_hosts, public_url=app_resources.settings.public_url
        )
        async with database.system() as session:
            session.add(LinkDomain(host=host, company_id=company_id, proof="right"))
        with pytest.raises(InvalidState):
            await domains.check(company_id, host)
        await domains.remove(company_id, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "go.example.com:8443"])
async def test_nothing_inside_our_network_is_asked(host: str) -> None:
    async with http.push_client() as client:
        assert await LinkProofs(client, scheme="https", allow_private=False).fetch(host) is None


async def test_the_screen_adds_and_removes(
    open_browser: OpenBrowser, company_id: UUID, domains: LinkDomains
) -> None:
    admin = await open_browser(company_id, Role.ADMIN)
    host = _name()
    answer = await admin.post("/link-domains", data={"host": host})
    assert answer.status_code == 303
    page = (await admin.get("/link-domains")).text
    assert host in page
    assert "CNAME" in page

    wrong = await admin.post("/link-domains", data={"host": "no host"})
    assert wrong.status_code == 422
    assert (await admin.post(f"/link-domains/{host}/check")).status_code == 409
    await admin.post(f"/link-domains/{host}/remove")
    assert await domains.all(company_id) == []


async def test_programs_do_the_same(api_client: AsyncClient, other_api_client: AsyncClient) -> None:
    host = _name()
    made = await api_client.post("/api/v1/link-domains", json={"host": host})
    assert made.status_code == 201
    assert made.json()["verified_at"] is None
    listed = (await api_client.get("/api/v1/link-domains")).json()["items"]
    assert [row["host"] for row in listed] == [host]

    assert (await other_api_client.get("/api/v1/link-domains")).json()["items"] == []
    assert (await other_api_client.delete(f"/api/v1/link-domains/{host}")).status_code == 404
    assert (await api_client.post(f"/api/v1/link-domains/{host}/check")).status_code == 409
    assert (await api_client.delete(f"/api/v1/link-domains/{host}")).status_code == 204
