"""An import from upload to undo: its states, and what may be changed in each.

The row decides, Temporal follows: a state is committed here first, and the workflow is told
afterwards to look at the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.imports import ContactImport
from db.queries import contact_imports, fields, people
from db.queries.import_staging import Choices
from schemas.enums import FieldType, ImportKind, ImportStatus
from schemas.errors import FieldError, InvalidInput, InvalidState, NotFound
from schemas.words import mark
from services import cadence_sources, import_columns, import_news, tags, work_news
from services import fields as field_rules
from services.import_files import Dialect, Inspection
from services.import_rows import CUSTOM, Column, Plan

UNDO_TIME = timedelta(days=7)
_EDITABLE = (ImportStatus.UPLOADED, ImportStatus.CHECKED)
_UNDOABLE = (ImportStatus.COMPLETED, ImportStatus.CANCELLED)
_NEW = "new:"
_STOPPABLE = (ImportStatus.CHECKING, ImportStatus.QUEUED, ImportStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file, before it is an import."""

    file_name: str
    storage_key: str
    file_hash: str
    size_bytes: int
    # The file the rows are read from, in the upload's folder.
    table: str


@dataclass(frozen=True, slots=True)
class Options:
    tag_ids: tuple[UUID, ...] = ()
    only_new: bool = False
    overwrite: bool = True
    # Everybody of the file enters this cadence once it is read in.
    cadence_id: UUID | None = None


async def register(
    session: AsyncSession,
    company_id: UUID,
    upload: Upload,
    inspection: Inspection,
    *,
    user_id: UUID | None = None,
) -> ContactImport:
    """An import of an uploaded file, its columns guessed."""
    company = await people.get_company(session, company_id)
    if company is None:
        raise NotFound("Company", company_id)
    labels = {field.key: field.label for field in await fields.definitions(session)}
    dialect = inspection.dialect
    guessed = import_columns.guess(dialect.header, inspection.sample, company.country, labels)
    row = ContactImport(
        company_id=company_id,
        file_name=upload.file_name,
        storage_key=upload.storage_key,
        file_hash=upload.file_hash,
        size_bytes=upload.size_bytes,
        dialect={
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter,
            "header": list(dialect.header),
            "block_bytes": dialect.block_bytes,
            "table": upload.table,
        },
        mapping={str(position): target for position, target in guessed.items()},
        options=_options_to_json(Options()),
        created_by=user_id,
    )
    session.add(row)
    await session.flush()
    return row


async def configure(
    session: AsyncSession, import_id: UUID, mapping: Mapping[int, str], options: Options
) -> ContactImport:
    """Set which column is which, and what to do with contacts that exist.

    A target "new:text" (or another type) makes a custom field named like the column.
    Raises InvalidInput, InvalidState and NotFound.
    """
    row = await contact_imports.get_for_update(session, import_id)
    _require(row, _EDITABLE, mark("Only an import that has not run can be changed."))
    await tags.check(session, options.tag_ids)
    if options.cadence_id is not None:
        await cadence_sources.require_open(session, options.cadence_id)
    header = dialect_of(row).header
    targets = {
        position: await _target(session, row.company_id, header, position, target)
        for position, target in sorted(mapping.items())
        if target
    }
    await _check_mapping(session, header, targets)
    row.mapping = {str(position): target for position, target in targets.items()}
    row.options = _options_to_json(options)
    row.status = ImportStatus.UPLOADED
    return row


async def check(
    session: AsyncSession, import_id: UUID, *, kind: ImportKind = ImportKind.CONTACTS
) -> ContactImport:
    """Ask for a dry run: what would happen, without anything happening."""
    row = await contact_imports.get_for_update(session, import_id, kind=kind)
    _require(row, (*_EDITABLE, ImportStatus.CHECKING), mark("This import cannot be checked now."))
    _require_phone(row)
    if row.status is not ImportStatus.CHECKING:
        _restart(row, ImportStatus.CHECKING)
    return row


async def start(
    session: AsyncSession, import_id: UUID, *, kind: ImportKind = ImportKind.CONTACTS
) -> ContactImport:
    """Ask for the import to run. Asking twice is the same as asking once."""
    row = await contact_imports.get_for_update(session, import_id, kind=kind)
    if row.status in {ImportStatus.QUEUED, ImportStatus.RUNNING}:
        return row
    _require(
        row, _EDITABLE, mark("This import has run already; upload the file again to repeat it.")
    )
    _require_phone(row)
    _restart(row, ImportStatus.QUEUED)
    await cadence_sources.import_begins(session, row, _cadence_of(row))
    return row


async def cancel(
    session: AsyncSession,
    import_id: UUID,
    *,
    kind: ImportKind = ImportKind.CONTACTS,
    user_id: UUID | None = None,
) -> ContactImport:
    """Stop after the blocks in hand; what is imported stays and can be undone.

    Whose import it is is told when it was somebody else, or a program.
    """
    row = await contact_imports.get_for_update(session, import_id, kind=kind)
    if row.status is ImportStatus.UPLOADED:
        row.status, row.finished_at = ImportStatus.CANCELLED, datetime.now(UTC)
        return row
    _require(
        row, (*_STOPPABLE, ImportStatus.CHECKED), mark("Only an import under way can be cancelled.")
    )
    if row.status in _STOPPABLE and row.cancel_requested_at is None:
        await work_news.import_cancelled(session, row, by=user_id)
    row.cancel_requested_at = datetime.now(UTC)
    if row.status in {ImportStatus.QUEUED, ImportStatus.CHECKED}:
        row.status, row.finished_at = ImportStatus.CANCELLED, datetime.now(UTC)
    return row


async def undo(session: AsyncSession, import_id: UUID) -> ContactImport:
    """Ask for the import to be taken back: within seven days, and only what nobody touched."""
    row = await contact_imports.get_for_update(session, import_id)
    if row.status is ImportStatus.UNDOING:
        return row
    _require(row, _UNDOABLE, mark("Only a finished import can be undone."))
    if not may_undo(row):
        raise InvalidState("An import can be undone for seven days; this one is older.")
    row.status = ImportStatus.UNDOING
    return row


def may_undo(row: ContactImport) -> bool:
    recent = row.finished_at is not None and datetime.now(UTC) - row.finished_at < UNDO_TIME
    return row.status in _UNDOABLE and recent


async def begin(session: AsyncSession, import_id: UUID) -> ContactImport:
    """The import as its workflow finds it; a queued one is running from here on."""
    row = await contact_imports.get_for_update(session, import_id, kind=None)
    if row.status is ImportStatus.QUEUED:
        row.status, row.started_at = ImportStatus.RUNNING, datetime.now(UTC)
    elif row.status is ImportStatus.CHECKING:
        # A dry run keeps nothing, so a second attempt counts from the beginning.
        _restart(row, ImportStatus.CHECKING, cancelled=row.cancel_requested_at)
    return row


async def finish(session: AsyncSession, import_id: UUID) -> None:
    """What comes after the last block: checked, completed, cancelled or undone."""
    row = await contact_imports.get_for_update(session, import_id, kind=None)
    now = datetime.now(UTC)
    if row.status is ImportStatus.CHECKING:
        cancelled = row.cancel_requested_at is not None
        row.status = ImportStatus.UPLOADED if cancelled else ImportStatus.CHECKED
        row.total_rows, row.cancel_requested_at = row.processed_rows, None
    elif row.status is ImportStatus.RUNNING:
        cancelled = row.cancel_requested_at is not None
        row.status = ImportStatus.CANCELLED if cancelled else ImportStatus.COMPLETED
        row.finished_at = now
        await cadence_sources.import_ended(session, row.id, done=not cancelled)
        await import_news.ended(session, row)
        if not cancelled:
            await work_news.import_ended(session, row)
    elif row.status is ImportStatus.UNDOING:
        row.status, row.undone_at = ImportStatus.UNDONE, now


async def fail(session: AsyncSession, import_id: UUID, code: str, detail: str) -> None:
    """The file cannot be imported; a person has to upload another."""
    row = await contact_imports.get_for_update(session, import_id, kind=None)
    if row.status is ImportStatus.FAILED:
        return
    row.status, row.error_code, row.error_detail = ImportStatus.FAILED, code, detail
    row.finished_at = datetime.now(UTC)
    await cadence_sources.import_ended(session, row.id, done=False)
    await import_news.ended(session, row)
    await work_news.import_ended(session, row)


def dialect_of(row: ContactImport) -> Dialect:
    stored = row.dialect
    header, block_bytes = stored["header"], stored["block_bytes"]
    assert isinstance(header, list)
    assert isinstance(block_bytes, int)
    return Dialect(
        str(stored["encoding"]), str(stored["delimiter"]), tuple(map(str, header)), block_bytes
    )


def options_of(row: ContactImport) -> Options:
    tag_ids = row.options["tag_ids"]
    assert isinstance(tag_ids, list)
    return Options(
        tuple(UUID(str(key)) for key in tag_ids),
        bool(row.options["only_new"]),
        bool(row.options["overwrite"]),
        _cadence_of(row),
    )


def _cadence_of(row: ContactImport) -> UUID | None:
    """A list of opt-outs has none."""
    named = row.options.get("cadence_id")
    return UUID(str(named)) if named else None


def choices_of(row: ContactImport, source_id: UUID | None = None) -> Choices:
    """`source_id`: what enrols the file's people in a cadence."""
    options = options_of(row)
    return Choices(
        row.company_id,
        row.id,
        options.tag_ids,
        options.only_new,
        options.overwrite,
        tagged="tags" in row.mapping.values(),
        source_id=source_id,
    )


def report_folder(storage: Path, row: ContactImport) -> Path:
    """Where the refused rows are: the dry run's until the import itself has run."""
    return storage / row.storage_key / ("run" if row.started_at else "check")


async def plan_of(session: AsyncSession, row: ContactImport) -> Plan:
    """What the parsing processes need to know. A field deleted meanwhile is left out."""
    company = await people.get_company(session, row.company_id)
    assert company is not None
    known = {f"{CUSTOM}{field.key}": field for field in await fields.definitions(session)}
    columns = []
    for position, target in sorted((int(p), str(t)) for p, t in row.mapping.items()):
        if target in known:
            field = known[target]
            columns.append(Column(position, target, field.type, tuple(field.choices)))
        elif not target.startswith(CUSTOM):
            columns.append(Column(position, target))
    dialect = dialect_of(row)
    return Plan(dialect.delimiter, dialect.header, tuple(columns), company.country)


async def _target(
    session: AsyncSession, company_id: UUID, header: Sequence[str], position: int, target: str
) -> str:
    """A target as it is stored; "new:<type>" becomes a field of its own."""
    if not target.startswith(_NEW) or position >= len(header):
        return target
    label = header[position] or f"Column {position + 1}"
    key = field_rules.key_for(label)
    if any(field.key == key for field in await fields.definitions(session)):
        return f"{CUSTOM}{key}"
    type_ = FieldType(target.removeprefix(_NEW))
    field = await field_rules.create(session, company_id, label=label, type_=type_, key=key)
    return f"{CUSTOM}{field.key}"


async def _check_mapping(
    session: AsyncSession, header: Sequence[str], targets: Mapping[int, str]
) -> None:
    known = {*import_columns.TARGETS} | {
        f"{CUSTOM}{field.key}" for field in await fields.definitions(session)
    }
    errors = []
    seen: set[str] = set()
    for position, target in targets.items():
        place = f"mapping/{position}"
        if not 0 <= position < len(header):
            errors.append(FieldError(place, "no_such_column", "The file has no such column."))
        elif target not in known:
            errors.append(FieldError(place, "unknown_target", "There is no such contact field."))
        elif target in seen:
            errors.append(
                FieldError(place, "repeated_target", "Another column already goes there.")
            )
        seen.add(target)
    if errors:
        raise InvalidInput("Some columns are not right.", errors)
    _require_phone_in(targets.values())


def _require_phone(row: ContactImport) -> None:
    _require_phone_in(str(target) for target in row.mapping.values())


def _require_phone_in(targets: Iterable[str]) -> None:
    if "phone" not in targets:
        missing = FieldError("mapping", "phone_missing", "Say which column is the phone number.")
        raise InvalidInput("The file needs a column with phone numbers.", [missing])


def _restart(row: ContactImport, status: ImportStatus, cancelled: datetime | None = None) -> None:
    row.status, row.cancel_requested_at = status, cancelled
    row.processed_rows = row.created_count = row.updated_count = row.unchanged_count = 0
    row.duplicate_count = row.rejected_count = 0
    row.done_blocks = []


def _require(row: ContactImport, allowed: Sequence[ImportStatus], message: str) -> None:
    if row.status not in allowed:
        raise InvalidState(message, current=row.status.value)


def _options_to_json(options: Options) -> dict[str, object]:
    return {
        "tag_ids": [str(key) for key in options.tag_ids],
        "only_new": options.only_new,
        "overwrite": options.overwrite,
        "cadence_id": str(options.cadence_id) if options.cadence_id else None,
    }
