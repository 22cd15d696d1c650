"""Replies written while parts of the product are killed: each is sent once, or told as unknown."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from temporalio.service import RPCError

from benchmarks.stage import Shop
from bootstrap import Resources
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from schemas.contents import Text
from schemas.enums import DeliveryStatus
from schemas.payloads.replies import ConversationRef
from services import replies
from workflows import starters

AWAY = (SQLAlchemyError, OSError, RPCError, RuntimeError)
_CONVERSATIONS = 5
_BETWEEN_SECONDS = 0.15
_OVER = (
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
    DeliveryStatus.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What somebody wrote during one round."""

    company_id: UUID
    keys: list[str]


async def conversations(
    resources: Resources, shop: Shop, write_in: Callable[[str], None]
) -> list[ConversationRef]:
    """A few customers write, and so may be answered; their conversations."""
    async with resources.database.company(shop.company_id) as session:
        phones = (await session.scalars(select(Contact.phone).limit(_CONVERSATIONS))).all()
    for phone in phones:
        await asyncio.to_thread(write_in, str(phone))
    while True:
        async with resources.database.company(shop.company_id) as session:
            found = (await session.scalars(select(Conversation.id))).all()
        if len(found) == len(phones):
            return [ConversationRef(shop.company_id, key) for key in found]
        await asyncio.sleep(0.2)


async def talk(resources: Resources, refs: list[ConversationRef], count: int) -> Talk:
    """Write `count` replies, each under one key until the database took it."""
    keys = [uuid4().hex for _ in range(count)]
    for number, key in enumerate(keys):
        ref = refs[number % len(refs)]
        while not await _write(resources, ref, key, f"Reply {number}"):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        with suppress(*AWAY):
            await starters.follow_replies(resources.temporal, ref)
        await asyncio.sleep(_BETWEEN_SECONDS)
    return Talk(refs[0].company_id, keys)


async def _write(resources: Resources, ref: ConversationRef, key: str, text: str) -> bool:
    try:
        async with resources.database.company(ref.company_id) as session:
            await replies.compose(
                session,
                ref.company_id,
                ref.conversation_id,
                [Text(text)],
                author_id=None,
                source="console",
                client_keys=[key],
            )
    except AWAY:
        return False
    return True


async def open_ones(resources: Resources, said: Talk) -> int:
    """How many are still on their way."""
    async with resources.database.company(said.company_id) as session:
        statuses = await session.scalars(
            select(Message.status).where(Message.client_key.in_(said.keys))
        )
        return len(said.keys) - sum(status in _OVER for status in statuses)


async def in_doubt(resources: Resources, said: Talk) -> tuple[int, int]:
    """How many are unknown, and how many of these without a reason."""
    async with resources.database.company(said.company_id) as session:
        reasons = await session.scalars(
            select(Message.reason).where(
                Message.client_key.in_(said.keys), Message.status == DeliveryStatus.UNKNOWN
            )
        )
        found = reasons.all()
    return len(found), sum(not reason for reason in found)
