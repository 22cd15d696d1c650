"""Enrolments on the move: pages of those who are due, and writing down where each now stands.

Set-based throughout: a page is claimed by one statement and saved by three.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.ledger import ALONG_THE_KEY, AS_USUAL, HASHED
from schemas.cadences import StepOutcome
from schemas.enums import DeliveryStatus, EnrolmentStatus


@dataclass(frozen=True, slots=True)
class Traveller:
    """One enrolment as it was claimed: this transaction's alone until it ends.

    In the order of the columns of `_DUE` and `_SETTLED`.
    """

    id: UUID
    contact_id: UUID
    version: int
    lap: int
    # Null: entered the cadence, and stands before its first step.
    step_key: str | None
    due_at: datetime | None
    # The message its step waited for, and what became of it; null for whoever was only due.
    recipient_id: UUID | None = None
    sent: DeliveryStatus | None = None
    reason: str | None = None
    accepted_at: datetime | None = None
    last_recipient_id: UUID | None = None
    last_sent_at: datetime | None = None
    # How many rules led here, of late: what it does tells as many.
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an enrolment stands after a page."""

    enrolment_id: UUID
    status: EnrolmentStatus
    step_key: str | None
    due_at: datetime | None = None
    recipient_id: UUID | None = None
    last_recipient_id: UUID | None = None
    last_sent_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A step that an enrolment has behind it."""

    enrolment_id: UUID
    step_key: str
    version: int
    outcome: StepOutcome
    reason: str | None = None
    recipient_id: UUID | None = None


class CountKey(NamedTuple):
    version: int
    step_key: str
    outcome: StepOutcome


# A cadence that was filled a moment ago has no statistics: along the key a page costs a page.
_ALONG = text(
    f"""SELECT {ALONG_THE_KEY}, set_config('enable_hashjoin', 'off', true),
               set_config('enable_mergejoin', 'off', true)"""
)
# Rules and cadences that lead to each other within a day go round in a circle; what comes back after
# days is a rhythm somebody wants.
_DEPTH = "CASE WHEN entered_at > now() - interval '24 hours' THEN depth ELSE 0 END AS depth"
_DUE = text(
    f"""
    SELECT id, contact_id, version, lap, step_key, due_at,
           NULL AS recipient_id, NULL AS sent, NULL AS reason, NULL AS accepted_at,
           last_recipient_id, last_sent_at, {_DEPTH}
    FROM enrolments
    WHERE cadence_id = :cadence_id AND status = 'active' AND due_at <= :now
    ORDER BY cadence_id, due_at LIMIT :limit
    FOR UPDATE SKIP LOCKED
    """
)
_SETTLED = text(
    f"""
    SELECT e.id, e.contact_id, e.version, e.lap, e.step_key, e.due_at, e.recipient_id,
           r.status AS sent, r.reason, r.accepted_at, e.last_recipient_id, e.last_sent_at,
           {_DEPTH}
    FROM enrolments e LEFT JOIN campaign_recipients r ON r.id = e.recipient_id
    WHERE e.cadence_id = :cadence_id AND e.status = 'sending'
      AND (r.id IS NULL OR r.status NOT IN ('pending', 'sending'))
    ORDER BY e.cadence_id, e.recipient_id LIMIT :limit
    FOR UPDATE OF e SKIP LOCKED
    """
)
_DECIDED = {status.value: status for status in DeliveryStatus}
# Where it stands among the columns.
_SENT = 7

_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:cadence_id AS text), 70))")


async def take_turn(session: AsyncSession, cadence_id: UUID) -> None:
    """The pages of one cadence follow each other: they lock its steps' campaigns in any order."""
    await session.execute(_TURN, {"cadence_id": cadence_id})


async def due(
    session: AsyncSession, cadence_id: UUID, *, now: datetime, limit: int
) -> list[Traveller]:
    """Claim those whose moment has come, the longest due first."""
    await session.execute(_ALONG)
    rows = await session.execute(_DUE, {"cadence_id": cadence_id, "now": now, "limit": limit})
    await session.execute(AS_USUAL)
    return [Traveller(*row) for row in rows]


async def settled(session: AsyncSession, cadence_id: UUID, *, limit: int) -> list[Traveller]:
    """Claim those whose message was sent, refused, left out or lost sight of."""
    await session.execute(_ALONG)
    rows = await session.execute(_SETTLED, {"cadence_id": cadence_id, "limit": limit})
    await session.execute(AS_USUAL)
    return [Traveller(*_decided(row)) for row in rows]


def _decided(row: Sequence[Any]) -> list[Any]:
    """What became of the message, as the word it is."""
    values = [*row]
    values[_SENT] = _DECIDED.get(values[_SENT])
    return values


_DONE_BEFORE = text(
    """
    SELECT enrolment_id, version, outcome FROM enrolment_steps
    WHERE enrolment_id = ANY(CAST(:ids AS uuid[])) AND step_key = :step_key
    """
)


async def done_before(
    session: AsyncSession, ids: Sequence[UUID], step_key: str
) -> dict[UUID, CountKey]:
    """Who has this step behind them, in whatever version, and as what it was counted."""
    rows = await session.execute(_DONE_BEFORE, {"ids": list(ids), "step_key": step_key})
    return {key: CountKey(number, step_key, StepOutcome(outcome)) for key, number, outcome in rows}


_STILL = text(
    """
    SELECT id FROM enrolments
    WHERE id = ANY(CAST(:ids AS uuid[])) AND status IN ('active', 'sending')
    """
)


async def still_under_way(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Without those whom a change of this very transaction has ended."""
    return set(await session.scalars(_STILL, {"ids": list(ids)}))


_SAVE = text(
    """
    UPDATE enrolments e
    SET status = s.status, step_key = s.step_key, due_at = s.due_at,
        recipient_id = s.recipient_id, last_recipient_id = s.last_recipient_id,
        last_sent_at = s.last_sent_at, reason = s.reason,
        ended_at = CASE WHEN s.status IN ('completed', 'stopped') THEN now() END
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:statuses AS text[]), CAST(:step_keys AS text[]),
        CAST(:due AS timestamptz[]), CAST(:recipients AS uuid[]),
        CAST(:last_recipients AS uuid[]), CAST(:last_sent AS timestamptz[]),
        CAST(:reasons AS text[])
    ) AS s (id, status, step_key, due_at, recipient_id, last_recipient_id, last_sent_at, reason)
    WHERE e.id = ANY(CAST(:ids AS uuid[])) AND e.id = s.id AND e.status IN ('active', 'sending')
    """
)
# A question that is asked again in another version has its newest answer.
_LOG = text(
    """
    INSERT INTO enrolment_steps AS s
        (enrolment_id, step_key, company_id, version, outcome, reason, recipient_id)
    SELECT d.id, d.step_key, :company_id, d.version, d.outcome, d.reason, d.recipient_id
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:step_keys AS text[]), CAST(:versions AS smallint[]),
        CAST(:outcomes AS text[]), CAST(:reasons AS text[]), CAST(:recipients AS uuid[])
    ) AS d (id, step_key, version, outcome, reason, recipient_id)
    ON CONFLICT (enrolment_id, step_key) DO UPDATE
    SET version = excluded.version, outcome = excluded.outcome, reason = excluded.reason,
        done_at = excluded.done_at
    WHERE s.outcome IN ('yes', 'no') AND excluded.outcome IN ('yes', 'no')
    RETURNING enrolment_id, step_key
    """
)
# Ordered, so that two transactions never wait for each other crosswise.
_COUNT = text(
    """
    INSERT INTO cadence_step_counts AS c
        (company_id, cadence_id, version, step_key, outcome, count)
    SELECT :company_id, :cadence_id, *
    FROM unnest(CAST(:versions AS smallint[]), CAST(:step_keys AS text[]),
                CAST(:outcomes AS text[]), CAST(:counts AS int[]))
    ORDER BY 3, 4, 5
    ON CONFLICT (company_id, cadence_id, version, step_key, outcome)
    DO UPDATE SET count = c.count + excluded.count
    """
)


async def save(session: AsyncSession, stands: Sequence[Stand]) -> None:
    """Whoever was ended meanwhile, by this transaction's own doing, stays ended."""
    if not stands:
        return
    await session.execute(HASHED)
    await session.execute(
        _SAVE,
        {
            "ids": [one.enrolment_id for one in stands],
            "statuses": [one.status.value for one in stands],
            "step_keys": [one.step_key for one in stands],
            "due": [one.due_at for one in stands],
            "recipients": [one.recipient_id for one in stands],
            "last_recipients": [one.last_recipient_id for one in stands],
            "last_sent": [one.last_sent_at for one in stands],
            "reasons": [one.reason for one in stands],
        },
    )


async def log(
    session: AsyncSession, company_id: UUID, done: Sequence[Done]
) -> set[tuple[UUID, str]]:
    """Write what is not written yet: (enrolment, step) of those that are new, and so count. An answer
    takes the place of the one before.
    """
    if not done:
        return set()
    rows = await session.execute(
        _LOG,
        {
            "company_id": company_id,
            "ids": [one.enrolment_id for one in done],
            "step_keys": [one.step_key for one in done],
            "versions": [one.version for one in done],
            "outcomes": [one.outcome.value for one in done],
            "reasons": [one.reason for one in done],
            "recipients": [one.recipient_id for one in done],
        },
    )
    return {(enrolment_id, step_key) for enrolment_id, step_key in rows}


async def count(
    session: AsyncSession, company_id: UUID, cadence_id: UUID, moved: Counter[CountKey]
) -> None:
    """Move the counters; last in a transaction, as everybody takes turns at them."""
    changes = [(key, by) for key, by in moved.items() if by]
    if not changes:
        return
    await session.execute(
        _COUNT,
        {
            "company_id": company_id,
            "cadence_id": cadence_id,
            "versions": [key.version for key, _ in changes],
            "step_keys": [key.step_key for key, _ in changes],
            "outcomes": [key.outcome.value for key, _ in changes],
            "counts": [by for _, by in changes],
        },
    )


_NEXT_DUE = text(
    """
    SELECT due_at FROM enrolments
    WHERE cadence_id = :cadence_id AND status = 'active' AND due_at IS NOT NULL
    ORDER BY cadence_id, due_at LIMIT 1
    """
)
_ANYBODY = text(
    """
    SELECT recipient_id FROM enrolments WHERE cadence_id = :cadence_id AND status = 'sending'
    ORDER BY cadence_id, recipient_id LIMIT 1
    """
)
# The campaigns of its steps that have somebody to send to, and the row before the first of them.
_SENDING = text(
    """
    SELECT c.id, c.channel, (
        SELECT e.recipient_id FROM enrolments e
        WHERE e.cadence_id = :cadence_id AND e.status = 'sending'
          AND e.recipient_id > CAST(substr(replace(CAST(c.id AS text), '-', ''), 17)
                                    || repeat('0', 16) AS uuid)
          AND e.recipient_id <= CAST(substr(replace(CAST(c.id AS text), '-', ''), 17)
                                     || repeat('f', 16) AS uuid)
        ORDER BY e.cadence_id, e.recipient_id LIMIT 1
    ) AS first
    FROM campaigns c
    WHERE c.cadence_id = :cadence_id AND c.status = 'running' AND EXISTS (
        SELECT FROM campaign_counts n
        WHERE n.company_id = c.company_id AND n.campaign_id = c.id
          AND n.status IN ('pending', 'sending') AND n.count > 0
    )
    """
)


@dataclass(frozen=True, slots=True)
class StepSends:
    """A step's campaign with messages to send; `after` is a place to begin at."""

    campaign_id: UUID
    channel: str
    after: UUID | None


async def next_due(session: AsyncSession, cadence_id: UUID) -> datetime | None:
    await session.execute(_ALONG)
    found = (await session.scalars(_NEXT_DUE, {"cadence_id": cadence_id})).first()
    await session.execute(AS_USUAL)
    return found


async def anybody_sending(session: AsyncSession, cadence_id: UUID) -> bool:
    await session.execute(_ALONG)
    found = (await session.execute(_ANYBODY, {"cadence_id": cadence_id})).all()
    await session.execute(AS_USUAL)
    return bool(found)


async def sending(session: AsyncSession, cadence_id: UUID) -> list[StepSends]:
    await session.execute(_ALONG)
    rows = await session.execute(_SENDING, {"cadence_id": cadence_id})
    await session.execute(AS_USUAL)
    return [
        StepSends(row.id, row.channel, UUID(int=row.first.int - 1) if row.first else None)
        for row in rows
    ]


_BEHIND = text(
    """
    SELECT c.company_id, c.id FROM cadences c
    WHERE c.status = 'running' AND (
        EXISTS (SELECT FROM enrolments e WHERE e.cadence_id = c.id AND e.status = 'active'
                AND e.due_at < :since)
        OR EXISTS (SELECT FROM enrolments e WHERE e.cadence_id = c.id AND e.status = 'sending')
        -- Taken back by the provider when their step was behind them: its other try is due.
        OR EXISTS (
            SELECT FROM campaigns s
            JOIN campaign_counts n ON n.company_id = s.company_id AND n.campaign_id = s.id
            WHERE s.cadence_id = c.id AND s.status = 'running' AND n.status = 'pending'
              AND n.count > 0
              AND EXISTS (SELECT FROM campaign_recipients r
                          WHERE r.campaign_id = s.id AND r.status = 'pending'
                            AND r.not_before < :since)))
    """
)
_RECOVERED = text(
    """
    SELECT c.company_id, c.id FROM cadences c
    WHERE c.status = 'paused' AND c.status_code IS NOT NULL AND c.status_code <> 'step_unsendable'
      AND NOT EXISTS (SELECT FROM campaigns s
                      WHERE s.cadence_id = c.id AND s.status = 'auto_paused')
    """
)


async def behind(session: AsyncSession, since: datetime) -> list[tuple[UUID, UUID]]:
    """(company, cadence) of those with somebody due since then, or being sent to; of everybody."""
    rows = await session.execute(_BEHIND, {"since": since})
    return [(row.company_id, row.id) for row in rows]


async def recovered(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, cadence) of those that stopped for a send which is not stopped any more."""
    return [(row.company_id, row.id) for row in await session.execute(_RECOVERED)]
