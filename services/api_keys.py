"""API keys: made once, shown once, and afterwards known only by their hash."""

import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import ApiKey
from db.queries import api_keys
from schemas.enums import Scope
from schemas.errors import FieldError, InvalidInput, NotFound, NotSignedIn

_START = "mia_live_"
_TOKEN = re.compile(_START + r"(?P<prefix>[0-9a-f]{12})_(?P<secret>[A-Za-z0-9_-]{43})")
_PREFIX_BYTES = 6
_SECRET_BYTES = 32
# A busy key would otherwise write its row at every request.
_USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key and its whole text, which nobody can see again."""

    key: ApiKey
    token: str


async def issue(
    session: AsyncSession,
    company_id: UUID,
    *,
    name: str,
    scopes: Sequence[Scope],
    created_by: UUID | None,
    expires_at: datetime | None = None,
) -> IssuedKey:
    _check(name, scopes, expires_at)
    # Hex and url-safe text: the prefix must not contain the underscore that ends it.
    prefix, secret = secrets.token_hex(_PREFIX_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
    key = await api_keys.insert(
        session,
        ApiKey(
            company_id=company_id,
            name=name.strip(),
            prefix=prefix,
            secret_hash=_hash(secret),
            scopes=sorted({scope.value for scope in scopes}),
            created_by=created_by,
            expires_at=expires_at,
        ),
    )
    return IssuedKey(key, f"{_START}{prefix}_{secret}")


def _check(name: str, scopes: Sequence[Scope], expires_at: datetime | None) -> None:
    errors = []
    if not name.strip():
        errors.append(FieldError("name", "missing", "Give the key a name."))
    if not scopes:
        errors.append(FieldError("scopes", "missing", "Choose what the key may do."))
    if expires_at is not None and expires_at <= datetime.now(UTC):
        errors.append(FieldError("expires_at", "in_the_past", "Choose a day in the future."))
    if errors:
        raise InvalidInput("The key was not made; see what is missing.", errors)


async def authenticate(session: AsyncSession, token: str) -> ApiKey:
    """The key a caller holds. One answer for unknown, wrong, revoked and expired keys."""
    shaped = _TOKEN.fullmatch(token)
    key = await api_keys.find_by_prefix(session, shaped["prefix"]) if shaped else None
    now = datetime.now(UTC)
    if not shaped or not key or not _same(key, shaped["secret"]) or _ended(key, now):
        raise NotSignedIn("This API key is not valid. It may have been revoked or have expired.")
    if key.last_used_at is None or now - key.last_used_at > _USED_EVERY:
        await api_keys.touch(session, key.id, now)
    return key


async def revoke(session: AsyncSession, key_id: UUID) -> ApiKey:
    """Revoking twice is the same as once."""
    key = await api_keys.get_for_update(session, key_id)
    if key is None:
        raise NotFound("API key", key_id)
    key.revoked_at = key.revoked_at or datetime.now(UTC)
    return key


def _same(key: ApiKey, secret: str) -> bool:
    return hmac.compare_digest(key.secret_hash, _hash(secret))


def _ended(key: ApiKey, now: datetime) -> bool:
    return key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now)


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
