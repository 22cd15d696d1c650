"""The connections' secrets: where each stands, and moving them to another key."""

from uuid import UUID

from db.queries import connections
from db.session import Database
from services.keyring import Keyring, Place

_PAGE = 200


def place_of(company_id: UUID, connection_id: UUID, column: str) -> Place:
    """What a connection's ciphertext is bound to."""
    return Place(company_id, "connections", column, connection_id)


async def reencrypt(database: Database, keyring: Keyring) -> int:
    """Write every credential anew that is not under the first key; returns how many.

    Page by page, each in its own transaction: it may be stopped and started again at any time.
    """
    changed, after = 0, None
    while True:
        async with database.system() as session:
            page = await connections.secrets_after(session, after, limit=_PAGE)
            for secret in page:
                if keyring.key_of(secret.ciphertext) == keyring.current:
                    continue
                place = place_of(secret.company_id, secret.row_id, secret.column)
                plain = keyring.decrypt(secret.ciphertext, place)
                await connections.replace_secret(session, secret, keyring.encrypt(plain, place))
                changed += 1
        if not page:
            return changed
        after = page[-1].row_id
