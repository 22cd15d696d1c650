"""Imports: upload a list, say which column is which, see what would happen, run, undo."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool

from db.queries import cadences, contact_imports, fields
from db.queries import tags as tag_queries
from schemas.enums import Role
from schemas.errors import AppError
from schemas.payloads.imports import ImportRef
from services import import_reports, import_uploads, imports, tags
from services.import_uploads import MAX_UPLOAD
from services.imports import Options
from web import downloads
from web import import_views as views
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, TemporalDep, require_role
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect
from workflows import starters

router = APIRouter(prefix="/imports")
_ADMIN = [Depends(require_role(Role.ADMIN))]
_PAGE = 25
_MOVES = {
    "check": imports.check,
    "start": imports.start,
    "undo": imports.undo,
}


@router.get("", name="imports")
async def list_imports(
    request: Request, user: SignedIn, database: DatabaseDep, after: str = ""
) -> Response:
    async with database.company(user.company_id) as session:
        rows = await contact_imports.page(session, after=views.place(after), limit=_PAGE + 1)
    shown = rows[:_PAGE]
    last = shown[-1] if len(rows) > _PAGE else None
    context = {
        "rows": shown,
        "newer": "/imports" if after else None,
        "older": f"/imports?after={views.place_of(last)}" if last else None,
        "may_import": user.may(Role.ADMIN),
    }
    return page(request, "imports/index.html", context, fragment="import_list")


@router.get("/new", name="new_import", dependencies=_ADMIN)
async def new_import(request: Request, user: SignedIn) -> Response:
    assert user
    return page(request, "imports/new.html", {"error": ""}, fragment="upload_form")


@router.post("", name="upload_import", dependencies=_ADMIN, max_body_size=MAX_UPLOAD)
async def upload_import(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    file: UploadFile | None = None,
) -> Response:
    if file is None or not file.filename:
        context = {"error": gettext("Choose a file first.")}
        return invalid(request, "imports/new.html", context, fragment="upload_form")
    try:
        upload, inspection = await import_uploads.take(
            view.storage_dir, user.company_id, file.filename, file.read
        )
    except AppError as error:
        context = {"error": field_errors(error)["form"]}
        return invalid(request, "imports/new.html", context, fragment="upload_form")
    async with database.company(user.company_id) as session:
        row = await imports.register(
            session, user.company_id, upload, inspection, user_id=user.user_id
        )
    return redirect(request, f"/imports/{row.id}")


@router.get("/{import_id}", name="import")
async def show_import(
    *,
    request: Request,
    import_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    columns: bool = False,
) -> Response:
    """The step the import is at; `columns` goes back to the columns after the check."""
    context = await _context(import_id, user, database, view, columns=columns)
    return page(request, "imports/show.html", context, fragment="import_body")


@router.post("/{import_id}/columns", name="set_columns", dependencies=_ADMIN)
async def set_columns(
    *,
    request: Request,
    import_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    temporal: TemporalDep,
) -> Response:
    """Save which column is which, and begin the dry run."""
    form = await request.form()
    chosen = views.chosen(form)
    try:
        async with database.company(user.company_id) as session:
            added = [
                (await tags.ensure(session, user.company_id, name)).id for name in chosen.new_tags
            ]
            options = Options(
                (*chosen.tag_ids, *added), chosen.only_new, chosen.overwrite, chosen.cadence_id
            )
            await imports.configure(session, import_id, chosen.mapping, options)
            await imports.check(session, import_id)
    except AppError as error:
        context = await _context(import_id, user, database, view, columns=True)
        context |= {"errors": field_errors(error), "chosen": chosen}
        return invalid(request, "imports/show.html", context, fragment="import_body")
    await starters.follow_import(temporal, ImportRef(user.company_id, import_id))
    return redirect(request, f"/imports/{import_id}")


@router.post("/{import_id}/{move}", name="move_import", dependencies=_ADMIN)
async def move_import(
    *,
    request: Request,
    import_id: UUID,
    move: Literal["check", "start", "cancel", "undo"],
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> Response:
    async with database.company(user.company_id) as session:
        if move == "cancel":
            await imports.cancel(session, import_id, user_id=user.user_id)
        else:
            await _MOVES[move](session, import_id)
    # Committed: if the start below fails, the sweep repeats it.
    await starters.follow_import(temporal, ImportRef(user.company_id, import_id))
    return redirect(request, f"/imports/{import_id}")


@router.get("/{import_id}/errors.csv", name="import_errors")
async def download_errors(
    import_id: UUID, user: SignedIn, database: DatabaseDep, view: SettingsViewDep
) -> StreamingResponse:
    async with database.company(user.company_id) as session:
        row = await contact_imports.get(session, import_id)
    lines = import_reports.as_csv(
        imports.report_folder(view.storage_dir, row),
        imports.dialect_of(row).header,
        gettext,
        separator=downloads.separator(),
    )
    return downloads.csv_file(iterate_in_threadpool(lines), f"import-errors-{row.id}.csv")


async def _context(
    import_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    *,
    columns: bool,
) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        row = await contact_imports.get(session, import_id)
        definitions = await fields.definitions(session)
        known_tags = await tag_queries.all_tags(session)
        same = await contact_imports.same_file(session, row.id, row.file_hash)
        known_cadences = await cadences.to_choose(session)
    step = views.step(row, columns=columns)
    return {
        "row": row,
        "step": step,
        "share": views.share(row),
        "table": await views.table(view.storage_dir, row) if step == "columns" else [],
        "targets": views.targets(definitions),
        "tags": known_tags,
        "cadences": [(key.hex, name) for key, name in known_cadences],
        "same": same,
        "refused": await views.refused(view.storage_dir, row),
        "chosen": views.stored(row),
        "may_undo": imports.may_undo(row),
        "may_import": user.may(Role.ADMIN),
        "errors": FieldErrors(),
    }
