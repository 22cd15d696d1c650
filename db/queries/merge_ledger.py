"""What campaigns and opt-outs make of two contacts that are one person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from json import dumps
from uuid import UUID

from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import consents
from db.queries.consents import MERGED
from db.queries.ledger import COUNT_MOVED, NEVER
from schemas.policies import ALL, UNREACHABLE

Ids = Collection[UUID]
# The reason of a send that would be the second.
DUPLICATE_PERSON = "duplicate_person"
_PAIR = 2
_TO_COME = "('draft', 'scheduled', 'launching')"


async def hold_campaigns(session: AsyncSession) -> None:
    """No audience is frozen until this transaction ends: it would count both as two people."""
    await session.execute(
        text(f"SELECT id FROM campaigns WHERE status IN {_TO_COME} ORDER BY id FOR NO KEY UPDATE")
    )


async def lock_recipients(session: AsyncSession, contact_ids: Ids) -> None:
    await session.execute(
        text(
            "SELECT id FROM campaign_recipients WHERE contact_id = ANY(:ids) ORDER BY id FOR UPDATE"
        ),
        {"ids": list(contact_ids)},
    )


# Of both contacts' rows in one campaign one stays: what was begun, else the survivor's.
_SKIP_TWICE = text(
    f"""
    WITH ranked AS (
        SELECT id, reason AS reason_before, row_number() OVER (
            PARTITION BY campaign_id
            ORDER BY status = 'pending', contact_id = ANY(:survivor) DESC, id
        ) AS place
        FROM campaign_recipients
        WHERE contact_id = ANY(:everybody) AND status <> 'skipped'
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = 'skipped', reason = '{DUPLICATE_PERSON}', not_before = NULL
        FROM ranked WHERE r.id = ranked.id AND ranked.place > 1 AND r.status = 'pending'
        RETURNING r.id, r.company_id, r.campaign_id, r.variant, r.cost_micros, ranked.reason_before
    ),
    moved AS (
        SELECT company_id, campaign_id, variant, cost_micros, 'pending' AS before, reason_before,
               'skipped' AS after, '{DUPLICATE_PERSON}' AS reason_after
        FROM changed
    ),
    counted AS ({COUNT_MOVED})
    SELECT id FROM changed
    """
)
# Only while nothing is sent: behind a campaign that ends at this moment nobody would look again.
_UNSKIP = text(
    f"""
    WITH changed AS (
        UPDATE campaign_recipients r
        -- Of a test's rest: to be given the winner's words first.
        SET status = 'pending', reason = NULL,
            not_before = CASE WHEN r.variant = 0 THEN CAST('{NEVER.isoformat()}' AS timestamptz) END
        FROM campaigns c
        WHERE r.id = ANY(:ids) AND r.status = 'skipped' AND r.reason = '{DUPLICATE_PERSON}'
          AND c.id = r.campaign_id AND c.status IN ('paused', 'auto_paused')
        RETURNING r.id, r.company_id, r.campaign_id, r.variant, r.cost_micros
    ),
    moved AS (
        SELECT company_id, campaign_id, variant, cost_micros, 'skipped' AS before,
               '{DUPLICATE_PERSON}' AS reason_before,
               'pending' AS after, NULL AS reason_after
        FROM changed
    ),
    counted AS ({COUNT_MOVED})
    SELECT id FROM changed
    """
)


async def skip_twice_reached(session: AsyncSession, survivor: Ids, everybody: Ids) -> list[UUID]:
    """Leave out whoever a campaign would reach under both names; which rows are skipped now."""
    rows = await session.scalars(
        _SKIP_TWICE, {"survivor": list(survivor), "everybody": list(everybody)}
    )
    return list(rows)


async def unskip(session: AsyncSession, ids: Ids) -> list[UUID]:
    """Have them wait again, where their campaign is paused; which of them."""
    await session.execute(
        text(
            "SELECT id FROM campaigns WHERE id IN (SELECT campaign_id FROM campaign_recipients"
            " WHERE id = ANY(:ids)) ORDER BY id FOR SHARE"
        ),
        {"ids": list(ids)},
    )
    return list(await session.scalars(_UNSKIP, {"ids": list(ids)}))


async def give_recipients(session: AsyncSession, from_id: UUID, to_id: UUID) -> list[UUID]:
    """Ledger rows of campaigns that have no row of the other; which moved.

    Where there are two both stay what they are: each tells what became of one send.
    """
    rows = await session.scalars(
        text(
            "UPDATE campaign_recipients r SET contact_id = :to WHERE r.contact_id = :from"
            " AND NOT EXISTS (SELECT FROM campaign_recipients o"
            " WHERE o.contact_id = :to AND o.campaign_id = r.campaign_id) RETURNING r.id"
        ),
        {"from": from_id, "to": to_id},
    )
    return list(rows)


async def return_recipients(session: AsyncSession, ids: Ids, to_id: UUID) -> None:
    await session.execute(
        text("UPDATE campaign_recipients SET contact_id = :to WHERE id = ANY(:ids)"),
        {"ids": list(ids), "to": to_id},
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A campaign to come, and whom it names by hand."""

    id: UUID
    contact_ids: list[str]


async def naming(session: AsyncSession, contact_id: UUID) -> list[Named]:
    """Campaigns to come that name this contact by hand."""
    rows = await session.execute(
        text(
            "SELECT id, audience -> 'contact_ids' FROM campaigns"
            f" WHERE status IN {_TO_COME} AND audience -> 'contact_ids' @> to_jsonb(CAST(:id AS text))"
        ),
        {"id": str(contact_id)},
    )
    return [Named(*row) for row in rows]


async def name_instead(
    session: AsyncSession, campaign_id: UUID, *, before: list[str], after: list[str]
) -> bool:
    """Change whom a campaign to come names, unless somebody changed it since."""
    done = await session.execute(
        text(
            "UPDATE campaigns SET audience = jsonb_set(audience, '{contact_ids}', CAST(:after AS jsonb))"
            f" WHERE id = :id AND status IN {_TO_COME}"
            " AND audience -> 'contact_ids' = CAST(:before AS jsonb)"
        ),
        {"id": campaign_id, "before": dumps(before), "after": dumps(after)},
    )
    assert isinstance(done, CursorResult)
    return bool(done.rowcount)


async def share_opt_outs(
    session: AsyncSession, company_id: UUID, keys: Collection[str]
) -> list[list[str]]:
    """Who opted out with one of these addresses did so with all; what was added."""
    await consents.hold(session, company_id)
    rows = await session.execute(
        text(
            f"""
            INSERT INTO suppressions (company_id, channel, match_key, scope, reason)
            SELECT :company_id, channel, key, scope, '{MERGED}'
            FROM (SELECT DISTINCT channel, scope FROM suppressions
                  WHERE match_key = ANY(CAST(:keys AS text[]))
                    AND scope <> '{UNREACHABLE}') AS out,
                 unnest(CAST(:keys AS text[])) AS key
            ON CONFLICT DO NOTHING
            RETURNING channel, match_key, scope
            """
        ),
        {"company_id": company_id, "keys": sorted(keys)},
    )
    return [list(row) for row in rows]


async def unshare_opt_outs(session: AsyncSession, added: Sequence[Sequence[str]]) -> int:
    """Take those back that nobody has given a reason of its own since; how many."""
    done = await session.execute(
        text(
            f"DELETE FROM suppressions WHERE reason = '{MERGED}'"
            " AND channel || ' ' || match_key || ' ' || scope = ANY(CAST(:keys AS text[]))"
        ),
        # What was merged before scopes were known opted out of everything.
        {"keys": [" ".join(one if len(one) > _PAIR else [*one, ALL]) for one in added]},
    )
    assert isinstance(done, CursorResult)
    return done.rowcount


async def any_opt_out(session: AsyncSession, keys: Collection[str]) -> bool:
    found = await session.scalar(
        text(
            "SELECT EXISTS (SELECT FROM suppressions"
            f" WHERE match_key = ANY(:keys) AND scope <> '{UNREACHABLE}')"
        ),
        {"keys": sorted(keys)},
    )
    return bool(found)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much hangs on a contact."""

    conversations: int
    messages: int
    campaigns: int


_WEIGHT = text(
    """
    SELECT (SELECT count(*) FROM conversations WHERE contact_id = :id),
           (SELECT count(*) FROM messages WHERE conversation_id IN
               (SELECT id FROM conversations WHERE contact_id = :id)
             AND direction IN ('in', 'out') AND modifies IS NULL),
           (SELECT count(*) FROM campaign_recipients
             WHERE contact_id = :id AND status <> 'skipped')
    """
)


async def weight(session: AsyncSession, contact_id: UUID) -> Weight:
    return Weight(*(await session.execute(_WEIGHT, {"id": contact_id})).one())


async def shared_numbers(session: AsyncSession, one: UUID, other: UUID) -> int:
    """On how many of our numbers both have a conversation."""
    found = await session.scalar(
        text(
            "SELECT count(*) FROM conversations a JOIN conversations b USING (phone_number_id)"
            " WHERE a.contact_id = :one AND b.contact_id = :other"
        ),
        {"one": one, "other": other},
    )
    return int(found or 0)
