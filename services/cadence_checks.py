"""What is wrong with a cadence before it is published, and what its maker might not have meant.

An error forbids publishing. A warning is told and may be left as it is.
"""

from collections.abc import Iterator, Mapping
from functools import singledispatch
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from schemas.cadences import (
    AskAi,
    Assign,
    Call,
    CallWebhook,
    ChangeTags,
    Condition,
    Definition,
    Enrol,
    Message,
    SetField,
    SetStage,
    Step,
    TestKind,
    Wait,
    WaitKind,
    from_json,
)
from schemas.enums import CadenceStatus, FieldType
from schemas.words import mark
from services import (
    cadence_fields,
    cadence_flow_checks,
    cadence_message_checks,
    cadence_parts,
    field_values,
)
from services.cadence_findings import Finding, Findings
from services.cadence_parts import Parts

_MOST_MINUTES = 366 * 24 * 60


__all__ = ["Finding", "check"]


async def check(session: AsyncSession, cadence: Cadence) -> list[Finding]:
    """All there is to say of its draft, errors first, each in the order of the steps."""
    definition = from_json(cadence.draft)
    parts = await cadence_parts.load(session, cadence.id, definition)
    said = [*_shape(definition), *_each(cadence, definition, parts)]
    said += cadence_flow_checks.check(cadence, definition)
    return sorted(said, key=lambda one: one.severity != "error")


def _shape(definition: Definition) -> Iterator[Finding]:
    for error in cadence_fields.wrong_shape(definition):
        yield Finding(error.field, error.code, error.message)


def _each(cadence: Cadence, definition: Definition, parts: Parts) -> list[Finding]:
    findings = Findings()
    for place, step in cadence_flow_checks.places(definition):
        findings.place, findings.key = place, step.key
        _check(step, findings, parts)
        if isinstance(step, Message):
            cadence_message_checks.check(step, findings, parts, cadence.purpose)
    return findings.found


@singledispatch
def _check(_step: Step, _findings: Findings, _parts: Parts) -> None:
    """What one step lacks."""


@_check.register
def _(step: Wait, findings: Findings, parts: Parts) -> None:
    if step.wait is WaitKind.DURATION:
        if not 0 < step.minutes <= _MOST_MINUTES:
            message = mark("Say how long to wait: from a minute to a year.")
            findings.wrong("minutes", "never_comes", message)
        return
    if not cadence_flow_checks.is_clock(step.time):
        findings.wrong("time", "invalid_time", mark("Give a time from 00:00 to 23:59."))
    if step.wait is WaitKind.UNTIL and not set(step.weekdays) <= set(range(1, 8)):
        message = mark("None of these weekdays ever comes.")
        findings.wrong("weekdays", "never_comes", message)
    if step.wait is WaitKind.FIELD_DATE:
        kind = parts.fields.get(step.field.removeprefix("fields."))
        if kind is None:
            findings.wrong("field", "not_found", mark("Choose a field of contacts."))
        elif kind[0] is not FieldType.DATE:
            message = mark("This field is no date, so this day never comes.")
            findings.wrong("field", "never_comes", message)
        if abs(step.offset_days) > cadence_flow_checks.MOST_OFFSET_DAYS:
            message = mark("Choose at most a year before or after.")
            findings.wrong("offset_days", "out_of_range", message)


@_check.register
def _(step: Condition, findings: Findings, parts: Parts) -> None:
    if step.test is TestKind.SEGMENT:
        conditions = _conditions(step.segment)
        if not conditions:
            findings.wrong("segment", "missing", mark("Say what the contact has to match."))
        for one in conditions:
            name = str(one.get("field", ""))
            if name.startswith("fields.") and name.removeprefix("fields.") not in parts.fields:
                message = mark("This condition asks for a field that was deleted.")
                findings.wrong("segment", "not_found", message)
    if step.test is TestKind.CALL_OUTCOME:
        message = mark("Nothing makes calls yet: until then everybody takes the way for “no”.")
        findings.odd("test", "passed_over", message)
    if not step.yes and not step.no:
        message = mark("Both ways are empty, so the answer changes nothing.")
        findings.odd("", "no_difference", message)


def _conditions(stored: object) -> list[Mapping[str, object]]:
    """The leaves of a segment's definition."""
    if not isinstance(stored, Mapping):
        return []
    inner = stored.get("conditions")
    if not isinstance(inner, list):
        return [stored] if stored.get("field") else []
    return [leaf for one in inner for leaf in _conditions(one)]


@_check.register
def _(step: ChangeTags, findings: Findings, parts: Parts) -> None:
    if not step.add and not step.remove:
        findings.wrong("add", "missing", mark("Choose at least one tag."))
    for part, wanted in (("add", step.add), ("remove", step.remove)):
        if not set(wanted) <= parts.tags:
            findings.wrong(part, "not_found", mark("A tag of this step was deleted."))
    if set(step.add) & set(step.remove):
        message = mark("The same tag is put on and taken off.")
        findings.wrong("remove", "contradiction", message)


@_check.register
def _(step: SetField, findings: Findings, parts: Parts) -> None:
    known = parts.fields.get(step.field.removeprefix("fields."))
    if known is None:
        findings.wrong("field", "not_found", mark("Choose a field of contacts."))
        return
    if step.value in (None, ""):
        return
    try:
        field_values.read(known[0], step.value, known[1])
    except field_values.Unreadable as unreadable:
        findings.wrong("value", unreadable.error.code, unreadable.error.message)


@_check.register
def _(step: SetStage, findings: Findings, parts: Parts) -> None:
    if step.stage_id not in parts.stages:
        findings.wrong("stage_id", "not_found", mark("Choose a stage of the pipeline."))


@_check.register
def _(step: Assign, findings: Findings, parts: Parts) -> None:
    if step.user_id is not None and step.user_id not in parts.people:
        findings.wrong("user_id", "not_found", mark("This person does not work here any more."))
    if step.team_id is not None and step.team_id not in parts.teams:
        findings.wrong("team_id", "not_found", mark("This team was deleted."))


@_check.register
def _(step: CallWebhook, findings: Findings, parts: Parts) -> None:
    if step.endpoint_id not in parts.endpoints:
        findings.wrong("endpoint_id", "not_found", mark("Choose a webhook to call."))
    elif not parts.endpoints[_known(step.endpoint_id)]:
        message = mark("This webhook is switched off: it is told nothing.")
        findings.odd("endpoint_id", "switched_off", message)


@_check.register
def _(step: Enrol, findings: Findings, parts: Parts) -> None:
    if step.cadence_id == parts.cadence_id and step.cadence_id is not None:
        message = mark("A cadence cannot enrol people in itself.")
        findings.wrong("cadence_id", "itself", message)
        return
    status = parts.cadences.get(step.cadence_id) if step.cadence_id else None
    if status in (None, CadenceStatus.ARCHIVED):
        findings.wrong("cadence_id", "not_found", mark("Choose a cadence that is not archived."))
    elif status is not CadenceStatus.RUNNING:
        message = mark("That cadence does not run: nobody can be enrolled in it until it does.")
        findings.odd("cadence_id", "not_running", message)


@_check.register
def _(_step: AskAi, findings: Findings, _parts: Parts) -> None:
    message = mark("The assistant is not here yet: this step is passed over.")
    findings.odd("", "passed_over", message)


@_check.register
def _(_step: Call, findings: Findings, _parts: Parts) -> None:
    findings.odd("", "passed_over", mark("Calls are not here yet: this step is passed over."))


def _known(key: UUID | None) -> UUID:
    assert key is not None
    return key
