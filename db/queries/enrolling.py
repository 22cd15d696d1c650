"""Letting contacts into a cadence: one statement judges a page of them and writes who enters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Who enrols in one company takes turns: so a day's limit and a group's one place are never given
# twice, and two who enrol the same people in another order never wait for each other crosswise.
# A turn of its own, behind the claims' (seed 60) in every transaction that takes both.
_TURN = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.company_id'), 61))"
)

# The ids are ordered by time, so the day's are found along the cadence's list.
_ENTERED = text(
    """
    SELECT count(*) FROM enrolments
    WHERE cadence_id = :cadence_id AND id >= CAST(:first_id AS uuid) AND entered_at >= :since
    """
)

# What led here by itself may lead here again: two cadences that enrol in each other, a tag that one of
# them takes off and puts on. Nobody goes round in such a circle without end.
_BY_ITSELF = ("cadence", "rule", "tag", "stage")
_MOST_A_DAY = 5
# The most that a lap's column holds.
_MOST_LAPS = 32_767

# Looked up for each of a page: LATERAL and EXISTS walk the contact's few rows of an index.
_ENTER = text(
    """
    WITH wanted AS MATERIALIZED (
        SELECT contact_id, min(place) AS place, max(depth) AS depth
        FROM unnest(CAST(:contact_ids AS uuid[]), CAST(:depths AS smallint[])) WITH ORDINALITY
             AS w (contact_id, depth, place)
        GROUP BY contact_id
    ),
    judged AS MATERIALIZED (
        SELECT w.contact_id, w.place, w.depth, last.lap,
               CASE
                   WHEN c.id IS NULL THEN 'not_found'
                   WHEN last.status IN ('active', 'sending', 'paused') THEN 'in_cadence'
                   WHEN last.lap IS NOT NULL AND CAST(:reentry_days AS int) IS NULL
                       OR last.lap >= :most_laps THEN 'been_before'
                   WHEN last.lap >= :most_a_day AND :by_itself AND (
                       SELECT count(*) FROM enrolments o
                       WHERE o.contact_id = w.contact_id AND o.cadence_id = :cadence_id
                         AND o.lap > last.lap - :most_a_day
                         AND o.entered_at > now() - interval '24 hours'
                   ) >= :most_a_day THEN 'too_soon'
                   WHEN last.entered_at > now() - make_interval(days => :reentry_days)
                       THEN 'too_soon'
                   WHEN CAST(:exclusive_group AS text) IS NOT NULL AND EXISTS (
                       SELECT FROM enrolments o JOIN cadences g ON g.id = o.cadence_id
                       WHERE o.contact_id = w.contact_id
                         AND o.status IN ('active', 'sending', 'paused')
                         AND g.exclusive_group = :exclusive_group
                   ) THEN 'exclusive_group'
                   WHEN CAST(:fitting AS uuid[]) IS NOT NULL AND f.contact_id IS NULL
                       THEN 'not_in_segment'
                   WHEN :needs_phone AND c.phone_key IS NULL THEN 'no_phone'
                   WHEN :needs_phone AND NOT EXISTS (
                       SELECT FROM jsonb_to_recordset(CAST(:ways AS jsonb))
                                   AS way (channel text, scopes text[])
                       WHERE NOT EXISTS (
                           SELECT FROM suppressions s
                           WHERE s.channel = way.channel AND s.match_key = c.phone_key
                             AND s.scope = ANY(way.scopes))
                   ) THEN 'opted_out'
               END AS reason
        FROM wanted w
        LEFT JOIN contacts c ON c.company_id = :company_id AND c.id = w.contact_id
        LEFT JOIN unnest(CAST(:fitting AS uuid[])) AS f (contact_id) USING (contact_id)
        LEFT JOIN LATERAL (
            SELECT e.lap, e.status, e.entered_at FROM enrolments e
            WHERE e.contact_id = w.contact_id AND e.cadence_id = :cadence_id
            ORDER BY e.lap DESC LIMIT 1
        ) AS last ON true
    ),
    placed AS MATERIALIZED (
        SELECT contact_id, place, depth, lap,
               CASE WHEN reason IS NULL AND CAST(:room AS int) IS NOT NULL
                         AND count(*) FILTER (WHERE reason IS NULL)
                             OVER (ORDER BY place ROWS UNBOUNDED PRECEDING) > :room
                    THEN 'daily_limit' ELSE reason END AS reason
        FROM judged
    ),
    entered AS (
        INSERT INTO enrolments (company_id, cadence_id, version, contact_id, lap, due_at, source,
                                source_id, created_by, depth)
        SELECT :company_id, :cadence_id, :version, contact_id, coalesce(lap, 0) + 1, now(),
               :source, CAST(:source_id AS uuid), CAST(:user_id AS uuid), depth
        FROM placed WHERE reason IS NULL
        ORDER BY place
        ON CONFLICT (contact_id, cadence_id, lap) DO NOTHING
        RETURNING id, contact_id, lap
    )
    SELECT p.contact_id, e.id AS enrolment_id, e.lap,
           CASE WHEN e.id IS NULL THEN coalesce(p.reason, 'in_cadence') END AS reason
    FROM placed p LEFT JOIN entered e USING (contact_id)
    ORDER BY p.place
    """
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked of whoever enters, and how they come."""

    company_id: UUID
    cadence_id: UUID
    version: int
    source: str
    source_id: UUID | None = None
    user_id: UUID | None = None
    # None: never again.
    reentry_days: int | None = None
    exclusive_group: str | None = None
    # How many may still enter; None: all.
    room: int | None = None
    # Those of the page who match what the cadence asks for; None: it asks for nothing.
    fitting: Sequence[UUID] | None = None
    # JSON of [{"channel", "scopes"}]: whoever is refused on every one is left out; None: the
    # cadence writes to nobody.
    ways: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one contact: an enrolment, or the reason why not."""

    contact_id: UUID
    enrolment_id: UUID | None
    lap: int | None
    reason: str | None


async def take_turn(session: AsyncSession) -> None:
    """Whatever is read behind this stands until the transaction's end, as far as enrolling goes."""
    await session.execute(_TURN)


async def entered_since(session: AsyncSession, cadence_id: UUID, since: datetime) -> int:
    """How many were enrolled since then, whatever became of them."""
    first = int((since.astimezone(UTC) - timedelta(hours=1)).timestamp() * 1000)
    values = {
        "cadence_id": cadence_id,
        "since": since,
        "first_id": str(UUID(f"{first:012x}{'0' * 20}")),
    }
    return int((await session.execute(_ENTERED, values)).scalar_one())


async def enter(
    session: AsyncSession, entry: Entry, contact_ids: Sequence[UUID], depths: Sequence[int]
) -> list[Placed]:
    """Each contact once, in the order given; the turn has been taken. `depths`: how many rules led
    each of them here.
    """
    fitting = None if entry.fitting is None else list(entry.fitting)
    rows = await session.execute(
        _ENTER,
        {
            "company_id": entry.company_id,
            "cadence_id": entry.cadence_id,
            "version": entry.version,
            "contact_ids": list(contact_ids),
            "depths": list(depths),
            "fitting": fitting,
            "reentry_days": entry.reentry_days,
            "exclusive_group": entry.exclusive_group,
            "room": entry.room,
            "needs_phone": entry.ways is not None,
            "ways": entry.ways,
            "by_itself": entry.source in _BY_ITSELF,
            "most_a_day": _MOST_A_DAY,
            "most_laps": _MOST_LAPS,
            "source": entry.source,
            "source_id": entry.source_id,
            "user_id": entry.user_id,
        },
    )
    return [Placed(*row) for row in rows]
