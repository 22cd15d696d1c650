"""PostgreSQL counts and plains an SMS as Python does: the freeze does the one, the editor the other."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from db.session import Database
from schemas import sms_text

_ALPHABET = st.sampled_from("aZ 0'\"\n@£éÇ^{}\\[~]|€\fãõçáêÁ“”’–…🎉\U0001f469日")
_TEXTS = st.one_of(
    st.text(_ALPHABET, max_size=400),
    st.text(st.sampled_from("ab|€ é"), min_size=140, max_size=700),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=200),
)
_LATIN = st.text(st.characters(max_codepoint=0xFF, blacklist_categories=["Cc"]), max_size=200)
_ON_A_REAL_DATABASE = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)


@given(body=_TEXTS)
@example(body="")
@example(body="€" * 76 + "a")
@example(body="a" * 152 + "€" + "b" * 20)
@_ON_A_REAL_DATABASE
async def test_the_database_counts_the_same_segments(database: Database, body: str) -> None:
    async with database.system() as session:
        found = await session.scalar(text("SELECT sms_segments(:body)"), {"body": body})
    assert found == sms_text.count(body).segments


@given(body=_LATIN)
@example(body="Olá, São João — “promoção” só hoje…")
@_ON_A_REAL_DATABASE
async def test_the_database_writes_western_letters_as_plainly(
    database: Database, body: str
) -> None:
    async with database.system() as session:
        found = await session.scalar(text("SELECT sms_plain(:body)"), {"body": body})
        again = await session.scalar(text("SELECT sms_plain(:body)"), {"body": found})
    assert sms_text.count(found or "").segments <= sms_text.count(body).segments
    assert again == found
    assert sms_text.transliterate(found or "") == sms_text.transliterate(body)
