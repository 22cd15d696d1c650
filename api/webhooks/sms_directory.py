"""Whose SMS account is it, and which tokens sign for it: looked up once, remembered briefly."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from db.queries import channels
from db.queries.channels import TWILIO, Route, SigningSecrets
from db.session import Database
from providers.sms import SmsReader
from services.credentials import place_of
from services.keyring import Keyring
from services.sms_accounts import still_signs

# How long a changed or removed connection may go unnoticed. A new one is found at once.
_SECONDS = 5.0
_MOST_REMEMBERED = 10_000

OpenSmsReader = Callable[[list[str]], SmsReader]


@dataclass(frozen=True, slots=True)
class SmsEndpoint:
    reader: SmsReader
    owner: Route


class SmsDirectory:
    def __init__(self, database: Database, keyring: Keyring, open_reader: OpenSmsReader) -> None:
        self._database = database
        self._keyring = keyring
        self._open_reader = open_reader
        self._known: dict[str, tuple[float, SmsEndpoint]] = {}

    async def endpoint(self, account_sid: str) -> SmsEndpoint | None:
        """None for an account nobody here has connected."""
        known = self._known.get(account_sid)
        if known and known[0] > time.monotonic():
            return known[1]
        async with self._database.system() as session:
            stored = await channels.signing_secrets(session, TWILIO, account_sid)
        if stored is None:
            return None
        endpoint = SmsEndpoint(self._open_reader(self._tokens(stored)), stored.route)
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        self._known[account_sid] = (time.monotonic() + _SECONDS, endpoint)
        return endpoint

    def _tokens(self, stored: SigningSecrets) -> list[str]:
        """The auth token that signs, and for a while the one before."""
        column = "access_token" if stored.app_secret is None else "app_secret"
        tokens = [self._open(stored.route, column, stored.app_secret or stored.access_token)]
        if stored.verify_token is not None:
            kept = self._open(stored.route, "verify_token", stored.verify_token)
            before = still_signs(kept, datetime.now(UTC))
            tokens += [before] if before else []
        return tokens

    def _open(self, route: Route, column: str, ciphertext: bytes) -> str:
        place = place_of(route.company_id, route.connection_id, column)
        return self._keyring.decrypt(ciphertext, place)
