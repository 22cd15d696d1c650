"""The words around what was found, marked in the text as it was written."""

from hypothesis import given
from hypothesis import strategies as st

from db.models.conversations import Conversation
from services.message_search import SNIPPET, Part, snippet
from tests.search.talk import Talk


def said(parts: tuple[Part, ...]) -> str:
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


async def test_accented_words_are_marked_as_they_were_written(
    talk: Talk, chat: Conversation
) -> None:
    await talk.say(chat, "O <b>pagamento</b> do cartão\nfoi RECUSADO: Não passou")
    (hit,) = (await talk.find("recusado cartao ")).hits
    assert said(hit.parts) == "O <b>pagamento</b> do [cartão] foi [RECUSADO]: Não passou"


async def test_a_word_being_typed_is_marked_whole(talk: Talk, chat: Conversation) -> None:
    await talk.say(chat, "Segue o comprovante, comprovado")
    (hit,) = (await talk.find("comprovan")).hits
    assert said(hit.parts) == "Segue o [comprovante], comprovado"


def test_a_long_text_is_cut_between_words_around_the_first_mark() -> None:
    body = "palavra " * 50 + "alvo " + "palavra " * 50
    shown = said(snippet(body, {"alvo"}))
    assert shown.startswith("…palavra")
    assert shown.endswith("palavra…")
    assert "[alvo]" in shown
    assert len(shown) <= SNIPPET + 4


@given(st.text(max_size=600), st.sets(st.sampled_from(["a", "bom", "dia", "x1"])))
def test_a_snippet_is_a_piece_of_the_text(body: str, marked: set[str]) -> None:
    parts = snippet(body, marked)
    plain = "".join(part.text for part in parts)
    kept = plain.removeprefix("…").removesuffix("…")
    assert kept in " ".join(body.split()) or plain in " ".join(body.split())
    assert len(plain) <= SNIPPET + 2
