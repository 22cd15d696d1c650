"""What people write is put down to the campaign it answers, once a person."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from db.session import Database
from schemas.enums import DeliveryStatus, ResponseKind
from services import policies, responses
from services.automatic_replies import is_automatic
from tests.results.scenes import S, counted, people_of, send, world_of, write

REPLY, OPT_OUT = ResponseKind.REPLY, ResponseKind.OPT_OUT


async def test_an_answer_belongs_to_the_message_it_names(
    database: Database, company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    contacts = await people_of(database, company_id, 1)
    older = await send(database, world, [S.READ], contacts=contacts, variants=[2], minutes_ago=90)
    newer = await send(database, world, [S.READ], contacts=contacts)

    await write(database, world, contacts[0][1], context_id=older.people[0].provider_id)

    assert await counted(database, company_id, older.campaign_id) == {(REPLY, 2): 1}
    assert await counted(database, company_id, newer.campaign_id) == {}


async def test_other_answers_belong_to_the_newest_message_that_was_sent(
    database: Database, company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    contacts = await people_of(database, company_id, 1)
    older = await send(database, world, [S.READ], contacts=contacts, minutes_ago=90)
    newer = await send(database, world, [S.SENT], contacts=contacts, minutes_ago=30)
    failed = await send(database, world, [S.FAILED], contacts=contacts, minutes_ago=10)
    later = await send(database, world, [S.SENT], contacts=contacts, minutes_ago=5)

    # Told late: written before the last one went out.
    await write(database, world, contacts[0][1], minutes_ago=20)

    assert await counted(database, company_id, newer.campaign_id) == {(REPLY, 1): 1}
    for other in (older, failed, later):
        assert await counted(database, company_id, other.campaign_id) == {}


async def test_only_the_first_answer_counts(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    sent = await send(database, world, [S.READ, S.READ, S.DELIVERED])
    for person in sent.people[:2]:
        for _ in range(3):
            await write(database, world, person.phone)
    assert await counted(database, company_id, sent.campaign_id) == {(REPLY, 1): 2}


async def test_after_the_days_of_attribution_an_answer_is_nobodys(
    database: Database, company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    async with database.company(company_id) as session:
        await policies.save(session, company_id, attribution_days=2)
    sent = await send(database, world, [S.READ, S.READ], minutes_ago=2 * 24 * 60 + 5)

    await write(database, world, sent.people[0].phone)
    assert await counted(database, company_id, sent.campaign_id) == {}

    # Whoever names the message answers it, however late.
    await write(database, world, sent.people[1].phone, context_id=sent.people[1].provider_id)
    assert await counted(database, company_id, sent.campaign_id) == {(REPLY, 1): 1}


@pytest.mark.parametrize(
    ("body", "kind", "echo"),
    [
        ("Agradecemos seu contato! Responderemos em breve.", "text", False),
        ("👍", "reaction", False),
        ("Oi", "text", True),
        ("", "system", False),
    ],
)
async def test_what_no_person_wrote_is_no_answer(
    database: Database, company_id: UUID, body: str, kind: str, *, echo: bool
) -> None:
    world = await world_of(database, company_id)
    sent = await send(database, world, [S.READ])
    person = sent.people[0]
    context = person.provider_id if kind == "reaction" else None
    await write(database, world, person.phone, body, kind=kind, echo=echo, context_id=context)
    assert await counted(database, company_id, sent.campaign_id) == {}


async def test_who_leaves_is_no_answer(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    sent = await send(database, world, [S.READ, S.READ], variants=[1, 2])
    await write(database, world, sent.people[1].phone, "SAIR!")
    assert await counted(database, company_id, sent.campaign_id) == {(OPT_OUT, 2): 1}


async def test_who_got_nothing_is_counted_apart(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    statuses = [S.READ, S.SKIPPED, S.SKIPPED]
    sent = await send(database, world, statuses, reasons=[None, "hold_out", "opted_out"])
    for person in sent.people:
        await write(database, world, person.phone)
    assert await counted(database, company_id, sent.campaign_id) == {(REPLY, 1): 1, (REPLY, 0): 1}


async def test_another_companys_campaigns_are_untouched(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    mine, theirs = await world_of(database, company_id), await world_of(database, other_company_id)
    sent = await send(database, theirs, [S.READ])
    person = sent.people[0]
    mine_too = await send(database, mine, [S.READ])
    await write(database, mine, person.phone, context_id=person.provider_id)
    assert await counted(database, other_company_id, sent.campaign_id) == {}
    assert await counted(database, company_id, mine_too.campaign_id) == {}


async def test_an_opt_out_belongs_to_the_newest_message(
    database: Database, company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    contacts = await people_of(database, company_id, 2)
    older = await send(database, world, [S.READ], contacts=contacts, minutes_ago=90)
    newer = await send(database, world, [S.READ], contacts=contacts, variants=[2])
    keys = [contact_id for contact_id, _ in contacts] + [uuid4()]

    for _ in range(2):
        async with database.company(company_id) as session:
            hints = await responses.note_opt_outs(session, company_id, keys, datetime.now(UTC))

    assert hints == set()
    assert await counted(database, company_id, newer.campaign_id) == {(OPT_OUT, 2): 1}
    assert await counted(database, company_id, older.campaign_id) == {}


async def test_a_company_without_campaigns_pays_no_statement(
    database: Database, company_id: UUID
) -> None:
    """What an inbound message costs is the same as before there were answers to campaigns."""
    world = await world_of(database, company_id)
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = database._app.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        await write(database, world, "+5511912345678")
        assert not [one for one in seen if "campaign_responses" in one]
        seen.clear()
        await send(database, world, [DeliveryStatus.READ])
        seen.clear()
        await write(database, world, "+5511912345678")
        assert len([one for one in seen if "campaign_responses" in one]) == 1
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "body",
    [
        "Olá! Agradecemos sua mensagem. No momento não estamos disponíveis.",
        "Obrigado por entrar em contato com a Padaria Central!",
        "Esta é uma mensagem automática.",
        "Estamos fora do horário de atendimento",
        "Thank you for contacting ACME! We'll get back to you shortly.",
        "AUTO-REPLY: I am out of the office",
        "Gracias por comunicarte con nosotros",
    ],
)
def test_a_phones_own_answers_are_told_by_their_words(body: str) -> None:
    assert is_automatic(body)


@pytest.mark.parametrize(
    "body",
    ["Quero!", "Obrigado", "Qual o horário?", "Não posso agora, me liga amanhã", "", "👍", "SAIR"],
)
def test_what_people_write_is_theirs(body: str) -> None:
    assert not is_automatic(body)
