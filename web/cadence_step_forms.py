"""One step of a cadence, as its form sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from starlette.datastructures import FormData

from db.models.contacts import ContactField
from db.models.templates import Template
from schemas.cadences import (
    AskAi,
    Assign,
    Call,
    CallWebhook,
    ChangeTags,
    Condition,
    End,
    Enrol,
    Message,
    SetField,
    SetStage,
    Step,
    StepKind,
    TestKind,
    Wait,
    WaitKind,
)
from schemas.campaign_fields import SmsOptions
from schemas.enums import Channel
from schemas.templates import Variable, variables
from web.campaign_content_forms import USUAL_FOOTER, read_sms
from web.campaign_forms import read_id, read_number, read_text
from web.hours_words import read_days
from web.i18n import gettext
from web.variable_forms import read_bindings

_UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
_LONGEST_WORDS = 2_000


def fresh(kind: StepKind, key: str) -> Step:
    """A new step, with what most would say."""
    made: Mapping[StepKind, Step] = {
        StepKind.MESSAGE: Message(key, sms=SmsOptions(footer=gettext(USUAL_FOOTER))),
        StepKind.WAIT: Wait(key, minutes=_UNITS["days"]),
        StepKind.CONDITION: Condition(key, TestKind.READ),
        StepKind.TAG: ChangeTags(key),
        StepKind.FIELD: SetField(key),
        StepKind.STAGE: SetStage(key),
        StepKind.ASSIGN: Assign(key),
        StepKind.WEBHOOK: CallWebhook(key),
        StepKind.ENROL: Enrol(key),
        StepKind.AI: AskAi(key),
        StepKind.CALL: Call(key),
        StepKind.END: End(key),
    }
    return made[kind]


def unit_of(minutes: int) -> tuple[int, str]:
    """A length in the largest unit that tells it whole."""
    for unit in ("days", "hours"):
        if minutes and minutes % _UNITS[unit] == 0:
            return minutes // _UNITS[unit], unit
    return minutes, "minutes"


def read(form: FormData, step: Step) -> Step:
    """The step as the form has it; messages and what a condition asks for are read elsewhere."""
    match step:
        case Wait():
            return _wait(form, step)
        case Condition():
            tests = {kind.value: kind for kind in TestKind}
            return replace(step, test=tests.get(read_text(form, "test"), step.test))
        case ChangeTags():
            return replace(step, add=_ids(form, "add"), remove=_ids(form, "remove"))
        case SetField():
            value = read_text(form, "value") or None
            return replace(step, field=read_text(form, "field")[:80], value=value)
        case AskAi() | Call():
            return replace(step, instructions=read_text(form, "instructions")[:_LONGEST_WORDS])
        case _:
            return _named(form, step)


def _named(form: FormData, step: Step) -> Step:
    match step:
        case Assign():
            return replace(step, user_id=read_id(form, "user"), team_id=read_id(form, "team"))
        case SetStage():
            return replace(step, stage_id=read_id(form, "stage"))
        case CallWebhook():
            name = read_text(form, "name")[:80]
            return replace(step, endpoint_id=read_id(form, "endpoint"), name=name)
        case Enrol():
            return replace(step, cadence_id=read_id(form, "cadence"))
        case _:
            return step


def _wait(form: FormData, step: Wait) -> Wait:
    kinds = {kind.value: kind for kind in WaitKind}
    amount = read_number(form, "amount") or 0
    days = read_number(form, "offset") or 0
    return replace(
        step,
        wait=kinds.get(read_text(form, "wait"), step.wait),
        minutes=amount * _UNITS.get(read_text(form, "unit"), 1),
        weekdays=tuple(day for day in read_days(form) if day),
        time=read_text(form, "time")[:5] or step.time,
        field=read_text(form, "field")[:80],
        offset_days=-days if read_text(form, "side") == "before" else days,
    )


def read_message(
    form: FormData,
    step: Message,
    channel: Channel | None,
    template: Template | None,
    custom: Sequence[ContactField],
    *,
    begun: bool = False,
) -> Message:
    """`begun`: also what is still to be written, to show it again."""
    text = read_text(form, "text").replace("\r\n", "\n")
    slots = wanted(template if channel is not Channel.SMS else None, text)
    bindings = read_bindings(form, slots, custom, begun=begun)
    is_sms = channel is Channel.SMS
    return replace(
        step,
        phone_number_id=read_id(form, "number"),
        template_id=template.id if template is not None and not is_sms else None,
        text=text or None,
        bindings=bindings,
        sms=read_sms(form, step.sms) if is_sms else step.sms,
    )


def wanted(template: Template | None, text: str) -> list[Variable]:
    """What is to be filled in the template, then in the text; what both name once."""
    found = variables(template.components, template.parameter_format) if template else []
    found = [*found, *variables([{"type": "BODY", "text": text}], "named")]
    return list({one.key: one for one in reversed(found)}.values())[::-1]


def _ids(form: FormData, name: str) -> tuple[UUID, ...]:
    found = []
    for value in form.getlist(name):
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return tuple(found)
