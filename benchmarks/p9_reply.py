"""P9: an agent's reply while a broadcast to 100,000 runs on the same number.

From composing it, as the console does it, until the provider has accepted it. Once at the rate of
a big number and once at that of an ordinary one, where the broadcast leaves least room.
"""

import asyncio
import random
import time
from dataclasses import dataclass
from statistics import median
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

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
from db.models.connections import PhoneNumber
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.queries import outbox
from schemas.contents import Text
from schemas.enums import DeliveryStatus
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.replies import ConversationRef
from services import campaigns, replies
from workflows import starters

_ALLOWED_SECONDS = 2.0
_RATES = (1_000, 80)
_CONVERSATIONS = 20
_BETWEEN = (0.1, 0.2)
_PATIENCE_SECONDS = 120
_LAST = 0.95


@dataclass(frozen=True)
class _Asked:
    message_id: UUID
    # By the clock of this machine, which is the database's too.
    at: float


async def _conversations(resources: Resources, shop: Shop) -> list[ConversationRef]:
    """Customers who wrote a moment ago."""
    async with resources.database.company(shop.company_id) as session:
        contacts = (await session.scalars(select(Contact.id).limit(_CONVERSATIONS))).all()
        now = await outbox.now(session)
        refs = [ConversationRef(shop.company_id, uuid4()) for _ in contacts]
        rows = [
            {
                "id": ref.conversation_id,
                "company_id": shop.company_id,
                "contact_id": contact_id,
                "phone_number_id": shop.number_id,
                "last_message_at": now,
                "last_inbound_at": now,
            }
            for ref, contact_id in zip(refs, contacts, strict=True)
        ]
        await session.execute(insert(Conversation), rows)
    return refs


async def _reply(resources: Resources, ref: ConversationRef, number: int) -> _Asked:
    """As the console does it: commit, then tell the workflow."""
    started = time.time()
    async with resources.database.company(ref.company_id) as session:
        written = await replies.compose(
            session,
            ref.company_id,
            ref.conversation_id,
            [Text(f"Reply {number}")],
            author_id=None,
            source="console",
            client_keys=[uuid4().hex],
        )
    await starters.follow_replies(resources.temporal, ref)
    return _Asked(written[0].id, started)


async def _reply_all(
    resources: Resources, conversations: list[ConversationRef], count: int
) -> list[_Asked]:
    async with asyncio.TaskGroup() as group:
        tasks = []
        for number in range(count):
            ref = conversations[number % len(conversations)]
            tasks.append(group.create_task(_reply(resources, ref, number)))
            await asyncio.sleep(random.uniform(*_BETWEEN))
    return [task.result() for task in tasks]


async def _waits(resources: Resources, shop: Shop, asked: list[_Asked]) -> list[float]:
    """Seconds until each was accepted; waits for the last."""
    started = {one.message_id: one.at for one in asked}
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        async with resources.database.company(shop.company_id) as session:
            rows = await session.execute(
                select(Message.id, Message.accepted_at).where(
                    Message.id.in_(started), Message.accepted_at.is_not(None)
                )
            )
            found = {key: at.timestamp() for key, at in rows.all() if at is not None}
        if len(found) == len(started):
            return sorted(at - started[key] for key, at in found.items())
        await asyncio.sleep(0.1)
    raise SystemExit(f"{len(started) - len(found)} replies were not accepted.")


async def _until_running(resources: Resources, shop: Shop, campaign_id: UUID) -> None:
    while not (await standing(resources, shop, campaign_id)).of(  # noqa: ASYNC110
        DeliveryStatus.ACCEPTED
    ):
        await asyncio.sleep(0.1)


async def _measure(
    resources: Resources, shop: Shop, conversations: list[ConversationRef], rate: int, count: int
) -> dict[str, float]:
    async with resources.database.company(shop.company_id) as session:
        await session.execute(update(PhoneNumber).values(rate_per_second=rate))
    # Other words each time: the same would not go to the same people again.
    words = {"body.2": {"source": "text", "value": f"{rate}%"}}
    campaign_id = await draft_campaign(resources, shop, **CHECKED, bindings=words)
    await launch(resources, shop, campaign_id)
    await _until_running(resources, shop, campaign_id)
    before = await standing(resources, shop, campaign_id)
    waits = await _waits(resources, shop, await _reply_all(resources, conversations, count))
    after = await standing(resources, shop, campaign_id)
    async with resources.database.company(shop.company_id) as session:
        campaign = await campaigns.cancel(session, campaign_id)
    await starters.start_campaign(
        resources.temporal, CampaignInput(shop.company_id, campaign_id, campaign.channel)
    )
    sent = DeliveryStatus.ACCEPTED
    return {
        "p50": round(median(waits), 3),
        "p95": round(waits[int(len(waits) * _LAST)], 3),
        "max": round(waits[-1], 3),
        "broadcast_meanwhile": after.of(sent) - before.of(sent),
    }


async def _measure_all(stage: Stage, recipients: int, count: int) -> dict[str, dict[str, float]]:
    async with resources_of(stage) as resources:
        shop = await open_shop(resources)
        await add_contacts(resources, shop.company_id, recipients)
        await switch_on_checks(resources, shop, recipients)
        conversations = await _conversations(resources, shop)
        with stage.process("worker.py"):
            return {
                f"{rate}/s": await _measure(resources, shop, conversations, rate, count)
                for rate in _RATES
            }


async def main() -> None:
    recipients = size(100_000)
    # A minute of replies at full size.
    count = max(10, recipients // 250)
    with bare_provider() as provider, open_stage(META_GRAPH_BASE_URL=provider) as stage:
        found = await _measure_all(stage, recipients, count)
    slowest = max(result["p95"] for result in found.values())
    report(
        "P9",
        ratio=slowest / _ALLOWED_SECONDS,
        goal=1.0,
        at_most=True,
        ours=found,
        theirs={"allowed_seconds": _ALLOWED_SECONDS},
        size=recipients,
    )


if __name__ == "__main__":
    asyncio.run(main())
