"""Lists of people who are not to be written to: upload, check, run."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, UploadFile, status
from fastapi.responses import StreamingResponse
from temporalio.client import Client

from api.dependencies import CallerDep, DatabaseDep, SettingsViewDep, TemporalDep, require
from api.errors import translate
from api.pagination import Listing, PageParams
from db.models.imports import ContactImport
from db.queries import contact_imports, people
from schemas.api.consents import (
    SuppressionColumn,
    SuppressionImportCounts,
    SuppressionImportRead,
)
from schemas.api.ids import ImportId
from schemas.api.pages import Page
from schemas.enums import Channel, ImportKind, Scope
from schemas.payloads.imports import ImportRef
from schemas.policies import ALL
from services import import_reports, imports, suppression_imports
from services.import_uploads import MAX_UPLOAD
from services.suppression_imports import Reach
from workflows import starters

router = APIRouter(prefix="/suppression-imports", tags=["consent"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]
_KIND = ImportKind.SUPPRESSIONS


def _read(row: ContactImport) -> SuppressionImportRead:
    reach = suppression_imports.reach_of(row)
    return SuppressionImportRead(
        id=row.id,
        status=row.status,
        file_name=row.file_name,
        columns=list(imports.dialect_of(row).header),
        column=next((int(position) for position in row.mapping), None),
        channels=list(reach.channels),
        scope=reach.scope,
        counts=SuppressionImportCounts(
            rows=row.processed_rows,
            suppressed=row.created_count,
            unchanged=row.unchanged_count,
            duplicates=row.duplicate_count,
            rejected=row.rejected_count,
        ),
        total_rows=row.total_rows,
        error_code=row.error_code,
        error_detail=row.error_detail,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


@router.get(
    "",
    response_model=Page[SuppressionImportRead],
    operation_id="list_suppression_imports",
    dependencies=_READ,
)
async def list_suppression_imports(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[SuppressionImportRead]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await contact_imports.page(
            session, after=paging.after, limit=paging.fetch, kind=_KIND
        )
    return paging.page([_read(row) for row in rows])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    operation_id="upload_suppressions",
    dependencies=_WRITE,
    max_body_size=MAX_UPLOAD,
)
async def upload_suppressions(
    *,
    file: UploadFile,
    caller: CallerDep,
    database: DatabaseDep,
    view: SettingsViewDep,
    temporal: TemporalDep,
    channels: Annotated[list[Channel], Form()] = list(Channel),  # noqa: B006 - FastAPI copies it
    scope: Annotated[str, Form(max_length=60)] = ALL,
) -> SuppressionImportRead:
    """Upload a CSV or XLSX of up to 1 GB. It is checked at once, and nothing is imported yet."""
    async with database.company(caller.company_id) as session:
        company = await people.get_company(session, caller.company_id)
    assert company is not None
    taken = await suppression_imports.take_file(
        view.storage_dir, caller.company_id, file.filename or "", company.country, file.read
    )
    async with database.company(caller.company_id) as session:
        row = await suppression_imports.register(
            session, caller.company_id, *taken, Reach(tuple(dict.fromkeys(channels)), scope)
        )
    await starters.follow_import(temporal, ImportRef(caller.company_id, row.id))
    return _read(row)


@router.get("/{list_id}", operation_id="get_suppression_import", dependencies=_READ)
async def get_suppression_import(
    list_id: ImportId, caller: CallerDep, database: DatabaseDep
) -> SuppressionImportRead:
    async with database.company(caller.company_id) as session:
        return _read(await contact_imports.get(session, list_id, kind=_KIND))


@router.put("/{list_id}/column", operation_id="choose_suppression_column", dependencies=_WRITE)
async def choose_suppression_column(
    list_id: ImportId,
    wanted: SuppressionColumn,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> SuppressionImportRead:
    """Say in which column the numbers are; the list is then checked."""
    async with database.company(caller.company_id) as session:
        row = await suppression_imports.choose_column(session, list_id, wanted.column)
    await starters.follow_import(temporal, ImportRef(caller.company_id, list_id))
    return _read(row)


@router.post(
    "/{list_id}/start",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="start_suppression_import",
    dependencies=_WRITE,
)
async def start_suppression_import(
    list_id: ImportId, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
) -> SuppressionImportRead:
    async with database.company(caller.company_id) as session:
        row = await imports.start(session, list_id, kind=_KIND)
    return await _followed(temporal, caller.company_id, row)


@router.post(
    "/{list_id}/cancel",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="cancel_suppression_import",
    dependencies=_WRITE,
)
async def cancel_suppression_import(
    list_id: ImportId, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
) -> SuppressionImportRead:
    """Stops soon; whoever is suppressed by then stays so."""
    async with database.company(caller.company_id) as session:
        row = await imports.cancel(session, list_id, kind=_KIND)
    return await _followed(temporal, caller.company_id, row)


@router.get(
    "/{list_id}/errors.csv",
    operation_id="download_suppression_errors",
    dependencies=_READ,
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def download_suppression_errors(
    request: Request,
    list_id: ImportId,
    caller: CallerDep,
    database: DatabaseDep,
    view: SettingsViewDep,
) -> StreamingResponse:
    """Every row that was refused: its number, the row, the reason in words."""
    async with database.company(caller.company_id) as session:
        row = await contact_imports.get(session, list_id, kind=_KIND)
    lines = import_reports.as_csv(
        imports.report_folder(view.storage_dir, row),
        imports.dialect_of(row).header,
        lambda words: translate(request, words),
    )
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8")


async def _followed(
    temporal: Client, company_id: UUID, row: ContactImport
) -> SuppressionImportRead:
    # Committed: if the start fails, the sweep repeats it.
    await starters.follow_import(temporal, ImportRef(company_id, row.id))
    return _read(row)
