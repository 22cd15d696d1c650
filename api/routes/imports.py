"""Imports of contacts from CSV and XLSX files: upload, check, run, undo."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter, Depends, Request, UploadFile, status
from fastapi.responses import StreamingResponse
from temporalio.client import Client

from api.dependencies import (
    CallerDep,
    DatabaseDep,
    MissingScope,
    SettingsViewDep,
    TemporalDep,
    require,
)
from api.errors import translate
from api.pagination import Listing, PageParams
from db.models.imports import ContactImport
from db.queries import contact_imports
from db.session import Database, Session
from schemas.api.ids import ImportId
from schemas.api.imports import ImportConfigure, ImportCounts, ImportOptions, ImportRead
from schemas.api.pages import Page
from schemas.enums import Scope
from schemas.payloads.imports import ImportRef
from services import import_reports, import_uploads, imports
from services.import_uploads import MAX_UPLOAD
from services.imports import Options
from workflows import starters

router = APIRouter(prefix="/imports", tags=["imports"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]
Move = Callable[[Session, UUID], Awaitable[ContactImport]]


def _read(row: ContactImport, same_as: UUID | None = None) -> ImportRead:
    options = imports.options_of(row)
    return ImportRead(
        id=row.id,
        status=row.status,
        file_name=row.file_name,
        size_bytes=row.size_bytes,
        columns=list(imports.dialect_of(row).header),
        mapping={int(position): str(target) for position, target in row.mapping.items()},
        options=ImportOptions(
            tag_ids=list(options.tag_ids),
            existing="keep" if options.only_new else "update",
            values="overwrite" if options.overwrite else "fill",
            cadence_id=options.cadence_id,
        ),
        counts=ImportCounts(
            rows=row.processed_rows,
            created=row.created_count,
            updated=row.updated_count,
            unchanged=row.unchanged_count,
            duplicates=row.duplicate_count,
            rejected=row.rejected_count,
        ),
        total_rows=row.total_rows,
        same_as=same_as,
        error_code=row.error_code,
        error_detail=row.error_detail,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        undone_at=row.undone_at,
        can_undo=imports.may_undo(row),
    )


@router.get("", response_model=Page[ImportRead], operation_id="list_imports", dependencies=_READ)
async def list_imports(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[ImportRead]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await contact_imports.page(session, after=paging.after, limit=paging.fetch)
    return paging.page([_read(row) for row in rows])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    operation_id="upload_import",
    dependencies=_WRITE,
    max_body_size=MAX_UPLOAD,
)
async def upload_import(
    file: UploadFile, caller: CallerDep, database: DatabaseDep, view: SettingsViewDep
) -> ImportRead:
    """Upload a CSV or XLSX of up to 1 GB. Its columns are guessed; nothing is imported yet."""
    upload, inspection = await import_uploads.take(
        view.storage_dir, caller.company_id, file.filename or "", file.read
    )
    async with database.company(caller.company_id) as session:
        row = await imports.register(session, caller.company_id, upload, inspection)
        same = await contact_imports.same_file(session, row.id, row.file_hash)
    return _read(row, same.id if same else None)


@router.get("/{import_id}", operation_id="get_import", dependencies=_READ)
async def get_import(import_id: ImportId, caller: CallerDep, database: DatabaseDep) -> ImportRead:
    async with database.company(caller.company_id) as session:
        row = await contact_imports.get(session, import_id)
        same = await contact_imports.same_file(session, row.id, row.file_hash)
    return _read(row, same.id if same else None)


@router.patch("/{import_id}", operation_id="configure_import", dependencies=_WRITE)
async def configure_import(
    import_id: ImportId, wanted: ImportConfigure, caller: CallerDep, database: DatabaseDep
) -> ImportRead:
    """Say which column is which, and what to do with contacts that exist."""
    options = Options(
        tuple(wanted.options.tag_ids),
        only_new=wanted.options.existing == "keep",
        overwrite=wanted.options.values == "overwrite",
        cadence_id=wanted.options.cadence_id,
    )
    if options.cadence_id is not None and Scope.CADENCES_RUN.value not in caller.scopes:
        raise MissingScope(Scope.CADENCES_RUN)
    async with database.company(caller.company_id) as session:
        return _read(await imports.configure(session, import_id, wanted.mapping, options))


@router.post(
    "/{import_id}/check",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="check_import",
    dependencies=_WRITE,
)
async def check_import(
    import_id: ImportId, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
) -> ImportRead:
    """A dry run: counts what would happen and changes nothing."""
    return await _move(caller.company_id, import_id, database, temporal, imports.check)


@router.post(
    "/{import_id}/start",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="start_import",
    dependencies=_WRITE,
)
async def start_import(
    import_id: ImportId, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
) -> ImportRead:
    return await _move(caller.company_id, import_id, database, temporal, imports.start)


@router.post(
    "/{import_id}/cancel",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="cancel_import",
    dependencies=_WRITE,
)
async def cancel_import(
    import_id: ImportId, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
) -> ImportRead:
    """Stops soon; what is imported by then stays and can be undone."""
    return await _move(caller.company_id, import_id, database, temporal, imports.cancel)


@router.post(
    "/{import_id}/undo",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="undo_import",
    dependencies=_WRITE,
)
async def undo_import(
    import_id: ImportId, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
) -> ImportRead:
    """Takes back what nobody has touched since, within seven days."""
    return await _move(caller.company_id, import_id, database, temporal, imports.undo)


@router.get(
    "/{import_id}/errors.csv",
    operation_id="download_import_errors",
    dependencies=_READ,
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def download_import_errors(
    request: Request,
    import_id: ImportId,
    caller: CallerDep,
    database: DatabaseDep,
    view: SettingsViewDep,
) -> StreamingResponse:
    """Every row that was refused: its number, the row, the reason in words."""
    async with database.company(caller.company_id) as session:
        row = await contact_imports.get(session, import_id)
    lines = import_reports.as_csv(
        imports.report_folder(view.storage_dir, row),
        imports.dialect_of(row).header,
        lambda words: translate(request, words),
    )
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8")


async def _move(
    company_id: UUID, import_id: UUID, database: Database, temporal: Client, move: Move
) -> ImportRead:
    async with database.company(company_id) as session:
        row = await move(session, import_id)
    # Committed: if the start below fails, the sweep repeats it.
    await starters.follow_import(temporal, ImportRef(company_id, import_id))
    return _read(row)
