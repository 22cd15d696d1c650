"""A campaign's addresses get their serials once."""

from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.campaigns import Campaign
from db.models.links import LinkDomain
from db.session import Database
from schemas.errors import InvalidInput
from services import links

OURS = "https://app.example.com"


async def _campaign(database: Database, company_id: UUID) -> Campaign:
    async with database.company(company_id) as session:
        campaign = Campaign(company_id=company_id, name="Spring")
        session.add(campaign)
        await session.flush()
        await session.refresh(campaign)
    return campaign


async def test_an_address_keeps_its_serial(database: Database, company_id: UUID) -> None:
    campaign = await _campaign(database, company_id)
    async with database.company(company_id) as session:
        first = await links.register(
            session, campaign, ["https://a.example/", "https://b.example/"]
        )
    async with database.company(company_id) as session:
        again = await links.register(
            session, campaign, ["https://b.example/", "https://c.example/"]
        )
        nothing = await links.register(session, campaign, [])

    assert set(first) == {"https://a.example/", "https://b.example/"}
    assert again["https://b.example/"] == first["https://b.example/"]
    assert again["https://c.example/"] not in first.values()
    assert nothing == {}


async def test_two_campaigns_never_share_a_serial(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    found = []
    for owner in (company_id, other_company_id):
        campaign = await _campaign(database, owner)
        async with database.company(owner) as session:
            found.append(await links.register(session, campaign, ["https://a.example/"]))
    assert found[0] != found[1]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "/inbox",
        "https://",
        "https://a.example/\r\nX: y",
        "https:\\\\evil.example",
        "https://[::1",
        "https://a.example/" + "a" * 2_000,
        "ftp://a.example/",
        "",
    ],
)
async def test_what_is_no_web_page_is_refused(
    database: Database, company_id: UUID, url: str
) -> None:
    campaign = await _campaign(database, company_id)
    async with database.company(company_id) as session:
        with pytest.raises(InvalidInput):
            await links.register(session, campaign, [url])


async def test_addresses_begin_with_the_companys_proven_host(
    database: Database, company_id: UUID
) -> None:
    host = f"go-{company_id.hex}.example"
    async with database.system() as session:
        session.add(LinkDomain(host=host, company_id=company_id, proof="p"))
    assert await links.prefix(database, company_id, OURS) == f"{OURS}/l/"

    async with database.system() as session:
        domain = (await session.scalars(select(LinkDomain).where(LinkDomain.host == host))).one()
        domain.verified_at = domain.created_at
    assert await links.prefix(database, company_id, OURS) == f"https://{host}/"
