"""The steps of a cadence, changed one at a time in its draft; each change is stored at once."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import FormData

from db.session import Session
from schemas.cadences import Condition, Definition, Message, StepKind
from schemas.enums import Role
from schemas.errors import InvalidInput, NotFound
from services import cadence_edits, cadences
from web import cadence_choices, cadence_step_forms, segment_forms
from web.cadence_editor_page import EditorDep
from web.cadence_frame import FormDep, draft_of
from web.campaign_forms import read_number, read_text
from web.dependencies import HintsDep, require_role
from web.forms import FieldErrors
from web.render import page, redirect, wants_fragment

router = APIRouter(
    prefix="/cadences/{cadence_id}", dependencies=[Depends(require_role(Role.ADMIN))]
)
_PAGE = "cadences/edit.html"
_BLOCK = "cadence_editor"
_KINDS = {kind.value: kind for kind in StepKind}
StepKey = Annotated[str, Query(max_length=40)]


@router.get("/edit", name="edit_cadence")
async def edit_cadence(
    request: Request,
    editor: EditorDep,
    opened: Annotated[str, Query(alias="open", max_length=40)] = "",
    adding: Annotated[str, Query(alias="add", max_length=60)] = "",
) -> Response:
    """`open`: the step whose form is shown; `add`: the place for which a kind is being chosen."""
    return await _shown(request, editor, opened=opened, adding=adding)


@router.post("/steps", name="add_cadence_step")
async def add_step(request: Request, editor: EditorDep, form: FormDep, hints: HintsDep) -> Response:
    kind, place = _KINDS.get(read_text(form, "kind")), read_text(form, "place")
    if kind is None:
        return await _shown(request, editor, adding=place)
    async with editor.database.company(editor.user.company_id) as session:
        definition = await _draft(session, editor)
        key = cadence_edits.new_key(definition)
        step = cadence_step_forms.fresh(kind, key)
        if isinstance(step, Message):
            step = await _sent_as_before(session, definition, step)
        await _store(session, editor, cadence_edits.put(definition, place, step), form)
    hints.changed(editor.user.company_id, "cadence", editor.cadence_id)
    return await _shown(request, editor, opened=key, moved=True)


async def _sent_as_before(session: Session, definition: Definition, step: Message) -> Message:
    """From the number of the message before; where there is but one, from that."""
    used = [one.phone_number_id for one in definition.walk() if isinstance(one, Message)]
    senders = [one.id for one in (await cadence_choices.load(session)).senders]
    number = next((one for one in reversed(used) if one in senders), None)
    if number is None and len(senders) == 1:
        number = senders[0]
    return Message(step.key, phone_number_id=number, sms=step.sms)


@router.post("/steps/{step_key}", name="save_cadence_step")
async def save_step(
    *,
    request: Request,
    step_key: str,
    editor: EditorDep,
    form: FormDep,
    hints: HintsDep,
) -> Response:
    """Stored and closed; with `do` the form is only drawn anew, as for another kind of wait."""
    if read_text(form, "do"):
        return await _shown(request, editor, opened=step_key, form=form)
    try:
        async with editor.database.company(editor.user.company_id) as session:
            definition = await _draft(session, editor)
            step = cadence_edits.find(definition, step_key)
            if step is None:
                raise NotFound("Step", step_key)
            said = await editor.read(session, form, step)
            await _store(session, editor, cadence_edits.change(definition, said), form)
    except InvalidInput as error:
        return await _wrong(request, editor, step_key, form, error)
    hints.changed(editor.user.company_id, "cadence", editor.cadence_id)
    return await _shown(request, editor, moved=True)


async def _wrong(
    request: Request, editor: EditorDep, step_key: str, form: FormData, error: InvalidInput
) -> Response:
    prefix = await editor.prefix()
    async with editor.database.company(editor.user.company_id) as session:
        context = await editor.context(session, prefix, opened=step_key, form=form, error=error)
    if isinstance(context.get("step"), Condition) and "root" in context:
        places = {
            key.replace("segment", "definition", 1): text for key, text in context["errors"].items()
        }
        segment_forms.show_errors(context["root"], places)
    return page(request, _PAGE, context, fragment=_BLOCK, status=error.status)


@router.post("/steps/{step_key}/preview", name="preview_cadence_step")
async def preview_step(
    request: Request, step_key: str, editor: EditorDep, form: FormDep
) -> Response:
    """The message as it would be with what stands in the form."""
    return await _part(request, step_key, editor, form, "cadences/message_preview.html")


@router.post("/steps/{step_key}/slots", name="cadence_step_slots")
async def step_slots(request: Request, step_key: str, editor: EditorDep, form: FormDep) -> Response:
    """What is to be filled in a text that is being written."""
    return await _part(request, step_key, editor, form, "cadences/message_slots.html")


async def _part(
    request: Request, step_key: str, editor: EditorDep, form: FormData, template: str
) -> Response:
    prefix = await editor.prefix()
    async with editor.database.company(editor.user.company_id) as session:
        step = cadence_edits.find(await _draft(session, editor), step_key)
        if not isinstance(step, Message):
            raise NotFound("Step", step_key)
        choices = await cadence_choices.load(session)
        context = await editor.message(session, prefix, step, choices, form)
        cadence = await cadences.get(session, editor.cadence_id)
    return page(
        request, template, {**context, "cadence": cadence, "errors": FieldErrors(), "oob": True}
    )


@router.post("/steps/{step_key}/move", name="move_cadence_step")
async def move_step(
    *,
    request: Request,
    step_key: str,
    editor: EditorDep,
    form: FormDep,
    hints: HintsDep,
) -> Response:
    """`by`: up or down among its neighbours; or to a `place`."""
    place = read_text(form, "place")
    async with editor.database.company(editor.user.company_id) as session:
        definition = await _draft(session, editor)
        if place:
            changed = cadence_edits.move(definition, step_key, place)
        else:
            by = -1 if read_text(form, "by") == "up" else 1
            changed = cadence_edits.shift(definition, step_key, by)
        await _store(session, editor, changed, form)
    hints.changed(editor.user.company_id, "cadence", editor.cadence_id)
    return await _shown(request, editor, moved=True)


@router.post("/steps/{step_key}/duplicate", name="duplicate_cadence_step")
async def duplicate_step(
    *,
    request: Request,
    step_key: str,
    editor: EditorDep,
    form: FormDep,
    hints: HintsDep,
) -> Response:
    async with editor.database.company(editor.user.company_id) as session:
        definition = await _draft(session, editor)
        changed, _ = cadence_edits.duplicate(definition, step_key)
        await _store(session, editor, changed, form)
    hints.changed(editor.user.company_id, "cadence", editor.cadence_id)
    return await _shown(request, editor, moved=True)


@router.post("/steps/{step_key}/remove", name="remove_cadence_step")
async def remove_step(
    *,
    request: Request,
    step_key: str,
    editor: EditorDep,
    form: FormDep,
    hints: HintsDep,
) -> Response:
    """Out of the draft; those on their way keep it in their version."""
    async with editor.database.company(editor.user.company_id) as session:
        definition = await _draft(session, editor)
        await _store(session, editor, cadence_edits.take(definition, step_key), form)
    hints.changed(editor.user.company_id, "cadence", editor.cadence_id)
    return await _shown(request, editor, moved=True)


async def _draft(session: Session, editor: EditorDep) -> Definition:
    return draft_of(await cadences.get(session, editor.cadence_id))


async def _store(
    session: Session, editor: EditorDep, definition: Definition, form: FormData
) -> None:
    """Raises PreconditionFailed where somebody else was quicker."""
    seen = read_number(form, "version")
    await cadences.edit(
        session,
        editor.cadence_id,
        {"definition": definition},
        version=seen,
        user_id=editor.user.user_id,
    )


async def _shown(
    request: Request,
    editor: EditorDep,
    *,
    opened: str = "",
    adding: str = "",
    form: FormData | None = None,
    moved: bool = False,
) -> Response:
    """The editor; without htmx after a write its own address, so that nothing is sent twice."""
    place: UUID = editor.cadence_id
    if moved and not wants_fragment(request):
        return redirect(request, f"/cadences/{place}/edit{f'?open={opened}' if opened else ''}")
    prefix = await editor.prefix()
    async with editor.database.company(editor.user.company_id) as session:
        context = await editor.context(
            session,
            prefix,
            opened=opened,
            adding=adding,
            form=form,
            begun=moved and bool(opened),
        )
    return page(request, _PAGE, context, fragment=_BLOCK)
