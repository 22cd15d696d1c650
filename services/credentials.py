"""The connections' secrets: where each stands, and moving them to another key."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import connections
from db.queries.connections import StoredSecret
from db.session import Database
from schemas.errors import SecretUnreadable
from services.keyring import Keyring, Place

_PAGE = 200
_log = structlog.get_logger()


def place_of(company_id: UUID, connection_id: UUID, column: str) -> Place:
    """What a connection's ciphertext is bound to."""
    return Place(company_id, "connections", column, connection_id)


@dataclass(frozen=True, slots=True)
class Reencryption:
    moved: int
    # Credentials that no key opens; their connections have to be given them again.
    unreadable: int


async def reencrypt(database: Database, keyring: Keyring) -> Reencryption:
    """Write every credential anew that is not under the first key.

    Page by page, each in its own transaction: it may be stopped and started again at any time.
    One that cannot be read stays as it is and does not hold up the others.
    """
    moved, unreadable, after = 0, 0, None
    while True:
        async with database.system() as session:
            page = await connections.secrets_after(session, after, limit=_PAGE)
            for secret in page:
                try:
                    moved += await _move(session, keyring, secret)
                except SecretUnreadable:
                    unreadable += 1
                    _log.warning(
                        "credential_unreadable",
                        company_id=str(secret.company_id),
                        connection_id=str(secret.row_id),
                        column=secret.column,
                    )
        if not page:
            return Reencryption(moved, unreadable)
        after = page[-1].row_id


async def _move(session: AsyncSession, keyring: Keyring, secret: StoredSecret) -> int:
    """1 when it was moved, 0 when it stood under the first key already."""
    if keyring.key_of(secret.ciphertext) == keyring.current:
        return 0
    place = place_of(secret.company_id, secret.row_id, secret.column)
    plain = keyring.decrypt(secret.ciphertext, place)
    await connections.replace_secret(session, secret, keyring.encrypt(plain, place))
    return 1
