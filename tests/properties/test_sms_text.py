"""What an SMS costs: the alphabets, the segments, and what makes one dear."""

import unicodedata
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.sms_text import SmsEncoding, count, transliterate

GSM7, UCS2 = SmsEncoding.GSM7, SmsEncoding.UCS2
EXTENSION = "\f^{}\\[~]|€"
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
PORTUGUESE = "ãõáíóúâêôçÃÕÁÍÓÚÂÊÔ“”‘’–—abc éàÇ"
texts = st.text()
gsm_texts = st.text(st.sampled_from(BASIC + EXTENSION), max_size=700)


def by_walking(text: str, room: int, widths: dict[bool, int], wide: str) -> int:
    """The plain way to count: character after character."""
    segments, used = 1, 0
    for char in text:
        width = widths[char in wide if wide else char > "\uffff"]
        if used + width > room:
            segments, used = segments + 1, 0
        used += width
    return segments


def test_the_alphabet_has_its_127_characters_and_its_ten_extensions() -> None:
    assert (len(set(BASIC)), len(set(EXTENSION))) == (127, 10)
    assert count(BASIC + EXTENSION).encoding is GSM7


@pytest.mark.parametrize("char", "àéùìòÇÅåÄÖÑÜäöñüÉèØøßÆæ@_")
def test_accents_of_the_alphabet_cost_nothing(char: str) -> None:
    assert count(char).encoding is GSM7
    assert transliterate(char) == char


@pytest.mark.parametrize("char", "ãõáíóúâêôçÃÕÁÍÓÚÂÊÔÀ")
def test_other_accents_make_it_dear_and_have_a_plain_letter(char: str) -> None:
    counted = count(f"Oi {char}")
    assert (counted.encoding, counted.costly) == (UCS2, (char,))
    assert transliterate(char) == unicodedata.normalize("NFD", char)[0]


@pytest.mark.parametrize(
    ("text", "segments", "left"),
    [
        ("", 1, 160),
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 145),
        ("a" * 306, 2, 0),
        ("a" * 307, 3, 152),
        ("€" * 80, 1, 0),
        # 76 to a segment of 153: the last place of the first one stays empty.
        ("€" * 81, 2, 143),
        ("a" * 152 + "€" + "b" * 10, 2, 141),
        ("ã" * 70, 1, 0),
        ("ã" * 71, 2, 63),
        ("ã" * 134, 2, 0),
        ("ã" * 135, 3, 66),
        ("😀" * 35, 1, 0),
        # 33 to a segment of 67.
        ("😀" * 36, 2, 61),
        ("\r\n" * 80, 1, 0),
    ],
)
def test_segments(text: str, segments: int, left: int) -> None:
    counted = count(text)
    assert (counted.segments, counted.left) == (segments, left)


@pytest.mark.parametrize(
    ("text", "costly"),
    [
        ("Olá, João! Não é á", ("á", "ã")),
        # Typed on a Mac: a letter and a mark are one character to a person.
        ("Sa\u0303o e", ("ã",)),
        ("familia 👩\u200d👩\u200d👧 e 🇧🇷", ("👩\u200d👩\u200d👧", "🇧🇷")),
        ("thumbs 👍🏽 ❤\ufe0f", ("👍🏽", "❤\ufe0f")),
        ("a\u00a0b\u200bc", ("U+00A0", "U+200B")),
        ("“fim”…", ("“", "”", "…")),
        ("tudo plain", ()),
    ],
)
def test_what_doubles_the_price_is_named_as_people_see_it(
    text: str, costly: tuple[str, ...]
) -> None:
    assert count(text).costly == costly


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Olá, João! Você não é à Çç", "Ola, Joao! Voce nao é à Çc"),
        ("Sa\u0303o", "Sao"),
        ("“aspas” ‘simples’ – — …", "\"aspas\" 'simples' - - ..."),
        ("a\u00a0b\u200bc", "a bc"),
        ("10º 2ª ½", "10o 2a 1/2"),
        ("😀 ção", "😀 cao"),
        ("Пр", "Пр"),
    ],
)
def test_transliteration(text: str, plain: str) -> None:
    assert transliterate(text) == plain


@given(gsm_texts)
def test_gsm_counts_as_walked(text: str) -> None:
    counted = count(text)
    assert counted.encoding is GSM7
    assert counted.units == len(text) + sum(char in EXTENSION for char in text)
    assert counted.costly == ()
    walked = by_walking(text, 153, {True: 2, False: 1}, EXTENSION)
    assert counted.segments == (1 if counted.units <= 160 else walked)


@given(st.text(max_size=400).map(lambda text: text + "ã"))
def test_ucs2_counts_as_walked(text: str) -> None:
    counted = count(text)
    assert counted.encoding is UCS2
    assert counted.units == len(text.encode("utf-16-le", "surrogatepass")) // 2
    walked = by_walking(text, 67, {True: 2, False: 1}, "")
    assert counted.segments == (1 if counted.units <= 70 else walked)


@given(texts)
def test_any_text_is_counted_and_only_dear_ones_name_why(text: str) -> None:
    counted = count(text)
    assert bool(counted.costly) == (counted.encoding is UCS2)
    assert counted.segments >= max(1, ceil(counted.units / 160 if not counted.costly else 0))
    assert counted.left >= 0


@given(texts)
def test_transliterating_twice_changes_nothing_more(text: str) -> None:
    once = transliterate(text)
    assert transliterate(once) == once


@given(gsm_texts)
def test_what_the_alphabet_can_say_stays(text: str) -> None:
    assert transliterate(text) == text


@given(st.text(st.sampled_from(PORTUGUESE), max_size=400))
def test_portuguese_becomes_cheap_and_never_dearer(text: str) -> None:
    plain = count(transliterate(text))
    assert plain.encoding is GSM7
    assert plain.segments <= count(text).segments
