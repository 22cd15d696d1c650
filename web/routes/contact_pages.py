"""The page of one contact, and the form to make or change one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.contacts import Contact
from db.queries import contact_history, fields, merges
from db.queries import contacts as contact_queries
from db.queries import tags as tag_queries
from db.session import Session
from schemas.enums import Role
from schemas.errors import AppError
from services import contact_lists, contacts, inboxes, tags
from services.contact_lists import ContactFilter
from services.contacts import EXTERNAL_ID_TAKEN, PHONE_TAKEN, ContactExists
from web import contact_views as views
from web import merge_views, stage_views, time_zones
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.enrolment_views import in_cadences
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

router = APIRouter(prefix="/contacts")

# Here the page links to the other contact, so the words leave its id out.
_TAKEN = {
    PHONE_TAKEN: mark("%(name)s already has this phone number."),
    EXTERNAL_ID_TAKEN: mark("%(name)s already has this external id."),
}
_AGENT = [Depends(require_role(Role.AGENT))]
_TEXTS = ("name", "phone", "email", "external_id", "language", "time_zone")
_FIELD = "fields."


@router.get("/new", name="new_contact", dependencies=_AGENT)
async def new_contact(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        context = await _form(session, None)
    return page(request, "contacts/edit.html", context, fragment="contact_form")


@router.post("/new", name="create_contact", dependencies=_AGENT)
async def create_contact(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    values = _values(await request.form())
    try:
        async with database.company(user.company_id) as session:
            contact = await contacts.create(session, user.company_id, values, source="console")
    except AppError as error:
        return await _sent_back(request, user, database, values=values, error=error)
    return redirect(request, f"/contacts/{contact.id}", toast=Toast(gettext("Contact added.")))


@router.get("/{contact_id}", name="contact")
async def show_contact(
    request: Request, contact_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        now = await merges.became(session, contact_id)
        if now is not None:
            return redirect(request, f"/contacts/{now}")
        contact = await contact_queries.get(session, contact_id)
        known_tags = await tag_queries.all_tags(session)
        marks = views.tag_marks(known_tags)
        eyes = await inboxes.eyes(session, user.user_id, user.role)
        context = {
            "contact": contact,
            "fields": views.field_lines(await fields.definitions(session), contact),
            "tags": [marks[key] for key in contact.tag_ids if key in marks],
            "all_tags": known_tags,
            "identities": await contact_queries.identities(session, contact_id),
            "suppressed": await contact_queries.suppressed_on(session, contact.phone_key or ""),
            "campaigns": await contact_history.campaigns(session, contact_id),
            "messages": await contact_history.messages(session, eyes, contact_id),
            "merges": [
                merge_views.past(one) for one in await merges.of_contact(session, contact_id)
            ],
            **await stage_views.of_contact(session, contact_id),
            "source": views.source(contact.source),
            "time_zone": views.time_zone(contact, user.timezone),
            "in_cadences": await in_cadences(session, contact_id, user),
            "may_edit": user.may(Role.AGENT),
        }
    return page(request, "contacts/show.html", context, fragment="contact_body")


@router.get("/{contact_id}/edit", name="edit_contact", dependencies=_AGENT)
async def edit_contact(
    request: Request, contact_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        context = await _form(session, await contact_queries.get(session, contact_id))
    return page(request, "contacts/edit.html", context, fragment="contact_form")


@router.post("/{contact_id}/edit", name="update_contact", dependencies=_AGENT)
async def update_contact(
    request: Request, contact_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    values = _values(await request.form())
    try:
        async with database.company(user.company_id) as session:
            await contacts.update(session, contact_id, values)
    except AppError as error:
        return await _sent_back(
            request, user, database, values=values, error=error, contact_id=contact_id
        )
    return redirect(request, f"/contacts/{contact_id}", toast=Toast(gettext("Saved.")))


@router.post("/{contact_id}/tags", name="tag_contact", dependencies=_AGENT)
async def tag_contact(
    *,
    request: Request,
    contact_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    add: Annotated[str, Form(max_length=60)] = "",
    remove: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Put on a tag by its name, made when there is none, or take one off."""
    chosen = ContactFilter(ids=(contact_id,))
    async with database.company(user.company_id) as session:
        await contact_queries.get(session, contact_id)
        if add.strip():
            tag = await tags.ensure(session, user.company_id, add)
            await contact_lists.tag_all(
                session, user.company_id, chosen, user.country, add=[tag.id]
            )
        elif remove:
            await contact_lists.tag_all(
                session, user.company_id, chosen, user.country, remove=[remove]
            )
    return redirect(request, f"/contacts/{contact_id}")


@router.post("/{contact_id}/delete", name="delete_contact", dependencies=_AGENT)
async def delete_contact(
    request: Request, contact_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await contacts.delete(session, contact_id)
    return redirect(request, "/contacts", toast=Toast(gettext("Contact deleted.")))


def _values(form: Any) -> dict[str, object]:
    """What the form holds; a custom field that is left empty is taken away."""
    values: dict[str, object] = {name: str(form[name]).strip() for name in _TEXTS if name in form}
    values["fields"] = {
        name.removeprefix(_FIELD): str(text).strip() or None
        for name, text in form.multi_items()
        if name.startswith(_FIELD)
    }
    return values


async def _form(session: Session, contact: Contact | None) -> dict[str, Any]:
    definitions = await fields.definitions(session)
    values: dict[str, object] = {name: getattr(contact, name, "") or "" for name in _TEXTS}
    for field in definitions:
        values[f"{_FIELD}{field.key}"] = (contact.fields if contact else {}).get(field.key, "")
    return {
        "time_zones": time_zones.choices(contact.time_zone if contact else None),
        "contact": contact,
        "definitions": definitions,
        "choices": {field.key: [(word, word) for word in field.choices] for field in definitions},
        "values": values,
        "errors": FieldErrors(),
        "owner": None,
    }


async def _sent_back(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    *,
    values: dict[str, object],
    error: AppError,
    contact_id: UUID | None = None,
) -> Response:
    """The form with what was written in it and each error beside its field."""
    async with database.company(user.company_id) as session:
        contact = await contact_queries.get(session, contact_id) if contact_id else None
        context = await _form(session, contact)
    given = values["fields"]
    assert isinstance(given, dict)
    context["values"] |= values | {f"{_FIELD}{key}": text or "" for key, text in given.items()}
    if isinstance(error, ContactExists):
        error.message = _TAKEN[error.message]
    context["errors"] = field_errors(error)
    context["owner"] = error.contact_id if isinstance(error, ContactExists) else None
    return invalid(request, "contacts/edit.html", context, fragment="contact_form")
