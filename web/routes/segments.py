"""Segments: the list, and the builder with its live count."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from db.queries import contact_imports, fields
from db.queries import segments as segment_queries
from db.queries import stages as stage_queries
from db.queries import tags as tag_queries
from db.session import Session
from schemas.enums import Role
from schemas.errors import AppError, InvalidInput
from services import segment_definitions
from services.segment_definitions import Preview
from web import segment_forms
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors, words
from web.i18n import gettext
from web.render import invalid, page, redirect
from web.segment_forms import Offer, Part

router = APIRouter(prefix="/segments")
_AGENT = [Depends(require_role(Role.AGENT))]
_IMPORTS = 50


@dataclass(slots=True)
class Builder:
    """What the builder shows: a tree, its name, and who belongs to it."""

    root: Part
    name: str = ""
    segment_id: UUID | None = None
    preview: Preview | None = None
    # Why there is no count.
    problem: str = ""

    def context(self, offered: Offer, user: SignedIn) -> dict[str, object]:
        return {
            "builder": self,
            "offer": offered,
            "may_edit": user.may(Role.AGENT),
            "errors": FieldErrors(),
        }


@router.get("", name="segments")
async def list_segments(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        rows = await segment_queries.all_segments(session)
    context = {
        "rows": rows,
        "may_edit": user.may(Role.AGENT),
        "may_enrol": user.may(Role.ADMIN),
    }
    return page(request, "segments/index.html", context, fragment="segment_list")


@router.get("/new", name="new_segment", dependencies=_AGENT)
async def new_segment(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        offered = await _offer(session)
        builder = Builder(segment_forms.empty())
        await _count(session, builder)
    return page(request, "segments/edit.html", builder.context(offered, user), fragment="builder")


@router.get("/{segment_id}", name="segment")
async def show_segment(
    request: Request, segment_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        segment = await segment_queries.get(session, segment_id)
        offered = await _offer(session)
        body = segment_definitions.shown(segment.definition)
        builder = Builder(segment_forms.from_body(body), segment.name, segment_id)
        await _count(session, builder)
    return page(request, "segments/edit.html", builder.context(offered, user), fragment="builder")


@router.post("/builder", name="change_segment_builder", dependencies=_AGENT)
async def change_builder(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    """A row or group more or less, or another field in a row: the builder drawn anew."""
    form = await request.form()
    root = segment_forms.change(segment_forms.read(form), str(form.get("do", "")))
    async with database.company(user.company_id) as session:
        offered = await _offer(session)
        builder = _builder(form.get("id"), form.get("name"), segment_forms.mend(root, offered))
        await _count(session, builder)
    return page(request, "segments/edit.html", builder.context(offered, user), fragment="builder")


@router.post("/count", name="count_segment", dependencies=_AGENT)
async def count_segment(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    form = await request.form()
    async with database.company(user.company_id) as session:
        offered = await _offer(session)
        builder = _builder(form.get("id"), form.get("name"), segment_forms.read(form))
        await _count(session, builder)
    context = builder.context(offered, user)
    return page(request, "segments/edit.html", context, fragment="segment_count")


@router.post("", name="save_segment", dependencies=_AGENT)
async def save_segment(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    form = await request.form()
    if form.get("do"):
        return await change_builder(request, user, database)
    builder = _builder(form.get("id"), form.get("name"), segment_forms.read(form))
    try:
        async with database.company(user.company_id) as session:
            body = segment_forms.to_body(builder.root)
            if builder.segment_id:
                await segment_definitions.update(session, builder.segment_id, builder.name, body)
            else:
                await segment_definitions.create(session, user.company_id, builder.name, body)
    except AppError as error:
        return await _sent_back(request, user, database, builder, error)
    return redirect(request, "/segments", toast=Toast(gettext("Segment saved.")))


@router.post("/{segment_id}/delete", name="delete_segment", dependencies=_AGENT)
async def delete_segment(
    request: Request, segment_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await segment_definitions.delete(session, segment_id)
    return redirect(request, "/segments", toast=Toast(gettext("Segment deleted.")))


def _builder(segment_id: object, name: object, root: Part) -> Builder:
    key = UUID(str(segment_id)) if segment_id else None
    return Builder(root, str(name or ""), key)


async def _offer(session: Session) -> Offer:
    return segment_forms.offer(
        await fields.definitions(session),
        await tag_queries.all_tags(session),
        await contact_imports.page(session, after=None, limit=_IMPORTS),
        await stage_queries.all_stages(session),
    )


async def _count(session: Session, builder: Builder) -> None:
    """Who belongs to it now; a tree that is not yet whole is not counted."""
    try:
        tree = await segment_definitions.read(session, segment_forms.to_body(builder.root))
        builder.preview = await segment_definitions.preview(session, tree)
    except InvalidInput:
        builder.problem = gettext("Fill in every condition to see who belongs.")
    except AppError as error:
        builder.problem = words(error)


async def _sent_back(
    request: Request, user: SignedIn, database: DatabaseDep, builder: Builder, error: AppError
) -> Response:
    errors = field_errors(error)
    segment_forms.show_errors(builder.root, errors)
    async with database.company(user.company_id) as session:
        offered = await _offer(session)
        await _count(session, builder)
    context = builder.context(offered, user) | {"errors": errors}
    return invalid(request, "segments/edit.html", context, fragment="builder")
