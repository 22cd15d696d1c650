"""The people of a company: sign-up, invitations, roles, leaving."""

import asyncio
import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import update

from db.models.people import Invitation
from db.queries import people
from db.session import Database
from schemas.enums import Role
from schemas.errors import Conflict, InvalidState, NotFound
from services import members
from services.members import InvitationEnded, Joining, LastOwner
from services.people import NewAccount, WrongPassword, sign_up
from tests.fixtures.people import PASSWORD, add_person


def account(email: str = "", password: str = PASSWORD) -> NewAccount:
    return NewAccount("Loja", "Ana", email or f"{uuid4().hex}@example.com", password)


async def invite(database: Database, company_id: UUID, email: str, role: Role = Role.AGENT) -> str:
    async with database.company(company_id) as session:
        owner = await people.members(session)
        return await members.invite(
            session, company_id, email=email, role=role, invited_by=owner[0].id
        )


@pytest.fixture
async def own_company(database: Database) -> tuple[UUID, UUID]:
    """(user, company) of a company with one owner."""
    return await sign_up(database, account())


async def role_of(database: Database, company_id: UUID, user_id: UUID) -> Role | None:
    async with database.company(company_id) as session:
        found = await people.member(session, user_id)
    return found.role if found else None


async def test_who_signs_up_owns_the_new_company(
    database: Database, own_company: tuple[UUID, UUID]
) -> None:
    user_id, company_id = own_company
    assert await role_of(database, company_id, user_id) is Role.OWNER


async def test_an_email_has_one_account_whatever_its_case(database: Database) -> None:
    email = f"{uuid4().hex}@example.com"
    tries = (sign_up(database, account(spelling)) for spelling in (email, email.upper()))
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(result).__name__ for result in done) == ["EmailTaken", "tuple"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("company_name", " "),
        ("name", "x" * 101),
        ("email", "nobody"),
        ("email", "a@b@c.d"),
        ("password", "short"),
        ("password", "x" * 201),
    ],
)
async def test_each_wrong_field_of_sign_up_comes_back_with_its_error(
    client: AsyncClient, field: str, value: str
) -> None:
    page = await client.get("/sign-up")
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    fields = {
        "company_name": "Loja <b>",
        "name": "Ana",
        "email": f"{uuid4().hex}@example.com",
        "password": PASSWORD,
        "csrf_token": found[1],
    }
    answer = await client.post("/sign-up", data={**fields, field: value})
    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text
    assert PASSWORD not in answer.text
    assert "<b>" not in answer.text


async def test_an_invited_person_joins_with_the_role_given(
    database: Database, own_company: tuple[UUID, UUID]
) -> None:
    email = f"{uuid4().hex}@example.com"
    secret = await invite(database, own_company[1], email, Role.ADMIN)
    user_id, company_id = await members.accept(database, secret, Joining(PASSWORD, "Bia"))
    assert company_id == own_company[1]
    assert await role_of(database, company_id, user_id) is Role.ADMIN


async def test_an_invitation_works_once(database: Database, own_company: tuple[UUID, UUID]) -> None:
    secret = await invite(database, own_company[1], f"{uuid4().hex}@example.com")
    tries = (members.accept(database, secret, Joining(PASSWORD, "Bia")) for _ in range(2))
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, tuple) for result in done) == 1
    with pytest.raises(InvitationEnded):
        await members.accept(database, secret, Joining(PASSWORD, "Bia"))


async def test_an_invitation_to_somebody_with_an_account_needs_their_password(
    database: Database, own_company: tuple[UUID, UUID], company_id: UUID
) -> None:
    known = await add_person(database, company_id)
    secret = await invite(database, own_company[1], known.email.upper())
    with pytest.raises(WrongPassword):
        await members.accept(database, secret, Joining("a guessed password", "Eve"))
    assert (await members.accept(database, secret, Joining(PASSWORD)))[0] == known.id


@pytest.mark.parametrize("how", ["expired", "withdrawn", "made up"])
async def test_an_ended_invitation_opens_nothing(
    database: Database, own_company: tuple[UUID, UUID], client: AsyncClient, how: str
) -> None:
    secret = await invite(database, own_company[1], f"{uuid4().hex}@example.com")
    async with database.company(own_company[1]) as session:
        waiting = await people.open_invitations(session, datetime.now(UTC))
        if how == "withdrawn":
            await members.withdraw(session, waiting[0].id)
        if how == "expired":
            created = Invitation.created_at
            await session.execute(update(Invitation).values(expires_at=created))
    answer = await client.get(f"/invitations/{'x' if how == 'made up' else secret}")
    assert answer.status_code == 404
    assert "not valid any more" in answer.text


async def test_a_member_is_not_invited_again(
    database: Database, own_company: tuple[UUID, UUID]
) -> None:
    async with database.company(own_company[1]) as session:
        owner = (await people.members(session))[0]
    with pytest.raises(Conflict):
        await invite(database, own_company[1], owner.email.upper())


async def test_the_last_owner_stays(database: Database, own_company: tuple[UUID, UUID]) -> None:
    user_id, company_id = own_company
    with pytest.raises(LastOwner):
        async with database.company(company_id) as session:
            await members.change_role(session, company_id, user_id, Role.ADMIN)
    with pytest.raises(LastOwner):
        async with database.company(company_id) as session:
            await members.remove(session, company_id, user_id)
    assert await role_of(database, company_id, user_id) is Role.OWNER


async def test_two_owners_cannot_remove_each_other_at_once(
    database: Database, own_company: tuple[UUID, UUID]
) -> None:
    user_id, company_id = own_company
    other = await add_person(database, company_id, Role.OWNER)

    async def remove(who: UUID) -> None:
        async with database.company(company_id) as session:
            await members.remove(session, company_id, who)

    done = await asyncio.gather(remove(user_id), remove(other.id), return_exceptions=True)
    assert sum(isinstance(result, InvalidState | NotFound) for result in done) == 1
    left = [await role_of(database, company_id, who) for who in (user_id, other.id)]
    assert left.count(Role.OWNER) == 1


async def _switch(browser: AsyncClient, company_id: UUID) -> Response:
    return await browser.post("/session/company", data={"company_id": str(company_id)})


async def test_a_person_switches_between_their_companies(
    signed_in: AsyncClient, database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    assert (await _switch(signed_in, other_company_id)).status_code == 404
    async with database.system() as session:
        owner = await people.lock_owners(session, company_id)
        await people.join(session, other_company_id, owner.pop(), Role.VIEWER)
    assert (await _switch(signed_in, other_company_id)).status_code == 303
    assert f"Company {other_company_id}" in (await signed_in.get("/")).text
    assert (await signed_in.get("/settings/members")).status_code == 403
