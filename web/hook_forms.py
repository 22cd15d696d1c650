"""The mapping and the actions of a hook as a form: shown, and read back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from db.models.contacts import ContactField
from schemas.hooks import MOST_ROWS, MappingRow, Transform
from schemas.hooks import Mapping as HookMapping
from services.hook_values import Suggestion
from web.i18n import gettext, mark

FIXED = "fixed"
_VARIABLE = "variables."
_WORD = re.compile(r"[a-z][a-z0-9_]{0,59}")
LABELS = {
    "phone": mark("Phone"),
    "name": mark("Name"),
    "email": mark("E-mail"),
    "external_id": mark("Their own id"),
    "tags": mark("Tags"),
    "stage": mark("Stage of the pipeline"),
    "consent": mark("Agreed to marketing"),
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
}
_HINTS = {
    "external_id": mark("The id the other system knows them by."),
    "tags": mark("Names, with commas between them."),
    "consent": mark("A ticked box. An empty one changes nothing."),
}
_HOWS = {
    "": mark("As it is"),
    FIXED: mark("Always this text"),
    Transform.FIRST_WORD: mark("Its first word"),
    Transform.OTHER_WORDS: mark("Without its first word"),
    Transform.DIGITS: mark("Only its digits"),
    Transform.LOWER: mark("In small letters"),
    Transform.UPPER: mark("In capitals"),
    Transform.DATE_DAY_FIRST: mark("A date, day first"),
    Transform.DATE_MONTH_FIRST: mark("A date, month first"),
    Transform.DATE_UNIX: mark("A date, as a number"),
}
_LONGEST = 300
_SPARE_VARIABLES = 2


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of the mapping."""

    to: str
    label: str
    hint: str
    path: str
    how: str
    # Of a variable.
    named: str = ""
    # What stands there was guessed from the sample, and is not saved yet.
    guessed: bool = False

    @property
    def is_variable(self) -> bool:
        return self.to == _VARIABLE


@dataclass(frozen=True, slots=True)
class FormRows:
    usual: list[FormRow]
    fields: list[FormRow]
    variables: list[FormRow]

    def numbered(self) -> list[FormRow]:
        return [*self.usual, *self.fields, *self.variables]


def hows() -> list[tuple[str, str]]:
    return [(str(how), gettext(words)) for how, words in _HOWS.items()]


def label_of(to: str, custom: Sequence[ContactField]) -> str:
    kind, _, name = to.partition(".")
    if kind == "fields":
        return next((field.label for field in custom if field.key == name), name)
    return name or gettext(LABELS.get(to, to))


def rows(
    mapping: HookMapping,
    custom: Sequence[ContactField],
    guesses: Sequence[Suggestion] = (),
) -> FormRows:
    """Every place a value can go to, with where it comes from; guesses stand where nothing does."""
    guessed = {} if mapping.rows else {one.guess: one.path for one in guesses if one.guess}
    known: dict[str, list[MappingRow]] = {}
    for row in mapping.rows:
        known.setdefault(row.to, []).append(row)

    def lines(to: str) -> list[FormRow]:
        label, hint = label_of(to, custom), gettext(_HINTS[to]) if to in _HINTS else ""
        saved = [FormRow(to, label, hint, *_shown(row)) for row in known.get(to, ())]
        guess = guessed.get(to, "")
        return saved or [FormRow(to, label, hint, guess, "", guessed=bool(guess))]

    named = [
        FormRow(_VARIABLE, "", "", *_shown(row), named=row.to.removeprefix(_VARIABLE))
        for row in mapping.rows
        if row.to.startswith(_VARIABLE)
    ]
    spare = [FormRow(_VARIABLE, "", "", "", "")] * _SPARE_VARIABLES
    own = [line for field in custom for line in lines(f"fields.{field.key}")]
    return FormRows([line for to in LABELS for line in lines(to)], own, [*named, *spare])


def _shown(row: MappingRow) -> tuple[str, str]:
    if not row.path:
        return row.value, FIXED
    return row.path, str(row.transforms[0]) if row.transforms else ""


def read_rows(form: FormData, saved: HookMapping) -> list[tuple[int, MappingRow]]:
    """What the form says, each row with its place in it.

    What a form cannot show of a saved row stays with it while the row is the same.
    """
    before = {(row.to, *_shown(row)): row for row in saved.rows}
    found = []
    columns = (_texts(form, name) for name in ("to", "named", "path", "how"))
    for place, (to, named, path, how) in enumerate(zip(*columns, strict=False)):
        target = f"{_VARIABLE}{_word(named)}" if to == _VARIABLE else to
        if not path or target == _VARIABLE:
            continue
        same = before.get((target, path, how))
        found.append((place, same or _row(target, path, how)))
    return found[:MOST_ROWS]


def _row(to: str, path: str, how: str) -> MappingRow:
    if how == FIXED:
        return MappingRow(to=to, value=path)
    transforms = [Transform(how)] if how in set(Transform) else []
    return MappingRow(to=to, path=path, transforms=transforms)


def _word(text: str) -> str:
    word = re.sub(r"[^a-z0-9_]+", "_", text.strip().lower()).strip("_")
    return word if _WORD.fullmatch(word) else ""


def _texts(form: FormData, name: str) -> list[str]:
    return [str(one).strip()[:_LONGEST] for one in form.getlist(name)]


def read_actions(
    form: FormData, saved: Mapping[str, object], variables: Sequence[str]
) -> dict[str, object]:
    """What the form says; what it does not show (a launch, a time to send at) stays."""
    actions = {name: part for name, part in saved.items() if name == "launch"}
    if cadence := _text(form, "enrol"):
        actions["enrol"] = {"cadence": cadence}
    if cadence := _text(form, "stop"):
        actions["stop"] = {} if cadence == "all" else {"cadence": cadence}
    if event := _word(_text(form, "event")):
        data = {name: "{{%s}}" % name for name in variables}  # noqa: UP031 - braces
        actions["event"] = {"name": event, "data": data if "event_data" in form else {}}
    if send := _read_send(form, saved.get("send")):
        actions["send"] = send
    return actions


def _read_send(form: FormData, saved: object) -> dict[str, object]:
    kind = _text(form, "send")
    if kind not in {"text", "template"}:
        return {}
    kept = dict(saved) if isinstance(saved, Mapping) else {}
    send = {name: part for name, part in kept.items() if name not in {"text", "template", "from"}}
    if number := _text(form, "from"):
        send["from"] = number
    if kind == "text":
        return {**send, "text": {"body": str(form.get("body") or "").strip()[:4096]}}
    slots = zip(_texts(form, "slot"), _texts(form, "slot_value"), strict=False)
    values = {slot: value for slot, value in slots if slot and value}
    return {**send, "template": {"id": _text(form, "template"), "variables": values}}


def _text(form: FormData, name: str) -> str:
    return str(form.get(name) or "").strip()[:_LONGEST]


@dataclass(frozen=True, slots=True)
class ActionsForm:
    """What is chosen, as the form shows it."""

    enrol: str
    stop: str
    event: str
    event_data: bool
    send: str
    body: str
    template: str
    variables: Mapping[str, str]
    number: str
    launches: bool


def shown_actions(actions: Mapping[str, object]) -> ActionsForm:
    def part(*path: str) -> object:
        found: object = actions
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    stop = part("stop")
    variables = part("send", "template", "variables")
    return ActionsForm(
        enrol=str(part("enrol", "cadence") or ""),
        stop=str(part("stop", "cadence") or "all") if isinstance(stop, Mapping) else "",
        event=str(part("event", "name") or ""),
        event_data=bool(part("event", "data")) or part("event") is None,
        send="text" if part("send", "text") else "template" if part("send", "template") else "",
        body=str(part("send", "text", "body") or ""),
        template=str(part("send", "template", "id") or ""),
        variables={str(key): str(value) for key, value in variables.items()}
        if isinstance(variables, Mapping)
        else {},
        number=str(part("send", "from") or ""),
        launches=part("launch") is not None,
    )
