"""Two contacts made one, and apart again: nobody messaged twice, nothing lost, all as before."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select, text, update

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Contact, ContactIdentity, ContactMerge, Suppression
from db.models.conversations import Conversation, Draft, Message
from db.models.notifications import Notification
from db.queries import contact_history, duplicates, timeline
from db.queries import merges as merge_queries
from db.session import Database
from schemas.consents import Entry
from schemas.enums import (
    CampaignStatus,
    Channel,
    ConsentSource,
    ConversationStatus,
    DeliveryStatus,
    Direction,
    IdentityKind,
    NotificationKind,
    Priority,
)
from schemas.errors import Conflict, InvalidInput, InvalidState, NotFound
from schemas.policies import MARKETING
from schemas.templates import FrozenTemplate
from services import consents, contacts, inbound_contacts, merges
from services.inbound_contacts import Writer
from services.phones import match_key
from tests.architecture.rows import COMPANY_TABLES
from tests.inbox.desk import Desk, open_desk

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


async def add_contact(desk: Desk, name: str, phone: str | None, **values: object) -> UUID:
    async with desk.database.company(desk.company_id) as session:
        contact = Contact(
            company_id=desk.company_id,
            name=name,
            phone=phone,
            phone_key=match_key(phone) if phone else None,
            **values,
        )
        session.add(contact)
        await session.flush()
        return contact.id


async def add_talk(
    desk: Desk, contact_id: UUID, number_id: UUID, *, said: int = 2, **values: object
) -> UUID:
    """A conversation in which the contact wrote `said` messages, an hour apart."""
    async with desk.database.company(desk.company_id) as session:
        times = [NOW + timedelta(hours=n, seconds=contact_id.int % 1000) for n in range(said)]
        row = Conversation(
            company_id=desk.company_id,
            contact_id=contact_id,
            phone_number_id=number_id,
            last_message_at=times[-1],
            last_inbound_at=times[-1],
            **{"unread_count": said, **values},
        )
        session.add(row)
        await session.flush()
        for at in times:
            message = Message(
                company_id=desk.company_id,
                conversation_id=row.id,
                contact_id=contact_id,
                phone_number_id=number_id,
                direction=Direction.IN,
                kind="text",
                body="Oi",
                payload={},
                provider_id=uuid4().hex,
                occurred_at=at,
            )
            session.add(message)
            await session.flush()
            row.last_message_id = message.id
        return row.id


async def add_campaign(
    desk: Desk, people: dict[UUID, DeliveryStatus], status: CampaignStatus
) -> UUID:
    """A frozen campaign with these people in its ledger, counted."""
    async with desk.database.company(desk.company_id) as session:
        campaign = Campaign(company_id=desk.company_id, name="Natal", status=status)
        session.add(campaign)
        await session.flush()
        for contact_id, state in people.items():
            session.add(
                CampaignRecipient(
                    id=uuid4(),
                    company_id=desk.company_id,
                    campaign_id=campaign.id,
                    contact_id=contact_id,
                    address="+5511",
                    address_key="5511",
                    status=state,
                )
            )
        for state in set(people.values()):
            session.add(
                CampaignCount(
                    company_id=desk.company_id,
                    campaign_id=campaign.id,
                    status=state,
                    reason="",
                    count=list(people.values()).count(state),
                )
            )
        return campaign.id


async def merge(desk: Desk, into: UUID, gone: UUID, **more: Any) -> merges.Merged:
    async with desk.database.company(desk.company_id) as session:
        return await merges.merge(
            session, desk.company_id, into=into, gone=gone, **{"user_id": None, **more}
        )


async def undo(desk: Desk, merge_id: UUID) -> merges.Merged:
    async with desk.database.company(desk.company_id) as session:
        return await merges.undo(session, merge_id, user_id=None)


async def get(desk: Desk, contact_id: UUID) -> Contact:
    async with desk.database.company(desk.company_id) as session:
        found = await session.scalars(select(Contact).where(Contact.id == contact_id))
        return found.one()


async def everything(desk: Desk) -> dict[str, list[Any]]:
    """Every row of the company by table, without what a look of the console goes by."""
    found: dict[str, list[Any]] = {}
    async with desk.database.company(desk.company_id) as session:
        for table in COMPANY_TABLES:
            if table.name == ContactMerge.__tablename__:
                continue
            rows = await session.scalars(text(f"SELECT to_jsonb(t) FROM {table.name} t"))
            found[table.name] = sorted(map(_plain, rows), key=str)
    # A status nobody has any more is counted as none.
    counts = found[CampaignCount.__tablename__]
    found[CampaignCount.__tablename__] = [row for row in counts if row["count"]]
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    if "last_message_id" in row:
        return {k: v for k, v in row.items() if k not in {"updated_at", "version"}}
    return row


@pytest.fixture
async def two(desk: Desk) -> tuple[UUID, UUID]:
    ana = await add_contact(desk, "Ana Lima", "+5511987654321", email="ana@example.com")
    other = await add_contact(
        desk, "Ana L.", "+5521987654321", external_id="crm-7", fields={"city": "Rio"}
    )
    return ana, other


async def test_values_and_addresses_of_both_are_the_survivors(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    await merge(desk, ana, other, keep={"name": "from"})
    contact = await get(desk, ana)
    assert (contact.name, contact.email, contact.external_id) == (
        "Ana L.",
        "ana@example.com",
        "crm-7",
    )
    assert contact.fields == {"city": "Rio"}
    async with desk.database.company(desk.company_id) as session:
        for phone in ("+5511987654321", "+5521987654321"):
            owner = await contacts.resolve(session, phone=phone)
            assert owner is not None
            assert owner.id == ana
        assert await merge_queries.became(session, other) == ana


async def test_the_number_that_wrote_last_is_the_main_one(desk: Desk) -> None:
    old = await add_contact(desk, "Ana", "+5511987654321", last_inbound_at=NOW)
    new = await add_contact(desk, "Ana", "+5521987654321", last_inbound_at=NOW + timedelta(days=1))
    async with desk.database.company(desk.company_id) as session:
        plan = await merges.preview(session, into=old, gone=new)
    assert plan.suggested["phone"] == "from"
    await merge(desk, old, new, keep=plan.suggested)
    assert (await get(desk, old)).phone == "+5521987654321"


async def test_conversations_on_one_number_become_one_timeline(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    second = await desk.number()
    mine = await add_talk(desk, ana, desk.number_id, status=ConversationStatus.CLOSED)
    theirs = await add_talk(desk, other, desk.number_id, priority=Priority.HIGH)
    alone = await add_talk(desk, other, second)
    done = await merge(desk, ana, other)
    row = await desk.row(mine)
    assert (row.unread_count, row.status, row.priority) == (4, "open", "high")
    assert (await desk.row(alone)).contact_id == ana
    assert set(done.conversations) == {mine, alone}
    async with desk.database.company(desk.company_id) as session:
        said = (await session.scalars(select(Message))).all()
        assert len(said) == 7
        assert [message.kind for message in said].count("merged") == 1
        assert {message.contact_id for message in said} == {ana}
        assert await session.get(Conversation, (desk.company_id, theirs)) is None


async def test_nobody_gets_one_campaign_twice(desk: Desk, two: tuple[UUID, UUID]) -> None:
    ana, other = two
    wait, sent = DeliveryStatus.PENDING, DeliveryStatus.DELIVERED
    both_wait = await add_campaign(desk, {ana: wait, other: wait}, CampaignStatus.RUNNING)
    one_got_it = await add_campaign(desk, {ana: wait, other: sent}, CampaignStatus.RUNNING)
    alone = await add_campaign(desk, {other: wait}, CampaignStatus.RUNNING)
    await merge(desk, ana, other)
    async with desk.database.company(desk.company_id) as session:
        rows = (await session.scalars(select(CampaignRecipient))).all()
        states = {
            key: sorted(row.status for row in rows if row.campaign_id == key)
            for key in (both_wait, one_got_it, alone)
        }
        assert states == {
            both_wait: ["pending", "skipped"],
            one_got_it: ["delivered", "skipped"],
            alone: ["pending"],
        }
        # Asked to add the survivor later, the ledger's own key says they are in it.
        assert [row.contact_id for row in rows if row.campaign_id == alone] == [ana]
        for key, expected in states.items():
            counted = await session.execute(
                select(CampaignCount.status, CampaignCount.count).where(
                    CampaignCount.campaign_id == key, CampaignCount.count > 0
                )
            )
            assert {row[0]: row[1] for row in counted} == {s: expected.count(s) for s in expected}


async def test_an_opt_out_of_either_holds_for_both(desk: Desk, two: tuple[UUID, UUID]) -> None:
    ana, other = two
    async with desk.database.company(desk.company_id) as session:
        session.add(
            Suppression(
                company_id=desk.company_id,
                channel=Channel.WHATSAPP,
                match_key=match_key("+5521987654321"),
                reason="opted_out",
            )
        )
    await merge(desk, ana, other)
    async with desk.database.company(desk.company_id) as session:
        keys = set(await session.scalars(select(Suppression.match_key)))
    assert keys == {match_key("+5521987654321"), match_key("+5511987654321")}


async def test_a_campaign_to_come_names_the_survivor(desk: Desk, two: tuple[UUID, UUID]) -> None:
    ana, other = two
    campaign_id = await add_campaign(desk, {}, CampaignStatus.DRAFT)
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(Campaign).values(audience={"contact_ids": [str(other), str(ana)]})
        )
    done = await merge(desk, ana, other)
    async with desk.database.company(desk.company_id) as session:
        campaign = await session.get_one(Campaign, campaign_id)
        assert campaign.audience == {"contact_ids": [str(ana)]}
    await undo(desk, done.merge.id)
    async with desk.database.company(desk.company_id) as session:
        campaign = await session.get_one(Campaign, campaign_id)
        assert campaign.audience == {"contact_ids": [str(other), str(ana)]}


async def test_repeated_it_is_the_same_merge_and_the_same_undoing(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    first = await merge(desk, ana, other)
    again = await merge(desk, ana, other)
    assert again.merge.id == first.merge.id
    await undo(desk, first.merge.id)
    before = await everything(desk)
    await undo(desk, first.merge.id)
    assert await everything(desk) == before


async def test_what_cannot_be_merged_is_said(
    desk: Desk, two: tuple[UUID, UUID], other_company_id: UUID
) -> None:
    ana, other = two
    with pytest.raises(InvalidInput):
        await merge(desk, ana, ana)
    with pytest.raises(NotFound):
        await merge(desk, ana, uuid4())
    stranger = await open_desk(desk.database, other_company_id)
    theirs = await add_contact(stranger, "Eva", "+5511977776666")
    with pytest.raises(NotFound):
        await merge(desk, ana, theirs)
    third = await add_contact(desk, "Caio", "+5531987654321")
    async with desk.database.company(desk.company_id) as session:
        session.add(
            ContactIdentity(
                company_id=desk.company_id,
                kind=IdentityKind.PHONE,
                match_key=match_key("+5521987654321"),
                contact_id=third,
                value="+5521987654321",
            )
        )
    with pytest.raises(Conflict):
        await merge(desk, ana, other)
    assert (await get(desk, other)).name == "Ana L."


@pytest.mark.parametrize("seed", range(20))
async def test_undone_everything_is_as_before(desk: Desk, seed: int) -> None:
    """Two people with anything hanging on them, in any state."""
    ana, other = await _random_pair(desk, Random(seed))
    before = await everything(desk)
    keep = {name: Random(seed).choice(["into", "from"]) for name in ("name", "phone", "email")}
    done = await merge(desk, ana, other, keep=keep)
    assert await everything(desk) != before
    undone = await undo(desk, done.merge.id)
    assert undone.kept == []
    assert await everything(desk) == before


async def _random_pair(desk: Desk, random: Random) -> tuple[UUID, UUID]:
    second = await desk.number()
    user = await desk.person("Bia")
    pair = []
    for n in range(2):
        key = await add_contact(
            desk,
            random.choice(["", "Ana", "Ana Lima"]),
            random.choice([None, f"+55119{random.randrange(10**8):08d}"]),
            email=random.choice([None, "ana@example.com", "a@example.com"]),
            external_id=random.choice([None, f"crm-{n}"]),
            tag_ids=[uuid4() for _ in range(random.randrange(3))],
            fields=random.choice([{}, {"city": "Rio"}, {"city": "Olinda", "age": 4.5}]),
            last_inbound_at=random.choice([None, NOW + timedelta(minutes=random.randrange(99))]),
        )
        pair.append(key)
        await _random_talks(desk, random, key, [desk.number_id, second], user)
        await _random_addresses(desk, random, key)
    for status in (CampaignStatus.PAUSED, CampaignStatus.COMPLETED):
        end = status is CampaignStatus.COMPLETED
        states = [DeliveryStatus.READ] if end else [DeliveryStatus.PENDING, DeliveryStatus.SENT]
        people = {key: random.choice(states) for key in pair if random.random() < 0.7}
        await add_campaign(desk, people, status)
    return pair[0], pair[1]


async def _random_talks(
    desk: Desk, random: Random, contact_id: UUID, numbers: list[UUID], user: UUID
) -> None:
    for number_id in numbers:
        if random.random() < 0.3:
            continue
        talk = await add_talk(
            desk,
            contact_id,
            number_id,
            said=random.randrange(1, 4),
            status=random.choice(list(ConversationStatus)),
            priority=random.choice(list(Priority)),
            assignee_id=random.choice([None, user]),
            label_ids=[uuid4() for _ in range(random.randrange(2))],
            seen_at=random.choice([None, NOW]),
            waiting_since=random.choice([None, NOW]),
        )
        async with desk.database.company(desk.company_id) as session:
            if random.random() < 0.5:
                session.add(
                    Draft(company_id=desk.company_id, conversation_id=talk, user_id=user, body="Oi")
                )
            session.add(
                Notification(
                    company_id=desk.company_id,
                    user_id=user,
                    kind=NotificationKind.MESSAGE,
                    conversation_id=talk,
                )
            )


async def _random_addresses(desk: Desk, random: Random, contact_id: UUID) -> None:
    async with desk.database.company(desk.company_id) as session:
        for kind in random.sample(list(IdentityKind), k=random.randrange(3)):
            key = f"5581{random.randrange(10**8):08d}"
            session.add(
                ContactIdentity(
                    company_id=desk.company_id,
                    kind=kind,
                    match_key=key,
                    contact_id=contact_id,
                    value=key,
                )
            )
            if random.random() < 0.5:
                session.add(
                    Suppression(
                        company_id=desk.company_id,
                        channel=Channel.WHATSAPP,
                        match_key=key,
                        reason="opted_out",
                    )
                )


async def test_what_somebody_changed_since_stays_and_is_named(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    mine = await add_talk(desk, ana, desk.number_id)
    await add_talk(desk, other, desk.number_id)
    done = await merge(desk, ana, other)
    async with desk.database.company(desk.company_id) as session:
        await contacts.update(session, ana, {"external_id": "crm-9", "email": "new@example.com"})
        await session.execute(
            update(Conversation).where(Conversation.id == mine).values(priority=Priority.URGENT)
        )
    undone = await undo(desk, done.merge.id)
    assert undone.kept == ["external_id"]
    contact = await get(desk, ana)
    assert (contact.external_id, contact.email) == ("crm-9", "new@example.com")
    assert (await get(desk, other)).external_id == "crm-7"
    assert (await desk.row(mine)).priority is Priority.URGENT


async def test_it_is_undone_where_the_survivor_took_nothing_over_and_was_seen_since(
    desk: Desk,
) -> None:
    one = await add_contact(desk, "Ana", "+5511987654321", last_inbound_at=NOW)
    other = await add_contact(desk, "Ana", "+5521987654321")
    done = await merge(desk, one, other)
    async with desk.database.company(desk.company_id) as session:
        (await session.get_one(Contact, (desk.company_id, one))).last_inbound_at = datetime.now(UTC)
    await undo(desk, done.merge.id)
    assert (await get(desk, other)).phone == "+5521987654321"
    assert (await get(desk, one)).phone == "+5511987654321"


async def test_an_undoing_that_would_lie_is_refused(desk: Desk, two: tuple[UUID, UUID]) -> None:
    ana, other = two
    done = await merge(desk, ana, other)
    async with desk.database.company(desk.company_id) as session:
        await merge_queries.remove_identities(
            session, ana, [["phone", match_key("+5521987654321")]]
        )
    await add_contact(desk, "Somebody new", "+5521987654321")
    with pytest.raises(Conflict):
        await undo(desk, done.merge.id)
    third = await add_contact(desk, "Ana 3", "+5531987654321")
    last = await merge(desk, ana, third)
    with pytest.raises(InvalidState, match="later merge first"):
        await undo(desk, done.merge.id)
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(ContactMerge)
            .where(ContactMerge.id == last.merge.id)
            .values(created_at=datetime.now(UTC) - timedelta(days=31))
        )
    with pytest.raises(InvalidState, match="30 days"):
        await undo(desk, last.merge.id)


async def test_who_writes_while_two_are_merged_is_heard(desk: Desk) -> None:
    """Messages from either number at the same moment: each finds whoever is there afterwards."""
    for round_ in range(10):
        phone = f"+55219{10_000_000 + round_}"
        ana = await add_contact(desk, "Ana", f"+55119{20_000_000 + round_}")
        other = await add_contact(desk, "Ana L.", phone)
        heard, done = await asyncio.gather(
            _writes(desk, phone), merge(desk, ana, other), return_exceptions=False
        )
        async with desk.database.company(desk.company_id) as session:
            message = await session.get_one(Message, (desk.company_id, heard))
            talk = await session.get_one(Conversation, (desk.company_id, message.conversation_id))
            assert talk.contact_id == message.contact_id == done.merge.survivor_id


async def _writes(desk: Desk, phone: str) -> UUID:
    """As services.incoming_messages does: the contact is matched and stays locked."""
    async with desk.database.company(desk.company_id) as session:
        writer = Writer(phone.removeprefix("+"))
        owners = await inbound_contacts.match(session, desk.company_id, [(writer, None, NOW)])
        await asyncio.sleep(0.005)
        row = Conversation(
            company_id=desk.company_id,
            contact_id=owners[writer],
            phone_number_id=desk.number_id,
            last_message_at=NOW,
        )
        session.add(row)
        await session.flush()
        return await desk._message(session, row, "Oi", Direction.IN, NOW)


async def test_two_merges_of_the_same_pair_at_once_are_one(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    one, same = await asyncio.gather(merge(desk, ana, other), merge(desk, ana, other))
    assert one.merge.id == same.merge.id


async def test_likely_duplicates_are_found_and_strangers_are_not(
    desk: Desk, database: Database
) -> None:
    mail = await add_contact(desk, "Ana", "+5511911112222", email="Ana@example.com")
    mail_too = await add_contact(desk, "A. Lima", "+5521933334444", email="ana@example.com")
    moved = await add_contact(desk, "José Melo", "+5511955556666")
    moved_too = await add_contact(desk, "jose melo", "+5571955556666")
    typed = await add_contact(desk, "CRM", None, external_id="5581977778888")
    number = await add_contact(desk, "Caio", "+5581977778888")
    await add_contact(desk, "Maria", "+5511900001111")
    await add_contact(desk, "Maria", "+5511900002222")
    async with database.company(desk.company_id) as session:
        found = {(pair.why, pair.one.id, pair.other.id) for pair in await duplicates.pairs(session)}
    assert found == {
        ("email", mail, mail_too),
        ("name", moved, moved_too),
        ("number", typed, number),
    }


async def test_in_the_console_one_looks_first_and_takes_it_back(
    desk: Desk, two: tuple[UUID, UUID], signed_in: AsyncClient
) -> None:
    ana, other = two
    assert "Ana L." in (await signed_in.get(f"/contacts/{ana}/merge", params={"q": "ana"})).text
    page = (await signed_in.get(f"/contacts/{ana}/merge", params={"with": str(other)})).text
    assert 'name="keep.name" value="into" checked' in page.replace("\n", " ").replace("  ", " ")
    done = await signed_in.post(
        f"/contacts/{ana}/merge", data={"from": str(other), "keep.name": "from"}
    )
    assert done.headers["location"] == f"/contacts/{ana}"
    gone = await signed_in.get(f"/contacts/{other}")
    assert gone.headers["location"] == f"/contacts/{ana}"
    shown = (await signed_in.get(f"/contacts/{ana}")).text
    assert "Merged into this contact" in shown
    address = re.search(r"/contacts/merges/[0-9a-f-]{36}/undo", shown)
    assert address
    assert (await signed_in.post(address[0])).status_code == 303
    assert (await signed_in.get(f"/contacts/{other}")).status_code == 200


async def test_a_program_merges_and_takes_it_back(
    desk: Desk, two: tuple[UUID, UUID], api_client: AsyncClient
) -> None:
    ana, other = two
    path = f"/api/v1/contacts/ct_{ana.hex}/merge"
    done = await api_client.post(path, json={"from": f"ct_{other.hex}", "keep": {"name": "from"}})
    assert done.status_code == 201
    assert (await api_client.get(f"/api/v1/contacts/ct_{ana.hex}")).json()["name"] == "Ana L."
    again = await api_client.post(path, json={"from": f"ct_{other.hex}"})
    assert again.json()["id"] == done.json()["id"]
    undone = await api_client.post(f"/api/v1/contact-merges/{done.json()['id']}/undo")
    assert (undone.status_code, undone.json()["kept"]) == (200, [])
    assert (await api_client.get(f"/api/v1/contacts/ct_{other.hex}")).status_code == 200


async def test_opting_in_again_is_for_both_and_an_own_opt_out_outlives_the_merge(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    first, second = match_key("+5511987654321"), match_key("+5521987654321")
    await say(desk, second, granted=False)
    done = await merge(desk, ana, other)
    assert await stopped(desk) == {first, second}
    await say(desk, second, granted=True)
    assert await stopped(desk) == set()
    # They are one person now: what one number says is said by the other.
    await say(desk, second, granted=False)
    assert await stopped(desk) == {first, second}
    undone = await undo(desk, done.merge.id)
    assert undone.kept == ["opt_outs"]
    assert await stopped(desk) == {first, second}


async def test_an_opt_out_that_was_only_the_other_ones_ends_with_the_merge(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    second = match_key("+5521987654321")
    await say(desk, second, granted=False)
    done = await merge(desk, ana, other)
    assert (await undo(desk, done.merge.id)).kept == []
    assert await stopped(desk) == {second}


async def say(desk: Desk, match_key: str, *, granted: bool) -> None:
    entry = Entry(
        channel=Channel.WHATSAPP,
        scope=MARKETING,
        granted=granted,
        source=ConsentSource.PROVIDER,
        occurred_at=datetime.now(UTC),
        match_key=match_key,
    )
    async with desk.database.company(desk.company_id) as session:
        await consents.record(session, desk.company_id, [entry])


async def stopped(desk: Desk) -> set[str]:
    async with desk.database.company(desk.company_id) as session:
        rows = await session.scalars(
            select(Suppression.match_key).where(Suppression.channel == Channel.WHATSAPP)
        )
        return set(rows)


async def test_the_timeline_holds_what_campaigns_sent_to_either(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    mine = await add_talk(desk, ana, desk.number_id)
    sent = DeliveryStatus.SENT
    campaign_id = await add_campaign(desk, {ana: sent, other: sent}, CampaignStatus.COMPLETED)
    frozen = FrozenTemplate("oferta", "pt_BR", [{"type": "BODY", "text": "Oi"}])
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(Campaign)
            .where(Campaign.id == campaign_id)
            .values(phone_number_id=desk.number_id, frozen_template=frozen.as_json())
        )
        await session.execute(update(CampaignRecipient).values(accepted_at=NOW))
    await merge(desk, ana, other)
    async with desk.database.company(desk.company_id) as session:
        entries = await timeline.page(session, await desk.row(mine), limit=20)
        assert len([entry for entry in entries if entry.campaign_id]) == 2
        lines = await contact_history.campaigns(session, ana)
        assert len(lines) == 2


async def test_an_erased_contact_leaves_nothing_of_whom_it_took_in(
    desk: Desk, two: tuple[UUID, UUID]
) -> None:
    ana, other = two
    done = await merge(desk, ana, other)
    async with desk.database.company(desk.company_id) as session:
        await contacts.delete(session, ana)
    async with desk.database.company(desk.company_id) as session:
        kept = (await session.scalars(select(ContactMerge))).one()
        assert (kept.survivor_before, kept.merged_before, kept.moved) == ({}, {}, {})
    with pytest.raises(InvalidState, match="deleted"):
        await undo(desk, done.merge.id)
