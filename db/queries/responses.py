"""What people did after a campaign's message: clicked, answered, opted out. Set by set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.links import CampaignResponse, ResponseCount, ShortLink
from schemas.enums import ResponseKind

# Two clocks: the provider's, which has whole seconds, and ours.
_SKEW = "interval '1 minute'"
# The rows of a CTE `found` (company_id, campaign_id, recipient_id, variant, occurred_at) become
# responses of one kind, the first of each counted. In one order, so that no two wait crosswise.
_ADDED = """
    added AS (
        INSERT INTO campaign_responses
            (company_id, campaign_id, kind, recipient_id, variant, occurred_at)
        SELECT company_id, campaign_id, '{kind}', recipient_id, variant, min(occurred_at)
        FROM found {which}
        GROUP BY company_id, campaign_id, recipient_id, variant
        ORDER BY campaign_id, recipient_id
        ON CONFLICT DO NOTHING
        RETURNING company_id, campaign_id, kind, variant
    ),
    counted AS (
        INSERT INTO response_counts AS c (company_id, campaign_id, kind, variant, count)
        SELECT company_id, campaign_id, kind, variant, count(*) FROM added
        GROUP BY company_id, campaign_id, kind, variant
        ORDER BY campaign_id, kind, variant
        ON CONFLICT (company_id, campaign_id, kind, variant)
        DO UPDATE SET count = c.count + excluded.count
    )
"""


@dataclass(frozen=True, slots=True)
class Click:
    """One time a short link was followed."""

    link_id: UUID
    recipient_id: UUID
    robot: bool
    at: datetime


_CLICKED = text(
    f"""
    WITH found AS (
        SELECT r.company_id, r.campaign_id, i.link_id, r.id AS recipient_id, r.variant, i.robot,
               i.at AS occurred_at
        FROM unnest(CAST(:links AS uuid[]), CAST(:recipients AS uuid[]), CAST(:robots AS bool[]),
                    CAST(:times AS timestamptz[])) AS i (link_id, recipient_id, robot, at)
        JOIN campaign_recipients r ON r.id = i.recipient_id
        JOIN short_links s ON s.id = i.link_id AND s.campaign_id = r.campaign_id
    ),
    kept AS (
        INSERT INTO link_clicks (company_id, campaign_id, link_id, recipient_id, robot, occurred_at)
        SELECT company_id, campaign_id, link_id, recipient_id, robot, occurred_at FROM found
    ),
    locked AS MATERIALIZED (
        SELECT id FROM short_links WHERE id IN (SELECT link_id FROM found) ORDER BY id FOR UPDATE
    ),
    followed AS (
        UPDATE short_links s
        SET clicks = s.clicks + n.people, robots = s.robots + n.robots
        FROM locked JOIN (
            SELECT link_id, count(*) FILTER (WHERE NOT robot) AS people,
                   count(*) FILTER (WHERE robot) AS robots
            FROM found GROUP BY link_id
        ) n ON n.link_id = locked.id
        WHERE s.id = locked.id
    ),
    {_ADDED.format(kind="click", which="WHERE NOT robot")}
    SELECT DISTINCT campaign_id FROM found
    """
)


async def add_clicks(session: AsyncSession, clicks: Sequence[Click]) -> set[UUID]:
    """Keep them and count them; the campaigns whose figures changed.

    Those of recipients that do not exist, such as of a test, are left out.
    """
    rows = await session.scalars(
        _CLICKED,
        {
            "links": [click.link_id for click in clicks],
            "recipients": [click.recipient_id for click in clicks],
            "robots": [click.robot for click in clicks],
            "times": [click.at for click in clicks],
        },
    )
    return set(rows)


@dataclass(frozen=True, slots=True)
class Answer:
    """A message of a customer that may answer a campaign's."""

    contact_id: UUID
    number_id: UUID
    # The message it names as the one it answers.
    context_id: str | None
    at: datetime


_DAYS = "coalesce((SELECT attribution_days FROM company_policies), 7)"
# The message it names; else the newest that the person got on that number before. Beside that,
# those who wrote though a campaign held them out: what would have been said anyway.
_REPLIED = text(
    f"""
    WITH heard AS MATERIALIZED (
        SELECT n, contact_id, number_id, context_id, at
        FROM unnest(CAST(:contacts AS uuid[]), CAST(:numbers AS uuid[]), CAST(:contexts AS text[]),
                    CAST(:times AS timestamptz[]))
             WITH ORDINALITY AS h (contact_id, number_id, context_id, at, n)
    ),
    named AS MATERIALIZED (
        SELECT h.n, r.company_id, r.campaign_id, r.id AS recipient_id, r.variant,
               h.at AS occurred_at
        FROM heard h JOIN campaign_recipients r ON r.provider_id = h.context_id
    ),
    found AS (
        SELECT company_id, campaign_id, recipient_id, variant, occurred_at FROM named
        UNION ALL
        SELECT newest.company_id, newest.campaign_id, newest.id, newest.variant, h.at
        FROM heard h CROSS JOIN LATERAL (
            SELECT r.company_id, r.campaign_id, r.id, r.variant
            FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
            WHERE r.contact_id = h.contact_id AND c.phone_number_id = h.number_id
              AND r.accepted_at <= h.at + {_SKEW}
              AND r.accepted_at > h.at - make_interval(days => {_DAYS})
            ORDER BY r.accepted_at DESC LIMIT 1
        ) newest
        WHERE NOT EXISTS (SELECT FROM named WHERE named.n = h.n)
        UNION ALL
        SELECT held.company_id, held.campaign_id, held.id, 0, h.at
        FROM heard h CROSS JOIN LATERAL (
            SELECT r.company_id, r.campaign_id, r.id
            FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
            WHERE r.contact_id = h.contact_id AND c.phone_number_id = h.number_id
              AND r.reason = 'hold_out'
              AND c.frozen_at <= h.at + {_SKEW}
              AND c.frozen_at > h.at - make_interval(days => {_DAYS})
            ORDER BY c.frozen_at DESC LIMIT 1
        ) held
    ),
    {_ADDED.format(kind="reply", which="")}
    SELECT DISTINCT campaign_id FROM added
    """
)


async def add_replies(session: AsyncSession, answers: Sequence[Answer]) -> set[UUID]:
    """Put answers down to what they answer; the campaigns whose figures changed."""
    rows = await session.scalars(
        _REPLIED,
        {
            "contacts": [answer.contact_id for answer in answers],
            "numbers": [answer.number_id for answer in answers],
            "contexts": [answer.context_id for answer in answers],
            "times": [answer.at for answer in answers],
        },
    )
    return set(rows)


# On any number: an opt-out holds for all of them.
_OPTED_OUT = text(
    f"""
    WITH found AS (
        SELECT newest.company_id, newest.campaign_id, newest.id AS recipient_id, newest.variant,
               CAST(:at AS timestamptz) AS occurred_at
        FROM unnest(CAST(:contacts AS uuid[])) AS h (contact_id) CROSS JOIN LATERAL (
            SELECT r.company_id, r.campaign_id, r.id, r.variant
            FROM campaign_recipients r
            WHERE r.contact_id = h.contact_id AND r.company_id = :company_id
              AND r.accepted_at <= CAST(:at AS timestamptz) + {_SKEW}
              AND r.accepted_at > CAST(:at AS timestamptz) - make_interval(days => {_DAYS})
            ORDER BY r.accepted_at DESC LIMIT 1
        ) newest
    ),
    {_ADDED.format(kind="opt_out", which="")}
    SELECT DISTINCT campaign_id FROM added
    """
)


async def add_opt_outs(
    session: AsyncSession, company_id: UUID, contact_ids: Sequence[UUID], at: datetime
) -> set[UUID]:
    """Put opt-outs down to the newest message each person got; the campaigns that changed."""
    values = {"company_id": company_id, "contacts": list(contact_ids), "at": at}
    rows = await session.scalars(_OPTED_OUT, values)
    return set(rows)


@dataclass(frozen=True, slots=True)
class Responses:
    """How many recipients of a campaign responded, by kind and variant."""

    counts: dict[tuple[ResponseKind, int], int] = field(default_factory=dict)

    def of(self, kind: ResponseKind, variant: int | None = None) -> int:
        """Without a variant: of all who got a message, which leaves out the hold-out group."""
        return sum(
            count
            for (its_kind, its_variant), count in self.counts.items()
            if its_kind is kind and (its_variant == variant if variant is not None else its_variant)
        )


async def counts(session: AsyncSession, campaign_ids: Sequence[UUID]) -> dict[UUID, Responses]:
    """From the counters: costs the same however many responded."""
    rows = await session.execute(
        select(
            ResponseCount.campaign_id,
            ResponseCount.kind,
            ResponseCount.variant,
            ResponseCount.count,
        ).where(ResponseCount.campaign_id.in_(campaign_ids))
    )
    found: dict[UUID, Responses] = {key: Responses() for key in campaign_ids}
    for campaign_id, kind, variant, count in rows:
        found[campaign_id].counts[kind, variant] = count
    return found


@dataclass(frozen=True, slots=True)
class Followed:
    """One address a campaign leads to, and how often it was followed."""

    url: str
    clicks: int
    robots: int


async def links_of(session: AsyncSession, campaign_id: UUID) -> list[Followed]:
    """The most followed first."""
    rows = await session.execute(
        select(ShortLink.url, ShortLink.clicks, ShortLink.robots)
        .where(ShortLink.campaign_id == campaign_id)
        .order_by(ShortLink.clicks.desc(), ShortLink.position)
    )
    return [Followed(*row) for row in rows]


def who_did(campaign_id: UUID, kind: ResponseKind) -> Select[UUID]:
    """The recipients who responded so; whoever got nothing is shown apart."""
    row = CampaignResponse
    return select(row.recipient_id).where(
        row.campaign_id == campaign_id, row.kind == kind, row.variant > 0
    )


async def between(
    session: AsyncSession, campaign_id: UUID, first: UUID, last: UUID
) -> dict[UUID, dict[ResponseKind, datetime]]:
    """When each recipient of a page of the ledger did what."""
    row = CampaignResponse
    rows = await session.execute(
        select(row.recipient_id, row.kind, row.occurred_at).where(
            row.campaign_id == campaign_id,
            row.recipient_id >= first,
            row.recipient_id <= last,
            row.variant > 0,
        )
    )
    found: dict[UUID, dict[ResponseKind, datetime]] = {}
    for recipient_id, kind, at in rows:
        found.setdefault(recipient_id, {})[kind] = at
    return found
