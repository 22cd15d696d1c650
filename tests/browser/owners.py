"""Somebody who has just signed up, without the form: its tries of one address are counted."""

from typing import Any, NamedTuple
from uuid import UUID, uuid4

from playwright.async_api import Page

from db.session import Database
from services import people, sessions
from services.people import NewAccount
from tests.browser.harness import Visits
from tests.fixtures.people import PASSWORD
from web.dependencies import SESSION_COOKIE


class Owner(NamedTuple):
    # On the first page after signing in.
    page: Page
    company_id: UUID
    email: str


async def new_owner(visits: Visits, database: Database, **look: Any) -> Owner:
    email = f"{uuid4().hex[:8]}@aurora.example"
    locale = "pt_BR" if look.get("language") == "pt-BR" else "en"
    account = NewAccount("Loja Aurora", "Marina Duarte", email, PASSWORD, locale)
    user_id, company_id = await people.sign_up(database, account)
    async with database.system() as session:
        secret = await sessions.start(session, user_id, company_id, user_agent="test")
    page = await visits.open("/", cookies={SESSION_COOKIE: secret}, **look)
    return Owner(page, company_id, email)
