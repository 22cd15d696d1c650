"""Accounts: signing up, signing in, and what people may change about themselves."""

import re
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import available_timezones

import phonenumbers
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import Company, Membership, User
from db.queries import people
from db.queries import sessions as session_rows
from db.session import Database
from schemas.enums import Role
from schemas.errors import Conflict, FieldError, InvalidInput, NotFound, NotSignedIn
from services import passwords, sessions, stages

LONGEST_NAME = 100
_LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person fills in to start: a company, and themselves as its owner."""

    company_name: str
    name: str
    email: str
    password: str
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class CompanyDetails:
    name: str
    country: str
    locale: str
    timezone: str


class EmailTaken(Conflict):
    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("There is already an account with this e-mail. Sign in instead.")


class WrongPassword(NotSignedIn):
    """The same for an unknown e-mail, so that nobody learns who has an account."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("The e-mail or the password is not right.")


async def sign_up(database: Database, account: NewAccount) -> tuple[UUID, UUID]:
    """A new company and its owner: (user, company)."""
    _check(
        named("company_name", account.company_name),
        named("name", account.name),
        addressed(account.email),
    )
    passwords.check_new(account.password)
    password_hash = await passwords.hash_new(account.password)
    async with database.system() as session:
        company = await people.insert_company(session, Company(name=account.company_name.strip()))
        session.add_all(stages.defaults(company.id, account.locale or company.locale))
        user = await add_user(
            session, account.name, account.email, password_hash, locale=account.locale
        )
        await people.insert_membership(
            session, Membership(company_id=company.id, user_id=user.id, role=Role.OWNER)
        )
    return user.id, company.id


async def add_user(
    session: AsyncSession, name: str, email: str, password_hash: str, *, locale: str | None
) -> User:
    """The unique index decides about the e-mail, also between two at the same moment."""
    user = User(name=name.strip(), email=email.strip(), password_hash=password_hash, locale=locale)
    try:
        return await people.insert_user(session, user)
    except IntegrityError as error:
        raise EmailTaken from error


async def sign_in(
    database: Database, email: str, password: str, *, user_agent: str
) -> tuple[User, str]:
    """The person, and the secret of a new session that shows one of their companies."""
    user = await verify(database, email, password)
    async with database.system() as session:
        places = await people.workplaces(session, user.id)
        if not places:
            raise NotSignedIn("You do not work in any company at the moment.")
        secret = await sessions.start(session, user.id, places[0].id, user_agent=user_agent)
    return user, secret


async def verify(database: Database, email: str, password: str) -> User:
    """Whose e-mail and password these are; the hash is renewed when parameters were raised."""
    async with database.system() as session:
        user = await people.user_by_email(session, email.strip())
    # Outside a transaction: a hash takes long on purpose.
    right = await passwords.matches(user.password_hash if user else None, password)
    if user is None or not right:
        raise WrongPassword
    if passwords.outdated(user.password_hash):
        renewed = await passwords.hash_new(password)
        async with database.system() as session:
            await people.set_password(session, user.id, renewed)
    return user


async def change_password(
    database: Database, user_id: UUID, *, current: str, new: str, keep_session: bytes
) -> None:
    """Signs every other browser of this person out."""
    async with database.system() as session:
        user = await people.get_user(session, user_id)
    if user is None or not await passwords.matches(user.password_hash, current):
        wrong = FieldError("current", "wrong_password", "This is not your current password.")
        raise InvalidInput("Some fields need another look.", [wrong])
    passwords.check_new(new, field="new")
    password_hash = await passwords.hash_new(new)
    async with database.system() as session:
        await people.set_password(session, user_id, password_hash)
        await session_rows.end_of_user(session, user_id, keep=keep_session)


async def change_profile(
    session: AsyncSession, user_id: UUID, *, name: str, locale: str | None, theme: str
) -> None:
    _check(named("name", name))
    user = await people.get_user(session, user_id)
    if user is None:
        raise NotFound("Person", user_id)
    user.name, user.locale, user.theme = name.strip(), locale, theme


async def change_company(
    session: AsyncSession, company_id: UUID, details: CompanyDetails
) -> Company:
    errors = [named("name", details.name)]
    if details.timezone not in available_timezones():
        errors.append(FieldError("timezone", "unknown", "Choose a time zone of the list."))
    if details.country not in phonenumbers.SUPPORTED_REGIONS:
        errors.append(FieldError("country", "unknown", "Choose a country of the list."))
    _check(*errors)
    company = await people.get_company(session, company_id)
    if company is None:
        raise NotFound("Company", company_id)
    company.name, company.country = details.name.strip(), details.country
    company.locale, company.timezone = details.locale, details.timezone
    return company


async def switch_company(
    session: AsyncSession, token_hash: bytes, user_id: UUID, company_id: UUID
) -> None:
    """In Database.system(): shows another company of the same person in this browser."""
    if await people.get_membership(session, company_id, user_id) is None:
        raise NotFound("Company", company_id)
    await session_rows.show_company(session, token_hash, company_id)


def named(field: str, name: str) -> FieldError | None:
    if not name.strip():
        return FieldError(field, "missing", "This is required.")
    if len(name.strip()) > LONGEST_NAME:
        return FieldError(field, "too_long", "This is too long: 100 characters at most.")
    return None


def addressed(email: str) -> FieldError | None:
    shaped = len(email.strip()) <= _LONGEST_EMAIL and _EMAIL.fullmatch(email.strip())
    return (
        None if shaped else FieldError("email", "invalid_email", "This is not an e-mail address.")
    )


def _check(*errors: FieldError | None) -> None:
    found = [error for error in errors if error is not None]
    if found:
        raise InvalidInput("Some fields need another look.", found)
