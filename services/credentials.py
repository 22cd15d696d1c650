"""Stored secrets: where a connection's stand, and moving all there are to another key."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import secrets
from db.queries.secrets import StoredSecret
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
    # Credentials that no key opens; they have to be entered again.
    unreadable: int


async def reencrypt(database: Database, keyring: Keyring) -> Reencryption:
    """Write every credential anew that is not under the first key.

    Page by page, each in its own transaction: it may be stopped and started again at any time.
    One that cannot be read stays as it is and does not hold up the others.
    """
    total = Reencryption(0, 0)
    for table in secrets.TABLES:
        done = await _reencrypt(database, keyring, table)
        total = Reencryption(total.moved + done.moved, total.unreadable + done.unreadable)
    return total


async def _reencrypt(database: Database, keyring: Keyring, table: str) -> Reencryption:
    moved, unreadable, after = 0, 0, None
    while True:
        async with database.system() as session:
            page = await secrets.after(session, table, after, limit=_PAGE)
            for secret in page:
                try:
                    moved += await _move(session, keyring, secret)
                except SecretUnreadable:
                    unreadable += 1
                    _log.warning(
                        "credential_unreadable",
                        company_id=str(secret.company_id),
                        table=secret.table,
                        row_id=str(secret.row_id),
                        column=secret.column,
                    )
        if not page:
            return Reencryption(moved, unreadable)
        after = page[-1].row_id


async def _move(session: AsyncSession, keyring: Keyring, secret: StoredSecret) -> int:
    """1 when it was moved, 0 when it stood under the first key already."""
    if keyring.key_of(secret.ciphertext) == keyring.current:
        return 0
    place = Place(secret.company_id, secret.table, secret.column, secret.row_id)
    plain = keyring.decrypt(secret.ciphertext, place)
    await secrets.replace(session, secret, keyring.encrypt(plain, place))
    return 1
