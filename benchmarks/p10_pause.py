"""P10: from pressing pause (and cancel) at full rate until the last message leaves.

A limit in seconds, so `ratio` is seconds taken over seconds allowed.
"""

import asyncio
import time
from uuid import UUID

import httpx

from benchmarks.report import report, size
from benchmarks.stage import (
    CHECKED,
    Shop,
    add_contacts,
    bare_provider,
    draft_campaign,
    launch,
    open_shop,
    open_stage,
    resources_of,
    switch_on_checks,
)
from bootstrap import Resources
from schemas.enums import Channel
from schemas.payloads.campaigns import CampaignInput
from services import campaigns
from workflows import starters

_ALLOWED_SECONDS = 2.0
# So many have been sent when it is pressed.
_UNDER_WAY = 3_000
# Nothing for this long: the last one has left.
_QUIET_SECONDS = 3.0
_ACTIONS = {"pause": campaigns.pause, "cancel": campaigns.cancel}


async def _press(resources: Resources, shop: Shop, campaign_id: UUID, action: str) -> None:
    """As the API does it: commit, then tell the workflow."""
    async with resources.database.company(shop.company_id) as session:
        await _ACTIONS[action](session, campaign_id)
    campaign = CampaignInput(shop.company_id, campaign_id, Channel.WHATSAPP)
    await starters.start_campaign(resources.temporal, campaign)


async def _sent(client: httpx.AsyncClient) -> int:
    return int((await client.get("/sandbox/api/count")).json()["messages"])


async def _until_sent(client: httpx.AsyncClient, count: int) -> None:
    while await _sent(client) < count:  # noqa: ASYNC110 - another process counts
        await asyncio.sleep(0.02)


async def _measure(
    resources: Resources, shop: Shop, client: httpx.AsyncClient, action: str, count: int
) -> dict[str, float]:
    before = await _sent(client)
    # Other words each time: the same would not go to the same people again.
    words = {"body.2": {"source": "text", "value": action}}
    campaign_id = await draft_campaign(resources, shop, **CHECKED, bindings=words)
    await launch(resources, shop, campaign_id)
    await _until_sent(client, before + min(_UNDER_WAY, count // 4))
    pressed, at_press = time.monotonic(), await _sent(client)
    await _press(resources, shop, campaign_id, action)
    last, seen = pressed, at_press
    while time.monotonic() - last < _QUIET_SECONDS:
        if (now := await _sent(client)) != seen:
            last, seen = time.monotonic(), now
        await asyncio.sleep(0.01)
    return {"seconds": round(last - pressed, 2), "left_after_press": seen - at_press}


async def main() -> None:
    count = size(100_000)
    with (
        bare_provider() as provider,
        open_stage(META_GRAPH_BASE_URL=provider, SEND_WINDOW="300") as stage,
    ):
        async with resources_of(stage) as resources, httpx.AsyncClient(base_url=provider) as client:
            shop = await open_shop(resources)
            await add_contacts(resources, shop.company_id, count)
            await switch_on_checks(resources, shop, count)
            with stage.process("worker.py"):
                found = {
                    action: await _measure(resources, shop, client, action, count)
                    for action in _ACTIONS
                }
    slowest = max(result["seconds"] for result in found.values())
    report(
        "P10",
        ratio=slowest / _ALLOWED_SECONDS,
        goal=1.0,
        at_most=True,
        ours=found,
        theirs={"allowed_seconds": _ALLOWED_SECONDS},
        size=count,
    )


if __name__ == "__main__":
    asyncio.run(main())
