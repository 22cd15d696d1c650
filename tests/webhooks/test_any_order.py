"""Whatever order providers tell things in, and however often: the inbox is the same."""

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.models.inbound import WebhookEvent
from db.queries import conversations, timeline
from db.queries.conversations import Eyes, Filters
from db.session import Database
from providers.registry import meta_reader
from schemas.enums import DeliveryStatus, Direction
from schemas.timeline import Entry
from services import ids, inbound
from services.inbound import Routed
from tests.webhooks.meta import Account

START = 1_750_000_000
CUSTOMERS = ("551187654321", "551187654322")
OURS = "wamid.ours"
REPLY_ID = UUID("01970000-0000-7000-8000-000000000001")

seconds = st.integers(0, 5)
customers = st.sampled_from(CUSTOMERS)
targets = st.sampled_from(["wamid.0", "wamid.1", "wamid.2", OURS])
contents = st.one_of(
    st.builds(lambda body: ("text", {"body": body}), st.sampled_from(["Oi", "Bom dia", "Ok"])),
    st.builds(lambda: ("image", {"id": "9001", "mime_type": "image/png", "caption": "Foto"})),
    st.builds(lambda: ("unsupported", {})),
    st.builds(lambda: ("system", {"body": "Mudou", "type": "customer_identity_changed"})),
    st.builds(
        lambda target, emoji: ("reaction", {"message_id": target, "emoji": emoji}),
        targets,
        st.sampled_from(["👍", "❤", ""]),
    ),
    st.builds(
        lambda target: (
            "edit",
            {
                "original_message_id": target,
                "message": {"type": "text", "text": {"body": "Emendado"}},
            },
        ),
        targets,
    ),
    st.builds(lambda target: ("revoke", {"original_message_id": target}), targets),
)
messages = st.lists(st.tuples(customers, seconds, contents, st.booleans()), min_size=1, max_size=7)
receipts = st.lists(
    st.tuples(st.sampled_from(["sent", "delivered", "read", "failed"]), seconds, st.booleans()),
    max_size=4,
)


def events_of(account: Account, told: Any, reports: Any) -> list[Routed]:
    """Each event as its own webhook, in the order in which it happened."""
    values: list[dict[str, object]] = []
    for index, (customer, second, (kind, part), answers) in enumerate(told):
        message = {
            "id": f"wamid.{index}",
            "from": customer,
            "timestamp": str(START + second),
            "type": kind,
            kind: part,
        }
        if answers and kind == "text":
            message["context"] = {"id": OURS}
        person = {"wa_id": customer, "profile": {"name": f"Ana {customer[-1]}"}}
        values.append({"contacts": [person], "messages": [message]})
    for word, second, named in reports:
        report = {"id": OURS, "status": word, "timestamp": str(START + second)}
        report |= {"recipient_id": CUSTOMERS[0]}
        if named:
            report["biz_opaque_callback_data"] = str(REPLY_ID)
        values.append({"statuses": [report]})
    reader = meta_reader([])
    return [
        Routed(account.connection_id, event)
        for value in values
        for event in reader.parse(json.dumps(account.messages(**value)).encode())
    ]


async def forget(database: Database, account: Account) -> None:
    async with database.company(account.company_id) as session:
        for model in (Contact, WebhookEvent):
            await session.execute(delete(model))


async def reply(database: Database, account: Account) -> None:
    """One message of ours to the first customer, accepted."""
    at = datetime.fromtimestamp(START, UTC)
    async with database.company(account.company_id) as session:
        contact = Contact(
            company_id=account.company_id, phone="+5511987654321", phone_key=CUSTOMERS[0]
        )
        session.add(contact)
        await session.flush()
        conversation = Conversation(
            company_id=account.company_id,
            contact_id=contact.id,
            phone_number_id=account.number_id,
            last_message_at=at,
            last_message_id=REPLY_ID,
        )
        session.add(conversation)
        await session.flush()
        session.add(
            Message(
                company_id=account.company_id,
                id=REPLY_ID,
                conversation_id=conversation.id,
                contact_id=contact.id,
                phone_number_id=account.number_id,
                direction=Direction.OUT,
                kind="text",
                body="Posso ajudar?",
                status=DeliveryStatus.ACCEPTED,
                provider_id=OURS,
                occurred_at=at,
            )
        )


async def play(
    database: Database, account: Account, events: list[Routed], random: Random
) -> list[object]:
    """Tell events in batches of any size; what the inbox shows afterwards."""
    await forget(database, account)
    await reply(database, account)
    waiting = list(events)
    while waiting:
        size = random.randint(1, len(waiting))
        await inbound.accept(database, account.company_id, waiting[:size])
        waiting = waiting[size:]
    return await inbox(database, account)


async def inbox(database: Database, account: Account) -> list[object]:
    eyes = Eyes(None)
    async with database.company(account.company_id) as session:
        rows = await conversations.page(session, eyes, Filters(status=None), limit=10)
        shown: list[object] = []
        for row in sorted(rows, key=lambda one: one.contact_phone or ""):
            conversation = await conversations.get(session, eyes, row.id)
            entries = await timeline.page(session, conversation, limit=50)
            line = (row.contact_name, row.status, row.unread_count, row.waiting_since)
            preview = (row.preview, row.preview_kind, row.preview_direction, row.preview_status)
            times = (row.last_message_at if row.preview_kind else None, row.last_inbound_at)
            shown.append((line, preview, times, [plain(entry) for entry in entries]))
        return shown


def plain(entry: Entry) -> object:
    quote = (entry.quote.provider_id, entry.quote.body) if entry.quote else None
    marks = sorted((mark.emoji, mark.direction) for mark in entry.reactions)
    changes = (entry.edited_at, entry.deleted_at, marks, quote)
    return entry.at, entry.provider_id, entry.kind, entry.body, entry.status, changes


@given(told=messages, reports=receipts, random=st.randoms(use_true_random=False))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_order_and_repetition_gives_the_same_inbox(
    database: Database, account: Account, told: Any, reports: Any, random: Random
) -> None:
    events = events_of(account, told, reports)
    straight = await play(database, account, events, random)
    shuffled = events + [random.choice(events) for _ in range(random.randint(0, 5))]
    random.shuffle(shuffled)
    assert await play(database, account, shuffled, random) == straight


def test_a_message_has_one_id_however_often_it_is_told() -> None:
    company, at = uuid4(), datetime.fromtimestamp(START, UTC)
    one = ids.message_id(company, "wamid.1", at)
    assert one == ids.message_id(company, "wamid.1", at)
    assert one.version == 7
    assert one != ids.message_id(uuid4(), "wamid.1", at)
    assert ids.message_id(company, "wamid.2", at + timedelta(seconds=1)) > one
