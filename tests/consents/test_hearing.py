"""What customers write to leave and to come back, from the webhook to what stands."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import event, insert, select, update

from db.models.contacts import Contact, Suppression
from db.models.conversations import Message
from db.session import Database
from schemas.enums import Channel, DeliveryStatus, Direction
from schemas.events import MessageEvent
from services import consent_hearing, policies
from services.consent_words import CONFIRMATIONS, Wish
from tests.consents.ledger import FIRST, lines, standing
from tests.webhooks.meta import Account, post, text_message

LEFT = {("whatsapp", FIRST, "all"), ("sms", FIRST, "marketing")}


async def write(
    meta: httpx.AsyncClient, account: Account, *bodies: str, seconds: int = 0
) -> list[dict[str, object]]:
    """Just now, one after the other, in one webhook."""
    now = int(datetime.now(UTC).timestamp()) - 30 + seconds
    messages = [text_message(body, timestamp=str(now + n)) for n, body in enumerate(bodies)]
    assert (await post(meta, account.messages(messages=messages))).status_code == 200
    return messages


async def timeline(database: Database, account: Account) -> list[Message]:
    async with database.company(account.company_id) as session:
        found = await session.scalars(select(Message).order_by(Message.occurred_at, Message.id))
        return list(found)


async def answers(database: Database, account: Account) -> list[str]:
    found = await timeline(database, account)
    return [one.body for one in found if one.direction is Direction.OUT]


async def events(database: Database, account: Account) -> list[str]:
    found = await timeline(database, account)
    return [one.kind for one in found if one.direction is Direction.EVENT]


async def test_sair_is_heeded_noted_and_answered_once(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    await write(meta, account, "Sair!")
    assert await standing(database, account.company_id) == LEFT
    assert await answers(database, account) == [CONFIRMATIONS["pt"][Wish.STOP]]
    assert await events(database, account) == ["asked_to_stop"]
    (answer,) = [one for one in await timeline(database, account) if one.source == "consent_stop"]
    assert (answer.status, answer.author_id) == (DeliveryStatus.PENDING, None)
    (line, *_) = await lines(database, account.company_id)
    assert line.proof["word"] == "sair"
    assert {line.source.value for line in await lines(database, account.company_id)} == {"keyword"}


async def test_it_is_not_answered_again_within_a_day(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    for seconds in range(3):
        await write(meta, account, "SAIR", "PARE", seconds=seconds * 3)
    assert len(await answers(database, account)) == 1
    assert await events(database, account) == ["asked_to_stop"]
    async with database.company(account.company_id) as session:
        earlier = datetime(2026, 1, 1, tzinfo=UTC)
        await session.execute(
            update(Message).where(Message.source == "consent_stop").values(occurred_at=earlier)
        )
    await write(meta, account, "SAIR", seconds=20)
    assert len(await answers(database, account)) == 2


async def test_voltar_brings_back_and_is_answered(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    await write(meta, account, "SAIR")
    await write(meta, account, "voltar", seconds=5)
    assert await standing(database, account.company_id) == {("sms", FIRST, "marketing")}
    assert await answers(database, account) == list(CONFIRMATIONS["pt"].values())
    assert await events(database, account) == ["asked_to_stop", "asked_again"]


async def test_the_last_of_several_wishes_of_one_webhook_counts(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    await write(meta, account, "SAIR", "VOLTAR", "Oi")
    assert await standing(database, account.company_id) == {("sms", FIRST, "marketing")}
    assert await answers(database, account) == [CONFIRMATIONS["pt"][Wish.START]]


@pytest.mark.parametrize("body", ["VOLTAR", "don't stop, pare na loja", "não quero mais receber"])
async def test_what_is_no_wish_changes_nothing(
    meta: httpx.AsyncClient, database: Database, account: Account, body: str
) -> None:
    await write(meta, account, body)
    assert await standing(database, account.company_id) == set()
    assert await lines(database, account.company_id) == []
    assert [one.direction for one in await timeline(database, account)] == [Direction.IN]


async def test_a_message_told_twice_is_heard_once(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    (message,) = await write(meta, account, "SAIR")
    await write(meta, account, "VOLTAR", seconds=5)
    assert (await post(meta, account.messages(messages=[message]))).status_code == 200
    assert await standing(database, account.company_id) == {("sms", FIRST, "marketing")}
    assert len(await answers(database, account)) == 2


async def test_a_companys_own_words_and_answers(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with database.company(account.company_id) as session:
        await policies.save(
            session,
            account.company_id,
            keywords={"stop": ["Chega"], "start": ["Quero ofertas"]},
            confirmations={"stop": "Tchau, até mais."},
        )
    await write(meta, account, "chega!!")
    assert await standing(database, account.company_id) == LEFT
    assert await answers(database, account) == ["Tchau, até mais."]


async def test_a_companys_own_word_is_a_yes_of_who_never_left(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with database.company(account.company_id) as session:
        await policies.save(session, account.company_id, keywords={"start": ["Quero ofertas"]})
    await write(meta, account, "quero ofertas")
    (line,) = await lines(database, account.company_id)
    assert (line.granted, line.scope) == (True, "all")


BUTTONS = (
    {"type": "button", "button": {"payload": "STOP", "text": "Não quero mais"}},
    {"type": "button", "button": {"payload": "x", "text": "Parar promoções"}},
    {
        "type": "interactive",
        "interactive": {
            "type": "button_reply",
            "button_reply": {"id": "sair", "title": "Sem mensagens"},
        },
    },
)


@pytest.mark.parametrize("button", BUTTONS)
async def test_a_button_says_it_too(
    meta: httpx.AsyncClient, database: Database, account: Account, button: dict[str, object]
) -> None:
    message = text_message("", timestamp=str(int(datetime.now(UTC).timestamp())), **button)
    del message["text"]
    await post(meta, account.messages(messages=[message]))
    assert await standing(database, account.company_id) == LEFT
    assert {line.source.value for line in await lines(database, account.company_id)} == {"button"}


async def test_everybody_is_answered_in_their_language(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with database.company(account.company_id) as session:
        await session.execute(
            insert(Contact).values(
                company_id=account.company_id,
                id=uuid4(),
                phone="+5511987654321",
                phone_key=FIRST,
                language="en_US",
            )
        )
    await write(meta, account, "STOP")
    assert await answers(database, account) == [CONFIRMATIONS["en"][Wish.STOP]]


async def test_an_old_word_is_heeded_though_it_can_no_longer_be_answered(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    message = text_message("SAIR", timestamp="1750000000")
    await post(meta, account.messages(messages=[message]))
    assert await standing(database, account.company_id) == LEFT
    assert await answers(database, account) == []


async def test_who_writes_can_be_reached_after_all(
    meta: httpx.AsyncClient, database: Database, account: Account, other_company_id: UUID
) -> None:
    for company_id in (account.company_id, other_company_id):
        async with database.company(company_id) as session:
            await session.execute(
                insert(Suppression).values(
                    company_id=company_id,
                    channel=Channel.WHATSAPP,
                    match_key=FIRST,
                    scope="unreachable",
                    reason="131026",
                )
            )
    await write(meta, account, "Oi")
    assert await standing(database, account.company_id) == set()
    assert len(await standing(database, other_company_id)) == 1


async def test_what_one_company_hears_is_not_anothers(
    meta: httpx.AsyncClient, database: Database, account: Account, other_account: Account
) -> None:
    await write(meta, other_account, "SAIR")
    assert await standing(database, account.company_id) == set()
    assert await standing(database, other_account.company_id) == LEFT


async def test_messages_that_are_no_wish_cost_one_statement(
    database: Database, account: Account
) -> None:
    """However many come at once."""
    messages = [
        consent_hearing.Message(uuid4(), uuid4(), uuid4(), inbound_text("Quero comprar", n))
        for n in range(50)
    ]
    statements: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    async with database.company(account.company_id) as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", count)
        outcome = await consent_hearing.hear(session, account.company_id, messages)
    assert len(statements) == 1
    assert (outcome.hints, outcome.answered) == (set(), set())


def inbound_text(body: str, number: int) -> MessageEvent:
    return MessageEvent(
        provider="meta",
        account_id="1",
        external_id=f"m{number}",
        kind="message",
        occurred_at=datetime.now(UTC),
        payload={},
        provider_id=f"m{number}",
        sender=f"55119{number:08}",
        body=body,
    )


async def test_who_hides_their_number_leaves_with_the_one_we_know(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    """A message may come with a business-scoped id alone; whose it is we have learned before."""
    now = int(datetime.now(UTC).timestamp())
    contact = {"profile": {"name": "Ana"}, "wa_id": FIRST, "user_id": "BR.13491208655302741918"}
    hello = text_message("Oi", timestamp=str(now - 20), from_user_id="BR.13491208655302741918")
    told = account.messages(contacts=[contact], messages=[hello])
    assert (await post(meta, told)).status_code == 200
    leaving = text_message("SAIR", timestamp=str(now), from_user_id="BR.13491208655302741918")
    del leaving["from"]
    del contact["wa_id"]
    told = account.messages(contacts=[contact], messages=[leaving])
    assert (await post(meta, told)).status_code == 200
    assert await standing(database, account.company_id) == LEFT
