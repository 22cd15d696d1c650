"""The page of a search: narrowed by inbox, by who wrote and by day, within one's own inboxes."""

from datetime import UTC, datetime
from uuid import UUID

from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from db.models.conversations import Conversation
from db.session import Database
from schemas.enums import Direction
from tests.search.talk import Talk
from web.search_filters import Sought


async def test_the_page_narrows_by_inbox_writer_and_day(
    talk: Talk, number: UUID, chat: Conversation, signed_in: AsyncClient
) -> None:
    other = await talk.conversation(await talk.number(), "Bia")
    await talk.say(chat, "troca do <i>produto</i>")
    await talk.say(chat, "troca feita", direction=Direction.OUT)
    await talk.say(other, "troca do tamanho")
    await talk.say(other, "troca anotada", kind="note", direction=Direction.NOTE)

    async def found(**words: str) -> list[str]:
        shown = (await signed_in.get("/inbox/search", params={"q": "troca", **words})).text
        said = ("do &lt;i&gt;produto", "feita", "do tamanho", "anotada")
        return [text for text in said if f"<mark>troca</mark> {text}" in shown]

    assert await found() == ["do &lt;i&gt;produto", "feita", "do tamanho", "anotada"]
    assert await found(inbox=str(number)) == ["do &lt;i&gt;produto", "feita"]
    assert await found(who="us") == ["feita"]
    assert await found(who="notes") == ["anotada"]
    assert await found(since="2026-03-01", until="2026-03-01", who="them") == [
        "do &lt;i&gt;produto",
        "do tamanho",
    ]
    assert await found(until="2026-02-28") == []
    assert await found(since="2026-03-02") == []


async def test_names_are_found_beside_messages(
    talk: Talk, number: UUID, signed_in: AsyncClient
) -> None:
    conversation = await talk.conversation(number, "Zilda Peçanha")
    shown = (await signed_in.get("/inbox/search?q=pecanha")).text
    assert f"/inbox/{conversation.id}" in shown
    assert "Nothing was found" in (await signed_in.get("/inbox/search?q=xyzzy")).text


async def test_another_companys_messages_are_not_shown(
    talk: Talk, chat: Conversation, other_signed_in: AsyncClient, database: Database
) -> None:
    said = await talk.say(chat, "sigilo absoluto")
    for query in (
        "q=sigilo",
        f"q=sigilo&inbox={chat.phone_number_id}",
        f"q=sigilo&before={said.id}",
    ):
        assert "sigilo</mark>" not in (await other_signed_in.get(f"/inbox/search?{query}")).text


def test_a_day_is_that_of_the_company() -> None:
    wanted = Sought(q="x", since="2026-03-01", until="2026-03-02").wanted("America/Sao_Paulo")
    assert wanted.since == datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert wanted.until == datetime(2026, 3, 3, 3, tzinfo=UTC)


@given(
    st.dictionaries(
        st.sampled_from(["q", "inbox", "who", "since", "until", "x"]),
        st.one_of(st.text(max_size=20), st.dates().map(str), st.uuids().map(str)),
    )
)
def test_any_address_can_be_read(words: dict[str, str]) -> None:
    sought = Sought.read(words)
    sought.wanted("America/Sao_Paulo")
    sought.query(UUID(int=1))
