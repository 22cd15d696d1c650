"""Settings: profile, password and browsers, the company, API keys."""

import re
from uuid import UUID

from fastapi import FastAPI
from httpx import AsyncClient

from db.queries import people
from db.session import Database
from schemas.enums import Role
from services import sessions
from tests.fixtures.people import PASSWORD, OpenBrowser, add_person, open_client, sign_in_as


async def test_language_and_theme_are_kept_with_the_person(signed_in: AsyncClient) -> None:
    fields = {"name": "Ana <i>", "locale": "pt_BR", "theme": "dark"}
    answer = await signed_in.post("/profile", data=fields)
    assert answer.status_code == 303
    page = (await signed_in.get("/profile")).text
    assert 'lang="pt-BR"' in page
    assert 'data-theme="dark"' in page
    assert "Ana &lt;i&gt;" in page
    assert "<i>" not in page


async def test_a_new_password_signs_the_other_browsers_out(
    app: FastAPI, database: Database, company_id: UUID
) -> None:
    person = await add_person(database, company_id)
    browsers = []
    for _ in range(2):
        async with database.system() as session:
            secret = await sessions.start(session, person.id, company_id, user_agent="test")
        browsers.append(open_client(app))
        sign_in_as(browsers[-1], app, secret)
    here, elsewhere = browsers
    wrong = {"current": "not it", "new": "another good password"}
    assert (await here.post("/profile/password", data=wrong)).status_code == 422
    short = {"current": PASSWORD, "new": "short"}
    assert (await here.post("/profile/password", data=short)).status_code == 422
    assert (await elsewhere.get("/")).status_code == 200
    right = {"current": PASSWORD, "new": "another good password"}
    assert (await here.post("/profile/password", data=right)).status_code == 303
    assert (await here.get("/")).status_code == 200
    assert (await elsewhere.get("/")).status_code == 303
    for browser in browsers:
        await browser.aclose()


async def test_the_browsers_signed_in_are_listed(
    signed_in: AsyncClient, open_browser: OpenBrowser
) -> None:
    page = (await signed_in.get("/profile")).text
    assert page.count("This browser") == 1


async def test_the_companys_details_are_checked(
    signed_in: AsyncClient, database: Database, company_id: UUID
) -> None:
    right = {"name": "Aurora", "country": "PT", "locale": "en", "timezone": "Europe/Lisbon"}
    for wrong in ({"timezone": "Mars/Base"}, {"country": "XX"}, {"name": " "}):
        answer = await signed_in.post("/settings/company", data={**right, **wrong})
        assert answer.status_code == 422
    assert (await signed_in.post("/settings/company", data=right)).status_code == 303
    async with database.company(company_id) as session:
        stored = await people.get_company(session, company_id)
    assert stored is not None
    assert (stored.name, stored.country, stored.timezone) == ("Aurora", "PT", "Europe/Lisbon")


async def test_an_invitation_link_is_shown_once_and_opens_a_page(
    signed_in: AsyncClient, client: AsyncClient
) -> None:
    fields = {"email": "new@example.com", "role": Role.VIEWER.value}
    page = (await signed_in.post("/settings/members/invitations", data=fields)).text
    found = re.search(r"http://localhost:5000(/invitations/[\w-]+)", page)
    assert found
    assert found[1] not in (await signed_in.get("/settings/members")).text
    assert "new@example.com" in (await client.get(found[1])).text


async def test_a_key_made_here_opens_the_api_until_it_is_revoked(
    signed_in: AsyncClient, client: AsyncClient
) -> None:
    fields = {"name": "CRM", "scopes": "company:read", "lifetime": "30"}
    page = (await signed_in.post("/settings/api-keys", data=fields)).text
    found = re.search(r"mia_live_[0-9a-f]{12}_[\w-]{43}", page)
    assert found
    headers = {"Authorization": f"Bearer {found[0]}"}
    assert (await client.get("/api/v1/company", headers=headers)).status_code == 200
    listed = (await signed_in.get("/settings/api-keys")).text
    assert found[0] not in listed
    revoke = re.search(r"/settings/api-keys/[0-9a-f-]{36}/revoke", listed)
    assert revoke
    assert (await signed_in.post(revoke[0])).status_code == 303
    assert (await client.get("/api/v1/company", headers=headers)).status_code == 401


async def test_a_key_without_a_scope_is_not_made(signed_in: AsyncClient) -> None:
    answer = await signed_in.post("/settings/api-keys", data={"name": "CRM"})
    assert answer.status_code == 422
    assert "Choose what the key may do." in answer.text


async def test_the_first_page_says_what_to_do_next(signed_in: AsyncClient) -> None:
    page = (await signed_in.get("/")).text
    assert page.count('aria-current="step"') == 1
    assert "Connect WhatsApp" in page
