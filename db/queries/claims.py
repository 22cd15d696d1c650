"""Taking the next recipients of a campaign, and everything that is looked at once more when they are.

One transaction: what was committed before it counts (a pause, an opt-out, another campaign's
claim), and what it takes is taken. The claims of one company follow each other, so that two
campaigns cannot both think that a person, or a portfolio's last place, is still free.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.ledger import ALONG_THE_KEY, COUNT_MOVED, HELD, id_range
from schemas.enums import Channel


@dataclass(frozen=True, slots=True)
class Claimed:
    """A recipient that is this worker's alone until its outcome is recorded."""

    id: UUID
    address: str
    parameters: tuple[str, ...]
    # Names this claim among all that this recipient may have had.
    claimed_at: datetime
    variant: int = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """What a recipient is looked at for, once more, when its turn comes."""

    channel: Channel = Channel.WHATSAPP
    # Any of these, refused by the address, forbids the message: schemas.policies.scopes_of.
    scopes: tuple[str, ...] = ("all",)
    # At most so many marketing messages to one person since then, this one not counted.
    frequency_cap: int | None = None
    frequency_since: datetime | None = None
    # The same words to the same person since then are not sent again.
    duplicate_since: datetime | None = None
    # A fallback's campaign: whom it reached after all gets nothing more, and its message is the same.
    parent_id: UUID | None = None
    # The campaign of its own fallback: whoever got that while they waited for another try has it.
    fallback_id: UUID | None = None
    # Zones (places in the campaign's list) that are closed now, and when each opens.
    closed: dict[int, datetime] = field(default_factory=dict)
    # The portfolio whose limit counts, and how many people it still has room for.
    portfolio_id: UUID | None = None
    room: int | None = None
    # What may still be spent, in millionths of the company's currency.
    money: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    recipients: list[Claimed]
    # Where the next fresh claim goes on; the given cursor when nothing was found.
    cursor: UUID
    # Somebody was found, whatever became of them.
    found: bool = False
    # Why the rest of the page stayed where it was: "daily_limit" or "budget".
    short_of: Literal["daily_limit", "budget"] | None = None


# The lock: see the module. It is taken before the claim's statement, which then sees what the
# claim before it committed.
_TURN = "pg_advisory_xact_lock(hashtextextended(current_setting('app.company_id'), 60))"
_PREPARE = text(f"SELECT {ALONG_THE_KEY}, {_TURN}")
_TAKE_TURN = text(f"SELECT {_TURN}")

# What is looked up for one row is a subquery, never a join: without statistics a join would walk
# through everything of the company for each row.
# A send that was under way when its enrolment ended, and was then handed back, is not tried again;
# of one that rests by now it waits until that goes on.
# MATERIALIZED: as a plain subquery the planner may run it again and exceed the limit.
# SKIP LOCKED: the sweep and a merge hold rows for a moment; the campaign goes on beside them. The
# campaign's own status is part of the claim, so a pause that was committed before stops it.
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT r.id, r.reason AS reason_before, r.contact_id, r.address_key, r.body_key, r.zone,
               r.cost_micros
        FROM campaign_recipients r
        WHERE {which}
          AND r.campaign_id = :campaign_id
          AND r.status = 'pending'
          AND EXISTS (SELECT FROM campaigns
                      WHERE campaigns.id = :campaign_id AND campaigns.status = 'running')
        ORDER BY {order}
        LIMIT :limit
        FOR UPDATE SKIP LOCKED
    ),
    looked AS MATERIALIZED (
        SELECT due.*, closed.opens AS zone_opens{known},
               (SELECT min(s.scope) FROM suppressions s
                WHERE s.channel = :channel AND s.match_key = due.address_key
                  AND s.scope = ANY(CAST(:scopes AS text[]))) AS refused,
               recent.capped, recent.repeated,
               (SELECT p.status IN ('delivered', 'read') FROM campaign_recipients p
                WHERE p.campaign_id = CAST(:parent_id AS uuid)
                  AND p.contact_id = due.contact_id) AS reached,
               EXISTS (SELECT FROM campaign_recipients f
                       WHERE f.campaign_id = CAST(:fallback_id AS uuid)
                         AND f.contact_id = due.contact_id AND f.status <> 'skipped') AS fallen,
               CASE WHEN (SELECT g.cadence_id FROM campaigns g WHERE g.id = :campaign_id) IS NOT NULL
                    THEN (
                        SELECT min(e.status) FROM enrolments e
                        WHERE e.contact_id = due.contact_id AND e.status IN ('paused', 'stopped')
                          AND (due.id IN (e.recipient_id, e.last_recipient_id)
                               OR EXISTS (SELECT FROM enrolment_steps s
                                          WHERE s.enrolment_id = e.id
                                            AND s.recipient_id = due.id))
                          -- Not by an index: those of one cadence are many, of one person few.
                          AND (e.cadence_id = (SELECT g.cadence_id FROM campaigns g
                                               WHERE g.id = :campaign_id)) IS TRUE)
                    END AS enrolment
        FROM due
        LEFT JOIN unnest(CAST(:closed_zones AS smallint[]), CAST(:opens AS timestamptz[]))
             AS closed (zone, opens) ON closed.zone = due.zone
        LEFT JOIN LATERAL (
            SELECT count(*) FILTER (
                       WHERE o.claimed_at > :frequency_since
                         AND (SELECT c.purpose FROM campaigns c
                              WHERE c.id = o.campaign_id) = 'marketing'
                   ) >= :frequency_cap AS capped,
                   bool_or(o.body_key = due.body_key
                           AND o.claimed_at > :duplicate_since) AS repeated
            FROM campaign_recipients o
            WHERE o.contact_id = due.contact_id AND o.campaign_id <> :campaign_id
              AND o.campaign_id IS DISTINCT FROM CAST(:parent_id AS uuid)
              AND o.claimed_at > :since
              AND o.status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'read')
        ) AS recent ON true
    ),
    judged AS MATERIALIZED (
        SELECT *,
               CASE WHEN enrolment = 'paused' THEN CAST(:held AS timestamptz)
                    ELSE zone_opens END AS opens,
               CASE WHEN refused = 'unreachable' THEN 'unreachable'
                    WHEN refused IS NOT NULL THEN 'opted_out'
                    WHEN enrolment = 'stopped' THEN 'cadence_stopped'
                    WHEN reached THEN 'delivered_meanwhile'
                    WHEN fallen THEN 'fallback_sent'
                    WHEN repeated THEN 'duplicate_message'
                    WHEN capped THEN 'frequency_cap' END AS skip
        FROM looked
    ),
    {measured}
    changed AS (
        UPDATE campaign_recipients r
        SET status = CASE WHEN t.skip IS NOT NULL THEN 'skipped'
                          WHEN t.opens IS NOT NULL THEN 'pending' ELSE 'sending' END,
            reason = CASE WHEN t.skip IS NULL AND t.opens IS NOT NULL THEN t.reason_before
                          ELSE t.skip END,
            not_before = CASE WHEN t.skip IS NULL THEN t.opens END,
            claimed_at = CASE WHEN t.skip IS NULL AND t.opens IS NOT NULL THEN r.claimed_at
                              ELSE now() END
        FROM {taken} t
        WHERE r.id = t.id
        RETURNING r.id, r.company_id, r.campaign_id, r.address, r.parameters, r.variant,
                  r.cost_micros, r.claimed_at, t.reason_before, r.status AS after,
                  r.reason AS reason_after
    ),
    moved AS (SELECT *, 'pending' AS before FROM changed WHERE after <> 'pending'),
    {counted_people}
    counted AS ({count})
    SELECT id, address, parameters, variant, claimed_at, after, NULL AS short_of FROM changed
    {rest}
    ORDER BY id
"""
# A person counts from the end of the minute after the claim's: the message leaves a little later than
# it is claimed, and it is Meta's count that must not pass the limit.
# Of a page only the part is taken for which there is room and money; the first who finds none, and
# all behind them, stay as they are. Whoever counts already against the limit needs no room.
_KNOWN = """,
               (SELECT p.minute FROM portfolio_recipients p
                WHERE p.portfolio_id = :portfolio_id AND p.match_key = due.address_key
                  AND p.minute > now() - interval '24 hours') AS known"""
_MEASURED = """
    measured AS (
        SELECT *, skip IS NULL AND opens IS NULL AS goes,
               sum((skip IS NULL AND opens IS NULL AND known IS NULL)::int) OVER turn AS people,
               sum(CASE WHEN skip IS NULL AND opens IS NULL THEN coalesce(cost_micros, 0)
                        ELSE 0 END) OVER turn AS cost
        FROM judged
        WINDOW turn AS (ORDER BY {turn} ROWS UNBOUNDED PRECEDING)
    ),
    cut AS (
        SELECT *, bool_or(goes AND (people > :room OR cost > :money)) OVER turn AS left_out
        FROM measured
        WINDOW turn AS (ORDER BY {turn} ROWS UNBOUNDED PRECEDING)
    ),
    taken AS MATERIALIZED (SELECT * FROM cut WHERE left_out IS NOT TRUE),
"""
_COUNTED_PEOPLE = """
    people AS MATERIALIZED (
        SELECT address_key, max(known) AS known FROM taken
        WHERE goes AND CAST(:portfolio_id AS uuid) IS NOT NULL GROUP BY address_key
    ),
    seen AS (
        INSERT INTO portfolio_recipients (company_id, portfolio_id, match_key, minute)
        SELECT CAST(current_setting('app.company_id') AS uuid), :portfolio_id, address_key,
               date_trunc('minute', now()) + interval '2 minutes'
        FROM people ORDER BY address_key
        ON CONFLICT (company_id, portfolio_id, match_key) DO UPDATE SET minute = excluded.minute
    ),
    minutes AS (
        INSERT INTO portfolio_minutes AS m (company_id, portfolio_id, minute, count)
        SELECT CAST(current_setting('app.company_id') AS uuid), :portfolio_id, minute, sum(n)
        FROM (SELECT date_trunc('minute', now()) + interval '2 minutes' AS minute, 1 AS n FROM people
              UNION ALL SELECT known, -1 FROM people WHERE known IS NOT NULL) change
        GROUP BY minute HAVING sum(n) <> 0 ORDER BY minute
        ON CONFLICT (company_id, portfolio_id, minute) DO UPDATE SET count = m.count + excluded.count
    ),
"""
_REST = """
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, NULL, NULL,
           (SELECT CASE WHEN people > :room THEN 'daily_limit' ELSE 'budget' END
            FROM cut WHERE left_out ORDER BY {turn} LIMIT 1)
    WHERE EXISTS (SELECT FROM cut WHERE left_out)
"""
_FRESH = "r.id > :after AND r.id <= :last AND r.not_before IS NULL"
_DEFERRED = "r.not_before <= now()"


def _statement(which: str, order: str, *, measured: bool) -> TextClause:
    # The order in which the page was taken; a handed-back one by its key is as good.
    turn = "id"
    return text(
        _CLAIM.format(
            which=which,
            order=order,
            count=COUNT_MOVED,
            known=_KNOWN if measured else "",
            measured=_MEASURED.format(turn=turn) if measured else "",
            taken="taken" if measured else "judged",
            counted_people=_COUNTED_PEOPLE if measured else "",
            rest=_REST.format(turn=turn) if measured else "",
        )
    )


_CLAIMS = {
    (fresh, measured): _statement(
        _FRESH if fresh else _DEFERRED,
        "r.id" if fresh else "r.not_before, r.id",
        measured=measured,
    )
    for fresh in (True, False)
    for measured in (True, False)
}


async def prepare(session: AsyncSession) -> None:
    """To be called first in a claim's transaction, before anything the rules are made of is read."""
    await session.execute(_PREPARE)


async def take_turn(session: AsyncSession) -> None:
    """No claim of this company runs until the transaction ends: for who takes sends back."""
    await session.execute(_TAKE_TURN)


async def claim_fresh(
    session: AsyncSession,
    campaign_id: UUID,
    rules: Rules,
    *,
    after: UUID,
    limit: int,
) -> Claim:
    """Take the next recipients behind the cursor for this worker alone.

    A row stays claimed until its outcome is recorded, so a crash can leave a message in doubt
    but can never send it twice.
    """
    first, last = id_range(campaign_id)
    values: dict[str, object] = {"after": max(after, first), "last": last}
    return await _claim(session, campaign_id, rules, after, limit, fresh=True, values=values)


async def claim_deferred(
    session: AsyncSession, campaign_id: UUID, rules: Rules, *, limit: int
) -> Claim:
    """Take recipients that were handed back (throttled, paused, outage) and are due again."""
    return await _claim(session, campaign_id, rules, UUID(int=0), limit, fresh=False, values={})


async def _claim(
    session: AsyncSession,
    campaign_id: UUID,
    rules: Rules,
    after: UUID,
    limit: int,
    *,
    fresh: bool,
    values: dict[str, object],
) -> Claim:
    measured = rules.room is not None or rules.money is not None
    sinces = [one for one in (rules.frequency_since, rules.duplicate_since) if one is not None]
    everything = {
        **values,
        "campaign_id": campaign_id,
        "limit": limit,
        "channel": rules.channel.value,
        "scopes": list(rules.scopes),
        "frequency_cap": rules.frequency_cap,
        "frequency_since": rules.frequency_since,
        "duplicate_since": rules.duplicate_since,
        "parent_id": rules.parent_id,
        "fallback_id": rules.fallback_id,
        # Null: nobody is looked up at all.
        "since": min(sinces, default=None),
        "closed_zones": list(rules.closed),
        "opens": list(rules.closed.values()),
        "held": HELD,
    }
    if measured:
        everything |= {
            "portfolio_id": rules.portfolio_id,
            "room": rules.room,
            "money": rules.money,
        }
    rows = (await session.execute(_CLAIMS[fresh, measured], everything)).all()
    taken = [row for row in rows if row.id is not None]
    short_of = next((row.short_of for row in rows if row.short_of), None)
    return Claim(_claimed(taken), taken[-1].id if taken else after, bool(taken), short_of)


def _claimed(rows: Sequence[object]) -> list[Claimed]:
    return [
        Claimed(row.id, row.address, tuple(row.parameters), row.claimed_at, row.variant)  # type: ignore[attr-defined]
        for row in rows
        if row.after == "sending"  # type: ignore[attr-defined]
    ]
