"""SMS nobody answered for: what the provider is asked about, until it says what became of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.sms_ways import CONNECTION, WAY, Way, way_of
from schemas.templates import FrozenTemplate, frozen_contents


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One message in doubt, with the way it went."""

    way: Way
    message_id: UUID
    # None: a message somebody wrote.
    campaign_id: UUID | None
    to: str
    claimed_at: datetime
    # What somebody wrote; of a campaign's it follows from these.
    body: str | None
    variant: int
    parameters: tuple[str, ...]
    texts: tuple[FrozenTemplate, ...]
    sms: dict[str, object]


# What waits long enough that its callback should be here, and not so long that nobody remembers.
_DUE = "BETWEEN now() - interval '1 day' AND now() - make_interval(secs => :after)"
_FIND = text(
    f"""
    (SELECT {WAY}, r.id AS message_id, r.campaign_id, r.address AS to, r.claimed_at,
            NULL AS body, r.variant, r.parameters, c.frozen_template, c.frozen_variants, c.sms
     FROM campaign_counts u
     JOIN campaigns c ON c.id = u.campaign_id AND c.channel = 'sms'
     JOIN campaign_recipients r ON r.campaign_id = c.id AND r.reason IS NOT NULL
     JOIN phone_numbers n ON n.id = c.phone_number_id
     {CONNECTION}
     WHERE u.status = 'unknown' AND u.count > 0 AND r.status = 'unknown'
       AND r.claimed_at {_DUE} AND r.id <> ALL(CAST(:resting AS uuid[]))
     LIMIT :most)
    UNION ALL
    (SELECT {WAY}, m.id, NULL, coalesce(c.phone, ''), m.claimed_at,
            m.body, 1, '{{}}'::text[], NULL, NULL, NULL
     FROM messages m
     JOIN phone_numbers n ON n.company_id = m.company_id AND n.id = m.phone_number_id
                         AND n.channel = 'sms'
     {CONNECTION}
     JOIN contacts c ON c.company_id = m.company_id AND c.id = m.contact_id
     WHERE m.status = 'unknown' AND m.claimed_at {_DUE}
       AND m.id <> ALL(CAST(:resting AS uuid[]))
     LIMIT :most)
    """
)
_KNOWN = text(
    """
    SELECT provider_id FROM campaign_recipients
    WHERE provider_id = ANY(CAST(:provider_ids AS text[]))
    UNION ALL
    SELECT provider_id FROM messages
    WHERE company_id = :company_id AND provider_id = ANY(CAST(:provider_ids AS text[]))
    """
)


async def find(
    session: AsyncSession, *, after_seconds: float, resting: Collection[UUID], most: int
) -> list[Unsettled]:
    """Of all companies, but for those that rest. Needs the system login."""
    rows = await session.execute(
        _FIND, {"after": after_seconds, "resting": list(resting), "most": most}
    )
    return [_unsettled(row) for row in rows.mappings()][:most]


async def known_ids(
    session: AsyncSession, company_id: UUID, provider_ids: Collection[str]
) -> frozenset[str]:
    """Those that belong to a message of ours already."""
    parameters = {"company_id": company_id, "provider_ids": list(provider_ids)}
    return frozenset(await session.scalars(_KNOWN, parameters))


def _unsettled(row: RowMapping) -> Unsettled:
    frozen = row["frozen_template"]
    return Unsettled(
        way=way_of(row),
        message_id=row["message_id"],
        campaign_id=row["campaign_id"],
        to=row["to"],
        claimed_at=row["claimed_at"],
        body=row["body"],
        variant=row["variant"],
        parameters=tuple(row["parameters"] or ()),
        texts=tuple(frozen_contents(frozen, row["frozen_variants"] or [])) if frozen else (),
        sms=row["sms"] or {},
    )
