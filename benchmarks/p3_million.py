"""P3: a campaign of 1,000,000 with every check on: its rate against one of 50,000, the worker's peak
memory, and how many events Temporal keeps of it.

Both run in the same installation, one after the other, to the same provider.
"""

import asyncio
import time
from dataclasses import dataclass
from uuid import UUID

import psutil
import uvloop
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
from schemas.enums import CampaignStatus, DeliveryStatus

_WINDOW = 800
_SMALL = 50_000
_GOAL_RATE, _GOAL_MB, _GOAL_EVENTS = 0.9, 250, 20_000


@dataclass(frozen=True)
class Sent:
    per_second: float
    # From the first acceptance on: what the size changes, not what a launch costs.
    sending_per_second: float
    peak_mb: float


async def _send(resources: Resources, shop: Shop, count: int, worker: psutil.Process) -> Sent:
    campaign_id = await draft_campaign(resources, shop, **CHECKED)
    peak = 0.0
    began: tuple[float, int] | None = None
    started = time.monotonic()
    await launch(resources, shop, campaign_id)
    while True:
        await asyncio.sleep(0.1)
        now = await standing(resources, shop, campaign_id)
        accepted = now.of(DeliveryStatus.ACCEPTED)
        peak = max(peak, worker.memory_info().rss / 1e6)
        if began is None and accepted:
            began = (time.monotonic(), accepted)
        if accepted == count:
            break
        if now.status in (CampaignStatus.FAILED, CampaignStatus.AUTO_PAUSED):
            raise SystemExit(f"The campaign stopped: {now}")
    ended = time.monotonic()
    first, already = began or (started, 0)
    sending = (count - already) / max(ended - first, 0.001)
    return Sent(round(count / (ended - started)), round(sending), round(peak))


async def _events(temporal: Client, company_id: UUID) -> int:
    """Of all runs of all campaigns of a company."""
    total = 0
    async for run in temporal.list_workflows(f"CompanyId = '{company_id}'"):
        described = await temporal.get_workflow_handle(run.id, run_id=run.run_id).describe()
        total += described.raw_description.workflow_execution_info.history_length
    return total


async def _measure(stage: Stage, resources: Resources, count: int) -> tuple[Sent, int]:
    """A company of its own for each size."""
    shop = await open_shop(resources)
    await add_contacts(resources, shop.company_id, count)
    await switch_on_checks(resources, shop, count)
    # A worker of its own, so that its memory is this campaign's.
    with stage.process("worker.py") as worker:
        await until_working(resources.temporal, worker.pid)
        sent = await _send(resources, shop, count, psutil.Process(worker.pid))
        await asyncio.sleep(2)
        return sent, await _events(resources.temporal, shop.company_id)


async def main() -> None:
    count = size(1_000_000)
    small = min(_SMALL, count)
    with (
        bare_provider() as provider,
        open_stage(META_GRAPH_BASE_URL=provider, SEND_WINDOW=str(_WINDOW)) as stage,
    ):
        async with resources_of(stage) as resources:
            few, _ = await _measure(stage, resources, small)
            many, events = await _measure(stage, resources, count)
    report(
        "P3",
        ratio=many.per_second / few.per_second,
        goal=_GOAL_RATE,
        at_most=False,
        ours={
            "per_second": many.per_second,
            "sending_per_second": many.sending_per_second,
            "worker_peak_mb": many.peak_mb,
            "worker_peak_goal_mb": _GOAL_MB,
            "history_events": events,
            "history_events_goal": _GOAL_EVENTS,
        },
        theirs={
            "what": f"the same at {small}",
            "per_second": few.per_second,
            "sending_per_second": few.sending_per_second,
            "worker_peak_mb": few.peak_mb,
        },
        size=count,
    )


if __name__ == "__main__":
    uvloop.run(main())
