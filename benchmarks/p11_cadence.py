"""P11: a cadence of 1,000,000 people of whom 100,000 fall due at once: how fast their messages leave,
against a campaign's in the same installation; and how many workflows are open for it.

Every check is on for both: consent, repeats, frequency, hours by zone, prices, budgets, portfolio.
"""

import asyncio
import time
from uuid import UUID, uuid4

import psycopg
import uvloop
from sqlalchemy import insert, text
from temporalio.client import Client

from benchmarks.readiness import until_working
from benchmarks.report import report, size
from benchmarks.stage import (
    CHECKED,
    Shop,
    Stage,
    add_contacts,
    bare_provider,
    draft_campaign,
    launch,
    open_shop,
    open_stage,
    resources_of,
    standing,
    switch_on_checks,
)
from bootstrap import Resources
from db.models.cadences import Cadence, CadenceVersion
from schemas.enums import CadenceStatus, DeliveryStatus
from schemas.payloads.cadences import CadenceRef
from workflows import starters

_WINDOW = 800
_CAMPAIGN = 50_000
_GOAL = 0.8
_BINDINGS = {
    "body.1": {"source": "first_name", "fallback": "cliente"},
    "body.2": {"source": "text", "value": "30%"},
}


async def _campaign_rate(resources: Resources, count: int) -> float:
    """As P1 measures it: from the launch to the last acceptance."""
    shop = await open_shop(resources)
    await add_contacts(resources, shop.company_id, count)
    await switch_on_checks(resources, shop, count)
    campaign_id = await draft_campaign(resources, shop, **CHECKED)
    started = time.monotonic()
    await launch(resources, shop, campaign_id)
    accepted = 0
    while accepted < count:
        await asyncio.sleep(0.05)
        accepted = (await standing(resources, shop, campaign_id)).of(DeliveryStatus.ACCEPTED)
    return count / (time.monotonic() - started)


async def _cadence(resources: Resources, shop: Shop) -> UUID:
    cadence_id = uuid4()
    message = {
        "key": "message",
        "kind": "message",
        "phone_number_id": str(shop.number_id),
        "template_id": str(shop.template_id),
        "bindings": _BINDINGS,
    }
    rest = {"kind": "wait", "wait": "duration", "minutes": 2 * 24 * 60}
    definition = {"steps": [{"key": "first", **rest}, message, {"key": "second", **rest}]}
    async with resources.database.company(shop.company_id) as session:
        await session.execute(
            insert(Cadence).values(
                id=cadence_id,
                company_id=shop.company_id,
                name="Bench",
                status=CadenceStatus.RUNNING,
                draft=definition,
                published=1,
            )
        )
        await session.execute(
            insert(CadenceVersion).values(
                company_id=shop.company_id, cadence_id=cadence_id, number=1, definition=definition
            )
        )
    return cadence_id


async def _enrol(resources: Resources, shop: Shop, cadence_id: UUID, due: int) -> None:
    """Everybody stands at the first wait; so many are over with it now."""
    async with resources.database.company(shop.company_id) as session:
        await session.execute(
            text(
                """
                INSERT INTO enrolments
                    (company_id, cadence_id, version, contact_id, status, step_key, due_at)
                SELECT company_id, :cadence_id, 1, id, 'active', 'first',
                       now() + CASE WHEN row_number() OVER (ORDER BY md5(id::text)) <= :due
                                    THEN interval '0' ELSE interval '30 days' END
                FROM contacts
                """
            ),
            {"cadence_id": cadence_id, "due": due},
        )


def _tidy(stage: Stage) -> None:
    """Whoever falls due was enrolled days ago: the database's own housekeeping is long done."""
    with psycopg.connect(stage.postgres.url(driver="postgresql"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE contacts, enrolments")


_ACCEPTED = text(
    """
    SELECT coalesce(sum(n.count), 0)::int FROM campaign_counts n
    JOIN campaigns c ON c.id = n.campaign_id
    WHERE c.cadence_id = :cadence_id AND n.status = 'accepted'
    """
)
_MOVED_ON = text(
    """
    SELECT coalesce(sum(count), 0)::int FROM cadence_step_counts
    WHERE cadence_id = :cadence_id AND step_key = 'second' AND outcome = 'waiting'
    """
)


async def _until(resources: Resources, shop: Shop, cadence_id: UUID, what: str, count: int) -> None:
    statement = {"accepted": _ACCEPTED, "moved": _MOVED_ON}[what]
    while True:
        async with resources.database.company(shop.company_id) as session:
            found = await session.scalar(statement, {"cadence_id": cadence_id})
        if found is not None and found >= count:
            return
        await asyncio.sleep(0.05)


async def _open_workflows(temporal: Client, company_id: UUID) -> int:
    query = f"CompanyId = '{company_id}' AND ExecutionStatus = 'Running'"
    return len([run async for run in temporal.list_workflows(query)])


async def main() -> None:
    count = size(1_000_000)
    due = max(1, count // 10)
    with (
        bare_provider() as provider,
        open_stage(META_GRAPH_BASE_URL=provider, SEND_WINDOW=str(_WINDOW)) as stage,
        stage.process("worker.py") as worker,
    ):
        async with resources_of(stage) as resources:
            await until_working(resources.temporal, worker.pid)
            campaign = await _campaign_rate(resources, min(_CAMPAIGN, count))
            shop = await open_shop(resources)
            await add_contacts(resources, shop.company_id, count)
            await switch_on_checks(resources, shop, count)
            cadence_id = await _cadence(resources, shop)
            await _enrol(resources, shop, cadence_id, due)
            _tidy(stage)
            started = time.monotonic()
            await starters.start_cadence(
                resources.temporal, CadenceRef(shop.company_id, cadence_id)
            )
            await _until(resources, shop, cadence_id, "accepted", due)
            cadence = due / (time.monotonic() - started)
            await _until(resources, shop, cadence_id, "moved", due)
            moved = due / (time.monotonic() - started)
            await asyncio.sleep(2)
            workflows = await _open_workflows(resources.temporal, shop.company_id)
    report(
        "P11",
        ratio=cadence / campaign,
        goal=_GOAL,
        at_most=False,
        ours={
            "per_second": round(cadence),
            "until_all_wait_again_per_second": round(moved),
            "workflows_open": workflows,
            "workflows_open_goal": 1,
            "due": due,
        },
        theirs={"what": f"a campaign of {min(_CAMPAIGN, count)}", "per_second": round(campaign)},
        size=count,
    )


if __name__ == "__main__":
    uvloop.run(main())
