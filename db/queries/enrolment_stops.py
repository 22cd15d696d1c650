"""What ends an enrolment early: rows set by set, and the sends that were still to come.

The order of locks, the same for whoever ends enrolments: enrolments by their ids, the company's turn
of claims, the ledger's rows, the counters of campaigns, those of steps. The claim goes the last
three of these ways and the engine takes only enrolments nobody holds, so nobody waits crosswise.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.ledger import COUNT_MOVED
from schemas.cadences import StepOutcome, Stop
from schemas.enums import EnrolmentStatus
from schemas.policies import ALL, MARKETING

# The reason of a send that was to come when its enrolment ended.
CADENCE_STOPPED = "cadence_stopped"

_LIVE_WORDS = (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)
LIVE = "(" + ", ".join(f"'{status.value}'" for status in _LIVE_WORDS) + ")"


@dataclass(frozen=True, slots=True)
class Stopped:
    """An enrolment that ended just now."""

    id: UUID
    cadence_id: UUID
    contact_id: UUID
    version: int
    lap: int
    source: str
    # Where it stood.
    step_key: str | None
    # The send of that step, and the one before: which may wait for another try.
    recipient_ids: list[UUID]
    reason: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Something of one contact that ends enrolments of cadences which heed it."""

    contact_id: UUID
    reason: str
    # Of a reply, or of an address that cannot be reached.
    channel: str | None = None
    # Enrolled after this, the contact did not mean the cadence by it.
    at: datetime | None = None
    detail: str | None = None


_HOLD = text(
    f"""
    SELECT id FROM enrolments
    WHERE contact_id = ANY(CAST(:contacts AS uuid[])) AND status IN {LIVE}
    ORDER BY id FOR UPDATE
    """
)
_HOLD_THESE = text(
    f"""
    SELECT id FROM enrolments
    WHERE id = ANY(CAST(:ids AS uuid[])) AND status IN {LIVE}
    ORDER BY id FOR UPDATE
    """
)


async def hold(session: AsyncSession, contact_ids: Collection[UUID]) -> list[UUID]:
    """Lock the live enrolments of these contacts; their ids.

    A statement of its own: what is decided next sees what was committed while this one waited.
    """
    return list(await session.scalars(_HOLD, {"contacts": sorted(contact_ids)}))


async def hold_these(session: AsyncSession, enrolment_ids: Collection[UUID]) -> list[UUID]:
    """Lock those of these enrolments that are live."""
    return list(await session.scalars(_HOLD_THESE, {"ids": sorted(enrolment_ids)}))


# The channels on which the version somebody goes through writes to them.
_CHANNELS = """
    SELECT n.channel FROM cadence_versions v
    CROSS JOIN LATERAL jsonb_path_query(v.definition, '$.**.phone_number_id') AS used (number)
    JOIN phone_numbers n ON n.id::text = used.number #>> '{}'
    WHERE v.cadence_id = e.cadence_id AND v.number = e.version
"""
# Of the newest message they got here, the one on its way included.
_LAST_CHANNEL = """
    SELECT g.channel FROM campaign_recipients r JOIN campaigns g ON g.id = r.campaign_id
    WHERE r.id = CASE WHEN (SELECT o.status FROM campaign_recipients o WHERE o.id = e.recipient_id)
                           IN ('pending', 'skipped') OR e.recipient_id IS NULL
                      THEN e.last_recipient_id ELSE e.recipient_id END
"""
_END = """
    WITH ended AS (
        UPDATE enrolments e
        SET status = 'stopped', reason = {reason}, detail = {detail}, due_at = NULL,
            ended_at = clock_timestamp()
        FROM {causes}
        WHERE e.id = ANY(CAST(:ids AS uuid[])) AND {heeded}
        RETURNING e.id, e.cadence_id, e.contact_id, e.version, e.lap, e.source,
                  e.step_key, array_remove(ARRAY[e.recipient_id, e.last_recipient_id], NULL),
                  e.reason, e.detail
    )
    SELECT * FROM ended ORDER BY id
"""
# A reply is told as one, whichever way the cadence listens for it.
_CAUSED = text(
    _END.format(
        reason="t.reason",
        detail="t.detail",
        causes="""
            cadences c, unnest(
                CAST(:contacts AS uuid[]), CAST(:reasons AS text[]), CAST(:channels AS text[]),
                CAST(:moments AS timestamptz[]), CAST(:details AS text[])
            ) AS t (contact_id, reason, channel, at, detail)""",
        heeded=f"""
            c.id = e.cadence_id AND t.contact_id = e.contact_id
            AND (t.at IS NULL OR t.at >= e.entered_at - interval '1 minute')
            AND CASE t.reason
                WHEN '{Stop.REPLY}' THEN
                    t.reason = ANY(c.stops)
                    OR '{Stop.REPLY_SAME_CHANNEL}' = ANY(c.stops) AND t.channel = ({_LAST_CHANNEL})
                WHEN '{Stop.BOUNCE}' THEN
                    t.reason = ANY(c.stops)
                    AND (t.channel IS NULL OR t.channel IN ({_CHANNELS}))
                ELSE t.reason = ANY(c.stops) END""",
    )
)
_WHATEVER = text(
    _END.format(
        reason="CAST(:reason AS text)",
        detail="CAST(:detail AS text)",
        causes="(SELECT) AS nothing",
        heeded="true",
    )
)
# What stands now decides, not the word that was just told: an old one may have come late, and one
# told on one channel holds for another where the company wants it so.
_REFUSED = text(
    _END.format(
        reason="'opted_out'",
        detail="NULL",
        causes="cadences c",
        heeded=f"""
            c.id = e.cadence_id AND EXISTS (
                SELECT FROM suppressions s
                WHERE s.match_key IN (
                        SELECT p.phone_key FROM contacts p WHERE p.id = e.contact_id
                        UNION ALL
                        SELECT i.match_key FROM contact_identities i
                        WHERE i.contact_id = e.contact_id AND i.kind IN ('phone', 'whatsapp')
                    )
                  AND s.channel IN ({_CHANNELS})
                  AND (s.scope = '{ALL}'
                       OR s.scope = '{MARKETING}' AND c.purpose = 'marketing'
                       OR s.scope = 'topic:' || c.topic_id::text)
            )""",
    )
)


async def end_caused(
    session: AsyncSession, held: Sequence[UUID], causes: Sequence[Cause]
) -> list[Stopped]:
    """End those of these locked enrolments whose cadences heed what happened."""
    values = {
        "contacts": [one.contact_id for one in causes],
        "reasons": [one.reason for one in causes],
        "channels": [one.channel for one in causes],
        "moments": [one.at for one in causes],
        "details": [one.detail for one in causes],
    }
    return await _ended(session, _CAUSED, held, values)


async def end_whatever(
    session: AsyncSession, held: Sequence[UUID], reason: str, detail: str | None
) -> list[Stopped]:
    """End these locked enrolments."""
    return await _ended(session, _WHATEVER, held, {"reason": reason, "detail": detail})


async def end_refused(session: AsyncSession, held: Sequence[UUID]) -> list[Stopped]:
    """End those of these locked enrolments whose messages their contact refuses by now."""
    return await _ended(session, _REFUSED, held, {})


async def _ended(
    session: AsyncSession,
    statement: TextClause,
    held: Sequence[UUID],
    values: Mapping[str, object],
) -> list[Stopped]:
    rows = await session.execute(statement, {"ids": list(held), **values})
    return [Stopped(*row) for row in rows]


_STILL = text(
    """
    SELECT id FROM enrolments WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'stopped'
    """
)


async def ended_still(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of these that are ended, as this transaction sees them."""
    return set(await session.scalars(_STILL, {"ids": sorted(ids)}))


_TO_COME = text(
    """
    SELECT EXISTS (SELECT FROM campaign_recipients
                   WHERE id = ANY(CAST(:ids AS uuid[])) AND status IN ('pending', 'sending'))
    """
)
# A provider may take back what it had accepted, and it waits for another try: also of a step that is
# long behind them.
_SENT_BEFORE = text(
    """
    SELECT recipient_id FROM enrolment_steps
    WHERE enrolment_id = ANY(CAST(:ids AS uuid[])) AND recipient_id IS NOT NULL
    """
)
# Whoever is being sent to at this moment finishes: only what nobody has claimed is taken back.
_RELEASE = text(
    f"""
    WITH locked AS MATERIALIZED (
        SELECT id, reason AS reason_before FROM campaign_recipients
        WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'pending'
        ORDER BY id FOR UPDATE
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = 'skipped', reason = '{CADENCE_STOPPED}', not_before = NULL
        FROM locked WHERE r.id = locked.id
        RETURNING r.id, r.company_id, r.campaign_id, r.variant, r.cost_micros,
                  locked.reason_before
    ),
    moved AS (
        SELECT *, 'pending' AS before, 'skipped' AS after,
               CAST('{CADENCE_STOPPED}' AS text) AS reason_after
        FROM changed
    ),
    counted AS ({COUNT_MOVED})
    SELECT id FROM changed
    """
)


async def sent_before(session: AsyncSession, enrolment_ids: Collection[UUID]) -> set[UUID]:
    """The sends of all the steps that these have behind them."""
    return set(await session.scalars(_SENT_BEFORE, {"ids": sorted(enrolment_ids)}))


async def to_come(session: AsyncSession, recipient_ids: Collection[UUID]) -> bool:
    """Whether one of these sends may not have been claimed yet."""
    found = await session.scalar(_TO_COME, {"ids": sorted(recipient_ids)})
    return bool(found)


async def release(session: AsyncSession, recipient_ids: Collection[UUID]) -> set[UUID]:
    """Take back the sends that nobody has claimed; which they were."""
    return set(await session.scalars(_RELEASE, {"ids": sorted(recipient_ids)}))


_LEFT = text(
    f"""
    WITH ended AS (
        SELECT * FROM unnest(CAST(:cadences AS uuid[]), CAST(:versions AS smallint[]),
                             CAST(:steps AS text[])) AS t (cadence_id, version, step_key)
    )
    INSERT INTO cadence_step_counts AS c
        (company_id, cadence_id, version, step_key, outcome, count)
    SELECT CAST(:company_id AS uuid), cadence_id, version, step_key, outcome, sum(n)
    FROM (SELECT *, '{StepOutcome.WAITING}' AS outcome, -1 AS n FROM ended
          UNION ALL SELECT *, '{StepOutcome.LEFT}', 1 FROM ended) change
    GROUP BY cadence_id, version, step_key, outcome
    ORDER BY cadence_id, version, step_key, outcome
    ON CONFLICT (company_id, cadence_id, version, step_key, outcome)
    DO UPDATE SET count = c.count + excluded.count
    """
)


async def count_left(session: AsyncSession, company_id: UUID, ended: Sequence[Stopped]) -> None:
    """Nobody of these waits at their step any more; they left there."""
    stood = [one for one in ended if one.step_key is not None]
    if not stood:
        return
    await session.execute(
        _LEFT,
        {
            "company_id": company_id,
            "cadences": [one.cadence_id for one in stood],
            "versions": [one.version for one in stood],
            "steps": [one.step_key for one in stood],
        },
    )


_NOTE = text(
    """
    INSERT INTO enrolment_events (company_id, enrolment_id, kind, step_key, detail, user_id)
    SELECT :company_id, t.id, 'removed', t.step_key, :detail, :user_id
    FROM unnest(CAST(:ids AS uuid[]), CAST(:steps AS text[])) AS t (id, step_key)
    """
)


async def note_removed(
    session: AsyncSession, company_id: UUID, ended: Sequence[Stopped], user_id: UUID
) -> None:
    """Write into the enrolments' own stories who took them out."""
    await session.execute(
        _NOTE,
        {
            "company_id": company_id,
            "ids": [one.id for one in ended],
            "steps": [one.step_key for one in ended],
            "detail": ended[0].detail,
            "user_id": user_id,
        },
    )
