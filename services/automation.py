"""Rules as people keep them: written, checked, switched on, put in order, tried."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.automation import AutomationRule, RuleRun
from db.queries import contacts, rule_runs, rules
from schemas.api.segments import GroupBody
from schemas.automation import (
    LONGEST_PAUSE,
    MOST_RULES,
    Action,
    ActionResult,
    Trigger,
    action_from_json,
    as_json,
    trigger_from_json,
    used,
)
from schemas.errors import FieldError, InvalidInput, PreconditionFailed
from schemas.segments import to_json
from schemas.words import mark
from services import automation_checks, segment_definitions, segments
from services.automation_matching import work_of
from services.automation_runs import do_all, rests, subjects_of
from services.ids import new_id

_LONGEST_NAME = 120
DEFAULT_PAUSE = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule as somebody writes it."""

    name: str
    trigger: Trigger
    actions: Sequence[Action]
    # Over the contact; None: everybody.
    conditions: GroupBody | None = None
    pause_minutes: int = DEFAULT_PAUSE
    enabled: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would do for one contact, as things are now."""

    matches: bool
    # It did something for them a short while ago.
    rests: bool
    results: Sequence[ActionResult]


async def create(
    session: AsyncSession, company_id: UUID, wanted: Wanted, *, created_by: UUID | None = None
) -> AutomationRule:
    """Behind the others. Raises InvalidInput with each wrong field."""
    if await rules.count(session) >= MOST_RULES:
        raise InvalidInput("A company can have at most 200 rules.")
    rule = AutomationRule(
        id=new_id(),
        company_id=company_id,
        created_by=created_by,
        position=await rules.last_position(session) + 1,
        version=1,
        enabled=False,
    )
    await _write(session, rule, wanted)
    session.add(rule)
    await session.flush()
    await session.refresh(rule)
    return rule


async def update(
    session: AsyncSession, rule_id: UUID, wanted: Wanted, *, version: int | None = None
) -> AutomationRule:
    """Raises NotFound, InvalidInput, and PreconditionFailed when somebody was faster."""
    rule = await _held(session, rule_id, version)
    await _write(session, rule, wanted)
    return await _saved(session, rule)


async def switch(
    session: AsyncSession, rule_id: UUID, *, enabled: bool, version: int | None = None
) -> AutomationRule:
    """On or off. What waited for it while it was off is passed over. Raises InvalidInput when it
    could not do what it says any more.
    """
    rule = await _held(session, rule_id, version)
    if enabled:
        stored = wanted_of(rule)
        await _check(session, stored.trigger, stored.actions, conditions=bool(rule.conditions))
    _set_enabled(rule, enabled=enabled)
    return await _saved(session, rule)


async def duplicate(
    session: AsyncSession, rule_id: UUID, name: str, *, created_by: UUID | None = None
) -> AutomationRule:
    """The same once more under this name, switched off. Raises NotFound."""
    original = await rules.get(session, rule_id)
    wanted = replace(wanted_of(original), name=name, enabled=False)
    return await create(session, original.company_id, wanted, created_by=created_by)


async def move(session: AsyncSession, rule_id: UUID, *, up: bool) -> None:
    """One place earlier or later among those that run; at the end nothing moves."""
    in_order = list(await rules.all_rules(session))
    place = next((n for n, rule in enumerate(in_order) if rule.id == rule_id), None)
    if place is None:
        await rules.get(session, rule_id)
        return
    other = place - 1 if up else place + 1
    if 0 <= other < len(in_order):
        in_order[place], in_order[other] = in_order[other], in_order[place]
    for position, rule in enumerate(in_order, start=1):
        rule.position = position


async def delete(session: AsyncSession, rule_id: UUID, *, version: int | None = None) -> None:
    """With the log of its runs. What it did stays. Raises NotFound."""
    await session.delete(await _held(session, rule_id, version))


async def try_on(session: AsyncSession, rule_id: UUID, contact_id: UUID) -> Trial:
    """What it would do for this contact now. It is really done, and then taken back: nothing is
    sent, written or told. Raises NotFound.
    """
    rule = await rules.get(session, rule_id)
    contact = await contacts.get(session, contact_id)
    where = segments.condition(rule.conditions) if rule.conditions else None
    holds = where is None or bool(await rule_runs.matching(session, [contact.id], where))
    resting = await rests(session, rule, contact.id)
    run = RuleRun(id=new_id(), rule_id=rule.id, contact_id=contact.id, depth=0)
    attempt = await session.begin_nested()
    try:
        subjects = await subjects_of(session, rule, [run])
        with work_of(rule.id):
            results = await do_all(session, rule, subjects)
    finally:
        await attempt.rollback()
    return Trial(holds, resting, results[run.id])


def wanted_of(rule: AutomationRule) -> Wanted:
    """A stored rule as it could be written again."""
    return Wanted(
        rule.name,
        trigger_from_json(rule.trigger),
        [action_from_json(stored) for stored in rule.actions],
        segment_definitions.shown(rule.conditions) if rule.conditions else None,
        rule.pause_minutes,
        rule.enabled,
    )


async def _held(session: AsyncSession, rule_id: UUID, version: int | None) -> AutomationRule:
    rule = await rules.get_for_update(session, rule_id)
    if version is not None and rule.version != version:
        raise PreconditionFailed("Somebody changed this rule meanwhile.")
    return rule


async def _write(session: AsyncSession, rule: AutomationRule, wanted: Wanted) -> None:
    errors: list[FieldError] = []
    name = " ".join(wanted.name.split())[:_LONGEST_NAME]
    if not name:
        errors.append(FieldError("name", "missing", mark("Give the rule a name.")))
    if not 0 <= wanted.pause_minutes <= LONGEST_PAUSE:
        message = mark("Between no rest and a year.")
        errors.append(FieldError("pause_minutes", "out_of_range", message))
    trigger, actions = used(wanted.trigger), [used(action) for action in wanted.actions]
    body = wanted.conditions if wanted.conditions and wanted.conditions.conditions else None
    conditions = None
    if body is not None:
        conditions = await _conditions(session, body, errors)
    await _check(session, trigger, actions, conditions=body is not None, errors=errors)
    rule.name, rule.kind, rule.trigger = name, trigger.kind.value, as_json(trigger)
    rule.actions = [as_json(action) for action in actions]
    rule.conditions, rule.pause_minutes = conditions, wanted.pause_minutes
    _set_enabled(rule, enabled=wanted.enabled)


async def _conditions(
    session: AsyncSession, body: GroupBody, errors: list[FieldError]
) -> dict[str, object] | None:
    try:
        return to_json(await segment_definitions.read(session, body))
    except InvalidInput as error:
        if not error.errors:
            raise
        errors.extend(
            replace(one, field=one.field.replace("definition", "conditions", 1))
            for one in error.errors
        )
        return None


async def _check(
    session: AsyncSession,
    trigger: Trigger,
    actions: Sequence[Action],
    *,
    conditions: bool,
    errors: Sequence[FieldError] = (),
) -> None:
    known = await automation_checks.known(session, trigger, actions)
    found = [*errors, *automation_checks.check(known, trigger, actions, conditions=conditions)]
    if found:
        raise InvalidInput("This rule is not right yet; see each field.", found)


def _set_enabled(rule: AutomationRule, *, enabled: bool) -> None:
    if enabled and not rule.enabled:
        rule.enabled_at, rule.disabled_reason = datetime.now(UTC), None
    rule.enabled = enabled


async def _saved(session: AsyncSession, rule: AutomationRule) -> AutomationRule:
    rule.version += 1
    await session.flush()
    await session.refresh(rule)
    return rule
