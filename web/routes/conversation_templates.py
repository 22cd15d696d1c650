"""What is sent besides texts and files: templates, buttons, lists and places."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response

from db.models.contacts import Contact
from db.models.templates import Template
from db.queries import composer, contacts, templates
from db.session import Session
from schemas.contents import Button, Buttons, ListMenu, Location, Row, Section, TemplateContent
from schemas.enums import TemplateStatus
from schemas.errors import FieldError, InvalidInput, InvalidState
from schemas.templates import render, variables
from services import template_values
from web.conversation_page import Opened, OpenedDep
from web.conversation_parts import coordinates
from web.formatting import read_local_input
from web.forms import FieldErrors, field_errors
from web.i18n import mark
from web.render import invalid, page
from web.routes.conversation import AGENT
from web.routes.conversation_sending import ClientKey, compose, told

router = APIRouter(prefix="/inbox/{conversation_id}", dependencies=AGENT)
_PAGE = "inbox/templates.html"
_ONE = "inbox/template.html"
_MOST = 50
_LONGEST = 2000
_MOST_ROWS = 10
Texts = Annotated[list[str] | None, Form(max_length=_MOST_ROWS)]


@router.get("/templates", name="conversation_templates")
async def list_templates(
    request: Request, opened: OpenedDep, q: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """The approved templates of the number's account, each with this contact's values."""
    async with opened.database.company(opened.user.company_id) as session:
        conversation = await opened.conversation(session)
        contact = await contacts.get(session, conversation.contact_id)
        connection_id = await composer.connection_of(session, conversation.phone_number_id)
        found = await templates.page(
            session,
            limit=_MOST,
            search=q.strip(),
            statuses=(TemplateStatus.APPROVED,),
            connection_id=connection_id,
        )
    rows = [(one, template_values.rendered(one, contact)) for one in found]
    context = {"rows": rows, "q": q.strip(), "base": opened.base, "contact": contact}
    return page(request, _PAGE, context, fragment="template_picker")


@router.get("/templates/{template_id}", name="conversation_template")
async def show_template(request: Request, opened: OpenedDep, template_id: UUID) -> Response:
    async with opened.database.company(opened.user.company_id) as session:
        template, contact = await _template(opened, session, template_id)
    values = _suggested(template, contact)
    return page(request, _ONE, _context(opened, template, values), fragment="template_form")


@router.post("/templates/{template_id}/preview", name="preview_conversation_template")
async def preview(
    request: Request, opened: OpenedDep, template_id: UUID, value: Texts = None
) -> Response:
    async with opened.database.company(opened.user.company_id) as session:
        template, _ = await _template(opened, session, template_id)
    context = _context(opened, template, value or [])
    return page(request, _ONE, context, fragment="template_preview")


@router.post("/templates/{template_id}", name="send_conversation_template")
async def send_template(
    *,
    request: Request,
    opened: OpenedDep,
    template_id: UUID,
    value: Texts = None,
    client_key: ClientKey = "",
    scheduled_at: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    given = [text.strip() for text in value or []]
    moment = read_local_input(scheduled_at) if scheduled_at else None
    try:
        async with opened.database.company(opened.user.company_id) as session:
            template, _ = await _template(opened, session, template_id)
            _check(template, given)
            content = TemplateContent(template.id, tuple(given))
            conversation, written = await compose(opened, session, [content], client_key, at=moment)
    except InvalidInput as error:
        context = _context(opened, template, given, field_errors(error))
        return invalid(request, _ONE, context, fragment="template_form")
    return await told(opened, conversation, written, scheduled_at=moment)


async def _template(
    opened: Opened, session: Session, template_id: UUID
) -> tuple[Template, Contact]:
    """An approved template of the conversation's own account."""
    conversation = await opened.conversation(session)
    template = await templates.get(session, template_id)
    connection_id = await composer.connection_of(session, conversation.phone_number_id)
    if template.connection_id != connection_id or template.status is not TemplateStatus.APPROVED:
        raise InvalidState(mark("This template cannot be sent from this number now."))
    return template, await contacts.get(session, conversation.contact_id)


def _suggested(template: Template, contact: Contact) -> list[str]:
    slots = variables(template.components, template.parameter_format)
    return [template_values.value(contact, template.bindings.get(slot.key)) for slot in slots]


def _check(template: Template, values: Sequence[str]) -> None:
    slots = variables(template.components, template.parameter_format)
    message = mark("Fill in this variable.")
    errors = [
        FieldError(f"value-{place}", "missing", message)
        for place in range(len(slots))
        if not "".join(values[place : place + 1])
    ]
    if errors:
        raise InvalidInput(mark("A value is missing."), errors)


def _context(
    opened: Opened,
    template: Template,
    values: Sequence[str],
    errors: FieldErrors | None = None,
) -> dict[str, Any]:
    slots = variables(template.components, template.parameter_format)
    padded = [*values, *[""] * len(slots)][: len(slots)]
    filled = [value or f"{{{{{slot.name}}}}}" for slot, value in zip(slots, padded, strict=True)]
    return {
        "base": opened.base,
        "template": template,
        "slots": list(zip(slots, padded, strict=True)),
        "message": render(template.components, template.parameter_format, filled),
        "errors": errors or FieldErrors(),
    }


@router.post("/menus", name="send_menu")
async def send_menu(
    *,
    opened: OpenedDep,
    body: Annotated[str, Form(max_length=_LONGEST)],
    button: Texts = None,
    opener: Annotated[str, Form(max_length=100)] = "",
    row: Texts = None,
    description: Texts = None,
    footer: Annotated[str, Form(max_length=200)] = "",
    client_key: ClientKey = "",
) -> Response:
    """Up to three buttons, or a list that opens from one."""
    titles = [text.strip() for text in button or [] if text.strip()]
    named = [text.strip() for text in row or []]
    details = [*(description or []), *[""] * len(named)]
    rows = tuple(
        Row(f"row-{place + 1}", title, details[place].strip())
        for place, title in enumerate(named)
        if title
    )
    if not rows and not titles:
        await _exists(opened)
        raise InvalidInput(mark("Fill in at least one button, or the rows of a list."))
    content: Buttons | ListMenu
    if rows:
        content = ListMenu(body.strip(), opener.strip(), (Section(rows),), footer=footer.strip())
    else:
        buttons = tuple(Button(f"button-{n + 1}", title) for n, title in enumerate(titles))
        content = Buttons(body.strip(), buttons, footer=footer.strip())
    return await _send(opened, content, client_key)


@router.post("/places", name="send_place")
async def send_place(
    *,
    opened: OpenedDep,
    place: Annotated[str, Form(max_length=_LONGEST)],
    name: Annotated[str, Form(max_length=200)] = "",
    address: Annotated[str, Form(max_length=500)] = "",
    client_key: ClientKey = "",
) -> Response:
    """A place by its coordinates, or by the address of a map they can be read from."""
    found = coordinates(place)
    if found is None:
        await _exists(opened)
        raise InvalidInput(
            mark("No coordinates are in this. Paste a map's address, or write -23.55, -46.63.")
        )
    return await _send(opened, Location(*found, name.strip(), address.strip()), client_key)


async def _send(
    opened: Opened, content: Buttons | ListMenu | Location, client_key: str
) -> Response:
    try:
        content.check()
    except InvalidInput as error:
        await _exists(opened)
        # The builder has no room beside each field: the first thing that is wrong is told.
        first = error.errors[0] if error.errors else None
        raise InvalidInput(first.message if first else error.message) from error
    async with opened.database.company(opened.user.company_id) as session:
        conversation, written = await compose(opened, session, [content], client_key)
    return await told(opened, conversation, written)


async def _exists(opened: Opened) -> None:
    """Raises NotFound first: of another company's conversation nothing else is told."""
    async with opened.database.company(opened.user.company_id) as session:
        await opened.conversation(session)
