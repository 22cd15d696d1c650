"""Runs of rules: noted set by set, taken page by page, written down one by one."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Uuid,
    any_,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.automation import AutomationRule, RuleRun
from db.models.campaigns import Campaign
from db.models.contacts import Contact
from schemas.cursors import Cursor
from schemas.enums import Channel, RunStatus

# Those that did something.
_DID = (RunStatus.DONE, RunStatus.FAILED)
_NEWEST = 200

_ADD = text("""
    INSERT INTO rule_runs
        (company_id, rule_id, event_id, contact_id, conversation_id, campaign_id, depth)
    SELECT :company_id, t.rule_id, t.event_id, t.contact_id, t.conversation_id, t.campaign_id,
           t.depth
    FROM unnest(CAST(:rule_ids AS uuid[]), CAST(:event_ids AS uuid[]),
                CAST(:contact_ids AS uuid[]), CAST(:conversation_ids AS uuid[]),
                CAST(:campaign_ids AS uuid[]), CAST(:depths AS smallint[])) WITH ORDINALITY
        AS t (rule_id, event_id, contact_id, conversation_id, campaign_id, depth, place)
    ORDER BY t.place
    ON CONFLICT (rule_id, event_id) DO NOTHING
    RETURNING id
""")
_WORDS = text("""
    SELECT m.id, m.body, m.phone_number_id, n.channel
    FROM messages m
    JOIN phone_numbers n ON n.company_id = m.company_id AND n.id = m.phone_number_id
    WHERE m.id = ANY(CAST(:ids AS uuid[])) AND m.direction = 'in' AND m.modifies IS NULL
""")
_SETTLE = text("""
    UPDATE rule_runs
    SET status = t.status, reason = t.reason, results = t.results, finished_at = clock_timestamp()
    FROM unnest(CAST(:ids AS uuid[]), CAST(:statuses AS text[]), CAST(:reasons AS text[]),
                CAST(:results AS jsonb[]))
        AS t (id, status, reason, results)
    WHERE rule_runs.id = t.id AND rule_runs.status = 'pending'
""")


@dataclass(frozen=True, slots=True)
class NewRun:
    rule_id: UUID
    event_id: UUID
    contact_id: UUID | None = None
    conversation_id: UUID | None = None
    campaign_id: UUID | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What a customer wrote, and where."""

    body: str
    number_id: UUID
    channel: Channel


async def add(session: AsyncSession, company_id: UUID, runs: Sequence[NewRun]) -> int:
    """Note runs by one statement; the same rule and event once, ever. How many were new."""
    if not runs:
        return 0
    noted = await session.scalars(
        _ADD,
        {
            "company_id": company_id,
            "rule_ids": [run.rule_id for run in runs],
            "event_ids": [run.event_id for run in runs],
            "contact_ids": [run.contact_id for run in runs],
            "conversation_ids": [run.conversation_id for run in runs],
            "campaign_ids": [run.campaign_id for run in runs],
            "depths": [run.depth for run in runs],
        },
    )
    return len(noted.all())


async def words(session: AsyncSession, message_ids: Collection[UUID]) -> dict[UUID, Words]:
    """Of those that are messages of customers; what only changes another one is none."""
    if not message_ids:
        return {}
    rows = await session.execute(_WORDS, {"ids": list(message_ids)})
    return {row.id: Words(row.body, row.phone_number_id, Channel(row.channel)) for row in rows}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run ended."""

    run_id: UUID
    status: RunStatus
    # Why nothing was done.
    reason: str | None = None
    # What each action did, as it is stored.
    results: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Lately:
    """What a rule did for a contact: when last, and how often since a time."""

    last: datetime
    count: int


async def pending(session: AsyncSession, *, limit: int) -> Sequence[RuleRun]:
    """The oldest that wait, in the order in which they were noted."""
    found = await session.scalars(
        select(RuleRun)
        .where(RuleRun.status == RunStatus.PENDING)
        .order_by(RuleRun.company_id, RuleRun.id)
        .limit(limit)
    )
    return found.all()


async def matching(
    session: AsyncSession, contact_ids: Collection[UUID], where: ColumnElement[bool]
) -> set[UUID]:
    """Those of these contacts for whom it holds; nobody who is gone."""
    found = await session.scalars(
        select(Contact.id).where(
            Contact.id == any_(literal(list(contact_ids), ARRAY(Uuid()))), where
        )
    )
    return set(found)


async def settle(session: AsyncSession, verdicts: Sequence[Verdict]) -> None:
    """End many, by one statement."""
    if verdicts:
        await session.execute(
            _SETTLE,
            {
                "ids": [one.run_id for one in verdicts],
                "statuses": [one.status.value for one in verdicts],
                "reasons": [one.reason for one in verdicts],
                "results": [json.dumps(one.results) for one in verdicts],
            },
        )


async def take(session: AsyncSession, run_ids: Sequence[UUID]) -> Sequence[RuleRun]:
    """Those of the runs that wait, for this transaction alone; not those that another has.

    Whoever does them holds their contacts next: so a rule waits for itself with the same contact,
    and a rest is kept by everybody.
    """
    found = await session.scalars(
        select(RuleRun)
        .where(
            RuleRun.id == any_(literal(list(run_ids), ARRAY(Uuid()))),
            RuleRun.status == RunStatus.PENDING,
        )
        .order_by(RuleRun.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def lately(
    session: AsyncSession, rule_id: UUID, contact_ids: Collection[UUID], *, since: datetime
) -> dict[UUID, Lately]:
    """Those of these contacts the rule did something for, ever: when last, how often since then."""
    if not contact_ids:
        return {}
    recent = func.count().filter(RuleRun.created_at >= since)
    rows = await session.execute(
        select(RuleRun.contact_id, func.max(RuleRun.finished_at), recent)
        .where(
            RuleRun.rule_id == rule_id,
            RuleRun.contact_id == any_(literal(list(contact_ids), ARRAY(Uuid()))),
            RuleRun.status.in_(_DID),
        )
        .group_by(RuleRun.contact_id)
    )
    return {key: Lately(last, count) for key, last, count in rows if key and last}


async def looped_since(session: AsyncSession, rule_id: UUID, since: datetime) -> int:
    """How many of the rule's newest runs were cut off for going round in circles."""
    newest = (
        select(RuleRun.status, RuleRun.reason, RuleRun.created_at)
        .where(RuleRun.rule_id == rule_id)
        .order_by(RuleRun.company_id.desc(), RuleRun.rule_id.desc(), RuleRun.id.desc())
        .limit(_NEWEST)
        .subquery()
    )
    counted = await session.scalar(
        select(func.count())
        .select_from(newest)
        .where(
            newest.c.status == RunStatus.BLOCKED,
            newest.c.reason == "loop",
            newest.c.created_at >= since,
        )
    )
    return counted or 0


async def count_attempt(session: AsyncSession, run_id: UUID) -> int:
    """It went wrong once more; how often by now."""
    return (
        await session.scalar(
            update(RuleRun)
            .where(RuleRun.id == run_id)
            .values(attempts=RuleRun.attempts + 1)
            .returning(RuleRun.attempts)
        )
        or 0
    )


async def waiting_companies(session: AsyncSession) -> list[UUID]:
    """Companies with runs that wait; for the sweep, which sees all of them."""
    found = await session.scalars(
        select(RuleRun.company_id).where(RuleRun.status == RunStatus.PENDING).distinct()
    )
    return list(found)


async def counts_since(session: AsyncSession, since: datetime) -> dict[UUID, int]:
    """By rule, how many runs did something since then."""
    rows = await session.execute(
        select(RuleRun.rule_id, func.count())
        .where(
            RuleRun.id >= _first_of(since),
            RuleRun.finished_at >= since,
            RuleRun.status.in_(_DID),
        )
        .group_by(RuleRun.rule_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as the log shows it."""

    run: RuleRun
    rule: str
    contact: str
    campaign: str


async def page(
    session: AsyncSession,
    *,
    rule_id: UUID | None = None,
    statuses: Collection[RunStatus] = (),
    contact_id: UUID | None = None,
    after: Cursor | None,
    limit: int,
) -> list[Shown]:
    """Newest first."""
    query = (
        select(RuleRun, AutomationRule.name, Contact.name, Contact.phone, Campaign.name)
        .join(AutomationRule, AutomationRule.id == RuleRun.rule_id)
        .outerjoin(Contact, Contact.id == RuleRun.contact_id)
        .outerjoin(Campaign, Campaign.id == RuleRun.campaign_id)
        # Ids carry their time.
        .order_by(RuleRun.id.desc())
        .limit(limit)
    )
    if rule_id is not None:
        query = query.where(RuleRun.rule_id == rule_id)
    if statuses:
        query = query.where(RuleRun.status.in_(statuses))
    if contact_id is not None:
        query = query.where(RuleRun.contact_id == contact_id)
    if after is not None:
        query = query.where(RuleRun.id < after.id)
    return [
        Shown(run, rule, name or phone or "", campaign or "")
        for run, rule, name, phone, campaign in await session.execute(query)
    ]


def _first_of(moment: datetime) -> UUID:
    """Below every id made then or later: ids begin with their milliseconds."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
