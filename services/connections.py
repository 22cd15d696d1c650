"""Connections: checked at the provider before they are saved, and again when asked."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection
from db.queries import channels, connections, number_orders
from db.queries.breakers import Target
from db.queries.channels import META, Route
from db.session import Database
from providers.base import ProviderError
from providers.management import AccountAccess, AppCredentials, Management
from schemas.enums import BreakerTarget, ConnectionHealth, ConnectionKind
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState
from schemas.words import mark
from services import breakers, channel_news, inbound, portfolios
from services.account_checks import Checked, Finding, check, judge
from services.credentials import place_of
from services.inbound import Parse
from services.keyring import Keyring
from services.provider_problems import explain, explain_access


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConnection:
    name: str
    account_id: str
    access_token: str
    # A Meta app of the company's own; without it the installation's app is used.
    app_id: str = ""
    app_secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionChange:
    """None leaves a value as it is."""

    name: str | None = None
    access_token: str | None = None
    app_id: str | None = None
    app_secret: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """What the provider must be told so that receipts and messages reach us."""

    url: str
    verify_token: str
    # False: the installation's own app is set up once, by whoever runs it.
    own: bool


class Connections:
    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        management: Management,
        *,
        public_url: str,
        own_app: AppCredentials | None,
        own_verify_token: str,
        parse: Parse,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._management = management
        self._public_url = public_url.rstrip("/")
        self._own_app = own_app
        self._own_verify_token = own_verify_token
        self._parse = parse

    @property
    def needs_own_app(self) -> bool:
        """True when this installation has no Meta app, so that each connection brings its own."""
        return self._own_app is None

    async def connect(self, company_id: UUID, wanted: NewConnection) -> Connection:
        """Check the account at Meta, then save it with its numbers. Nothing is saved on failure."""
        app = self._app(wanted.app_id, wanted.app_secret)
        access = self._management.account(wanted.account_id, wanted.access_token)
        checked = await self._check(access, wanted.access_token, app)
        connection_id = await self._saved(company_id, wanted, checked)
        connection = await self._point_webhooks_here(company_id, connection_id, access)
        # Meta may have sent events of this account before anybody here had connected it.
        accounts = [wanted.account_id, *(number.provider_id for number in checked.numbers)]
        await inbound.adopt_unrouted(
            self._database, self._parse, company_id, connection_id, accounts
        )
        return connection

    async def change(
        self, company_id: UUID, connection_id: UUID, change: ConnectionChange
    ) -> Connection:
        """Rename it, or replace its credentials; new ones are checked first."""
        current = await self._current(company_id, connection_id)
        token = change.access_token or self._open(current, "access_token")
        app_id = current.app_id if change.app_id is None else change.app_id
        app_secret = change.app_secret or self._open(current, "app_secret")
        access = self._management.account(current.account_id, token)
        checked = await self._check(access, token, self._app(app_id, app_secret))
        async with self._database.system() as session:
            connection = await connections.get_for_update(session, connection_id)
            connection.name = (change.name or connection.name).strip()
            connection.app_id = app_id.strip()
            self._seal(connection, token=change.access_token, app_secret=change.app_secret)
            await self._write(session, connection, checked)
        await self._heed(company_id, connection_id, checked.finding)
        return await self._point_webhooks_here(company_id, connection_id, access)

    async def recheck(self, company_id: UUID, connection_id: UUID) -> Connection:
        """Ask Meta again and write what it says; a dead token becomes the connection's health."""
        current = await self._current(company_id, connection_id)
        token = self._open(current, "access_token")
        app = self._app_of(current)
        try:
            access = self._management.account(current.account_id, token)
            checked = await check(self._management, access, token, app)
        except ProviderError as error:
            finding = judge(error)
            if finding is None:
                raise explain(error) from error
            return await self._set_health(company_id, connection_id, finding)
        async with self._database.system() as session:
            connection = await connections.get_for_update(session, connection_id)
            await self._write(session, connection, checked)
        await self._heed(company_id, connection_id, checked.finding)
        return connection

    async def remove(self, company_id: UUID, connection_id: UUID) -> None:
        """Forget its credentials and give its accounts free. Refused while a campaign uses it."""
        await self._current(company_id, connection_id)
        async with self._database.system() as session:
            connection = await connections.get_for_update(session, connection_id)
            if await connections.open_campaigns(session, connection_id):
                raise Conflict(
                    "A campaign still uses this connection. Let it end, or cancel it, first."
                )
            if await number_orders.open_on(session, connection_id):
                raise Conflict(
                    "A number of this connection is being bought or given back. Wait until that is"
                    " done."
                )
            connection.removed_at = datetime.now(UTC)
            connection.access_token = b""
            connection.app_secret = connection.verify_token = None
            await connections.keep_numbers(session, connection_id, [])
            await channels.release(session, connection_id)

    def webhook(self, connection: Connection) -> WebhookAddress:
        if connection.kind is ConnectionKind.TWILIO:
            return WebhookAddress(f"{self._public_url}/webhooks/twilio", "", own=True)
        if connection.app_secret is None:
            return WebhookAddress(
                f"{self._public_url}/webhooks/meta", self._own_verify_token, own=False
            )
        return WebhookAddress(
            f"{self._public_url}/webhooks/meta/{connection.id}",
            self._open(connection, "verify_token"),
            own=True,
        )

    def app_id(self, connection: Connection) -> str:
        """The Meta app uploads go to: the connection's own, else the installation's."""
        own = self._own_app.app_id if self._own_app else ""
        if not (connection.app_id or own):
            raise InvalidState("Enter the Meta app ID in the connection first.")
        return connection.app_id or own

    def token(self, connection: Connection) -> str:
        """For calls in this connection's name; never to be shown or logged."""
        return self._open(connection, "access_token")

    async def _check(
        self, access: AccountAccess, token: str, app: AppCredentials | None
    ) -> Checked:
        if app is None and self._own_app is None:
            message = mark("This installation has no Meta app of its own: enter your app's secret.")
            raise InvalidInput(
                "The connection could not be checked; see each field.",
                [FieldError("app_secret", "app_secret_missing", message)],
            )
        # It travels in a header, which holds nothing else.
        if not (token.isascii() and token.isprintable()) or " " in token:
            wrong = FieldError(
                "access_token",
                "invalid_token",
                "An access token has only letters, digits and signs. Copy it again.",
            )
            raise InvalidInput("The connection could not be checked; see each field.", [wrong])
        try:
            return await check(self._management, access, token, app or self._own_app)
        except ProviderError as error:
            raise explain_access(error) from error

    async def _saved(self, company_id: UUID, wanted: NewConnection, checked: Checked) -> UUID:
        # Accounts of all companies live in one platform table that only this login may see:
        # the row and its routes are written together or not at all.
        async with self._database.system() as session:
            connection = await connections.by_account(session, company_id, wanted.account_id)
            if connection is not None and connection.removed_at is None:
                raise Conflict(
                    "This account is already connected as %(name)s. Change its token there.",
                    name=connection.name,
                )
            if connection is None:
                connection = Connection(
                    id=uuid4(),
                    company_id=company_id,
                    kind=ConnectionKind.META_CLOUD,
                    account_id=wanted.account_id,
                )
                session.add(connection)
            connection.name = wanted.name.strip() or checked.name
            connection.app_id = wanted.app_id.strip()
            connection.removed_at = None
            self._seal(connection, token=wanted.access_token, app_secret=wanted.app_secret)
            await self._write(session, connection, checked)
            return connection.id

    async def _write(self, session: AsyncSession, connection: Connection, checked: Checked) -> None:
        connection.checked_at = datetime.now(UTC)
        connection.token_expires_at = checked.expires_at
        before = (connection.health, connection.health_code)
        _apply(connection, checked.finding)
        await portfolios.take_over(session, connection, checked.portfolio)
        await session.flush()
        await channel_news.looked_at(session, connection, before)
        ids = await connections.upsert_numbers(session, connection, checked.numbers)
        await connections.keep_numbers(session, connection.id, ids)
        owner = Route(connection.company_id, connection.id)
        accounts = [connection.account_id, *(n.provider_id for n in checked.numbers)]
        await channels.release(session, connection.id, keep=accounts)
        if await channels.claim(session, META, accounts, owner):
            raise Conflict(
                "This WhatsApp account or one of its numbers is connected by another company"
                " here. It must be removed there first."
            )

    async def _point_webhooks_here(
        self, company_id: UUID, connection_id: UUID, access: AccountAccess
    ) -> Connection:
        """Subscribe to the account's events; without them nothing tells who read what."""
        async with self._database.company(company_id) as session:
            connection = await connections.get(session, connection_id)
        try:
            if connection.app_secret is None:
                await access.subscribe()
            else:
                address = self.webhook(connection)
                await access.subscribe(address.url, address.verify_token)
        except ProviderError as error:
            finding = Finding(ConnectionHealth.DEGRADED, "not_subscribed", str(error))
            return await self._set_health(company_id, connection_id, finding)
        return connection

    async def _heed(self, company_id: UUID, connection_id: UUID, finding: Finding | None) -> None:
        """What stopped for the account's sake is tried again once a look at it finds all well."""
        if finding is None:
            target = Target(BreakerTarget.CONNECTION, connection_id)
            async with self._database.company(company_id) as session:
                await breakers.try_again(session, target)

    async def _set_health(
        self, company_id: UUID, connection_id: UUID, finding: Finding
    ) -> Connection:
        async with self._database.company(company_id) as session:
            connection = await connections.get_for_update(session, connection_id)
            before = (connection.health, connection.health_code)
            connection.checked_at = datetime.now(UTC)
            _apply(connection, finding)
            await channel_news.looked_at(session, connection, before)
        return connection

    async def _current(self, company_id: UUID, connection_id: UUID) -> Connection:
        async with self._database.company(company_id) as session:
            return await connections.get(session, connection_id)

    def _app(self, app_id: str, secret: str) -> AppCredentials | None:
        return AppCredentials(app_id.strip(), secret) if secret else None

    def _app_of(self, connection: Connection) -> AppCredentials | None:
        own = self._app(connection.app_id, self._open(connection, "app_secret"))
        return own or self._own_app

    def _open(self, connection: Connection, column: str) -> str:
        ciphertext = getattr(connection, column)
        if ciphertext is None:
            return ""
        place = place_of(connection.company_id, connection.id, column)
        return self._keyring.decrypt(ciphertext, place)

    def _seal(self, connection: Connection, *, token: str | None, app_secret: str | None) -> None:
        """Encrypt what is new; an app of their own gets a verify token with it."""

        def sealed(column: str, secret: str) -> bytes:
            place = place_of(connection.company_id, connection.id, column)
            return self._keyring.encrypt(secret, place)

        if token:
            connection.access_token = sealed("access_token", token)
        if app_secret:
            connection.app_secret = sealed("app_secret", app_secret)
            if connection.verify_token is None:
                connection.verify_token = sealed("verify_token", secrets.token_urlsafe(24))


def _apply(connection: Connection, finding: Finding | None) -> None:
    connection.health = finding.health if finding else ConnectionHealth.HEALTHY
    connection.health_code = finding.code if finding else None
    connection.health_detail = finding.detail if finding else None
