"""Who is not to be written to: the list of it, and lists that are imported."""

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool
from starlette.datastructures import FormData

from db.models.consents import Topic
from db.models.imports import ContactImport
from db.queries import consent_views as rows_of
from db.queries import contact_imports, topics
from db.queries.consent_views import Filter, Listed
from schemas.cursors import Cursor
from schemas.enums import Channel, ImportKind, Role
from schemas.errors import AppError
from schemas.payloads.imports import ImportRef
from schemas.policies import ALL, MARKETING, topic_scope
from services import consents, import_reports, imports, suppression_imports
from services.import_uploads import MAX_UPLOAD
from services.phones import variants
from services.suppression_imports import LONGEST_PASTE, Reach
from web import consent_views, downloads, import_views
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, TemporalDep, require_role
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect
from workflows import starters

router = APIRouter(prefix="/opt-outs")
_ADMIN = [Depends(require_role(Role.ADMIN))]
_PAGE = 50
_EARLIER = 10
# Of a column's place.
_DIGITS = 3
_KIND = ImportKind.SUPPRESSIONS


@router.get("", name="opt_outs")
async def list_opt_outs(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    q: str = "",
    channel: str = "",
    scope: str = "",
    after: str = "",
) -> Response:
    wanted = {"q": q.strip()[:60], "channel": channel, "scope": scope}
    async with database.company(user.company_id) as session:
        known = await topics.all_topics(session)
        keys = await consents.keys_of(session, user.company_id, wanted["q"]) if wanted["q"] else ()
        rows = await rows_of.suppressions(
            session,
            Filter(
                Channel(channel) if channel in set(Channel) else None,
                scope or None,
                keys=keys,
            ),
            after=import_views.place(after),
            limit=_PAGE + 1,
        )
    shown, query = rows[:_PAGE], {name: value for name, value in wanted.items() if value}
    older = {**query, "after": _place(shown[-1])} if len(rows) > _PAGE else None
    context = {
        "rows": [_row(row, known) for row in shown],
        "newer": f"/opt-outs?{urlencode(query)}" if after else None,
        "older": f"/opt-outs?{urlencode(older)}" if older else None,
        "channels": [(key.value, gettext(name)) for key, name in consent_views.CHANNELS.items()],
        "scopes": _scopes(known),
        "may_import": user.may(Role.ADMIN),
        "filtered": bool(query),
        **wanted,
    }
    return page(request, "opt_outs/index.html", context, fragment="opt_out_list")


@router.get("/new", name="new_opt_out_list", dependencies=_ADMIN)
async def new_list(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    context = await _form(user, database, FormData())
    return page(request, "opt_outs/new.html", context, fragment="list_form")


@router.post("/new", name="upload_opt_out_list", dependencies=_ADMIN, max_body_size=MAX_UPLOAD)
async def upload_list(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    temporal: TemporalDep,
    file: UploadFile | None = None,
) -> Response:
    """Take the file, or the numbers that were pasted, and begin the dry run."""
    form = await request.form(max_part_size=LONGEST_PASTE)
    chosen = [str(one) for one in form.getlist("channel")]
    reach = Reach(
        tuple(channel for channel in Channel if channel.value in chosen),
        str(form.get("scope") or ALL),
    )
    try:
        if file is not None and file.filename:
            taken = await suppression_imports.take_file(
                view.storage_dir, user.company_id, file.filename, user.country, file.read
            )
        else:
            text = str(form.get("numbers", ""))
            taken = await suppression_imports.take_text(view.storage_dir, user.company_id, text)
        async with database.company(user.company_id) as session:
            row = await suppression_imports.register(
                session, user.company_id, *taken, reach, user_id=user.user_id
            )
    except AppError as error:
        context = await _form(user, database, form) | {"errors": field_errors(error)}
        return invalid(request, "opt_outs/new.html", context, fragment="list_form")
    await starters.follow_import(temporal, ImportRef(user.company_id, row.id))
    return redirect(request, f"/opt-outs/lists/{row.id}")


@router.get("/lists/{list_id}", name="opt_out_import")
async def show_list(
    request: Request,
    list_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
) -> Response:
    async with database.company(user.company_id) as session:
        row = await contact_imports.get(session, list_id, kind=_KIND)
        known = await topics.all_topics(session)
    step = import_views.step(row)
    reach = suppression_imports.reach_of(row)
    context = {
        "row": row,
        "step": step,
        "share": import_views.share(row),
        "table": await import_views.table(view.storage_dir, row) if step == "columns" else [],
        "refused": await import_views.refused(view.storage_dir, row),
        "where": [gettext(consent_views.CHANNELS[channel]) for channel in reach.channels],
        "what": consent_views.scope_words(reach.scope, known),
        "may_import": user.may(Role.ADMIN),
    }
    return page(request, "opt_outs/show.html", context, fragment="list_body")


@router.post("/lists/{list_id}/column", name="choose_opt_out_column", dependencies=_ADMIN)
async def choose_column(
    request: Request,
    list_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> Response:
    chosen = str((await request.form()).get("column", ""))
    position = int(chosen) if chosen.isdecimal() and len(chosen) <= _DIGITS else -1
    async with database.company(user.company_id) as session:
        await suppression_imports.choose_column(session, list_id, position)
    await starters.follow_import(temporal, ImportRef(user.company_id, list_id))
    return redirect(request, f"/opt-outs/lists/{list_id}")


@router.post("/lists/{list_id}/{move}", name="move_opt_out_list", dependencies=_ADMIN)
async def move_list(
    *,
    request: Request,
    list_id: UUID,
    move: Literal["start", "cancel"],
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> Response:
    async with database.company(user.company_id) as session:
        if move == "cancel":
            await imports.cancel(session, list_id, kind=_KIND, user_id=user.user_id)
        else:
            await imports.start(session, list_id, kind=_KIND)
    # Committed: if the start below fails, the sweep repeats it.
    await starters.follow_import(temporal, ImportRef(user.company_id, list_id))
    return redirect(request, f"/opt-outs/lists/{list_id}")


@router.get("/lists/{list_id}/errors.csv", name="opt_out_list_errors")
async def download_errors(
    list_id: UUID, user: SignedIn, database: DatabaseDep, view: SettingsViewDep
) -> StreamingResponse:
    async with database.company(user.company_id) as session:
        row = await contact_imports.get(session, list_id, kind=_KIND)
    lines = import_reports.as_csv(
        imports.report_folder(view.storage_dir, row),
        imports.dialect_of(row).header,
        gettext,
        separator=downloads.separator(),
    )
    return downloads.csv_file(iterate_in_threadpool(lines), f"opt-out-errors-{row.id}.csv")


async def _form(user: SignedIn, database: DatabaseDep, form: FormData) -> dict[str, Any]:
    """The form as it was sent, or fresh."""
    async with database.company(user.company_id) as session:
        known = await topics.all_topics(session)
        earlier = await contact_imports.page(session, after=None, limit=_EARLIER, kind=_KIND)
    chosen = [str(one) for one in form.getlist("channel")]
    return {
        "numbers": str(form.get("numbers", "")),
        "channels": [
            (key.value, gettext(name), key.value in chosen or not form)
            for key, name in consent_views.CHANNELS.items()
        ],
        "scopes": _scopes(known),
        "scope": str(form.get("scope") or ALL),
        "earlier": [_earlier(row) for row in earlier],
        "errors": FieldErrors(),
    }


def _earlier(row: ContactImport) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.file_name,
        "status": row.status,
        "count": row.created_count,
        "at": row.created_at,
    }


def _scopes(known: Sequence[Topic]) -> list[tuple[str, str]]:
    plain = [(scope, consent_views.scope_words(scope, known)) for scope in (ALL, MARKETING)]
    return plain + [(topic_scope(topic.id), topic.name) for topic in known]


def _row(row: Listed, known: Sequence[Topic]) -> dict[str, Any]:
    return {
        "contact_id": row.contact_id,
        "name": row.contact_name or "",
        "phone": row.phone or variants(row.match_key)[-1],
        "channel": gettext(consent_views.CHANNELS[row.channel]),
        "what": consent_views.scope_words(row.scope, known),
        "why": consent_views.reason(row.reason),
        "by": row.by,
        "at": row.created_at,
    }


def _place(row: Listed) -> str:
    cursor = Cursor(row.created_at, row.id)
    return f"{cursor.created_at.isoformat().replace('+00:00', 'Z')}_{cursor.id.hex}"
