"""Canned replies: the list, and one with a preview of what the customer will read."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.models.contacts import Contact, ContactField
from db.models.conversations import CannedReply
from db.queries import canned_replies as reply_rows
from db.queries import fields as field_rows
from schemas.enums import Role
from schemas.errors import AppError
from schemas.templates import Rendered
from services import canned_replies
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

router = APIRouter(prefix="/canned-replies")
_AGENT = [Depends(require_role(Role.AGENT))]
_LIST = "/canned-replies"
_EDIT = "canned_replies/edit.html"
_LONGEST = 5000
_PLACES = {
    "first_name": mark("First name"),
    "name": mark("Full name"),
    "agent": mark("Who writes"),
    "company": mark("Company"),
}
Shortcut = Annotated[str, Form(max_length=200)]
Body = Annotated[str, Form(max_length=_LONGEST)]


@router.get("", name="canned_replies")
async def list_replies(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    async with database.company(user.company_id) as session:
        if q.strip():
            rows = await canned_replies.matching(session, q, canned_replies.MOST)
        else:
            rows = await reply_rows.all_replies(session)
    context = {"rows": rows, "q": q.strip(), "may_edit": user.may(Role.AGENT)}
    return page(request, "canned_replies/index.html", context, fragment="reply_list")


@router.get("/new", name="new_canned_reply", dependencies=_AGENT)
async def new_reply(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    context = await _context(user, database, "", "")
    return page(request, _EDIT, context)


@router.post("/new", name="create_canned_reply", dependencies=_AGENT)
async def create_reply(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    shortcut: Shortcut = "",
    body: Body = "",
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await canned_replies.create(
                session, user.company_id, shortcut, body, created_by=user.user_id
            )
    except AppError as error:
        context = await _context(user, database, shortcut, body)
        context |= {"errors": field_errors(error)}
        return invalid(request, _EDIT, context, fragment="reply_form")
    return redirect(request, _LIST, toast=Toast(gettext("Reply added.")))


@router.post("/preview", name="preview_canned_reply", dependencies=_AGENT)
async def preview_reply(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    body: Body = "",
) -> Response:
    """While somebody types: the reply as an example contact would read it."""
    context = await _context(user, database, "", body)
    return page(request, _EDIT, context, fragment="reply_preview")


@router.get("/{canned_reply_id}", name="canned_reply", dependencies=_AGENT)
async def show_reply(
    request: Request, canned_reply_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        reply = await reply_rows.get(session, canned_reply_id)
    context = await _context(user, database, reply.shortcut, reply.body, reply)
    return page(request, _EDIT, context)


@router.post("/{canned_reply_id}", name="update_canned_reply", dependencies=_AGENT)
async def update_reply(
    *,
    request: Request,
    canned_reply_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    shortcut: Shortcut = "",
    body: Body = "",
) -> Response:
    async with database.company(user.company_id) as session:
        reply = await reply_rows.get(session, canned_reply_id)
    try:
        async with database.company(user.company_id) as session:
            await canned_replies.update(session, canned_reply_id, shortcut, body)
    except AppError as error:
        context = await _context(user, database, shortcut, body, reply)
        context |= {"errors": field_errors(error)}
        return invalid(request, _EDIT, context, fragment="reply_form")
    return redirect(request, _LIST, toast=Toast(gettext("Saved.")))


@router.post("/{canned_reply_id}/delete", name="delete_canned_reply", dependencies=_AGENT)
async def delete_reply(
    request: Request, canned_reply_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await canned_replies.delete(session, canned_reply_id)
    return redirect(request, _LIST, toast=Toast(gettext("Reply deleted.")))


async def _context(
    user: SignedIn,
    database: DatabaseDep,
    shortcut: str,
    body: str,
    reply: CannedReply | None = None,
) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        definitions = await field_rows.definitions(session)
    filled = canned_replies.fill(body, _example(definitions), user.name, user.company_name)
    return {
        "reply": reply,
        "shortcut": shortcut,
        "body": body,
        "message": Rendered(body=filled.text),
        "unknown": [f"{{{{{place}}}}}" for place in _unknown(filled.unknown, body, definitions)],
        "fillings": _fillings(definitions),
        "longest": canned_replies.LONGEST_BODY,
        "errors": FieldErrors(),
    }


def _example(definitions: Sequence[ContactField]) -> Contact:
    """Somebody with a name, and each field's own name for its value."""
    values = {field.key: field.label for field in definitions}
    return Contact(name=gettext("Ana Souza"), fields=values)


def _unknown(found: Sequence[str], body: str, definitions: Sequence[ContactField]) -> list[str]:
    """Also fields that are not, or no longer, defined."""
    keys = {f"field.{field.key}" for field in definitions}
    gone = {
        place
        for place in canned_replies.places(body)
        if place.startswith("field.") and place not in keys
    }
    return sorted({*found, *gone})


def _fillings(definitions: Sequence[ContactField]) -> list[tuple[str, str]]:
    own = [(f"{{{{{key}}}}}", gettext(label)) for key, label in _PLACES.items()]
    return own + [(f"{{{{field.{field.key}}}}}", field.label) for field in definitions]
