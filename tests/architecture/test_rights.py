"""Who may do what, asked of every address: a new route is covered by being there."""

from uuid import UUID

from fastapi import FastAPI
from httpx import AsyncClient

from schemas.enums import Role, Scope
from tests.architecture.addresses import Address, addresses
from tests.fixtures.people import OpenApi, OpenBrowser

# What anybody who is signed in, or nobody yet, may write: about themselves.
_OWN_AFFAIRS = (
    "/sign-in",
    "/sign-up",
    "/sign-out",
    "/invitations/",
    "/session/company",
    "/preferences/",
    "/notifications/",
    "/settings/notifications",
    "/profile",
    # Examples of the design system; they change nothing.
    "/design/",
)
# Asked by POST for the size of the question, and changing nothing.
_QUESTIONS = {
    "POST /api/v1/cadences/{cadence_id}/simulate",
    "POST /api/v1/campaigns/{campaign_id}/preflight",
    "POST /api/v1/segments:preview",
    "POST /api/v1/automation-rules/{rule_id}/try",
    "POST /api/v1/templates/{template_id}/preview",
}
# An agent's work: contacts and how they are sorted, and what customers are answered.
_AGENTS = (
    *("/contacts", "/tags", "/segments", "/canned-replies", "/media", "/inbox/", "/labels"),
    # One at a time; many are an administrator's.
    "/enrolments/",
)
_OWNERS = ("/settings",)


async def test_a_viewer_writes_nothing_but_what_is_their_own(
    app: FastAPI, open_browser: OpenBrowser, company_id: UUID
) -> None:
    viewer = await open_browser(company_id, Role.VIEWER)
    allowed = [one for one in _writes(app) if not await _is_forbidden(viewer, one)]
    assert [str(one) for one in allowed] == []


async def test_an_agent_and_an_admin_write_within_their_bounds(
    app: FastAPI, open_browser: OpenBrowser, company_id: UUID
) -> None:
    agent = await open_browser(company_id, Role.AGENT)
    admin = await open_browser(company_id, Role.ADMIN)
    for one in _writes(app):
        if not one.path.startswith(_AGENTS):
            assert await _is_forbidden(agent, one), str(one)
        if one.path.startswith(_OWNERS):
            assert await _is_forbidden(admin, one), str(one)


async def test_every_address_of_the_api_asks_for_a_scope_of_its_own(
    app: FastAPI, open_api: OpenApi, company_id: UUID
) -> None:
    """Whoever may only read changes nothing; and no address is open to every key."""
    readers = await open_api(company_id, [scope for scope in Scope if scope.endswith(":read")])
    contacts = await open_api(company_id, [Scope.CONTACTS_READ, Scope.CONTACTS_WRITE])
    company = await open_api(company_id, [Scope.COMPANY_READ])
    for one in addresses(app):
        if not one.is_api:
            continue
        if one.method != "GET" and str(one) not in _QUESTIONS:
            assert await _is_forbidden(readers, one), str(one)
        assert await _is_forbidden(contacts, one) or await _is_forbidden(company, one), str(one)


def _writes(app: FastAPI) -> list[Address]:
    found = [
        one
        for one in addresses(app)
        if not one.is_api and one.method != "GET" and not one.path.startswith(_OWN_AFFAIRS)
    ]
    assert len(found) > 20
    return found


async def _is_forbidden(client: AsyncClient, address: Address) -> bool:
    path = address.path
    for name in address.parameters:
        path = path.replace(f"{{{name}}}", "0199b3c8-f0a7-7c31-a5d2-0e4b6f8c9d10")
    return (await client.request(address.method, path)).status_code == 403
