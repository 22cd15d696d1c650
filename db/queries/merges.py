"""Two contacts made one, and apart again: rows as they were, kept as JSON, and what moved."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import Table, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.base import Base
from db.models.contacts import ContactMerge
from schemas.errors import NotFound

Row = dict[str, Any]
Ids = Collection[UUID]


async def lock(session: AsyncSession, table: str, where: str, **values: object) -> list[Row]:
    """The rows as JSON has them, locked in the order of their ids."""
    rows = await session.scalars(
        text(f"SELECT to_jsonb(t) FROM {table} t WHERE {where} ORDER BY t.id FOR UPDATE"), values
    )
    return list(rows)


async def put_back(session: AsyncSession, table: str, row: Mapping[str, Any]) -> None:
    """Insert a row as it was kept; columns that came since get their defaults."""
    names = ", ".join(_kept(table, row))
    await session.execute(
        text(
            f"INSERT INTO {table} ({names})"
            f" SELECT {names} FROM jsonb_populate_record(NULL::{table}, CAST(:row AS jsonb))"
            " ON CONFLICT DO NOTHING"
        ),
        {"row": _json(row)},
    )


async def write(session: AsyncSession, table: str, key: object, values: Mapping[str, Any]) -> Row:
    """Set columns of one row to values as JSON has them; the row afterwards."""
    names = _kept(table, values)
    if not names:
        return await snapshot(session, table, key)
    sets = ", ".join(f"{name} = p.{name}" for name in names)
    changed = await session.scalars(
        text(
            f"UPDATE {table} t SET {sets}"
            f" FROM jsonb_populate_record(NULL::{table}, CAST(:row AS jsonb)) p"
            " WHERE t.id = :id RETURNING to_jsonb(t)"
        ),
        {"row": _json(values), "id": key},
    )
    return dict(changed.one())


async def snapshot(session: AsyncSession, table: str, key: object) -> Row:
    found = await session.scalar(
        text(f"SELECT to_jsonb(t) FROM {table} t WHERE t.id = :id"), {"id": key}
    )
    return dict(found or {})


def _kept(table: str, row: Mapping[str, Any]) -> list[str]:
    columns: Table = Base.metadata.tables[table]
    return [column.name for column in columns.columns if column.name in row]


def _json(row: object) -> str:
    return to_json(row).decode()


async def get(session: AsyncSession, merge_id: UUID) -> ContactMerge:
    """Raises NotFound, also for another company's."""
    found = await session.scalar(select(ContactMerge).where(ContactMerge.id == merge_id))
    if found is None:
        raise NotFound("Merge", merge_id)
    return found


async def get_for_update(session: AsyncSession, merge_id: UUID) -> ContactMerge:
    """The row, locked until the transaction ends. Raises NotFound."""
    found = await session.scalar(
        select(ContactMerge).where(ContactMerge.id == merge_id).with_for_update()
    )
    if found is None:
        raise NotFound("Merge", merge_id)
    return found


async def standing(
    session: AsyncSession, survivor_id: UUID, merged_id: UUID
) -> ContactMerge | None:
    """The merge of these two that was not undone."""
    return await session.scalar(
        select(ContactMerge).where(
            ContactMerge.survivor_id == survivor_id,
            ContactMerge.merged_id == merged_id,
            ContactMerge.undone_at.is_(None),
        )
    )


async def later(session: AsyncSession, merge: ContactMerge) -> ContactMerge | None:
    """A merge of the same contact that was made afterwards and stands."""
    return await session.scalar(
        select(ContactMerge)
        .where(
            or_(
                ContactMerge.survivor_id == merge.survivor_id,
                ContactMerge.merged_id == merge.survivor_id,
            ),
            ContactMerge.created_at > merge.created_at,
            ContactMerge.undone_at.is_(None),
        )
        .order_by(ContactMerge.created_at.desc())
        .limit(1)
    )


async def of_contact(session: AsyncSession, contact_id: UUID) -> Sequence[ContactMerge]:
    """Whom this contact took in, newest first."""
    rows = await session.scalars(
        select(ContactMerge)
        .where(ContactMerge.survivor_id == contact_id, ContactMerge.undone_at.is_(None))
        .order_by(ContactMerge.created_at.desc())
    )
    return rows.all()


async def forget(session: AsyncSession, contact_id: UUID) -> None:
    """Empties what merges into this contact keep of people; that they took place stays."""
    await session.execute(
        update(ContactMerge)
        .where(ContactMerge.survivor_id == contact_id)
        .values(survivor_before={}, merged_before={}, moved={})
    )


_KNOWN_AS = text(
    """
    WITH RECURSIVE known (id) AS (
        SELECT CAST(:id AS uuid)
        UNION
        SELECT m.merged_id FROM contact_merges m JOIN known ON known.id = m.survivor_id
        WHERE m.undone_at IS NULL
    )
    SELECT id FROM known
    """
)
_BECAME = text(
    """
    WITH RECURSIVE became (id, step) AS (
        SELECT CAST(:id AS uuid), 0
        UNION
        SELECT m.survivor_id, became.step + 1
        FROM contact_merges m JOIN became ON became.id = m.merged_id
        WHERE m.undone_at IS NULL
    )
    SELECT id FROM became WHERE step > 0 ORDER BY step DESC LIMIT 1
    """
)


async def known_as(session: AsyncSession, contact_id: UUID) -> list[UUID]:
    """The contact's own id and those of everybody it took in: the ledger knows them by these."""
    return list(await session.scalars(_KNOWN_AS, {"id": contact_id}))


async def became(session: AsyncSession, contact_id: UUID) -> UUID | None:
    """Who somebody that is gone was merged into, at the end of the line."""
    found: UUID | None = await session.scalar(_BECAME, {"id": contact_id})
    return found


async def move_identities(
    session: AsyncSession, from_id: UUID, to_id: UUID, only: Sequence[Sequence[str]] | None = None
) -> list[list[str]]:
    """The (kind, match key) pairs that moved; `only` these, where given."""
    rows = await session.execute(
        text(
            "UPDATE contact_identities SET contact_id = :to WHERE contact_id = :from"
            " AND (:all OR kind || ' ' || match_key = ANY(CAST(:keys AS text[]))) RETURNING kind, match_key"
        ),
        {
            "from": from_id,
            "to": to_id,
            "all": only is None,
            "keys": [f"{kind} {key}" for kind, key in only or ()],
        },
    )
    return [[kind, key] for kind, key in rows]


async def owner_of_identity(session: AsyncSession, kind: str, key: str) -> UUID | None:
    found: UUID | None = await session.scalar(
        text("SELECT contact_id FROM contact_identities WHERE kind = :kind AND match_key = :key"),
        {"kind": kind, "key": key},
    )
    return found


async def add_phone(
    session: AsyncSession, company_id: str, contact_id: UUID, key: str, value: str
) -> bool:
    """Remember a number as a further identity; False when somebody has it already."""
    added = await session.scalar(
        text(
            "INSERT INTO contact_identities (company_id, contact_id, kind, match_key, value)"
            " VALUES (:company_id, :contact_id, 'phone', :key, :value)"
            " ON CONFLICT DO NOTHING RETURNING true"
        ),
        {"company_id": company_id, "contact_id": contact_id, "key": key, "value": value},
    )
    return bool(added)


async def phone_keys(session: AsyncSession, contact_id: UUID) -> set[str]:
    """The match keys of a contact's further numbers."""
    rows = await session.scalars(
        text(
            "SELECT match_key FROM contact_identities"
            " WHERE contact_id = :id AND kind IN ('phone', 'whatsapp')"
        ),
        {"id": contact_id},
    )
    return set(rows)


async def holder(
    session: AsyncSession, column: str, value: str, *, other_than: UUID
) -> UUID | None:
    """Who else has this phone_key or external_id, be it as a further number."""
    found: UUID | None = await session.scalar(
        text(
            f"SELECT id FROM contacts WHERE {column} = :value AND id <> :own UNION ALL"
            " SELECT contact_id FROM contact_identities WHERE :column = 'phone_key'"
            " AND kind IN ('phone', 'whatsapp') AND match_key = :value AND contact_id <> :own"
            " LIMIT 1"
        ),
        {"value": value, "column": column, "own": other_than},
    )
    return found


async def remove_identities(
    session: AsyncSession, contact_id: UUID, keys: Sequence[Sequence[str]]
) -> None:
    await session.execute(
        text(
            "DELETE FROM contact_identities WHERE contact_id = :id"
            " AND kind || ' ' || match_key = ANY(CAST(:keys AS text[]))"
        ),
        {"id": contact_id, "keys": [f"{kind} {key}" for kind, key in keys]},
    )


async def give_conversations(session: AsyncSession, ids: Ids, contact_id: UUID) -> None:
    """Whole conversations, with everything in them, to another contact."""
    values = {"ids": list(ids), "contact": contact_id}
    await session.execute(
        text(
            "UPDATE conversations SET contact_id = :contact, updated_at = now(),"
            " version = version + 1 WHERE id = ANY(:ids)"
        ),
        values,
    )
    await session.execute(
        text("UPDATE messages SET contact_id = :contact WHERE conversation_id = ANY(:ids)"), values
    )


async def move_messages(
    session: AsyncSession, *, from_id: UUID, to_id: UUID, contact_id: UUID, only: Ids | None = None
) -> list[UUID]:
    """From one conversation to another; `only` these, where given. Which moved."""
    moved = await session.scalars(
        text(
            "UPDATE messages SET conversation_id = :to, contact_id = :contact"
            " WHERE conversation_id = :from AND (:all OR id = ANY(CAST(:only AS uuid[]))) RETURNING id"
        ),
        {
            "from": from_id,
            "to": to_id,
            "contact": contact_id,
            "all": only is None,
            "only": list(only or ()),
        },
    )
    return list(moved)


async def move_notifications(
    session: AsyncSession, *, from_id: UUID, to_id: UUID, only: Ids | None = None
) -> list[UUID]:
    moved = await session.scalars(
        text(
            "UPDATE notifications SET conversation_id = :to"
            " WHERE conversation_id = :from AND (:all OR id = ANY(CAST(:only AS uuid[]))) RETURNING id"
        ),
        {"from": from_id, "to": to_id, "all": only is None, "only": list(only or ())},
    )
    return list(moved)


async def tell(session: AsyncSession, row: Mapping[str, Any], *, user_id: UUID | None) -> UUID:
    """Writes into a conversation's timeline that it became one with another; the entry's id."""
    found: UUID = await session.scalar(
        text(
            "INSERT INTO messages (company_id, conversation_id, contact_id, phone_number_id,"
            " direction, kind, occurred_at, author_id, source)"
            " VALUES (:company, :id, :contact, :number, 'event', 'merged', now(), :user, 'console')"
            " RETURNING id"
        ),
        {
            "company": row["company_id"],
            "id": row["id"],
            "contact": row["contact_id"],
            "number": row["phone_number_id"],
            "user": user_id,
        },
    )
    return found


async def take_doubled_notifications(
    session: AsyncSession, *, from_id: UUID, to_id: UUID
) -> list[Row]:
    """Removes what would say a second time that somebody wrote: one unread row a conversation."""
    rows = await session.scalars(
        text(
            "DELETE FROM notifications t WHERE conversation_id = :from AND kind = 'message'"
            " AND read_at IS NULL AND EXISTS (SELECT FROM notifications o"
            " WHERE o.conversation_id = :to AND o.user_id = t.user_id AND o.kind = 'message'"
            " AND o.read_at IS NULL) RETURNING to_jsonb(t)"
        ),
        {"from": from_id, "to": to_id},
    )
    return list(rows)


async def take_drafts(session: AsyncSession, conversation_id: UUID) -> list[Row]:
    """Removes the drafts of a conversation; as they were."""
    rows = await session.scalars(
        text("DELETE FROM drafts t WHERE conversation_id = :id RETURNING to_jsonb(t)"),
        {"id": conversation_id},
    )
    return list(rows)


async def remove_draft(
    session: AsyncSession, conversation_id: UUID, draft: Mapping[str, Any]
) -> None:
    """If it says what it said elsewhere."""
    await session.execute(
        text(
            "DELETE FROM drafts WHERE conversation_id = :id AND user_id = :user AND body = :body"
            " AND updated_at = :at"
        ),
        {
            "id": conversation_id,
            "user": draft["user_id"],
            "body": draft["body"],
            "at": draft["updated_at"],
        },
    )


async def remove(session: AsyncSession, table: str, key: UUID) -> None:
    await session.execute(text(f"DELETE FROM {table} WHERE id = :id"), {"id": key})
