"""A company's own host names for short links: put down, proven, removed; and whose a host is."""

import hmac
import re
import secrets
import time
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from db.models.links import LinkDomain
from db.queries import link_domains
from db.session import Database
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState, NotFound
from schemas.words import mark

MOST_HOSTS = 20
_REFRESH_SECONDS = 15.0
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_HOST = 253
_UNUSABLE = mark("This is not a host name that can be used, such as go.your-company.com.")
_log = structlog.get_logger()


class Proofs(Protocol):
    """Asks a host for its proof: providers.link_proofs.LinkProofs."""

    async def fetch(self, host: str) -> str | None: ...


class LinkDomains:
    """What Settings and the API do; each call sees one company's host names alone."""

    def __init__(
        self, database: Database, proofs: Proofs, hosts: "LinkHosts", *, public_url: str
    ) -> None:
        self._database = database
        self._proofs = proofs
        self._hosts = hosts
        self._our_host = host_of(urlsplit(public_url).netloc)

    async def all(self, company_id: UUID) -> Sequence[LinkDomain]:
        async with self._database.system() as session:
            return await link_domains.of_company(session, company_id)

    async def add(self, company_id: UUID, written: str) -> LinkDomain:
        """Put a host name down; it serves once it is proven. Repeating it changes nothing.

        Raises InvalidInput for what is no host name, Conflict when another company has proven it.
        """
        host = _read(written)
        if host is None or host == self._our_host:
            raise _refused()
        async with self._database.system() as session:
            known = await link_domains.of_company(session, company_id)
            if len(known) >= MOST_HOSTS and host not in {row.host for row in known}:
                raise InvalidState(
                    "There are %(most)s host names already. Remove one first.", most=MOST_HOSTS
                )
            if not await link_domains.claim(session, company_id, host, secrets.token_hex(20)):
                raise Conflict("Another company here uses this host name.")
        return await self._get(company_id, host)

    async def check(self, company_id: UUID, host: str) -> LinkDomain:
        """Ask the host for its proof. Raises NotFound, or InvalidState when it does not give it."""
        row = await self._get(company_id, host)
        answered = await self._proofs.fetch(row.host)
        if answered is None or not hmac.compare_digest(answered.encode(), row.proof.encode()):
            raise InvalidState(
                "%(host)s does not lead here yet. A new name can take an hour to be known "
                "everywhere.",
                host=row.host,
            )
        async with self._database.system() as session:
            if not await link_domains.verify(session, company_id, row.host, row.proof):
                raise NotFound("Host name", row.host)
        self._hosts.forget()
        return await self._get(company_id, host)

    async def remove(self, company_id: UUID, host: str) -> None:
        """Links in messages that were sent with it lead nowhere from now on. Raises NotFound."""
        async with self._database.system() as session:
            if not await link_domains.remove(session, company_id, host):
                raise NotFound("Host name", host)
        self._hosts.forget()

    async def _get(self, company_id: UUID, host: str) -> LinkDomain:
        async with self._database.system() as session:
            row = await link_domains.find(session, company_id, host)
        if row is None:
            raise NotFound("Host name", host)
        return row


class LinkHosts:
    """Whose a host name is, for each request: known by heart and looked up again now and then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._owners: dict[str, UUID] = {}
        self._until = 0.0

    async def owner(self, host: str) -> UUID | None:
        """The company that has proven this host name; the last known while the database is away."""
        if time.monotonic() >= self._until:
            # Set before: those who ask meanwhile need not ask the database too.
            self._until = time.monotonic() + _REFRESH_SECONDS
            await self._refresh()
        return self._owners.get(host)

    def forget(self) -> None:
        """Something changed: look it up before the next answer. Other processes do so in time."""
        self._until = 0.0

    async def _refresh(self) -> None:
        try:
            async with self._database.system() as session:
                self._owners = await link_domains.verified(session)
        except (OperationalError, InterfaceError, OSError) as error:
            _log.warning("link_hosts_not_read", reason=type(error).__name__)

    async def proof(self, host: str) -> str | None:
        """What the host has to answer."""
        async with self._database.system() as session:
            return await link_domains.proof_of(session, host)


def host_of(netloc: str) -> str:
    """As it is compared: lower case, without a final dot; the port stays where there is one."""
    name, colon, port = netloc.strip().lower().partition(":")
    return name.rstrip(".") + colon + port


def _read(written: str) -> str | None:
    """The host name somebody typed, perhaps with https:// in front; None when it is none."""
    text = written.strip().lower()
    text = re.sub(r"^https?://", "", text).rstrip("/")
    try:
        host = text.encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        return None
    labels = host.split(".")
    named = len(labels) > 1 and not labels[-1].isdecimal()
    whole = len(host) <= _LONGEST_HOST and all(_LABEL.fullmatch(label) for label in labels)
    return host if named and whole else None


def _refused() -> InvalidInput:
    return InvalidInput(_UNUSABLE, [FieldError("host", "invalid", _UNUSABLE)])
