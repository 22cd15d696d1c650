"""Connections to a provider of SMS: checked there before they are saved, and again when asked."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection
from db.queries import channels, connections
from db.queries.channels import TWILIO, Route
from db.session import Database
from providers.base import ProviderError, Recovery, Rejected
from providers.sms import SmsManagement
from schemas.accounts import RemoteNumber
from schemas.enums import ConnectionHealth, ConnectionKind
from schemas.errors import Conflict, FieldError, InvalidInput
from schemas.words import mark
from services import channel_news
from services.account_checks import Finding
from services.credentials import place_of
from services.keyring import Keyring
from services.sms_accounts import SmsAccount, retired
from services.sms_problems import explain, not_accepted

_ACCOUNT_SID = re.compile("AC[0-9a-fA-F]{32}")
_KEY_SID = re.compile("SK[0-9a-fA-F]{32}")
_ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSmsConnection:
    name: str
    account_sid: str
    # Signs callbacks, and signs in where there is no API key.
    auth_token: str
    key_sid: str = ""
    key_secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsConnectionChange:
    """None leaves a value as it is; an empty key_sid takes the key away."""

    name: str | None = None
    auth_token: str | None = None
    key_sid: str | None = None
    key_secret: str | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    name: str
    numbers: list[RemoteNumber]
    finding: Finding | None


class SmsConnections:
    def __init__(self, database: Database, keyring: Keyring, management: SmsManagement) -> None:
        self._database = database
        self._keyring = keyring
        self._management = management

    async def connect(self, company_id: UUID, wanted: NewSmsConnection) -> Connection:
        """Check the account, then save it with what it sends from. Nothing is saved on failure."""
        account = SmsAccount(
            wanted.account_sid, wanted.auth_token, wanted.key_sid, wanted.key_secret
        )
        checked = await self._check(account)
        async with self._database.system() as session:
            connection = await self._row(session, company_id, wanted.account_sid)
            connection.name = wanted.name.strip() or checked.name
            connection.removed_at = None
            self._seal(connection, account)
            await self._write(session, connection, checked)
        return connection

    async def change(
        self, company_id: UUID, connection_id: UUID, change: SmsConnectionChange
    ) -> Connection:
        """Rename it, or replace its credentials; new ones are checked first."""
        before = self.account(await self._current(company_id, connection_id))
        after = _changed(before, change)
        checked = await self._check(after)
        async with self._database.system() as session:
            connection = await connections.get_for_update(session, connection_id)
            connection.name = (change.name or connection.name).strip()
            if after.auth_token != before.auth_token:
                kept = retired(before.auth_token, datetime.now(UTC))
                connection.verify_token = self._sealed(connection, "verify_token", kept)
            self._seal(connection, after)
            await self._write(session, connection, checked)
        return connection

    async def recheck(self, company_id: UUID, connection_id: UUID) -> Connection:
        """Ask again and write what is told; credentials that died become its health."""
        account = self.account(await self._current(company_id, connection_id))
        try:
            checked = await self._look(account)
        except ProviderError as error:
            if not isinstance(error, Rejected):
                raise explain(error) from error
            code = "sms_login_refused" if _is_login(error) else "sms_access_refused"
            finding = Finding(ConnectionHealth.BROKEN, code, error.detail)
            async with self._database.company(company_id) as session:
                connection = await connections.get_for_update(session, connection_id)
                _apply(connection, finding)
            return connection
        async with self._database.system() as session:
            connection = await connections.get_for_update(session, connection_id)
            await self._write(session, connection, checked)
        return connection

    def account(self, connection: Connection) -> SmsAccount:
        """Its credentials in clear, for calls in its name; never to be shown or logged."""
        secret = self._open(connection, "access_token", connection.access_token)
        if not connection.app_id or connection.app_secret is None:
            return SmsAccount(connection.account_id, secret)
        token = self._open(connection, "app_secret", connection.app_secret)
        return SmsAccount(connection.account_id, token, connection.app_id, secret)

    async def _check(self, account: SmsAccount) -> _Checked:
        _check_shapes(account)
        try:
            await self._management.account(account.own)
        except ProviderError as error:
            raise not_accepted(error, "auth_token") from error
        try:
            return await self._look(account)
        except ProviderError as error:
            field = "api_key_secret" if account.key_sid else "auth_token"
            raise not_accepted(error, field) from error

    async def _look(self, account: SmsAccount) -> _Checked:
        remote = await self._management.account(account.own)
        numbers = await self._management.numbers(account.login)
        services = await self._management.services(account.login)
        finding = None
        if remote.status != _ACTIVE:
            finding = Finding(ConnectionHealth.BROKEN, "sms_account_inactive", remote.status)
        elif not numbers:
            finding = Finding(ConnectionHealth.DEGRADED, "no_sms_numbers")
        return _Checked(remote.name, [*numbers, *services], finding)

    async def _row(self, session: AsyncSession, company_id: UUID, account_sid: str) -> Connection:
        """A new row, or the one of an account that was connected before and removed."""
        connection = await connections.by_account(session, company_id, account_sid)
        if connection is not None and connection.removed_at is None:
            raise Conflict(
                "This account is already connected as %(name)s. Change its token there.",
                name=connection.name,
            )
        if connection is None:
            connection = Connection(
                id=uuid4(),
                company_id=company_id,
                kind=ConnectionKind.TWILIO,
                account_id=account_sid,
            )
            session.add(connection)
        return connection

    async def _write(
        self, session: AsyncSession, connection: Connection, checked: _Checked
    ) -> None:
        before = (connection.health, connection.health_code)
        _apply(connection, checked.finding)
        await session.flush()
        await channel_news.looked_at(session, connection, before)
        ids = await connections.upsert_numbers(session, connection, checked.numbers)
        await connections.keep_numbers(session, connection.id, ids)
        owner = Route(connection.company_id, connection.id)
        if await channels.claim(session, TWILIO, [connection.account_id], owner):
            raise Conflict(
                "This Twilio account is connected by another company here. It must be removed"
                " there first."
            )

    async def _current(self, company_id: UUID, connection_id: UUID) -> Connection:
        async with self._database.company(company_id) as session:
            return await connections.get(session, connection_id)

    def _open(self, connection: Connection, column: str, ciphertext: bytes) -> str:
        place = place_of(connection.company_id, connection.id, column)
        return self._keyring.decrypt(ciphertext, place)

    def _sealed(self, connection: Connection, column: str, secret: str) -> bytes:
        place = place_of(connection.company_id, connection.id, column)
        return self._keyring.encrypt(secret, place)

    def _seal(self, connection: Connection, account: SmsAccount) -> None:
        connection.app_id = account.key_sid
        connection.access_token = self._sealed(connection, "access_token", account.login.secret)
        token = self._sealed(connection, "app_secret", account.auth_token)
        connection.app_secret = token if account.key_sid else None


def _changed(before: SmsAccount, change: SmsConnectionChange) -> SmsAccount:
    after = replace(before, auth_token=change.auth_token or before.auth_token)
    key_sid = before.key_sid if change.key_sid is None else change.key_sid
    if not key_sid:
        return replace(after, key_sid="", key_secret="")
    # Another key has another secret.
    kept = before.key_secret if key_sid == before.key_sid else ""
    return replace(after, key_sid=key_sid, key_secret=change.key_secret or kept)


def _check_shapes(account: SmsAccount) -> None:
    errors = []
    if not _ACCOUNT_SID.fullmatch(account.account_sid):
        message = mark("An account SID is AC and 32 letters and digits. Copy it again.")
        errors.append(FieldError("account_sid", "invalid_sid", message))
    if not _is_secret(account.auth_token):
        message = mark("Paste the auth token: letters and digits, as Twilio's console shows it.")
        errors.append(FieldError("auth_token", "invalid_token", message))
    if account.key_sid and not _KEY_SID.fullmatch(account.key_sid):
        message = mark("An API key's SID is SK and 32 letters and digits. Copy it again.")
        errors.append(FieldError("api_key_sid", "invalid_sid", message))
    if account.key_sid and not _is_secret(account.key_secret):
        message = mark("Paste the API key's secret, which Twilio shows only once.")
        errors.append(FieldError("api_key_secret", "invalid_token", message))
    if errors:
        raise InvalidInput("The connection could not be checked; see each field.", errors)


def _is_secret(value: str) -> bool:
    # It travels in a header, which holds nothing else.
    return bool(value) and value.isascii() and value.isprintable() and " " not in value


def _is_login(error: Rejected) -> bool:
    return error.recovery is Recovery.PAUSE_CONNECTION


def _apply(connection: Connection, finding: Finding | None) -> None:
    connection.checked_at = datetime.now(UTC)
    connection.health = finding.health if finding else ConnectionHealth.HEALTHY
    connection.health_code = finding.code if finding else None
    connection.health_detail = finding.detail if finding else None
