"""The people of a company: inviting, roles, leaving. Only owners reach these."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import Invitation, Membership
from db.queries import inboxes, people, teams
from db.queries.people import OpenInvitation
from db.session import Database
from schemas.enums import Role
from schemas.errors import AppError, Conflict, FieldError, InvalidInput, InvalidState, NotFound
from schemas.words import mark
from services import conversations, passwords
from services.people import add_user, addressed, named, verify

VALID_FOR = timedelta(days=7)


_MOST_OPEN = 1_000


@dataclass(frozen=True, slots=True)
class Duty:
    """What a person takes of new conversations."""

    available: bool
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Joining:
    """What the invited person fills in; the name is for people who are new here."""

    password: str
    name: str = ""
    locale: str | None = None


class LastOwner(InvalidState):
    code = "last_owner"

    def __init__(self) -> None:
        super().__init__("A company needs an owner. Make somebody else owner first.")


class InvitationEnded(AppError):
    status = 404
    code = "invitation_ended"

    def __init__(self) -> None:
        super().__init__("This invitation is not valid any more. Ask for a new one.")


async def invite(
    session: AsyncSession, company_id: UUID, *, email: str, role: Role, invited_by: UUID
) -> str:
    """The secret of the link to give to that person; it is stored nowhere."""
    wrong = addressed(email)
    if wrong:
        raise InvalidInput("This is not an e-mail address.", [wrong])
    if await people.member_by_email(session, email.strip()):
        raise Conflict("%(email)s works here already.", email=email.strip())
    secret = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            company_id=company_id,
            email=email.strip(),
            role=role,
            token_hash=_hash(secret),
            invited_by=invited_by,
            expires_at=datetime.now(UTC) + VALID_FOR,
        )
    )
    return secret


async def find_invitation(session: AsyncSession, secret: str) -> OpenInvitation:
    """In Database.system(): who is invited where; raises when it ended or was used."""
    found = await people.open_invitation(session, _hash(secret), datetime.now(UTC))
    if found is None:
        raise InvitationEnded
    return found


async def accept(database: Database, secret: str, joining: Joining) -> tuple[UUID, UUID]:
    """Join, with a new account or with the password of the one there is: (user, company)."""
    async with database.system() as session:
        invitation = await find_invitation(session, secret)
    user_id, password_hash = None, ""
    if invitation.has_account:
        user_id = (await verify(database, invitation.email, joining.password)).id
    else:
        wrong = named("name", joining.name)
        if wrong:
            raise InvalidInput("Some fields need another look.", [wrong])
        passwords.check_new(joining.password)
        password_hash = await passwords.hash_new(joining.password)
    async with database.system() as session:
        if not await people.use_invitation(session, invitation.id, datetime.now(UTC)):
            raise InvitationEnded
        if user_id is None:
            user = await add_user(
                session, joining.name, invitation.email, password_hash, locale=joining.locale
            )
            user_id = user.id
        await people.join(session, invitation.company_id, user_id, invitation.role)
    return user_id, invitation.company_id


async def withdraw(session: AsyncSession, invitation_id: UUID) -> None:
    if not await people.delete_invitation(session, invitation_id):
        raise NotFound("Invitation", invitation_id)


async def change_role(session: AsyncSession, company_id: UUID, user_id: UUID, role: Role) -> None:
    owners = await people.lock_owners(session, company_id)
    membership = await _membership(session, company_id, user_id)
    if role is not Role.OWNER and owners == {user_id}:
        raise LastOwner
    membership.role = role


async def remove(
    session: AsyncSession, company_id: UUID, user_id: UUID, *, by: UUID | None = None
) -> None:
    """Their browsers show this company no more from the next request on.

    What they looked after and is not closed is nobody's again.
    """
    owners = await people.lock_owners(session, company_id)
    await _membership(session, company_id, user_id)
    if owners == {user_id}:
        raise LastOwner
    await conversations.release(session, user_id, author_id=by)
    # An inbox nobody is named for would be everybody's: an owner stands in.
    for number_id, users in (await inboxes.named(session)).items():
        if users == {user_id}:
            keeper = min(owners - {user_id})
            await inboxes.name_people(session, company_id, number_id, [keeper])
    await teams.leave_all(session, user_id)
    await people.remove_membership(session, company_id, user_id)


async def duty(session: AsyncSession, company_id: UUID, user_id: UUID) -> Duty:
    """Whether a person takes new conversations. Raises NotFound."""
    membership = await _membership(session, company_id, user_id)
    return Duty(membership.available, membership.capacity)


async def set_available(
    session: AsyncSession, company_id: UUID, user_id: UUID, *, available: bool
) -> None:
    """Raises NotFound."""
    membership = await _membership(session, company_id, user_id)
    membership.available = available


async def set_capacity(
    session: AsyncSession, company_id: UUID, user_id: UUID, capacity: int | None
) -> None:
    """How many open conversations at most come by themselves (None: any). Raises NotFound and
    InvalidInput.
    """
    if capacity is not None and not 0 <= capacity <= _MOST_OPEN:
        message = mark("Choose a number from 0 to 1,000.")
        raise InvalidInput(message, [FieldError("capacity", "out_of_range", message)])
    membership = await _membership(session, company_id, user_id)
    membership.capacity = capacity


async def _membership(session: AsyncSession, company_id: UUID, user_id: UUID) -> Membership:
    membership = await people.get_membership(session, company_id, user_id)
    if membership is None:
        raise NotFound("Person", user_id)
    return membership


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
