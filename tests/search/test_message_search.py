"""Which messages are found by which words, and who finds them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from db.models.conversations import Conversation
from db.queries import conversations, messages
from db.queries import message_search as queries
from db.queries.conversations import Eyes
from db.session import Database
from schemas.enums import Direction
from schemas.errors import NotFound
from services import message_search
from tests.search.talk import Talk


@pytest.mark.parametrize(
    ("body", "search"),
    [
        ("Onde fica o PAGAMENTO da fatura?", "pagamentos"),
        ("Não há ÁGUA em São José", "agua sao jose"),
        ("Nao ha agua", "não há água"),
        ("My orders were shipped", "order shipping"),
        ("Vou pagar amanhã de manhã", "amanhã"),
        ("o e-mail é ana@example.com", "ana@example.com"),
        ("Pedido 4711 atrasado", "4711"),
        ("Vi a PROMOÇÃO dos cartões", "promocoes cartão"),
        ("Duas devoluções", "devolução"),
    ],
)
async def test_words_are_found_by_their_stems_and_without_their_accents(
    talk: Talk, chat: Conversation, body: str, search: str
) -> None:
    said = await talk.say(chat, body)
    await talk.say(chat, "Outra coisa qualquer")
    assert await talk.ids(search) == [said.id]


async def test_a_search_reads_as_people_write_them(talk: Talk, chat: Conversation) -> None:
    boleto = await talk.say(chat, "segunda via do boleto vencido")
    pix = await talk.say(chat, "o boleto eu paguei por pix")
    card = await talk.say(chat, "prefiro cartão")
    assert await talk.ids("boleto") == [pix.id, boleto.id]
    assert await talk.ids("boleto -pix") == [boleto.id]
    assert await talk.ids('"via do boleto"') == [boleto.id]
    assert await talk.ids('"boleto via"') == []
    assert await talk.ids("pix or cartão") == [card.id, pix.id]
    assert await talk.ids("vencido ou cartao") == [card.id, boleto.id]
    assert await talk.ids('boleto -"por pix"') == [boleto.id]


async def test_the_last_word_is_still_being_typed(talk: Talk, chat: Conversation) -> None:
    said = await talk.say(chat, "Quero o comprovante do pedido")
    assert await talk.ids("pedido comprovan") == [said.id]
    assert await talk.ids("comprovan ") == []
    # Neither the word by which the index knows the company, nor two letters, find everything.
    assert await talk.ids(talk.company_id.hex[:8]) == []
    assert await talk.ids("co") == []


@pytest.mark.parametrize("search", ["", "   ", "-", '"', "-boleto", "a", "!!! & | ()", "'\\", "or"])
async def test_a_search_for_nothing_finds_nothing(
    talk: Talk, chat: Conversation, search: str
) -> None:
    await talk.say(chat, "um boleto e uma coisa")
    assert (await talk.find(search)).hits == []


async def test_a_token_of_a_hundred_words_is_looked_for(talk: Talk, chat: Conversation) -> None:
    said = await talk.say(chat, "k " * 100)
    assert await talk.ids(",".join("k" * 100)) == [said.id]


async def test_an_edited_message_is_found_by_its_newest_words_and_a_deleted_one_not_at_all(
    talk: Talk, chat: Conversation
) -> None:
    said = await talk.say(chat, "chego na segunda")
    await talk.say(chat, "chego na terça", kind="edit", about=said)
    await talk.say(chat, "chego na quarta", kind="edit", about=said)
    assert await talk.ids("segunda") == []
    assert await talk.ids("terça") == []
    (hit,) = (await talk.find("quarta")).hits
    assert (hit.row.message_id, hit.row.kind) == (said.id, "text")
    await talk.say(chat, "", kind="revoke", about=said)
    assert await talk.ids("quarta") == []


async def test_nobody_changes_what_another_wrote(talk: Talk, chat: Conversation) -> None:
    ours = await talk.say(chat, "seu saldo venceu", direction=Direction.OUT)
    await talk.say(chat, "", kind="revoke", about=ours)
    assert await talk.ids("saldo") == [ours.id]


async def test_nobody_changes_what_another_customer_wrote(
    talk: Talk, number: UUID, chat: Conversation
) -> None:
    said = await talk.say(chat, "pedido extraviado")
    other = await talk.conversation(number, "Bia")
    await talk.say(other, "falso", kind="edit", about=said)
    await talk.say(other, "", kind="revoke", about=said)
    assert await talk.ids("extraviado") == await talk.ids("extraviado", conversation_id=chat.id)
    assert await talk.ids("extraviado") == [said.id]
    assert await talk.ids("falso", conversation_id=chat.id) == []
    assert said.id not in await talk.ids("falso")
    async with talk.database.company(talk.company_id) as session:
        await session.execute(
            update(Conversation).where(Conversation.id == chat.id).values(last_message_id=said.id)
        )
        line = await conversations.row(session, Eyes(None), chat.id)
        read = await messages.get(session, Eyes(None), said.id)
    assert (line.preview, read.body) == ("pedido extraviado", "pedido extraviado")
    assert read.deleted_at is None


async def test_notes_are_found_and_events_and_reactions_are_not(
    talk: Talk, chat: Conversation
) -> None:
    note = await talk.say(chat, "cliente exigente", kind="note", direction=Direction.NOTE)
    said = await talk.say(chat, "bom dia")
    await talk.say(chat, "exigente", kind="reaction", about=said)
    await talk.say(chat, "exigente", kind="assigned", direction=Direction.EVENT)
    assert await talk.ids("exigente") == [note.id]


async def test_filters_narrow_it(talk: Talk, number: UUID, chat: Conversation) -> None:
    other_number = await talk.number()
    other = await talk.conversation(other_number, "Bia")
    here = await talk.say(chat, "troca do produto")
    reply = await talk.say(chat, "troca feita", direction=Direction.OUT)
    there = await talk.say(other, "troca do tamanho")
    assert await talk.ids("troca") == [there.id, reply.id, here.id]
    assert await talk.ids("troca", conversation_id=chat.id) == [reply.id, here.id]
    assert await talk.ids("troca", contact_id=other.contact_id) == [there.id]
    assert await talk.ids("troca", number_id=number) == [reply.id, here.id]
    assert await talk.ids("troca", direction=Direction.OUT) == [reply.id]
    began = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert await talk.ids("troca", since=began + timedelta(minutes=1)) == [there.id, reply.id]
    assert await talk.ids("troca", until=began + timedelta(minutes=1)) == [here.id]
    assert (await talk.ids("troca", conversation_id=chat.id, contact_id=other.contact_id)) == []


async def test_an_edit_is_found_within_its_conversation(talk: Talk, chat: Conversation) -> None:
    said = await talk.say(chat, "rua A")
    await talk.say(chat, "avenida B", kind="edit", about=said)
    assert await talk.ids("avenida", conversation_id=chat.id) == [said.id]
    assert await talk.ids("rua", conversation_id=chat.id) == []


async def test_pages_follow_each_other_without_a_gap(talk: Talk, chat: Conversation) -> None:
    said = [await talk.say(chat, f"pedido {n}") for n in range(7)]
    found: list[UUID] = []
    before = None
    for _ in range(10):
        page = await talk.find("pedido", before=before, limit=3)
        found += [hit.row.message_id for hit in page.hits]
        before = page.next
        if before is None:
            break
    assert found == [one.id for one in reversed(said)]
    assert before is None


@pytest.mark.parametrize(("newest", "few"), [(2, 5_000), (2, 1)])
async def test_rare_common_and_old_words_are_found_alike(
    talk: Talk, chat: Conversation, monkeypatch: pytest.MonkeyPatch, newest: int, few: int
) -> None:
    """By the walk, by the index, and piece by piece: the same messages in the same order."""
    monkeypatch.setattr(queries, "_NEWEST", newest)
    monkeypatch.setattr(queries, "_FEW", few)
    monkeypatch.setattr(queries, "_PIECES", (3, 3))
    old = [await talk.say(chat, f"natal {n}") for n in range(4)]
    for n in range(12):
        await talk.say(chat, f"outro assunto {n}")
    found: list[UUID] = []
    before = None
    for _ in range(10):
        page = await talk.find("natal", before=before, limit=2)
        found += [hit.row.message_id for hit in page.hits]
        before = page.next
        if before is None:
            break
    assert found == [one.id for one in reversed(old)]


async def test_only_what_is_in_ones_own_inboxes_is_found(
    talk: Talk, number: UUID, chat: Conversation
) -> None:
    hidden = await talk.conversation(await talk.number())
    seen = await talk.say(chat, "contrato assinado")
    secret = await talk.say(hidden, "contrato secreto")
    eyes = Eyes(None, frozenset({number}))
    assert await talk.ids("contrato", eyes=eyes) == [seen.id]
    assert await talk.ids("contrato") == [secret.id, seen.id]
    assert await talk.ids("contrato", eyes=eyes, number_id=hidden.phone_number_id) == []
    with pytest.raises(NotFound):
        await talk.ids("contrato", eyes=eyes, conversation_id=hidden.id)
    assert await talk.ids("contrato", eyes=eyes, contact_id=hidden.contact_id) == []


async def test_another_company_finds_nothing_of_it(
    database: Database, talk: Talk, chat: Conversation, other_company_id: UUID
) -> None:
    await talk.say(chat, "fusão confidencial")
    stranger = Talk(database, other_company_id)
    theirs = await stranger.conversation(await stranger.number())
    own = await stranger.say(theirs, "fusão própria")
    assert await stranger.ids("fusão") == [own.id]
    assert await stranger.ids("confidencial") == []
    assert await stranger.ids("fusão", contact_id=chat.contact_id) == []
    with pytest.raises(NotFound):
        await stranger.ids("fusão", conversation_id=chat.id)


async def test_conversations_are_found_by_name_and_number(
    database: Database, talk: Talk, number: UUID, company_id: UUID
) -> None:
    joao = await talk.conversation(number, "João Peçanha")
    hidden = await talk.conversation(await talk.number(), "Joana")
    eyes = Eyes(None, frozenset({number}))
    async with database.company(company_id) as session:
        by_name = await message_search.find_conversations(session, company_id, eyes, "joao pec")
        both = await message_search.find_conversations(session, company_id, Eyes(None), "joa")
        phone = by_name[0].contact_phone
        assert phone is not None
        by_phone = await message_search.find_conversations(session, company_id, eyes, phone)
        assert await message_search.find_conversations(session, company_id, eyes, " ") == []
    assert [row.id for row in by_name] == [joao.id] == [row.id for row in by_phone]
    assert {row.id for row in both} == {joao.id, hidden.id}
