"""P4: freezing an audience from a segment (consent, duplicates, exclusions and variables applied)
against a bare INSERT … SELECT of the same rows into a table without keys.
"""

import asyncio
import time
from uuid import UUID

import psycopg
from sqlalchemy import insert, text, update

from benchmarks.report import report, size
from benchmarks.stage import (
    CHECKED,
    Shop,
    Stage,
    add_contacts,
    draft_campaign,
    open_shop,
    open_stage,
    resources_of,
    switch_on_checks,
)
from bootstrap import Resources
from db.models.campaigns import Campaign
from db.models.contacts import Segment
from db.queries import campaigns as queries
from schemas.segments import Condition, Group, Kind, Operator, to_json
from services import audiences, contents

_DEFINITION = to_json(
    Group(parts=(Condition("calling_code", Kind.CALLING_CODE, Operator.ANY_OF, ("55",)),))
)


async def _segment(resources: Resources, company_id: UUID) -> UUID:
    async with resources.database.company(company_id) as session:
        found: UUID | None = await session.scalar(
            insert(Segment)
            .values(company_id=company_id, name="Brasil", definition=_DEFINITION)
            .returning(Segment.id)
        )
        # One in a hundred has opted out; one in a thousand has the number of somebody else.
        await session.execute(
            text(
                "INSERT INTO suppressions (company_id, channel, match_key, reason) "
                "SELECT company_id, 'whatsapp', phone_key, 'opted_out' FROM contacts "
                "WHERE right(name, 2) = '00'"
            )
        )
        await session.execute(
            text(
                "INSERT INTO contact_identities (company_id, kind, match_key, contact_id, value) "
                "SELECT company_id, 'whatsapp', phone_key, "
                "       (SELECT id FROM contacts LIMIT 1), phone "
                "FROM contacts WHERE right(name, 3) = '111'"
            )
        )
    assert found is not None
    return found


async def _ours(resources: Resources, shop: Shop, segment_id: UUID) -> float:
    campaign_id = await draft_campaign(resources, shop, **CHECKED)
    async with resources.database.company(shop.company_id) as session:
        await session.execute(
            update(Campaign)
            .where(Campaign.id == campaign_id)
            .values(audience={"segment_ids": [str(segment_id)]})
        )
    started = time.monotonic()
    async with resources.database.company(shop.company_id) as session:
        campaign = await queries.get(session, campaign_id)
        await audiences.freeze(session, campaign, await contents.ready(session, campaign))
    return time.monotonic() - started


def _bare(stage: Stage, company_id: UUID) -> float:
    """The same rows into an ordinary table without keys, by the superuser, nothing checked."""
    with psycopg.connect(stage.postgres.url(driver="postgresql")) as connection:
        connection.execute("CREATE TABLE bare (LIKE campaign_recipients INCLUDING DEFAULTS)")
        started = time.monotonic()
        connection.execute(
            "INSERT INTO bare (id, company_id, campaign_id, contact_id, address, address_key, "
            "parameters) SELECT gen_random_uuid(), company_id, id, id, phone, phone_key, "
            "ARRAY[name, '20%%'] FROM contacts WHERE company_id = %s",
            [company_id],
        )
        connection.commit()
        seconds = time.monotonic() - started
        connection.execute("DROP TABLE bare")
    return seconds


async def main() -> None:
    count = size(1_000_000)
    with open_stage() as stage:
        async with resources_of(stage) as resources:
            shop = await open_shop(resources)
            await add_contacts(resources, shop.company_id, count)
            segment_id = await _segment(resources, shop.company_id)
            await switch_on_checks(resources, shop, count)
            bare = min(_bare(stage, shop.company_id) for _ in range(2))
            ours = await _ours(resources, shop, segment_id)
    report(
        "P4",
        ratio=ours / bare,
        goal=3.0,
        at_most=True,
        ours={"seconds": round(ours, 2)},
        theirs={"seconds": round(bare, 2)},
        size=count,
    )


if __name__ == "__main__":
    asyncio.run(main())
