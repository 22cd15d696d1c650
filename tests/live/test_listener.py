"""Whatever is told in whatever order: nothing permitted is lost, nothing forbidden is told."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.queries.live import Audience
from services.live import EVERYTHING, Hint
from services.live_journal import Entry
from services.live_listener import Listener

COMPANY, ME, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
MINE, HIDDEN = UUID(int=4), UUID(int=5)

# What happens to a stream: a hint, the browser takes what waits, rows cannot be read, and can again.
hints = st.builds(
    Hint,
    st.just("conversation"),
    st.integers(100, 400).map(lambda number: UUID(int=number)),
    st.sampled_from([None, MINE, HIDDEN]),
    st.sampled_from([None, ME, OTHER]),
)
happenings = st.lists(
    st.one_of(hints, st.lists(hints, min_size=90, max_size=120), st.sampled_from(["take", "hold", "check"])),
    max_size=30,
)  # fmt: skip


@given(happenings)
async def test_every_permitted_hint_is_told_or_stands_in_a_word_for_everything(
    what: list[Hint | list[Hint] | str],
) -> None:
    audience = Audience(COMPANY, ME, frozenset({HIDDEN}))
    listener = Listener(b"session")
    listener.company_id = COMPANY
    listener.authorise(audience)
    owed: set[str] = set()
    allowed: set[str] = set()
    number = 0
    for each in [*what, "check", "take"]:
        if each == "take":
            batch = await listener.next(0.001)
            assert set(batch.names) <= allowed | {EVERYTHING, "conversations"}
            # Whoever is told to look at everything misses nothing told before.
            owed = set() if EVERYTHING in batch.names else owed - set(batch.names)
            if not listener.held:
                assert not owed
                assert number == 0 or batch.key == f"{number}-0"
        elif each == "hold":
            listener.held = True
        elif each == "check":
            listener.authorise(audience)
        for hint in each if isinstance(each, list) else [each] if isinstance(each, Hint) else []:
            number += 1
            listener.read(Entry(f"{number}-0", hint))
            if hint.inbox != HIDDEN and hint.user != OTHER:
                allowed.add(hint.names[0])
                owed.add(hint.names[0])


async def test_a_browser_nobody_looked_up_yet_is_told_nothing() -> None:
    listener = Listener(b"session")
    listener.read(Entry("1-0", Hint("campaign", OTHER)))
    assert (await listener.next(0.001)).names == []


@pytest.mark.parametrize("now", [None, Audience(OTHER, ME, frozenset())])
async def test_what_was_on_its_way_is_not_told_to_whom_it_is_not_any_more(
    now: Audience | None,
) -> None:
    listener = Listener(b"session")
    listener.company_id = COMPANY
    listener.authorise(Audience(COMPANY, ME, frozenset()))
    listener.read(Entry("1-0", Hint("campaign", OTHER)))
    listener.authorise(now)
    batch = await listener.next(0.001)
    assert batch.names == []
    assert batch.ending == ("signed-out" if now is None else "switched")
