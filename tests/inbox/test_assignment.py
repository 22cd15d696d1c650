"""Who gets a new conversation: fair turns, never more than somebody has room for."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.queries.assignment import Candidate
from db.session import Database
from schemas.enums import ConversationStatus, Role
from services import assignment, inboxes, teams
from services.assignment import Placed, Rota
from tests.inbox.desk import Desk, open_desk

NOW = datetime(2026, 3, 1, tzinfo=UTC)
_PEOPLE = st.lists(
    st.builds(
        Candidate,
        user_id=st.uuids(),
        capacity=st.one_of(st.none(), st.integers(0, 8)),
        last_assigned_at=st.none(),
        load=st.integers(0, 5),
    ),
    max_size=6,
    unique_by=lambda person: person.user_id,
)


@given(_PEOPLE, st.integers(0, 60))
def test_turns_are_fair_and_within_everybodys_room(people: list[Candidate], new: int) -> None:
    rota = Rota({person.user_id: person for person in people}, NOW)
    given_to = [rota.next(rota.people) for _ in range(new)]
    shares = Counter(key for key in given_to if key is not None)
    for person in people:
        if person.capacity is not None:
            assert shares[person.user_id] <= max(0, person.capacity - person.load)
    room = sum(
        new if person.capacity is None else max(0, person.capacity - person.load)
        for person in people
    )
    assert sum(shares.values()) == min(new, room)
    # Whoever still has room got at most one fewer than anybody else.
    most = max(shares.values(), default=0)
    for person in people:
        left = person.capacity is None or person.load + shares[person.user_id] < person.capacity
        assert not left or shares[person.user_id] >= most - 1


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


async def _switch_on(desk: Desk, *, team_id: UUID | None = None, auto: bool = True) -> None:
    async with desk.database.company(desk.company_id) as session:
        await inboxes.set_up(
            session,
            desk.company_id,
            desk.number_id,
            auto_assign=auto,
            team_id=team_id,
            user_ids=[],
        )


async def _place(desk: Desk, *keys: UUID) -> list[Placed]:
    async with desk.database.company(desk.company_id) as session:
        return await assignment.place_new(session, desk.company_id, keys)


async def test_without_settings_nobody_is_given_anything(desk: Desk) -> None:
    await desk.person("Ana")
    key = await desk.conversation()
    assert await _place(desk, key) == []
    assert await desk.told(key) == []


async def test_the_one_who_waited_longest_is_next(desk: Desk) -> None:
    ana, bia = await desk.person("Ana"), await desk.person("Bia")
    await _switch_on(desk)
    keys = [await desk.conversation() for _ in range(4)]
    order = [(await _place(desk, key))[0].user_id for key in keys]
    assert {order[0], order[1]} == {ana, bia}
    assert order[:2] == order[2:]
    assert await desk.told(keys[0]) == ["assigned"]
    assert (await desk.events(keys[0]))[0].author_id is None


async def test_viewers_the_unavailable_and_the_full_are_passed_over(desk: Desk) -> None:
    await desk.person("Vera", Role.VIEWER)
    await desk.person("Longe", available=False)
    full = await desk.person("Cheia", capacity=1)
    await desk.conversation(assignee_id=full)
    await _switch_on(desk)
    key = await desk.conversation()
    assert await _place(desk, key) == []
    assert (await desk.row(key)).assignee_id is None
    free = await desk.person("Livre", capacity=1)
    assert [one.user_id for one in await _place(desk, key)] == [free]


async def test_the_team_of_the_number_gets_it_and_only_its_people(desk: Desk) -> None:
    await desk.person("Ana")
    bia = await desk.person("Bia")
    async with desk.database.company(desk.company_id) as session:
        team = await teams.create(session, desk.company_id, "Vendas", [bia])
    await _switch_on(desk, team_id=team.id)
    keys = [await desk.conversation() for _ in range(3)]
    assert {one.user_id for one in await _place(desk, *keys)} == {bia}
    assert (await desk.row(keys[0])).team_id == team.id
    assert await desk.told(keys[0]) == ["team", "assigned"]

    await _switch_on(desk, team_id=team.id, auto=False)
    key = await desk.conversation()
    assert await _place(desk, key) == []
    assert (await desk.row(key)).team_id == team.id


async def test_what_is_somebodys_or_closed_is_left_alone(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await _switch_on(desk)
    mine = await desk.conversation(assignee_id=ana)
    closed = await desk.conversation(status=ConversationStatus.CLOSED)
    assert await _place(desk, mine, closed, uuid4()) == []


async def test_many_at_once_neither_exceed_capacity_nor_skip_a_turn(desk: Desk) -> None:
    """Forty conversations in twenty transactions at the same moment; room for thirty."""
    people = [await desk.person(f"P{n}", capacity=6) for n in range(5)]
    await _switch_on(desk)
    keys = [await desk.conversation() for _ in range(40)]
    await asyncio.gather(*(_place(desk, *keys[n : n + 2]) for n in range(0, 40, 2)))
    assert [await desk.open_of(user_id) for user_id in people] == [6] * 5
    placed = [key for key in keys if (await desk.row(key)).assignee_id is not None]
    assert len(placed) == 30
    for key in placed:
        assert await desk.told(key) == ["assigned"]


async def test_shares_are_equal_when_everybody_has_room(desk: Desk) -> None:
    people = [await desk.person(f"P{n}") for n in range(4)]
    await _switch_on(desk)
    keys = [await desk.conversation() for _ in range(40)]
    await asyncio.gather(*(_place(desk, key) for key in keys))
    assert [await desk.open_of(user_id) for user_id in people] == [10] * 4
