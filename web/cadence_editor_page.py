"""The editor of a cadence's draft: its steps, one of which may be open, and what is wrong with them."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from starlette.datastructures import FormData

from db.models.templates import Template
from db.queries import contact_imports, fields, tags
from db.queries import stages as stage_queries
from db.queries import templates as template_rows
from db.session import Session
from schemas.cadences import Condition, Definition, Message, Step
from schemas.enums import Channel
from schemas.errors import AppError
from schemas.sms_text import LONGEST
from services import (
    cadence_checks,
    cadence_contents,
    cadence_definitions,
    cadence_edits,
    cadences,
    campaign_previews,
    links,
)
from services.cadence_findings import Finding
from web import cadence_choices, cadence_step_forms, cadence_tree, segment_forms, variable_forms
from web.cadence_choices import Choices
from web.cadence_frame import draft_of, frame
from web.cadence_tree import Drawing
from web.cadence_words import KINDS, NOT_YET, WAITS, test_pairs
from web.campaign_content_forms import USUAL_FOOTER
from web.campaign_forms import read_id, read_text
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn
from web.forms import FieldErrors, field_errors
from web.hours_words import day_names
from web.i18n import gettext
from web.segment_forms import Part

_IMPORTS = 50


class CadenceEditor:
    """The draft of one cadence."""

    def __init__(
        self,
        *,
        cadence_id: UUID,
        user: SignedIn,
        database: DatabaseDep,
        view: SettingsViewDep,
    ) -> None:
        self.cadence_id = cadence_id
        self.user = user
        self.database = database
        self._public_url = view.public_url

    async def prefix(self) -> str:
        """What stands before the codes of this company's links."""
        return await links.prefix(self.database, self.user.company_id, self._public_url)

    async def context(
        self,
        session: Session,
        prefix: str,
        *,
        opened: str = "",
        adding: str = "",
        form: FormData | None = None,
        error: AppError | None = None,
        begun: bool = False,
    ) -> dict[str, Any]:
        """`opened`: the step whose form is shown, as stored or as the form has it.

        `begun`: it was just added, so that nothing is amiss yet.
        """
        cadence = await cadences.get(session, self.cadence_id)
        definition = draft_of(cadence)
        choices = await cadence_choices.load(session)
        findings = await cadence_checks.check(session, cadence)
        drawing = Drawing(choices, findings)
        step = cadence_edits.find(definition, opened) if opened else None
        return {
            **await frame(session, cadence, self.user, "edit"),
            "nodes": cadence_tree.nodes(definition, drawing),
            "findings": findings,
            "wrong": [one for one in findings if one.severity == "error"],
            "general": [gettext(one.message) for one in findings if not one.key],
            "opened": step.key if step is not None else "",
            "adding": adding,
            "kinds": _kinds(),
            "step": step,
            "choices": choices,
            "oob": False,
            **await self._open_step(
                session, prefix, definition, step=step, choices=choices, form=form
            ),
            "errors": _errors(error, step if form is None and not begun else None, findings),
        }

    async def _open_step(
        self,
        session: Session,
        prefix: str,
        definition: Definition,
        *,
        step: Step | None,
        choices: Choices,
        form: FormData | None,
    ) -> dict[str, Any]:
        if step is None:
            return {}
        places = cadence_tree.places(definition, Drawing(choices), step.key)
        found: dict[str, Any] = {"step_places": places}
        if isinstance(step, Message):
            return found | await self.message(session, prefix, step, choices, form)
        shown = cadence_step_forms.read(form, step) if form is not None else step
        found |= {"step": shown, "waits": _pairs(WAITS), "tests": test_pairs()}
        if isinstance(shown, Condition):
            offered = await offer(session)
            root = segment_forms.mend(_root(shown, form), offered)
            found |= {"offer": offered, "root": root}
        amount, unit = cadence_step_forms.unit_of(getattr(shown, "minutes", 0))
        return found | {"amount": amount, "unit": unit, "day_names": day_names()}

    async def message(
        self,
        session: Session,
        prefix: str,
        step: Message,
        choices: Choices,
        form: FormData | None,
    ) -> dict[str, Any]:
        """A message as stored, or as the form has it, with what it would look like."""
        if form is not None:
            step = await self.read_message(session, form, step, choices, begun=True)
        channel = choices.channel(step.phone_number_id)
        template = await _template(session, step.template_id)
        said = cadence_contents.said(step, channel or Channel.WHATSAPP, template)
        slots = [slot for one in said for slot in variable_forms.slots(one, choices.custom)]
        person = await campaign_previews.someone(session)
        previews = [
            campaign_previews.preview(
                one,
                person,
                prefix,
                channel=channel or Channel.WHATSAPP,
                plain=step.sms.transliterate,
            )
            for one in said
        ]
        return {
            "step": step,
            "number": choices.sender(step.phone_number_id),
            "channel": channel.value if channel is not None else "",
            "templates": choices.templates_of(step.phone_number_id),
            "slots": list({slot.key: slot for slot in reversed(slots)}.values())[::-1],
            "insertions": variable_forms.insertions(choices.custom),
            "previews": previews,
            "preview": previews[0] if previews else None,
            "in_window": template is not None and len(previews) > 1,
            "sms": step.sms,
            "usual_footer": gettext(USUAL_FOOTER),
            "longest": LONGEST if channel is Channel.SMS else 4_096,
        }

    async def read_message(
        self,
        session: Session,
        form: FormData,
        step: Message,
        choices: Choices,
        *,
        begun: bool = False,
    ) -> Message:
        """The message as the form has it; a template of another account is not taken along."""
        number_id = read_id(form, "number")
        template_id = read_id(form, "template")
        fitting = {one.id for one in choices.templates_of(number_id)}
        template = await _template(session, template_id if template_id in fitting else None)
        if number_id == step.phone_number_id and template_id == step.template_id:
            template = template or await _template(session, template_id)
        return cadence_step_forms.read_message(
            form, step, choices.channel(number_id), template, choices.custom, begun=begun
        )

    async def read(self, session: Session, form: FormData, step: Step) -> Step:
        """The step as the form has it, to be stored. Raises InvalidInput."""
        if isinstance(step, Message):
            choices = await cadence_choices.load(session)
            return await self.read_message(session, form, step, choices)
        said = cadence_step_forms.read(form, step)
        if isinstance(said, Condition) and read_text(form, "test") == "segment":
            body = segment_forms.to_body(segment_forms.read(form))
            stored = await cadence_definitions.segment(session, body, "segment")
            return _with_segment(said, stored)
        return said


EditorDep = Annotated[CadenceEditor, Depends()]


async def offer(session: Session) -> segment_forms.Offer:
    """What a segment's conditions can ask for."""
    return segment_forms.offer(
        await fields.definitions(session),
        await tags.all_tags(session),
        await contact_imports.page(session, after=None, limit=_IMPORTS),
        await stage_queries.all_stages(session),
    )


def _with_segment(step: Condition, stored: dict[str, object] | None) -> Condition:
    return Condition(step.key, step.test, stored, step.outcomes, step.yes, step.no)


def _root(step: Condition, form: FormData | None) -> Part:
    if form is not None and "part" in form:
        return segment_forms.change(segment_forms.read(form), read_text(form, "do"))
    shown = cadence_definitions.shown(Definition((step,))).get(step.key)
    return segment_forms.from_body(shown) if shown is not None else segment_forms.empty()


async def _template(session: Session, key: UUID | None) -> Template | None:
    if key is None:
        return None
    return (await template_rows.by_ids(session, [key])).get(key)


def _errors(error: AppError | None, step: Step | None, findings: Sequence[Finding]) -> FieldErrors:
    """Those of what was sent; else of the open step, by its own fields."""
    if error is not None:
        return field_errors(error)
    found = FieldErrors()
    if step is not None:
        for one in findings:
            if one.key == step.key and one.severity == "error":
                part = one.pointer.split("/")[_depth(one.pointer) :]
                found.setdefault("/".join(part), gettext(one.message))
    return found


def _depth(pointer: str) -> int:
    """How many parts of a pointer lead to the step: "steps/2/yes/0/text" has four."""
    parts = pointer.split("/")
    depth = 2
    while len(parts) > depth + 1 and parts[depth] in ("yes", "no") and parts[depth + 1].isdigit():
        depth += 2
    return depth


def _kinds() -> list[tuple[str, str, str, str, bool]]:
    """The last tells which cannot be performed yet."""
    return [
        (kind.value, gettext(words), gettext(hint), icon, kind in NOT_YET)
        for kind, (words, hint, icon) in KINDS.items()
    ]


def _pairs(words: Any) -> list[tuple[str, str]]:
    return [(kind.value, gettext(text)) for kind, text in words.items()]
