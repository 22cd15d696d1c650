"""Custom fields: what the company wants to know of its contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import fields as field_queries
from schemas.enums import FieldType, Role
from schemas.errors import AppError
from services import fields
from web import contact_views as views
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/fields")
_ADMIN = [Depends(require_role(Role.ADMIN))]


@router.get("", name="fields")
async def list_fields(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return page(
        request, "contacts/fields.html", await _context(user, database), fragment="field_list"
    )


@router.post("", name="create_field", dependencies=_ADMIN)
async def create_field(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    label: Annotated[str, Form(max_length=200)] = "",
    type_: Annotated[FieldType, Form(alias="type")] = FieldType.TEXT,
    choices: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """Choices stand one in a line."""
    try:
        async with database.company(user.company_id) as session:
            await fields.create(
                session, user.company_id, label=label, type_=type_, choices=choices.splitlines()
            )
    except AppError as error:
        context = await _context(user, database) | {
            "label": label,
            "type": type_.value,
            "choices": choices,
            "errors": field_errors(error),
        }
        return invalid(request, "contacts/fields.html", context, fragment="field_list")
    return redirect(request, "/fields", toast=Toast(gettext("Field added.")))


@router.post("/{field_id}", name="update_field", dependencies=_ADMIN)
async def update_field(
    *,
    request: Request,
    field_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    label: Annotated[str, Form(max_length=200)] = "",
    choices: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    async with database.company(user.company_id) as session:
        await fields.update(session, field_id, label=label, choices=choices.splitlines())
    return redirect(request, "/fields", toast=Toast(gettext("Saved.")))


@router.post("/{field_id}/delete", name="delete_field", dependencies=_ADMIN)
async def delete_field(
    request: Request, field_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await fields.delete(session, field_id)
    return redirect(request, "/fields", toast=Toast(gettext("Field deleted.")))


async def _context(user: SignedIn, database: DatabaseDep) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        rows = await field_queries.definitions(session)
    return {
        "rows": [(row, views.type_name(row.type)) for row in rows],
        "types": [(kind.value, views.type_name(kind)) for kind in FieldType],
        "label": "",
        "type": FieldType.TEXT.value,
        "choices": "",
        "errors": FieldErrors(),
        "may_edit": user.may(Role.ADMIN),
    }
