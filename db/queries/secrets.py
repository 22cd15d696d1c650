"""Every encrypted value there is, wherever it stands: for moving them to another key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Table → its encrypted columns. A ciphertext is bound to company, table, column and row.
TABLES: Mapping[str, Sequence[str]] = {
    "connections": ("access_token", "app_secret", "verify_token"),
    "webhook_endpoints": ("secret", "previous_secret"),
    "hooks": ("token", "signature_secret"),
}
# A connection that was removed is opened by nobody.
_PRESENT = {"connections": "removed_at IS NULL"}


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """One encrypted value and where it stands."""

    company_id: UUID
    table: str
    row_id: UUID
    column: str
    ciphertext: bytes


async def after(
    session: AsyncSession, table: str, after: UUID | None, *, limit: int
) -> list[StoredSecret]:
    """A page of every company's rows, locked. Needs the system login."""
    columns = TABLES[table]
    rows = await session.execute(
        text(f"""
            SELECT company_id, id, {", ".join(columns)} FROM {table}
            WHERE (CAST(:after AS uuid) IS NULL OR id > :after) AND {_PRESENT.get(table, "true")}
            ORDER BY id LIMIT :limit FOR UPDATE
        """),
        {"after": after, "limit": limit},
    )
    return [
        StoredSecret(company_id, table, row_id, column, bytes(ciphertext))
        for company_id, row_id, *found in rows
        for column, ciphertext in zip(columns, found, strict=True)
        if ciphertext is not None
    ]


async def replace(session: AsyncSession, secret: StoredSecret, ciphertext: bytes) -> None:
    await session.execute(
        text(f"UPDATE {secret.table} SET {secret.column} = :ciphertext WHERE id = :id"),
        {"ciphertext": ciphertext, "id": secret.row_id},
    )
