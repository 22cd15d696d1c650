"""What a campaign says: one way or several, each seen on a phone while it is written."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from db.session import Session
from schemas.enums import Role
from schemas.errors import AppError
from services import campaign_drafts, contents
from web.campaign_forms import read_text
from web.campaign_frame import FormDep, editable, onward
from web.campaign_message_page import MessageEditor
from web.dependencies import require_role
from web.render import invalid, page, redirect

router = APIRouter(
    prefix="/campaigns/{campaign_id}/edit/message",
    dependencies=[Depends(require_role(Role.ADMIN))],
)
_PAGE = "campaigns/edit/message.html"
EditorDep = Annotated[MessageEditor, Depends()]


@router.get("", name="edit_message")
async def edit_message(
    request: Request, editor: EditorDep, template: UUID | None = None
) -> Response:
    """`template` shows another one than the stored, as it would be."""
    prefix = await editor.prefix()
    async with editor.database.company(editor.user.company_id) as session:
        context = await editor.context(session, prefix, template_id=template)
    return page(request, _PAGE, context, fragment="step_form")


@router.post("/preview", name="preview_message")
async def preview_message(request: Request, editor: EditorDep, form: FormDep) -> Response:
    """The phone as it would be with what stands in the form."""
    return await _shown(request, editor, form, "message_preview")


@router.post("/slots", name="message_slots")
async def message_slots(request: Request, editor: EditorDep, form: FormDep) -> Response:
    """What is to be filled in a text that is being written."""
    return await _shown(request, editor, form, "message_slots")


async def _shown(
    request: Request, editor: MessageEditor, form: FormData, fragment: str
) -> Response:
    prefix = await editor.prefix()
    async with editor.database.company(editor.user.company_id) as session:
        context = await editor.context(session, prefix, form=form)
    # The count of letters stands elsewhere on the page and travels with the phone.
    return page(request, _PAGE, {**context, "oob": True}, fragment=fragment)


@router.post("", name="save_message")
async def save_message(request: Request, editor: EditorDep, form: FormDep) -> Response:
    """Saved first, whichever button it was: another way, a test, the next step, or away."""
    button = read_text(form, "to")
    try:
        async with editor.database.company(editor.user.company_id) as session:
            values = await editor.values(session, form)
            await campaign_drafts.edit(session, editor.campaign_id, values)
            if "leave" not in form and button in {"", "test"}:
                await contents.ready(session, await editable(session, editor.campaign_id))
            shown = await _after(session, editor, button)
    except AppError as error:
        prefix = await editor.prefix()
        async with editor.database.company(editor.user.company_id) as session:
            context = await editor.context(session, prefix, form=form, error=error)
        return invalid(request, _PAGE, context, fragment="step_form")
    here = f"/campaigns/{editor.campaign_id}/edit"
    if button == "test":
        return redirect(request, f"{here}/test?variant={editor.variant}")
    if shown is not None:
        return redirect(request, f"{here}/message?variant={shown}")
    return onward(request, editor.campaign_id, form, "audience")


async def _after(session: Session, editor: MessageEditor, button: str) -> int | None:
    """Which way a button leads to; None for another step."""
    if button == "add":
        return await editor.add_way(session)
    if button == "remove":
        await editor.remove_way(session)
        return 1
    return int(button) if button.isascii() and button.isdigit() else None
