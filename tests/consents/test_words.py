"""Which messages are a wish to leave or to come back, and which only have its word in them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.consent_words import (
    CONFIRMATIONS,
    START_ENGLISH,
    START_PORTUGUESE,
    STOP_ENGLISH,
    STOP_PORTUGUESE,
    Heard,
    Wish,
    Words,
    confirmation,
    fold,
    language,
)

STOPS = (*STOP_ENGLISH, *STOP_PORTUGUESE)
STARTS = (*START_ENGLISH, *START_PORTUGUESE)
WORDS = Words({"stop": ["Chega!"], "start": ["Quero de volta"]})
AROUND = st.text(st.sampled_from("  \n\t.,;:!?¡¿…*_~\"'()[]-–—🛑👋🏽❤️🙏\u200b\u00a0"), max_size=12)


def wish(text: str) -> Wish | None:
    heard = WORDS.heard([text])
    return heard.wish if heard else None


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "Stop.",
        " stop ",
        "STOP ALL",
        "opt-out",
        "UNSUBSCRIBE",
        "END",
        "QUIT",
        "CANCEL",
        "STOPALL",
        "REVOKE",
        "OPTOUT",
        "SAIR",
        "sair!!!",
        "Saír",
        "PARAR",
        "Pare",
        "CANCELAR",
        "REMOVER",
        "DESCADASTRAR",
        "Parar promoções",
        "“SAIR”",
        "🛑 PARE 🛑",
        "𝐒𝐓𝐎𝐏",
        "ＳＴＯＰ",
        "chega",
    ],
)
def test_these_are_a_wish_to_leave(text: str) -> None:
    assert wish(text) is Wish.STOP


@pytest.mark.parametrize("text", ["START", "unstop", "Voltar", "VOLTAR 🙏", "quero de volta"])
def test_these_are_a_wish_to_come_back(text: str) -> None:
    assert wish(text) is Wish.START


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🛑",
        "don't stop, pare na loja",
        "don't stop",
        "pare na loja",
        "não pare",
        "sair de casa",
        "como faço para parar?",
        "stopper",
        "parada",
        "não quero mais receber",
        "stop stop stop please it is raining",
        "Bom dia",
    ],
)
def test_a_word_among_others_is_none(text: str) -> None:
    assert wish(text) is None


@given(st.sampled_from(STOPS), AROUND, AROUND, st.booleans())
def test_case_and_what_stands_around_make_no_difference(
    word: str, before: str, after: str, shouted: bool
) -> None:
    said = word.upper() if shouted else word.capitalize()
    assert wish(f"{before}{said}{after}") is Wish.STOP


@given(st.sampled_from(STOPS), st.sampled_from((*STOPS, "na loja", "don't", "agora", "x", "1")))
def test_a_word_and_a_further_one_are_none(word: str, further: str) -> None:
    together = f"{further} {word}"
    assert (wish(together) is None) == (fold(together) not in STOPS)


@given(st.text(max_size=200))
@example("a" * 10_000)
def test_anything_may_be_written(text: str) -> None:
    assert wish(text) in {None, Wish.STOP, Wish.START}
    assert fold(fold(text)) == fold(text)


@given(
    st.dictionaries(st.sampled_from(["stop", "start", "x"]), st.none() | st.lists(st.integers()))
)
def test_words_that_are_stored_wrong_are_no_words(stored: dict[str, object]) -> None:
    assert Words(stored).heard(["sair"]) == Heard(Wish.STOP, "sair")


def test_a_company_cannot_keep_anybody_from_leaving() -> None:
    assert Words({"start": ["sair"]}).heard(["SAIR"]) == Heard(Wish.STOP, "sair")


def test_everybody_is_answered_in_their_language() -> None:
    stop = WORDS.heard(["STOP"])
    assert language("en_US", stop, "5511987654321") == "en"
    assert language("pt_BR", stop, "12125550100") == "pt"
    assert language(None, stop, "551187654321") == "pt"
    assert language(None, stop, "12125550100") == "en"
    assert language(None, WORDS.heard(["SAIR"]), "12125550100") == "pt"
    assert language("es", stop, None) == "en"


def test_a_companys_own_answer_comes_first() -> None:
    assert confirmation(Wish.STOP, "pt", {"stop": "Tchau!"}) == "Tchau!"
    assert confirmation(Wish.STOP, "pt", {"stop": " "}) == CONFIRMATIONS["pt"][Wish.STOP]
