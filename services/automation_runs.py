"""Rules at work: a page of what waits, done and logged a batch a transaction.

A batch is one rule for many contacts, so that conditions, rests and actions are a statement for all
of them; what waits for one contact is done in its order. Whatever dies, a run is either done and written down, or waits and nothing was done. Guards: a rule
rests for a contact, a chain of rules is cut off, and one that does too much is switched off.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    ActionKind,
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

PAGE = 500
# Runs of one rule in one transaction: so many people and conversations are held meanwhile. What is
# sent is written message by message.
_TOGETHER = 100
_SENDS_TOGETHER = 20
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
class _Batch:
    """Runs of one rule, each about somebody else: done together."""

    run_ids: Sequence[UUID]
    depth: int
    # What another rule of this page changed may decide otherwise.
    look_again: bool


async def work(database: Database, company_id: UUID, *, limit: int = PAGE) -> Worked:
    """Do what waits longest of a company's runs. Safe to repeat, and beside another worker."""
    async with database.company(company_id) as session:
        page = await rule_runs.pending(session, limit=limit)
        waiting, notified, sending = await _sift(session, page)
    worked = Worked(len(page), len(page) >= limit, [Effects(notified=notified)])
    for batch in _batches(waiting, sending):
        worked.effects += await _do(database, company_id, batch)
    return worked


def _batches(waiting: Sequence[RuleRun], sending: Collection[UUID]) -> Iterator[_Batch]:
    """In rounds: what waits for one contact stays in its order, each run behind those before it."""
    rounds: dict[tuple[int, UUID, int], list[UUID]] = defaultdict(list)
    seen: Counter[UUID] = Counter()
    for run in waiting:
        turn = seen[run.contact_id] if run.contact_id is not None else 0
        rounds[turn, run.rule_id, run.depth].append(run.id)
        seen.update([run.contact_id] if run.contact_id is not None else [])
    for (turn, rule_id, depth), run_ids in sorted(rounds.items(), key=lambda one: one[0][0]):
        many = _SENDS_TOGETHER if rule_id in sending else _TOGETHER
        for begin in range(0, len(run_ids), many):
            yield _Batch(run_ids[begin : begin + many], depth, look_again=turn > 0)


async def _sift(
    session: AsyncSession, page: Sequence[RuleRun]
) -> tuple[list[RuleRun], bool, set[UUID]]:
    """End those with nothing to do: one look a rule, one statement for all.

    What is left, whether somebody's bell rang, and the rules that send.
    """
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
    sending = {rule_id for rule_id, rule in known.items() if _sends(rule)}
    return [run for run in page if run.id not in verdicts], notified, sending


def _sends(rule: AutomationRule) -> bool:
    return any(action_from_json(one).kind is ActionKind.SEND for one in rule.actions)


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


async def _do(database: Database, company_id: UUID, batch: _Batch) -> list[Effects]:
    """A batch in a transaction of its own; where that fails, each run in one of its own.

    A run that cannot be done is counted, then given up.
    """
    try:
        async with database.company(company_id) as session:
            runs = await rule_runs.take(session, batch.run_ids)
            return await _run(session, runs, batch) if runs else []
    except Exception:
        if len(batch.run_ids) > 1:
            alone = [replace(batch, run_ids=[run_id]) for run_id in batch.run_ids]
            return [effects for one in alone for effects in await _do(database, company_id, one)]
        if not await _give_up(database, company_id, batch.run_ids[0]):
            raise
        return []


async def _give_up(database: Database, company_id: UUID, run_id: UUID) -> bool:
    """Whether a run that went wrong did so for the last time."""
    async with database.company(company_id) as session:
        if await rule_runs.count_attempt(session, run_id) < _MOST_TRIES:
            return False
        await rule_runs.settle(session, [Verdict(run_id, RunStatus.FAILED, "error")])
    return True


async def _run(session: AsyncSession, runs: Sequence[RuleRun], batch: _Batch) -> list[Effects]:
    rule = await rules.get(session, runs[0].rule_id)
    subjects = await subjects_of(session, rule, runs)
    held_back = await _held_back(session, rule, subjects, look_again=batch.look_again)
    able = [one for one in subjects if one.run_id not in held_back]
    if any(reason == "too_often" for _, reason in held_back.values()):
        subjects[0].effects.notified |= await switch_off(session, rule, "too_often")
    with caused_by_rule(batch.depth + 1), work_of(rule.id):
        results = await do_all(session, rule, able)
    ended = [Verdict(key, status, reason) for key, (status, reason) in held_back.items()]
    ended += [_ended(key, did) for key, did in results.items()]
    await rule_runs.settle(session, ended)
    return [one.effects for one in subjects]


def _ended(run_id: UUID, results: Sequence[ActionResult]) -> Verdict:
    went_wrong = any(result.outcome is ActionOutcome.FAILED for result in results)
    status = RunStatus.FAILED if went_wrong else RunStatus.DONE
    return Verdict(run_id, status, None, [result.as_json() for result in results])


async def do_all(
    session: AsyncSession, rule: AutomationRule, subjects: Sequence[Subject]
) -> dict[UUID, list[ActionResult]]:
    """The rule's actions one after the other, each for all of them; by run, what came of each."""
    results: dict[UUID, list[ActionResult]] = {one.run_id: [] for one in subjects}
    for place, stored in enumerate(rule.actions if subjects else ()):
        did = await perform(session, subjects, place, action_from_json(stored))
        for run_id, result in did.items():
            results[run_id].append(result)
    return results


async def subjects_of(
    session: AsyncSession, rule: AutomationRule, runs: Sequence[RuleRun]
) -> list[Subject]:
    """About whom they are, held for this transaction: the contacts first, as everywhere."""
    people = {run.contact_id for run in runs if run.contact_id is not None}
    held = await rule_actions.hold_contacts(session, people) if people else {}
    silent = {run.contact_id for run in runs if run.contact_id and run.conversation_id is None}
    newest = await rule_actions.newest_conversations(session, silent & held.keys())
    talks = {run.id: _talk(run, newest) for run in runs}
    wanted = {one for one in talks.values() if one is not None}
    locked = await conversation_changes.lock_many(session, Eyes(None), wanted) if wanted else []
    by_id = {row.id: row for row in locked}
    return [
        Subject(
            rule.company_id,
            run.id,
            rule.id,
            rule.name,
            answering=TriggerKind(rule.kind) in ANSWERING,
            contact_id=run.contact_id,
            contact=held.get(run.contact_id) if run.contact_id else None,
            conversation=by_id.get(talks[run.id] or run.id),
            campaign_id=run.campaign_id,
        )
        for run in runs
    ]


def _talk(run: RuleRun, newest: Mapping[UUID, UUID]) -> UUID | None:
    if run.conversation_id is not None or run.contact_id is None:
        return run.conversation_id
    return newest.get(run.contact_id)


async def _held_back(
    session: AsyncSession, rule: AutomationRule, subjects: Sequence[Subject], *, look_again: bool
) -> dict[UUID, tuple[RunStatus, str]]:
    """By run, why it does nothing, where there is a reason; runs and contacts are held."""
    if not rule.enabled:
        return {one.run_id: (RunStatus.PASSED, "switched_off") for one in subjects}
    people = {one.contact_id: one.run_id for one in subjects if one.contact_id is not None}
    now = datetime.now(UTC)
    lately = await rule_runs.lately(session, rule.id, people, since=now - _HOUR)
    matching = await _holding(session, rule, set(people)) if look_again else set(people)
    reasons: dict[UUID, tuple[RunStatus, str]] = {}
    for contact_id, run_id in people.items():
        did = lately.get(contact_id)
        if contact_id not in matching:
            reasons[run_id] = RunStatus.PASSED, "not_matched"
        elif did is not None and _rests(rule, did.last, now):
            reasons[run_id] = RunStatus.PASSED, "resting"
        elif did is not None and did.count >= MOST_AN_HOUR:
            reasons[run_id] = RunStatus.BLOCKED, "too_often"
    return reasons


async def rests(session: AsyncSession, rule: AutomationRule, contact_id: UUID) -> bool:
    """Whether it did something for the contact a shorter while ago than it is to rest."""
    now = datetime.now(UTC)
    did = (await rule_runs.lately(session, rule.id, [contact_id], since=now)).get(contact_id)
    return did is not None and _rests(rule, did.last, now)


def _rests(rule: AutomationRule, last: datetime, now: datetime) -> bool:
    return now - last < timedelta(minutes=rule.pause_minutes)


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
