"""Writing a template: the form, and the message as it will look while it is typed."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from db.models.templates import Template
from db.queries import connections, fields, templates
from schemas.enums import Role, TemplateCategory
from schemas.errors import AppError, FieldError, InvalidInput
from schemas.templates import FrozenTemplate, render, variables
from services import template_values
from services.templates import Templates
from web import template_forms as forms
from web import variable_forms
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

router = APIRouter(prefix="/templates", dependencies=[Depends(require_role(Role.ADMIN))])
_MOST_CONNECTIONS = 200


def _templates(request: Request) -> Templates:
    service: Templates = request.app.state.templates
    return service


async def _sent(request: Request) -> FormData:
    return await request.form()


TemplatesDep = Annotated[Templates, Depends(_templates)]
FormDep = Annotated[FormData, Depends(_sent)]


@router.get("/new", name="new_template")
async def new_template(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    context = await _context(user.company_id, database, forms.Values())
    return page(request, "templates/edit.html", context, fragment="template_form")


@router.post("/new", name="create_template")
async def create_template(
    request: Request, user: SignedIn, database: DatabaseDep, service: TemplatesDep, form: FormDep
) -> Response:
    values = forms.read(form)
    frozen = _typed(values, form)
    try:
        connection_id = _connection(values)
        made = await service.create(
            user.company_id, connection_id, forms.content(values, frozen.bindings)
        )
    except AppError as error:
        context = await _context(user.company_id, database, values, frozen, error=error)
        return invalid(request, "templates/edit.html", context, fragment="template_form")
    toast = Toast(gettext("Saved as a draft. Send it to Meta when it is ready."))
    return redirect(request, request.url_for("template", template_id=made.id).path, toast=toast)


@router.get("/{template_id}/edit", name="edit_template")
async def edit_template(
    request: Request, user: SignedIn, database: DatabaseDep, template_id: UUID
) -> Response:
    async with database.company(user.company_id) as session:
        template = await templates.get(session, template_id)
    values = forms.of_template(template)
    context = await _context(user.company_id, database, values, _stored(template), template)
    return page(request, "templates/edit.html", context, fragment="template_form")


@router.post("/{template_id}/edit", name="save_template")
async def save_template(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    service: TemplatesDep,
    form: FormDep,
    template_id: UUID,
) -> Response:
    """What Meta knows already goes to review again, unless only the values changed."""
    async with database.company(user.company_id) as session:
        template = await templates.get(session, template_id)
    values = forms.read(form, forms.of_template(template))
    frozen = _typed(values, form)
    try:
        content = forms.content(values, frozen.bindings)
        saved = await service.change(user.company_id, template_id, content, version=values.version)
    except AppError as error:
        context = await _context(user.company_id, database, values, frozen, template, error=error)
        return invalid(request, "templates/edit.html", context, fragment="template_form")
    told = saved.status is not template.status
    words = mark("Saved. Meta reviews the new words.") if told else mark("Saved.")
    address = request.url_for("template", template_id=template_id).path
    return redirect(request, address, toast=Toast(gettext(words)))


@router.post("/draft/parts", name="template_parts")
async def template_parts(
    request: Request, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    """While somebody types: the variables found in the text, or the message with their values."""
    values = forms.read(form)
    context = await _context(user.company_id, database, values, _typed(values, form))
    part = "template_slots" if form.get("part") == "slots" else "template_preview"
    return page(request, "templates/edit.html", context, fragment=part)


async def _context(
    company_id: UUID,
    database: DatabaseDep,
    values: forms.Values,
    frozen: FrozenTemplate | None = None,
    template: Template | None = None,
    *,
    error: AppError | None = None,
) -> dict[str, Any]:
    async with database.company(company_id) as session:
        accounts = await connections.page(session, limit=_MOST_CONNECTIONS)
        definitions = await fields.definitions(session)
    shown = frozen or forms.frozen(values, {})
    found = variables(shown.components, shown.parameter_format)
    examples = template_values.examples(found, shown.bindings)
    return {
        "values": values,
        "template": template,
        "accounts": [(str(account.id), account.name) for account in accounts],
        "slots": variable_forms.slots(shown),
        "sources": variable_forms.sources(definitions),
        "message": render(shown.components, shown.parameter_format, examples),
        "languages": [(code, f"{gettext(name)} · {code}") for code, name in _languages(values)],
        "headers": [(key, gettext(name)) for key, name in forms.HEADERS],
        "button_kinds": [(key, gettext(name)) for key, name in forms.BUTTON_KINDS],
        "categories": [TemplateCategory.MARKETING.value, TemplateCategory.UTILITY.value],
        "errors": field_errors(error) if error else FieldErrors(),
    }


def _typed(values: forms.Values, form: FormData) -> FrozenTemplate:
    """What was typed, with what fills its variables."""
    shown = forms.frozen(values, {})
    found = variables(shown.components, shown.parameter_format)
    return forms.frozen(values, variable_forms.read_bindings(form, found))


def _stored(template: Template) -> FrozenTemplate:
    return FrozenTemplate(
        template.name,
        template.language,
        template.components,
        template.parameter_format,
        bindings=dict(template.bindings),
    )


def _connection(values: forms.Values) -> UUID:
    try:
        return UUID(values.connection_id)
    except ValueError:
        message = mark("Choose an account.")
        raise InvalidInput(
            "This template is not right yet; see each field.",
            [FieldError("connection_id", "required", message)],
        ) from None


def _languages(values: forms.Values) -> list[tuple[str, str]]:
    """A language Meta had and we do not list stays choosable."""
    known = dict(forms.LANGUAGES)
    known.setdefault(values.language, values.language)
    return list(known.items())
