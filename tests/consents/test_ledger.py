"""What stands follows from what was said, whoever writes it down and in whatever order."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete

from db.models.contacts import Contact
from db.session import Database
from schemas.enums import Channel, ConsentSource
from schemas.errors import InvalidInput
from schemas.policies import ALL, MARKETING, topic_scope
from services import contact_batches, contacts, policies, topics
from services.consents import ProofMissing
from tests.consents.ledger import (
    FIRST,
    NOW,
    SECOND,
    ana,
    lines,
    reasons,
    said,
    standing,
    tell,
)

STOPPED = {("whatsapp", FIRST, "all"), ("sms", FIRST, "marketing")}


async def test_a_stop_holds_for_all_numbers_and_for_marketing_elsewhere(
    database: Database, company_id: UUID
) -> None:
    contact = await ana(database, company_id)
    assert await tell(database, company_id, said(False, match_key=FIRST)) == 4
    assert await standing(database, company_id) == {
        ("whatsapp", FIRST, "all"),
        ("whatsapp", SECOND, "all"),
        ("sms", FIRST, "marketing"),
        ("sms", SECOND, "marketing"),
    }
    assert {line.contact_id for line in await lines(database, company_id)} == {contact}
    assert await reasons(database, company_id) == {
        ("whatsapp", "all"): "opted_out",
        ("sms", "marketing"): "other_channel",
    }


async def test_a_company_may_keep_its_channels_apart(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        await policies.save(session, company_id, stop_everywhere=False)
    await tell(database, company_id, said(False, channel=Channel.SMS))
    assert await standing(database, company_id) == {("sms", FIRST, "all")}


async def test_coming_back_is_for_the_channel_it_is_said_on(
    database: Database, company_id: UUID
) -> None:
    await tell(database, company_id, said(False), said(True, 1))
    assert await standing(database, company_id) == {("sms", FIRST, "marketing")}
    await tell(database, company_id, said(True, 2, channel=Channel.SMS))
    assert await standing(database, company_id) == set()


async def test_words_may_come_in_any_order(database: Database, company_id: UUID) -> None:
    words = [said(False, 1), said(True, 2), said(False, 3), said(True, 4, scope=MARKETING)]
    for number, order in enumerate(permutations(words)):
        key = f"5511900{number:06}"
        for word in order:
            moved = said(
                word.granted,
                (word.occurred_at - NOW).total_seconds() / 60,
                scope=word.scope,
                match_key=key,
            )
            await tell(database, company_id, moved)
        found = {
            (channel, scope)
            for channel, its, scope in await standing(database, company_id)
            if its == key
        }
        assert found == {("whatsapp", "all"), ("sms", "marketing")}, order


async def test_at_one_moment_the_refusal_counts(database: Database, company_id: UUID) -> None:
    await tell(database, company_id, said(True), said(False))
    assert await standing(database, company_id) == STOPPED


async def test_the_same_word_told_twice_is_one_line(database: Database, company_id: UUID) -> None:
    assert await tell(database, company_id, said(False), said(False)) == 2
    assert await tell(database, company_id, said(False)) == 0
    assert len(await lines(database, company_id)) == 2


async def test_people_who_come_and_go_at_once_end_where_their_last_word_says(
    database: Database, company_id: UUID
) -> None:
    await ana(database, company_id)
    words = [said(minute % 2 == 0, minute) for minute in range(12)]
    await asyncio.gather(*(tell(database, company_id, word) for word in words))
    whatsapp = {row for row in await standing(database, company_id) if row[0] == "whatsapp"}
    assert whatsapp == {("whatsapp", FIRST, "all"), ("whatsapp", SECOND, "all")}


async def test_a_word_from_the_future_counts_as_said_now(
    database: Database, company_id: UUID
) -> None:
    ahead = (datetime.now(UTC) + timedelta(minutes=2) - NOW).total_seconds() / 60
    await tell(database, company_id, said(True, ahead))
    now = (datetime.now(UTC) - NOW).total_seconds() / 60
    await tell(database, company_id, said(False, now + 0.1))
    assert ("whatsapp", FIRST, "all") in await standing(database, company_id)
    with pytest.raises(InvalidInput):
        await tell(database, company_id, said(False, ahead + 60 * 24))


@pytest.mark.parametrize("source", [ConsentSource.AGENT, ConsentSource.API])
async def test_one_of_us_lets_nobody_back_without_a_proof(
    database: Database, company_id: UUID, source: ConsentSource
) -> None:
    await tell(database, company_id, said(False))
    nothing: list[dict[str, object]] = [{}, {"note": "  "}]
    for proof in nothing:
        with pytest.raises(ProofMissing):
            await tell(database, company_id, said(True, 1, source=source, proof=proof))
    assert await standing(database, company_id) == STOPPED
    await tell(database, company_id, said(True, 1, source=source, proof={"note": "On the phone"}))
    assert ("whatsapp", FIRST, "all") not in await standing(database, company_id)


async def test_an_import_lets_nobody_back(database: Database, company_id: UUID) -> None:
    await tell(database, company_id, said(False))
    with pytest.raises(InvalidInput):
        await tell(database, company_id, said(True, 1, source=ConsentSource.IMPORT, proof={"a": 1}))
    await tell(database, company_id, said(False, 2, source=ConsentSource.IMPORT))
    assert (await reasons(database, company_id))["whatsapp", "all"] == "opted_out"


async def test_an_own_word_is_not_overwritten_by_a_lesser_one(
    database: Database, company_id: UUID
) -> None:
    await tell(database, company_id, said(False))
    # Marketing again from Meta's own switch: what they asked of us stands.
    await tell(database, company_id, said(True, 1, scope=MARKETING, source=ConsentSource.PROVIDER))
    assert ("whatsapp", FIRST, "all") in await standing(database, company_id)


async def test_a_topic_is_left_and_taken_by_itself(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        topic = topic_scope((await topics.create(session, company_id, "Ofertas", "")).id)
    await tell(database, company_id, said(False, scope=topic), said(False, 1), said(True, 2))
    assert ("whatsapp", FIRST, topic) in await standing(database, company_id)
    await tell(database, company_id, said(True, 3, scope=topic))
    assert ("whatsapp", FIRST, topic) not in await standing(database, company_id)
    with pytest.raises(InvalidInput):
        await tell(database, company_id, said(False, scope=topic_scope(uuid4())))


async def test_the_proof_outlives_the_contact(database: Database, company_id: UUID) -> None:
    contact = await ana(database, company_id)
    proof: dict[str, object] = {"word": "sair", "message_id": str(uuid4())}
    await tell(database, company_id, said(False, proof=proof))
    async with database.company(company_id) as session:
        await session.execute(delete(Contact).where(Contact.id == contact))
    assert await standing(database, company_id) > STOPPED
    (line, *_) = [one for one in await lines(database, company_id) if one.match_key == FIRST]
    assert line.proof["word"] == "sair"


async def test_another_company_sees_and_changes_nothing(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    await tell(database, company_id, said(False))
    assert await standing(database, other_company_id) == set()
    await tell(database, other_company_id, said(True, 1))
    assert await standing(database, company_id) == STOPPED
    assert {line.scope for line in await lines(database, other_company_id)} == {ALL}


@pytest.mark.parametrize("path", ["update", "upsert"])
async def test_a_new_number_of_somebody_who_left_is_not_written_to_either(
    database: Database, company_id: UUID, path: str
) -> None:
    """Typed by one of us, or sent by a program that knows them by its own id."""
    contact_id = await ana(database, company_id)
    await tell(database, company_id, said(False, contact_id=contact_id))
    new = {"phone": "+5531987654321", "external_id": "42"}
    async with database.company(company_id) as session:
        await contacts.update(session, contact_id, {"external_id": "42"})
    async with database.company(company_id) as session:
        if path == "update":
            await contacts.update(session, contact_id, new)
        else:
            (outcome,) = await contact_batches.upsert(session, company_id, [new])
            assert outcome.status == "updated"
    found = await standing(database, company_id)
    third = "553187654321"
    assert {("whatsapp", third, "all"), ("sms", third, "marketing")} <= found
    # Their own word from there brings them back.
    await tell(database, company_id, said(True, 1, match_key=third, contact_id=contact_id))
    assert ("whatsapp", third, "all") not in await standing(database, company_id)
