"""What the screens of a hook show: the list, the mapping beside a sample, the guard at its door."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from db.models.hooks import Hook
from db.queries import cadences, fields, inboxes
from db.queries import hooks as rows
from db.queries import templates as template_rows
from db.session import Database, Session
from schemas.api.ids import CADENCE, NUMBER, TEMPLATE, parse_or_missing
from schemas.enums import TemplateStatus
from schemas.errors import AppError, FieldError, NotFound
from schemas.hooks import Mapping as HookMapping
from schemas.hooks import MappingRow, Signature
from schemas.templates import variables as variables_of
from services import hook_values, hooks
from services.hook_requests import Preview
from services.keyring import Keyring
from web import hook_forms, hook_words
from web.forms import FieldErrors, field_errors, words
from web.i18n import gettext

_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says: the rows by their place in it, and the actions."""

    rows: list[tuple[int, MappingRow]]
    places: int
    actions: dict[str, object]

    @property
    def mapping(self) -> HookMapping:
        return HookMapping(rows=[row for _, row in self.rows])


async def index(database: Database, company_id: UUID) -> dict[str, Any]:
    async with database.company(company_id) as session:
        found = await rows.lines(session)
    return {
        "lines": [(line, hook_words.state(line.hook)) for line in found],
        "name": "",
        "errors": FieldErrors(),
    }


async def guard(
    database: Database, ring: Keyring, company_id: UUID, hook_id: UUID, public_url: str
) -> dict[str, Any]:
    async with database.company(company_id) as session:
        hook = await rows.get(session, hook_id)
    signature = Signature.model_validate(hook.signature)
    return {
        "hook": hook,
        "state": hook_words.state(hook),
        "address": hooks.address(ring, hook, public_url),
        "secret": hooks.secret_of(ring, hook),
        "kind": signature.kind.value,
        "kinds": hook_words.kinds(),
        "header": signature.header,
        "dedupe_path": hook.dedupe_path or "",
        "name": hook.name,
        "errors": FieldErrors(),
    }


async def sample_of(session: Session, hook: Hook, wanted: UUID | None) -> dict[str, Any]:
    """The sample that is looked at: the one asked for, else the newest call."""
    found = await rows.requests(session, hook.id, limit=_SAMPLES)
    chosen = next((row for row in found if row.id == wanted), found[0] if found else None)
    places = hook_values.suggestions(chosen.body) if chosen else []
    state = hook_words.state(hook)
    return {"hook": hook, "state": state, "sample": chosen, "samples": found, "spots": places}


async def editor(
    session: Session, hook: Hook, wanted: UUID | None, typed: Typed | None = None
) -> dict[str, Any]:
    """`typed`: what stands in the form instead of what is saved."""
    context = await sample_of(session, hook, wanted)
    mapping = typed.mapping if typed else HookMapping.model_validate(hook.mapping)
    custom = await fields.definitions(session)
    actions = hook_forms.shown_actions(typed.actions if typed else hook.actions)
    named = await cadences.to_choose(session)
    numbers = [one for one in await inboxes.all_inboxes(session) if not one.removed]
    usable = await template_rows.page(
        session, statuses=[TemplateStatus.APPROVED], after=None, limit=200
    )
    form_rows = hook_forms.rows(mapping, custom, context["spots"])
    return {
        **context,
        **(await template_slots(session, actions)),
        "rows": form_rows,
        "hows": hook_forms.hows(),
        "actions": actions,
        "names": dict(named),
        "cadences": [(CADENCE.format(key), name) for key, name in named],
        "numbers": [(NUMBER.format(one.id), f"{one.name} {one.phone}".strip()) for one in numbers],
        "templates": [(TEMPLATE.format(one.id), f"{one.name} · {one.language}") for one in usable],
        "results": [],
        "errors": FieldErrors(),
        "said": [],
        "problem": "",
        "shown": None,
        "oob": False,
    }


async def template_slots(session: Session, actions: hook_forms.ActionsForm) -> dict[str, Any]:
    """The variables of the template that is chosen, with what fills them."""
    slots: list[tuple[str, str, str]] = []
    if actions.template:
        try:
            key = parse_or_missing(TEMPLATE, "Template", actions.template)
            template = await template_rows.get(session, key)
        except NotFound:
            return {"slots": slots}
        slots = [
            (slot.key, f"{{{{{slot.name}}}}}", actions.variables.get(slot.key, ""))
            for slot in variables_of(template.components, template.parameter_format)
        ]
    return {"slots": slots}


def read_form(form: FormData, hook: Hook) -> Typed:
    found = hook_forms.read_rows(form, HookMapping.model_validate(hook.mapping))
    variable = "variables."
    names = [row.to.removeprefix(variable) for _, row in found if row.to.startswith(variable)]
    actions = hook_forms.read_actions(form, hook.actions, names)
    return Typed(found, len(form.getlist("to")), actions)


def results_of(typed: Typed, shown: Preview) -> list[tuple[int, str, str]]:
    """For each place of the form: what comes of it, and what is wrong with it."""
    found = dict.fromkeys(range(typed.places), ("", ""))
    for (place, _), one in zip(typed.rows, shown.reading.values.rows, strict=True):
        error = one.error or shown.reading.wrong.get(one.to)
        value = ", ".join(one.value) if isinstance(one.value, list) else one.value
        found[place] = ("" if value is None else str(value), _said(error))
    return [(place, value, wrong) for place, (value, wrong) in found.items()]


def _said(error: FieldError | None) -> str:
    return gettext(error.message) if error is not None else ""


def problem_of(error: AppError) -> str:
    """Its words, and those of what exactly is wrong."""
    said = dict.fromkeys([words(error), *field_errors(error).values()])
    return " ".join(said)


def uuid_of(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
