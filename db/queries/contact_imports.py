"""Imports: reading, moving and counting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.imports import ContactImport
from schemas.cursors import Cursor
from schemas.enums import ImportKind, ImportStatus
from schemas.errors import NotFound

# Those a workflow works on.
OPEN = (
    ImportStatus.CHECKING,
    ImportStatus.QUEUED,
    ImportStatus.RUNNING,
    ImportStatus.UNDOING,
)

# Page by page along the primary key, so that no page looks at what an earlier one deleted.
_REMOVE_CREATED = text("""
    WITH page AS MATERIALIZED (
        SELECT id, updated_at = created_at AND last_inbound_at IS NULL AS untouched
        FROM contacts WHERE import_id = :import_id AND id > :after ORDER BY id LIMIT :limit
    ), gone AS (
        DELETE FROM contacts WHERE id IN (SELECT id FROM page WHERE untouched) RETURNING id
    )
    SELECT (SELECT id FROM page ORDER BY id DESC LIMIT 1), ARRAY(SELECT id FROM gone)
""")
# Once a contact was changed by somebody else, putting it back would undo that person's work.
_RESTORE = text("""
    WITH page AS (
        DELETE FROM contact_import_changes
        WHERE import_id = :import_id AND contact_id IN (
            SELECT contact_id FROM contact_import_changes WHERE import_id = :import_id LIMIT :limit
        )
        RETURNING contact_id, before
    )
    UPDATE contacts c SET
        name = p.before ->> 'name', phone = p.before ->> 'phone',
        phone_key = p.before ->> 'phone_key', email = p.before ->> 'email',
        external_id = p.before ->> 'external_id', language = p.before ->> 'language',
        time_zone = p.before ->> 'time_zone',
        fields = p.before -> 'fields',
        tag_ids = ARRAY(SELECT jsonb_array_elements_text(p.before -> 'tag_ids')::uuid),
        updated_at = (p.before ->> 'updated_at')::timestamptz
    FROM page p
    WHERE c.id = p.contact_id AND c.updated_at = (p.before ->> 'imported_at')::timestamptz
""")
_REMAINING = text("SELECT EXISTS (SELECT FROM contact_import_changes WHERE import_id = :import_id)")


@dataclass(frozen=True, slots=True)
class Progress:
    """What one block adds to an import's counters."""

    start: int
    rows: int
    created: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: int


async def get(
    session: AsyncSession, import_id: UUID, *, kind: ImportKind | None = ImportKind.CONTACTS
) -> ContactImport:
    """Of one kind, or of either (None). Raises NotFound, also for another company's import."""
    found = await session.scalar(_one(import_id, kind))
    if found is None:
        raise NotFound("Import", import_id)
    return found


async def get_for_update(
    session: AsyncSession, import_id: UUID, *, kind: ImportKind | None = ImportKind.CONTACTS
) -> ContactImport:
    """The row, locked until the transaction ends. Raises NotFound."""
    found = await session.scalar(_one(import_id, kind).with_for_update())
    if found is None:
        raise NotFound("Import", import_id)
    return found


def _one(import_id: UUID, kind: ImportKind | None) -> Select[ContactImport]:
    query = select(ContactImport).where(ContactImport.id == import_id)
    return query if kind is None else query.where(ContactImport.kind == kind)


async def page(
    session: AsyncSession,
    *,
    after: Cursor | None,
    limit: int,
    kind: ImportKind = ImportKind.CONTACTS,
) -> Sequence[ContactImport]:
    """Newest first."""
    query = (
        select(ContactImport)
        .where(ContactImport.kind == kind)
        .order_by(ContactImport.created_at.desc(), ContactImport.id.desc())
    )
    if after is not None:
        place = tuple_(ContactImport.created_at, ContactImport.id)
        query = query.where(place < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def same_file(session: AsyncSession, import_id: UUID, file_hash: str) -> ContactImport | None:
    """The last finished import of the very same bytes."""
    return await session.scalar(
        select(ContactImport)
        .where(
            ContactImport.kind == ImportKind.CONTACTS,
            ContactImport.file_hash == file_hash,
            ContactImport.id != import_id,
            ContactImport.status == ImportStatus.COMPLETED,
        )
        .order_by(ContactImport.created_at.desc())
        .limit(1)
    )


async def open_imports(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, import) of every import a workflow should be working on; for the sweep."""
    rows = await session.execute(
        select(ContactImport.company_id, ContactImport.id).where(ContactImport.status.in_(OPEN))
    )
    return [(company_id, import_id) for company_id, import_id in rows]


async def add_progress(
    session: AsyncSession, import_id: UUID, status: ImportStatus, progress: Progress
) -> bool:
    """Count a block, once; False when it is counted already or the import was stopped."""
    counted = await session.scalar(
        update(ContactImport)
        .where(
            ContactImport.id == import_id,
            ContactImport.status == status,
            ContactImport.cancel_requested_at.is_(None),
            ~ContactImport.done_blocks.contains([progress.start]),
        )
        .values(
            done_blocks=func.array_append(ContactImport.done_blocks, progress.start),
            processed_rows=ContactImport.processed_rows + progress.rows,
            created_count=ContactImport.created_count + progress.created,
            updated_count=ContactImport.updated_count + progress.updated,
            unchanged_count=ContactImport.unchanged_count + progress.unchanged,
            duplicate_count=ContactImport.duplicate_count + progress.duplicates,
            rejected_count=ContactImport.rejected_count + progress.rejected,
        )
        .returning(ContactImport.id)
    )
    return counted is not None


async def remove_created(
    session: AsyncSession, import_id: UUID, *, after: UUID, limit: int
) -> tuple[UUID | None, list[UUID]]:
    """Delete a page of what the import made and nobody touched since; who is gone.

    Also where the page ended; None after the last.
    """
    parameters = {"import_id": import_id, "after": after, "limit": limit}
    last, gone = (await session.execute(_REMOVE_CREATED, parameters)).one()
    return last, list(gone)


async def restore_changed(session: AsyncSession, import_id: UUID, *, limit: int) -> bool:
    """Put contacts back that the import changed and nobody since; False when none is left."""
    await session.execute(_RESTORE, {"import_id": import_id, "limit": limit})
    return bool(await session.scalar(_REMAINING, {"import_id": import_id}))
