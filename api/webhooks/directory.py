"""Whose account is it, and which secrets sign for it: looked up once, remembered briefly."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.queries import channels
from db.queries.channels import META, Route
from db.session import Database
from providers.base import MessageReader
from services.credentials import place_of
from services.keyring import Keyring

# How long a changed or removed connection may go unnoticed. A new one is found at once.
_SECONDS = 5.0
_MOST_REMEMBERED = 100_000

OpenReader = Callable[[list[str]], MessageReader]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one webhook address needs: its reader, and the token of the challenge."""

    reader: MessageReader | None
    verify_token: str | None
    # Whom its secret speaks for. None for the installation's own, which speaks for everybody.
    owner: Route | None = None


class Directory:
    def __init__(self, database: Database, keyring: Keyring, open_reader: OpenReader) -> None:
        self._database = database
        self._keyring = keyring
        self._open_reader = open_reader
        self._looking = asyncio.Lock()
        self._routes: dict[str, tuple[float, Route]] = {}
        self._endpoints: dict[UUID, tuple[float, Endpoint]] = {}

    async def routes(self, accounts: Iterable[str]) -> dict[str, Route]:
        """The owners of these accounts; unknown ones are left out, and asked for each time."""
        wanted = set(accounts)
        found = self._remembered(wanted)
        if len(found) == len(wanted):
            return found
        # One looks, the others wait: else a thousand requests would ask the same at once.
        async with self._looking:
            found = self._remembered(wanted)
            missing = sorted(wanted - found.keys())
            return found | await self._look_up(missing) if missing else found

    def _remembered(self, accounts: Iterable[str]) -> dict[str, Route]:
        now = time.monotonic()
        known = ((account, self._routes.get(account)) for account in accounts)
        return {account: kept[1] for account, kept in known if kept and kept[0] > now}

    async def _look_up(self, accounts: Sequence[str]) -> dict[str, Route]:
        async with self._database.system() as session:
            fresh = await channels.routes(session, META, accounts)
        if len(self._routes) > _MOST_REMEMBERED:
            self._routes.clear()
        until = time.monotonic() + _SECONDS
        self._routes |= {account: (until, route) for account, route in fresh.items()}
        return fresh

    async def endpoint(self, connection_id: UUID) -> Endpoint | None:
        """A connection's own address; None when there is no such connection."""
        known = self._endpoints.get(connection_id)
        if known and known[0] > time.monotonic():
            return known[1]
        async with self._database.system() as session:
            stored = await channels.webhook_secrets(session, connection_id)
        if stored is None:
            return None
        secret = self._open(stored, "app_secret", stored.app_secret)
        token = self._open(stored, "verify_token", stored.verify_token)
        reader = self._open_reader([secret]) if secret else None
        endpoint = Endpoint(reader, token, Route(stored.company_id, connection_id))
        self._endpoints[connection_id] = (time.monotonic() + _SECONDS, endpoint)
        return endpoint

    def _open(
        self, stored: channels.WebhookSecrets, column: str, ciphertext: bytes | None
    ) -> str | None:
        if ciphertext is None:
            return None
        place = place_of(stored.company_id, stored.connection_id, column)
        return self._keyring.decrypt(ciphertext, place)
