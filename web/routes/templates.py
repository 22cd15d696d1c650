"""Templates: the list, one template with its history, and what can be done with it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Query, Request, Response, UploadFile

from db.models.contacts import Contact
from db.queries import connections, contacts, fields, templates
from db.session import Session
from schemas.cursors import Cursor
from schemas.enums import Role, TemplateCategory, TemplateStatus
from schemas.templates import header_format, variables
from services import contact_lists, template_values
from services.contact_lists import ContactFilter
from services.templates import MOST_MEDIA_BYTES, Templates
from web import variable_forms
from web.dependencies import DatabaseDep, SignedIn, SignedInPerson, require_role
from web.flash import Toast
from web.i18n import gettext
from web.render import page, redirect

router = APIRouter(prefix="/templates")
_ADMIN = [Depends(require_role(Role.ADMIN))]
_PAGE = 30
_MOST_CONNECTIONS = 200
_SHOWN = tuple(status for status in TemplateStatus if status is not TemplateStatus.DELETED)
_MEDIA = ("IMAGE", "VIDEO", "DOCUMENT")


def _templates(request: Request) -> Templates:
    service: Templates = request.app.state.templates
    return service


TemplatesDep = Annotated[Templates, Depends(_templates)]


@router.get("", name="templates")
async def show_templates(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    q: Annotated[str, Query(max_length=100)] = "",
    status: str = "",
    category: str = "",
    after: str = "",
) -> Response:
    chosen = TemplateStatus(status) if status in set(TemplateStatus) else None
    kind = TemplateCategory(category) if category in set(TemplateCategory) else None
    async with database.company(user.company_id) as session:
        found = await templates.page(
            session,
            limit=_PAGE + 1,
            after=_cursor(after),
            search=q.strip(),
            statuses=(chosen,) if chosen else _SHOWN,
            category=kind,
        )
        accounts = await connections.page(session, limit=_MOST_CONNECTIONS)
    rows = found[:_PAGE]
    context = {
        "rows": rows,
        "q": q,
        "status": chosen.value if chosen else "",
        "category": kind.value if kind else "",
        "statuses": [value.value for value in TemplateStatus],
        "categories": [value.value for value in TemplateCategory],
        "accounts": {account.id: account.name for account in accounts},
        "older": _place(rows[-1].created_at, rows[-1].id) if len(found) > _PAGE else "",
        "after": after,
        "may_act": user.may(Role.ADMIN),
    }
    return page(request, "templates/index.html", context, fragment="template_list")


@router.post("/sync", name="sync_templates", dependencies=_ADMIN)
async def sync_templates(
    request: Request, user: SignedIn, database: DatabaseDep, service: TemplatesDep
) -> Response:
    """Every account of the company, one after the other."""
    async with database.company(user.company_id) as session:
        accounts = await connections.page(session, limit=_MOST_CONNECTIONS)
    added = changed = removed = 0
    for account in accounts:
        synced = await service.sync(user.company_id, account.id)
        added, changed = added + synced.added, changed + synced.changed
        removed += synced.removed
    message = gettext("Synchronised: %(added)s new, %(changed)s changed, %(removed)s deleted.")
    toast = Toast(message % {"added": added, "changed": changed, "removed": removed})
    return redirect(request, request.url_for("templates").path, toast=toast)


@router.get("/{template_id}", name="template")
async def show_template(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    template_id: UUID,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """`q` finds the contact the preview is shown with."""
    async with database.company(user.company_id) as session:
        template = await templates.get(session, template_id)
        account = await connections.name_of(session, template.connection_id)
        history = await templates.events(session, template_id)
        contact = await _example(session, user, q)
        definitions = await fields.definitions(session)
    slots = variables(template.components, template.parameter_format)
    context = {
        "template": template,
        "account": account,
        "history": history,
        "slots": [(slot, template.bindings.get(slot.key)) for slot in slots],
        "sources": dict(variable_forms.sources(definitions)),
        "message": template_values.rendered(template, contact),
        "contact": contact,
        "q": q,
        "needs_file": header_format(template.components) in _MEDIA
        and "header_handle" not in str(template.components),
        "may_act": user.may(Role.ADMIN),
    }
    return page(request, "templates/show.html", context, fragment=_part(request))


@router.post(
    "/{template_id}/submit",
    name="submit_template",
    dependencies=_ADMIN,
    max_body_size=MOST_MEDIA_BYTES + 100_000,
)
async def submit_template(
    *,
    request: Request,
    user: SignedIn,
    service: TemplatesDep,
    template_id: UUID,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """With the example file of a media header, where one is still missing."""
    if file is not None and file.filename:
        content = await file.read(MOST_MEDIA_BYTES + 1)
        await service.add_header_example(
            user.company_id, template_id, file.filename, file.content_type or "", content
        )
    await service.submit(user.company_id, template_id)
    toast = Toast(gettext("Sent to Meta. The answer usually comes within minutes."))
    return redirect(request, _address(request, template_id), toast=toast)


@router.post("/{template_id}/delete", name="delete_template", dependencies=_ADMIN)
async def delete_template(
    request: Request, user: SignedIn, service: TemplatesDep, template_id: UUID
) -> Response:
    await service.delete(user.company_id, template_id)
    toast = Toast(gettext("The template was deleted."))
    return redirect(request, request.url_for("templates").path, toast=toast)


async def _example(session: Session, user: SignedInPerson, q: str) -> Contact | None:
    """The newest contact that matches; the newest of all where nothing is asked."""
    where = await contact_lists.where(session, ContactFilter(q=q), user.country)
    found = await contacts.page(session, where, after=None, limit=1)
    return found[0] if found else None


def _part(request: Request) -> str:
    """The preview alone while somebody searches a contact for it."""
    target = request.headers.get("HX-Target", "")
    return "template_preview" if target.endswith("template-preview") else "template_page"


def _address(request: Request, template_id: UUID) -> str:
    return request.url_for("template", template_id=template_id).path


def _place(created_at: datetime, row_id: UUID) -> str:
    return f"{created_at.isoformat()}~{row_id.hex}"


def _cursor(text: str) -> Cursor | None:
    """A place somebody edited is the beginning."""
    moment, _, key = text.partition("~")
    try:
        return Cursor(datetime.fromisoformat(moment), UUID(hex=key)) if text else None
    except ValueError:
        return None
