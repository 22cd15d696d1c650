"""Automation: the rules, one in its editor, trying it on somebody, and the log of what they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.models.contacts import ContactField
from db.models.templates import Template
from db.queries import contact_imports, fields, palette, rule_parts, rule_runs, rules
from db.queries import contacts as contact_rows
from db.queries import stages as stage_queries
from db.queries import tags as tag_rows
from db.queries import templates as template_rows
from db.session import Session
from schemas.automation import Action
from schemas.cursors import Cursor
from schemas.enums import Role, RunStatus
from schemas.errors import AppError
from schemas.templates import FrozenTemplate
from services import automation, inboxes
from web import rule_forms, rule_words, segment_forms, variable_forms
from web.dependencies import DatabaseDep, SignedIn, SignedInPerson, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect
from web.rule_forms import RECIPES, RuleForm
from web.variable_forms import Slot

router = APIRouter(prefix="/automation")
_ADMIN = [Depends(require_role(Role.ADMIN))]
_LIST = "/automation"
_EDIT = "automation/edit.html"
_PAGE = 40
_IMPORTS = 50
# Of what decides which fields there are: the editor is drawn anew.
_REDRAW = {
    "hx-post": _LIST,
    "hx-trigger": "change",
    "hx-include": "#segment-form",
    "hx-vals": '{"do": "look"}',
    "hx-target": "#rule-editor",
    "hx-swap": "outerMorph",
    "hx-sync": "#segment-form:replace",
}
Word = Annotated[str, Query(max_length=200)]


@router.get("", name="automation")
async def list_rules(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    midnight = datetime.now(ZoneInfo(user.timezone)).replace(hour=0, minute=0, second=0)
    async with database.company(user.company_id) as session:
        found = await rules.all_rules(session)
        parts = await rule_parts.load(session)
        today = await rule_runs.counts_since(session, midnight)
    lines = [rule_words.line(rule, parts, today.get(rule.id, 0)) for rule in found]
    context = {"lines": lines, "recipes": RECIPES, "may_edit": user.may(Role.ADMIN)}
    return page(request, "automation/index.html", context, fragment="rule_list")


@router.get("/new", name="new_rule", dependencies=_ADMIN)
async def new_rule(
    request: Request, user: SignedIn, database: DatabaseDep, recipe: Word = ""
) -> Response:
    """Empty, or one of the recipes."""
    chosen = next((one for one in RECIPES if one.key == recipe), None)
    shown = chosen.form() if chosen is not None else RuleForm()
    return await _editor(request, user, database, shown)


@router.get("/runs", name="rule_runs")
async def list_runs(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    rule: Word = "",
    status: Word = "",
    after: Word = "",
) -> Response:
    """What rules did, newest first."""
    chosen = {one.value: one for one in RunStatus}.get(status)
    rule_id, place = _key(rule), _key(after)
    async with database.company(user.company_id) as session:
        found = await rule_runs.page(
            session,
            rule_id=rule_id,
            statuses=[chosen] if chosen else (),
            after=Cursor(datetime.now(ZoneInfo("UTC")), place) if place else None,
            limit=_PAGE + 1,
        )
        known = await rules.all_rules(session)
    shown = found[:_PAGE]
    context = {
        "lines": [
            rule_words.run_line(one.run, one.rule, one.contact or one.campaign) for one in shown
        ],
        "rules": [(one.id.hex, one.name) for one in known],
        "statuses": [(one.value, look.text) for one, look in rule_words.STATUSES.items()],
        "chosen": {"rule": rule_id.hex if rule_id else "", "status": chosen or ""},
        "older": shown[-1].run.id.hex if len(found) > _PAGE else "",
        "newest": not place,
    }
    return page(request, "automation/runs.html", context, fragment="run_list")


@router.post("", name="save_rule", dependencies=_ADMIN)
async def save_rule(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    """Saved; or, by one of the editor's buttons, only drawn anew."""
    form = await request.form()
    shown = rule_forms.read(form)
    action = str(form.get("do", ""))
    if action:
        return await _editor(request, user, database, rule_forms.change(shown, action))
    try:
        async with database.company(user.company_id) as session:
            shown.actions = rule_forms.fitting(shown.actions, await _templates(session, shown))
            if shown.rule_id is not None:
                await automation.update(
                    session, shown.rule_id, shown.wanted(), version=shown.version
                )
            else:
                await automation.create(
                    session, user.company_id, shown.wanted(), created_by=user.user_id
                )
    except AppError as error:
        return await _editor(request, user, database, shown, error)
    return redirect(request, _LIST, toast=Toast(gettext("Rule saved.")))


@router.get("/{rule_id}", name="rule")
async def show_rule(
    request: Request, rule_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        rule = await rules.get(session, rule_id)
    shown = rule_forms.of(automation.wanted_of(rule), rule.id, rule.version)
    return await _editor(request, user, database, shown)


@router.post("/{rule_id}/switch", name="switch_rule", dependencies=_ADMIN)
async def switch_rule(
    request: Request,
    rule_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    enabled: Annotated[bool, Form()] = False,
) -> Response:
    async with database.company(user.company_id) as session:
        rule = await automation.switch(session, rule_id, enabled=enabled)
    said = gettext("“%(name)s” is on.") if rule.enabled else gettext("“%(name)s” is off.")
    return redirect(request, _LIST, toast=Toast(said % {"name": rule.name}))


@router.post("/{rule_id}/move", name="move_rule", dependencies=_ADMIN)
async def move_rule(
    request: Request,
    rule_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    way: Annotated[str, Form()] = "up",
) -> Response:
    async with database.company(user.company_id) as session:
        await automation.move(session, rule_id, up=way == "up")
    return redirect(request, _LIST)


@router.post("/{rule_id}/duplicate", name="duplicate_rule", dependencies=_ADMIN)
async def duplicate_rule(
    request: Request, rule_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        original = await rules.get(session, rule_id)
        name = gettext("%(name)s (copy)") % {"name": original.name}
        copy = await automation.duplicate(session, rule_id, name, created_by=user.user_id)
    toast = Toast(gettext("Copied. The copy is off until you switch it on."))
    return redirect(request, f"{_LIST}/{copy.id}", toast=toast)


@router.post("/{rule_id}/delete", name="delete_rule", dependencies=_ADMIN)
async def delete_rule(
    request: Request, rule_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await automation.delete(session, rule_id)
    return redirect(request, _LIST, toast=Toast(gettext("Rule deleted.")))


@router.get("/{rule_id}/try", name="try_rule")
async def try_rule(
    *,
    request: Request,
    rule_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    q: Word = "",
    contact: Word = "",
) -> Response:
    """Somebody is looked for; then what the rule would do for them. Nothing is done."""
    contact_id = _key(contact)
    async with database.company(user.company_id) as session:
        # First: what it takes back is forgotten by the rows that were read before.
        trial = await automation.try_on(session, rule_id, contact_id) if contact_id else None
        person = await contact_rows.get(session, contact_id) if contact_id else None
        rule = await rules.get(session, rule_id)
        line = rule_words.line(rule, await rule_parts.load(session), 0)
        eyes = await inboxes.eyes(session, user.user_id, user.role)
        people = await palette.people(session, eyes, q.strip()) if q.strip() else []
    context = {
        "line": line,
        "q": q.strip(),
        "people": people,
        "person": person,
        "trial": trial,
        "did": [rule_words.did(one) for one in trial.results] if trial else [],
    }
    return page(request, "automation/try.html", context, fragment="rule_trial")


@dataclass(frozen=True, slots=True)
class Editor:
    """What the editor's page shows besides the form itself."""

    shown: RuleForm
    parts: rule_parts.Parts
    offer: segment_forms.Offer
    errors: FieldErrors
    # By the place of an action: what its template leaves open.
    slots: Sequence[Sequence[Slot]]

    def context(self, user: SignedInPerson) -> Mapping[str, object]:
        trigger = self.shown.trigger
        return {
            "shown": self.shown,
            "parts": self.parts,
            "offer": self.offer,
            "errors": self.errors,
            "may_edit": user.may(Role.ADMIN),
            "triggers": [(kind.value, one) for kind, one in rule_words.TRIGGERS.items()],
            "actions": [(kind.value, one) for kind, one in rule_words.ACTIONS.items()],
            "priorities": [
                (one.value, gettext(text)) for one, text in rule_words.PRIORITIES.items()
            ],
            "stops": [(code, gettext(text)) for code, text in rule_words.STOPS.items()],
            "pauses": _pauses(self.shown.pause_minutes),
            "when": rule_words.when(trigger, self.parts),
            "slots": self.slots,
            "insertions": rule_words.insertions(self.parts),
            "redraw": _REDRAW,
        }


async def _editor(
    request: Request,
    user: SignedInPerson,
    database: DatabaseDep,
    shown: RuleForm,
    error: AppError | None = None,
) -> Response:
    errors = field_errors(error) if error is not None else FieldErrors()
    segment_forms.show_errors(
        shown.root,
        {name.replace("conditions/", "definition/conditions/", 1): text
         for name, text in errors.items() if name.startswith("conditions/")},
    )  # fmt: skip
    async with database.company(user.company_id) as session:
        parts = await rule_parts.load(session, shown.trigger.campaign_id)
        custom = await fields.definitions(session)
        templates = await _templates(session, shown)
        offer = await _offer(session, custom)
    slots = [
        _slots(action, templates.get(action.template_id) if action.template_id else None, custom)
        for action in shown.actions
    ]
    shown.root = segment_forms.mend(shown.root, offer)
    context = Editor(shown, parts, offer, errors, slots).context(user)
    if error is not None:
        return invalid(request, _EDIT, context, fragment="rule_editor")
    return page(request, _EDIT, context, fragment="rule_editor")


async def _templates(session: Session, shown: RuleForm) -> dict[UUID, Template]:
    """Those that its messages fall back on."""
    wanted = [one.template_id for one in shown.actions if one.template_id is not None]
    return await template_rows.by_ids(session, wanted)


def _slots(action: Action, template: Template | None, custom: Sequence[ContactField]) -> list[Slot]:
    """What is to be filled, by the rule or as the template itself says."""
    if template is None:
        return []
    bound = {**template.bindings, **action.bindings}
    frozen = FrozenTemplate(
        template.name,
        template.language,
        template.components,
        template.parameter_format,
        bindings=bound,
    )
    return [one.without_links for one in variable_forms.slots(frozen, custom)]


async def _offer(session: Session, custom: Sequence[ContactField]) -> segment_forms.Offer:
    return segment_forms.offer(
        custom,
        await tag_rows.all_tags(session),
        await contact_imports.page(session, after=None, limit=_IMPORTS),
        await stage_queries.all_stages(session),
    )


def _pauses(stored: int) -> list[tuple[int, str]]:
    offered = [(count, gettext(text)) for count, text in rule_words.PAUSES]
    if stored not in {count for count, _ in offered}:
        said = gettext("At most once in %(time)s") % {"time": rule_words.minutes(stored)}
        offered.append((stored, said))
    return offered


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
