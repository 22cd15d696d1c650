"""The rule editor's form: flat fields, so that it works without script.

`trigger` names its kind and `t-<field>` its fields; `action` lists the kinds in order, and
`a-<place>-<field>` holds theirs. The conditions are the segment builder's own fields. A button named
`do` changes the form without saving it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from db.models.templates import Template
from schemas.automation import (
    ACTION_FIELDS,
    TRIGGER_FIELDS,
    Action,
    ActionKind,
    Assignee,
    Trigger,
    TriggerKind,
)
from schemas.enums import Channel, Priority
from schemas.templates import variables
from services.automation import DEFAULT_PAUSE, Wanted
from web import segment_forms
from web.i18n import gettext, mark
from web.segment_forms import Part

_MOST_ACTIONS = 10
_MINUTES = {TriggerKind.NO_ANSWER: 30, TriggerKind.WINDOW_CLOSING: 60}


class Form(Protocol):
    def __iter__(self) -> Iterator[str]: ...
    def get(self, key: str) -> object: ...
    def getlist(self, key: str) -> Sequence[object]: ...


@dataclass(slots=True)
class RuleForm:
    """What the editor shows, right or wrong."""

    name: str = ""
    trigger: Trigger = field(default_factory=lambda: Trigger(TriggerKind.MESSAGE_RECEIVED))
    root: Part = field(default_factory=lambda: Part("0", group=True))
    actions: list[Action] = field(default_factory=list)
    pause_minutes: int = DEFAULT_PAUSE
    enabled: bool = True
    rule_id: UUID | None = None
    version: int | None = None

    def wanted(self) -> Wanted:
        body = segment_forms.to_body(self.root)
        return Wanted(
            self.name,
            self.trigger,
            self.actions,
            body if body.conditions else None,
            self.pause_minutes,
            self.enabled,
        )


def of(wanted: Wanted, rule_id: UUID, version: int) -> RuleForm:
    """A stored rule, ready to be changed."""
    root = Part("0", group=True)
    if wanted.conditions is not None:
        root = segment_forms.from_body(wanted.conditions)
    return RuleForm(
        wanted.name,
        wanted.trigger,
        root,
        list(wanted.actions),
        wanted.pause_minutes,
        wanted.enabled,
        rule_id,
        version,
    )


def read(form: Form) -> RuleForm:
    """What was typed and chosen; what is not one of the choices counts as not chosen."""
    kinds = {kind.value: kind for kind in ActionKind}
    listed = [kinds[word] for one in form.getlist("action") if (word := str(one)) in kinds]
    return RuleForm(
        name=_text(form, "name"),
        trigger=_trigger(form),
        root=segment_forms.read(form) if form.getlist("part") else Part("0", group=True),
        actions=[
            Action(kind, **_fields(form, f"a-{place}-", ACTION_FIELDS[kind]))
            for place, kind in enumerate(listed[:_MOST_ACTIONS])
        ],
        pause_minutes=_whole(form, "pause_minutes"),
        enabled=_text(form, "enabled") == "true",
        rule_id=_id(form, "id"),
        version=_whole(form, "version") or None,
    )


def change(shown: RuleForm, action: str) -> RuleForm:
    """Carry out a button of the editor."""
    verb, _, rest = action.partition(":")
    if verb in {"add", "group", "remove"}:
        shown.root = segment_forms.change(shown.root, action)
    elif verb == "do-add" and rest in set(ActionKind) and len(shown.actions) < _MOST_ACTIONS:
        shown.actions.append(Action(ActionKind(rest)))
    elif verb in {"do-remove", "do-up"} and rest.isdecimal():
        _move(shown.actions, int(rest), remove=verb == "do-remove")
    return shown


def fitting(actions: Sequence[Action], templates: Mapping[UUID, Template]) -> list[Action]:
    """Without what filled the variables of a template that was chosen before."""
    found = []
    for action in actions:
        template = templates.get(action.template_id) if action.template_id else None
        has = variables(template.components, template.parameter_format) if template else []
        kept = {one.key: action.bindings[one.key] for one in has if one.key in action.bindings}
        found.append(replace(action, bindings=kept))
    return found


def _move(actions: list[Action], place: int, *, remove: bool) -> None:
    if place >= len(actions):
        return
    if remove:
        del actions[place]
    elif place > 0:
        actions[place - 1], actions[place] = actions[place], actions[place - 1]


def _trigger(form: Form) -> Trigger:
    kinds = {kind.value: kind for kind in TriggerKind}
    kind = kinds.get(_text(form, "trigger"), TriggerKind.MESSAGE_RECEIVED)
    found = Trigger(kind, **_fields(form, "t-", TRIGGER_FIELDS[kind]))
    if kind in _MINUTES and not form.getlist("t-minutes"):
        return replace(found, minutes=_MINUTES[kind])
    return found


def _fields(form: Form, before: str, names: Sequence[str]) -> dict[str, Any]:
    return {name: _READERS[name](form, f"{before}{name}") for name in names}


def _text(form: Form, name: str) -> str:
    return str(form.get(name) or "").replace("\r\n", "\n").strip()


def _whole(form: Form, name: str) -> int:
    text = _text(form, name)
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


def _truth(form: Form, name: str) -> bool:
    return _text(form, name) == "true"


def _id(form: Form, name: str) -> UUID | None:
    return _uuid(_text(form, name))


def _ids(form: Form, name: str) -> tuple[UUID, ...]:
    read_ = (_uuid(str(one)) for one in form.getlist(name))
    return tuple(key for key in read_ if key is not None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _words(form: Form, name: str) -> tuple[str, ...]:
    """One a line, or with commas between them."""
    lines = _text(form, name).replace(",", "\n").split("\n")
    return tuple(dict.fromkeys(word for line in lines if (word := " ".join(line.split()))))


def _listed(form: Form, name: str) -> tuple[str, ...]:
    return tuple(str(one) for one in form.getlist(name))


def _bindings(form: Form, name: str) -> dict[str, object]:
    """What fills a template's variables: fields source:<variable>, value:… and fallback:…"""
    before = name.removesuffix("bindings")
    found: dict[str, object] = {}
    for key in (one.partition(":")[2] for one in form if one.startswith(f"{before}source:")):
        said = {
            part: text
            for part in ("source", "value", "fallback")
            if (text := _text(form, f"{before}{part}:{key}"))
        }
        wanted = {"source", "value"} if said.get("source") == "text" else {"source", "fallback"}
        if "source" in said:
            found[key] = {part: text for part, text in said.items() if part in wanted}
    return found


def _channel(form: Form, name: str) -> Channel | None:
    return {one.value: one for one in Channel}.get(_text(form, name))


def _priority(form: Form, name: str) -> Priority:
    return {one.value: one for one in Priority}.get(_text(form, name), Priority.HIGH)


def _assignee(form: Form, name: str) -> Assignee:
    return {one.value: one for one in Assignee}.get(_text(form, name), Assignee.PERSON)


_READERS: Mapping[str, Callable[[Form, str], object]] = {
    "channel": _channel,
    "number_id": _id,
    "words": _words,
    "exact": _truth,
    "tag_id": _id,
    "stage_id": _id,
    "minutes": _whole,
    "name": _text,
    "cadence_id": _id,
    "reasons": _listed,
    "campaign_id": _id,
    "text": _text,
    "template_id": _id,
    "bindings": _bindings,
    "marketing": _truth,
    "to": _assignee,
    "user_id": _id,
    "team_id": _id,
    "label_ids": _ids,
    "remove": _truth,
    "priority": _priority,
    "tag_ids": _ids,
    "user_ids": _ids,
    "assignee": _truth,
    "endpoint_id": _id,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A rule to start from."""

    key: str
    label: str
    hint: str
    icon: str
    trigger: Trigger
    actions: tuple[Action, ...]
    pause_minutes: int = DEFAULT_PAUSE
    # What the text of its first message says, in the reader's language.
    says: str = ""

    @property
    def text(self) -> str:
        return gettext(self.label)

    @property
    def hint_text(self) -> str:
        return gettext(self.hint)

    def form(self) -> RuleForm:
        actions = [
            replace(one, text=gettext(self.says)) if self.says and not place else one
            for place, one in enumerate(self.actions)
        ]
        return RuleForm(
            self.text,
            self.trigger,
            actions=actions,
            pause_minutes=self.pause_minutes,
            enabled=False,
        )


_DAY = 60 * 24
RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "price",
        mark("Somebody asks for the price"),
        mark("A word in a message makes it urgent and gives it to whoever's turn it is."),
        "wallet",
        Trigger(TriggerKind.KEYWORD, words=("preço", "quanto custa", "valor", "price", "how much")),
        (
            Action(ActionKind.PRIORITY, priority=Priority.HIGH),
            Action(ActionKind.ASSIGN, to=Assignee.ROUND_ROBIN),
        ),
    ),
    Recipe(
        "waiting",
        mark("A customer waits too long"),
        mark("After 30 minutes without an answer somebody is told."),
        "hourglass",
        Trigger(TriggerKind.NO_ANSWER, minutes=30),
        (
            Action(ActionKind.NOTIFY, assignee=True),
            Action(ActionKind.PRIORITY, priority=Priority.URGENT),
        ),
        pause_minutes=0,
    ),
    Recipe(
        "window",
        mark("Answer before the 24 hours end"),
        mark("An hour before WhatsApp closes the window, whoever looks after it is told."),
        "alarm-clock",
        Trigger(TriggerKind.WINDOW_CLOSING, minutes=60),
        (Action(ActionKind.NOTIFY, assignee=True),),
        pause_minutes=0,
    ),
    Recipe(
        "welcome",
        mark("Greet whoever writes"),
        mark("One friendly answer, at most once a day for each person."),
        "smile",
        Trigger(TriggerKind.MESSAGE_RECEIVED),
        (Action(ActionKind.SEND),),
        pause_minutes=_DAY,
        says=mark("Hello {{first_name}}! We have got your message and will answer soon."),
    ),
    Recipe(
        "won",
        mark("A stage starts a cadence"),
        mark("Whoever comes into a stage of the pipeline enters a cadence."),
        "columns-3",
        Trigger(TriggerKind.STAGE_ENTERED),
        (Action(ActionKind.ENROL),),
    ),
    Recipe(
        "campaign",
        mark("Tell the team that a campaign is finished"),
        mark("Good for looking at the results while they are fresh."),
        "megaphone",
        Trigger(TriggerKind.CAMPAIGN_FINISHED),
        (Action(ActionKind.NOTIFY),),
    ),
)
