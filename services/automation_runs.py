"""Rules at work: a page of what waits, and each run done and logged in one transaction.

Whatever dies, a run is either done and written down, or waits and nothing was done. Guards: a rule
rests for a contact, a chain of rules is cut off, and one that does too much is switched off.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.automation import AutomationRule, RuleRun
from db.queries import conversation_changes, rule_actions, rule_runs, rules
from db.queries.conversations import Eyes
from db.queries.notifications import News
from db.queries.rule_runs import Verdict
from db.session import Database
from schemas.automation import (
    ANSWERING,
    MOST_AN_HOUR,
    MOST_DEPTH,
    MOST_LOOPS_AN_HOUR,
    ActionOutcome,
    ActionResult,
    TriggerKind,
    action_from_json,
)
from schemas.enums import NotificationKind, Role, RunStatus
from services import notifications, segments
from services.automation_actions import Effects, Subject, perform
from services.automation_matching import work_of
from services.events import caused_by_rule

PAGE = 200
_HOUR = timedelta(hours=1)
# A run that goes wrong in a way nobody foresaw is given up behind so many tries.
_MOST_TRIES = 5
_OWNERS = (Role.OWNER, Role.ADMIN)


@dataclass(slots=True)
class Worked:
    """What came of a page."""

    settled: int = 0
    # It was a whole page: there may be more.
    more: bool = False
    effects: list[Effects] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A run whose conditions held when its page was looked at."""

    run_id: UUID
    contact_id: UUID | None


async def work(database: Database, company_id: UUID, *, limit: int = PAGE) -> Worked:
    """Do what waits longest of a company's runs. Safe to repeat, and beside another worker."""
    async with database.company(company_id) as session:
        page = await rule_runs.pending(session, limit=limit)
        waiting, notified = await _sift(session, page)
    worked = Worked(len(page), len(page) >= limit, [Effects(notified=notified)])
    touched: set[UUID] = set()
    for one in waiting:
        # What a rule before it changed may decide otherwise.
        again = one.contact_id in touched
        effects = await _do(database, company_id, one.run_id, look_again=again)
        if one.contact_id is not None:
            touched.add(one.contact_id)
        worked.effects.append(effects)
    return worked


async def _sift(session: AsyncSession, page: Sequence[RuleRun]) -> tuple[list[_Waiting], bool]:
    """End those with nothing to do: one look a rule, one statement for all."""
    known = await rules.by_ids(session, {run.rule_id for run in page})
    by_rule: dict[UUID, list[RuleRun]] = defaultdict(list)
    for run in page:
        by_rule[run.rule_id].append(run)
    verdicts: dict[UUID, Verdict] = {}
    for rule_id, runs in by_rule.items():
        for verdict in await _verdicts(session, known[rule_id], runs):
            verdicts[verdict.run_id] = verdict
    await rule_runs.settle(session, list(verdicts.values()))
    notified = False
    for rule_id in {run.rule_id for run in page if _is_loop(verdicts.get(run.id))}:
        notified |= await _stop_looping(session, rule_id)
    return [_Waiting(run.id, run.contact_id) for run in page if run.id not in verdicts], notified


def _is_loop(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.reason == "loop"


async def _verdicts(
    session: AsyncSession, rule: AutomationRule, runs: Sequence[RuleRun]
) -> list[Verdict]:
    if not rule.enabled:
        return [Verdict(run.id, RunStatus.PASSED, "switched_off") for run in runs]
    cut = [run for run in runs if run.depth > MOST_DEPTH]
    verdicts = [Verdict(run.id, RunStatus.BLOCKED, "loop") for run in cut]
    about = [run for run in runs if run.depth <= MOST_DEPTH and run.contact_id is not None]
    holds = await _holding(session, rule, {run.contact_id for run in about if run.contact_id})
    passed = [run for run in about if run.contact_id not in holds]
    return verdicts + [Verdict(run.id, RunStatus.PASSED, "not_matched") for run in passed]


async def _holding(
    session: AsyncSession, rule: AutomationRule, contact_ids: set[UUID]
) -> set[UUID]:
    """For whom of these the rule's conditions hold now."""
    if not contact_ids:
        return set()
    where = segments.condition(rule.conditions or _EVERYBODY)
    return await rule_runs.matching(session, contact_ids, where)


async def _do(database: Database, company_id: UUID, run_id: UUID, *, look_again: bool) -> Effects:
    """One run in a transaction of its own; one that cannot be done is counted, then given up."""
    try:
        async with database.company(company_id) as session:
            run = await rule_runs.take(session, run_id)
            if run is None:
                return Effects()
            return await _run(session, run, look_again=look_again)
    except Exception:
        if not await _give_up(database, company_id, run_id):
            raise
        return Effects()


async def _give_up(database: Database, company_id: UUID, run_id: UUID) -> bool:
    """Whether a run that went wrong did so for the last time."""
    async with database.company(company_id) as session:
        if await rule_runs.count_attempt(session, run_id) < _MOST_TRIES:
            return False
        await rule_runs.settle(session, [Verdict(run_id, RunStatus.FAILED, "error")])
    return True


async def _run(session: AsyncSession, run: RuleRun, *, look_again: bool) -> Effects:
    rule = await rules.get(session, run.rule_id)
    subject = await subject_of(session, rule, run)
    held_back = await _held_back(session, rule, run, look_again=look_again)
    if held_back is not None:
        run.status, run.reason = held_back
        if run.reason == "too_often":
            subject.effects.notified |= await switch_off(session, rule, "too_often")
    else:
        with caused_by_rule(run.depth + 1), work_of(rule.id):
            results = await do_all(session, rule, subject)
        run.results = [result.as_json() for result in results]
        went_wrong = any(result.outcome is ActionOutcome.FAILED for result in results)
        run.status = RunStatus.FAILED if went_wrong else RunStatus.DONE
    run.finished_at = datetime.now(UTC)
    return subject.effects


async def do_all(
    session: AsyncSession, rule: AutomationRule, subject: Subject
) -> list[ActionResult]:
    """The rule's actions one after the other, each with what came of it."""
    return [
        await perform(session, subject, place, action_from_json(stored))
        for place, stored in enumerate(rule.actions)
    ]


async def subject_of(session: AsyncSession, rule: AutomationRule, run: RuleRun) -> Subject:
    """About whom it is, held for this transaction: the contact first, as everywhere."""
    subject = Subject(
        rule.company_id,
        run.id,
        rule.id,
        rule.name,
        answering=TriggerKind(rule.kind) in ANSWERING,
        campaign_id=run.campaign_id,
    )
    if run.contact_id is None:
        return subject
    subject.contact = await rule_actions.hold_contact(session, run.contact_id)
    conversation_id = run.conversation_id
    if conversation_id is None and subject.contact is not None:
        newest = await rule_actions.newest_conversation(session, subject.contact.id)
        conversation_id = newest.id if newest is not None else None
    if conversation_id is not None:
        held = await conversation_changes.lock_many(session, Eyes(None), [conversation_id])
        subject.conversation = held[0] if held else None
    return subject


async def _held_back(
    session: AsyncSession, rule: AutomationRule, run: RuleRun, *, look_again: bool
) -> tuple[RunStatus, str] | None:
    """Why it does nothing, where there is a reason; the run and its contact are held."""
    if not rule.enabled:
        return RunStatus.PASSED, "switched_off"
    if run.contact_id is None:
        return None
    if look_again and not await _holding(session, rule, {run.contact_id}):
        return RunStatus.PASSED, "not_matched"
    if await rests(session, rule, run.contact_id):
        return RunStatus.PASSED, "resting"
    lately = datetime.now(UTC) - _HOUR
    if await rule_runs.done_since(session, rule.id, run.contact_id, lately) >= MOST_AN_HOUR:
        return RunStatus.BLOCKED, "too_often"
    return None


async def rests(session: AsyncSession, rule: AutomationRule, contact_id: UUID) -> bool:
    """Whether it did something for the contact a shorter while ago than it is to rest."""
    if not rule.pause_minutes:
        return False
    last = await rule_runs.last_done(session, rule.id, contact_id)
    rest = timedelta(minutes=rule.pause_minutes)
    return last is not None and datetime.now(UTC) - last < rest


async def _stop_looping(session: AsyncSession, rule_id: UUID) -> bool:
    lately = datetime.now(UTC) - _HOUR
    if await rule_runs.looped_since(session, rule_id, lately) < MOST_LOOPS_AN_HOUR:
        return False
    rule = await rules.get_for_update(session, rule_id)
    return await switch_off(session, rule, "loop")


async def switch_off(session: AsyncSession, rule: AutomationRule, reason: str) -> bool:
    """For its own good; owners are told. True when somebody's bell rang."""
    if not rule.enabled:
        return False
    rule.enabled, rule.disabled_reason = False, reason
    rule.version += 1
    news = News(NotificationKind.RULE, reason, detail=rule.name)
    return await notifications.news(session, rule.company_id, news, roles=_OWNERS)


_EVERYBODY: dict[str, object] = {"match": "all", "negated": False, "conditions": []}
