"""A contact's calendar: what it promises of every definition, and the days people will check."""

import datetime as dt
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from schemas.cadences import (
    Condition,
    Definition,
    End,
    Message,
    Step,
    StepOutcome,
    Wait,
    WaitKind,
)
from schemas.hours import Hours
from services import cadence_calendar, cadence_waits, local_time
from services.cadence_calendar import Moment, Person, Visit
from tests.cadence_editor.test_edits import _named

START = dt.datetime(2026, 10, 20, 12, 0, tzinfo=dt.UTC)
OFFICE = Hours("18:00", "09:00", (1, 2, 3, 4, 5))
waits = st.one_of(
    st.builds(Wait, st.just(""), minutes=st.integers(1, 60 * 24 * 40)),
    st.builds(
        Wait,
        st.just(""),
        st.just(WaitKind.UNTIL),
        weekdays=st.lists(st.integers(1, 7), min_size=1, max_size=3, unique=True).map(tuple),
        time=st.sampled_from(["00:00", "02:30", "09:00", "23:59"]),
    ),
    st.builds(
        Wait,
        st.just(""),
        st.just(WaitKind.FIELD_DATE),
        field=st.sampled_from(["fields.birthday", "fields.none"]),
        offset_days=st.integers(-3, 3),
    ),
)
leaves = st.one_of(waits, st.builds(Message, st.just("")), st.builds(End, st.just("")))
trees = st.recursive(
    st.lists(leaves, max_size=3),
    lambda inner: st.lists(
        st.one_of(
            leaves,
            st.builds(Condition, st.just(""), yes=inner.map(tuple), no=inner.map(tuple)),
        ),
        max_size=3,
    ),
    max_leaves=8,
)
definitions = trees.map(lambda steps: Definition(_named(steps)))
people = st.builds(
    Person,
    st.sampled_from([("America/Sao_Paulo",), ("America/New_York",), ("Europe/Lisbon",)]),
    st.sampled_from([None, Hours(), OFFICE]),
    st.just(frozenset({dt.date(2026, 11, 2)})),
    st.sampled_from([{}, {"birthday": dt.date(2026, 11, 3)}]),
)
starts = st.integers(0, 360 * 24 * 60).map(
    lambda minutes: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)


def held(definition: Definition) -> set[str]:
    return {step.key for step in definition.walk() if isinstance(step, Message)}


def alone(
    steps: Sequence[Step], at: dt.datetime | None, person: Person, answers: Iterator[bool]
) -> Iterator[tuple[str, dt.datetime | None]]:
    """One way through, as simply as it can be said: each step and when it is over."""
    for step in steps:
        if at is None:
            return
        if isinstance(step, Wait):
            day = person.dates.get(step.field.removeprefix("fields."))
            at = cadence_waits.due_at(step, at, person.zones, day) or at
        if isinstance(step, Message):
            opens = local_time.next_opening(person.zones, at, person.hours, person.holidays, None)
            at = opens or at
        yield step.key, at
        if isinstance(step, End):
            yield "", None
            return
        if isinstance(step, Condition):
            taken = step.yes if next(answers) else step.no
            for key, moment in alone(taken, at, person, answers):
                if moment is None:
                    yield "", None
                    return
                yield key, moment
                at = moment


@given(definitions, people, starts, st.lists(st.booleans(), min_size=40, max_size=40))
def test_every_way_somebody_can_go_is_in_it(
    definition: Definition, person: Person, start: dt.datetime, answers: list[bool]
) -> None:
    found = cadence_calendar.visits(definition, person, start, held(definition))
    told = {visit.step.key: visit for visit in found}
    for key, at in alone(definition.steps, start, person, iter(answers)):
        if at is not None:
            visit = told[key]
            assert visit.more or at in {moment.at for moment in visit.moments}


@given(definitions, people, starts)
def test_each_step_stands_in_it_once_and_messages_only_in_open_hours(
    definition: Definition, person: Person, start: dt.datetime
) -> None:
    found = cadence_calendar.visits(definition, person, start, held(definition))
    assert [visit.step.key for visit in found] == [step.key for step in definition.walk()]
    for visit in found:
        moments = [moment.at for moment in visit.moments]
        assert moments == sorted(set(moments))
        assert all(moment >= start for moment in moments)
        if isinstance(visit.step, Message):
            assert not any(_closed(moment, person) for moment in visit.moments)


def _closed(moment: Moment, person: Person) -> bool:
    opens = local_time.next_opening(person.zones, moment.at, person.hours, person.holidays, None)
    return opens is not None


def only(steps: Sequence[Step], person: Person, start: dt.datetime = START) -> list[Visit]:
    definition = Definition(tuple(steps))
    return cadence_calendar.visits(definition, person, start, held(definition))


def walls(visit: Visit, zone: str) -> list[str]:
    return [
        moment.at.astimezone(local_time.zone(zone)).strftime("%a %d %H:%M")
        for moment in visit.moments
    ]


def test_a_day_keeps_the_time_of_day_over_a_change_of_the_clocks() -> None:
    zone = "Europe/Lisbon"
    saturday = dt.datetime(2026, 10, 24, 9, 0, tzinfo=local_time.zone(zone))
    found = only([Wait("w", minutes=24 * 60), Message("m")], Person((zone,)), saturday)
    assert walls(found[1], zone) == ["Sun 25 09:00"]


def test_a_message_waits_for_the_hours_and_says_since_when() -> None:
    zone = "America/Sao_Paulo"
    friday = dt.datetime(2026, 10, 30, 17, 0, tzinfo=local_time.zone(zone))
    monday = frozenset({dt.date(2026, 11, 2)})
    person = Person((zone,), OFFICE, monday)
    (wait, message) = only([Wait("w", minutes=120), Message("m")], person, friday)
    assert walls(wait, zone) == ["Fri 30 19:00"]
    # Saturday and Sunday are closed, and Monday is a holiday.
    assert walls(message, zone) == ["Tue 03 09:00"]
    assert message.moments[0].held_since == wait.moments[0].at


def test_both_ways_of_a_question_are_told_and_what_they_share_once() -> None:
    zone = "America/Sao_Paulo"
    ask = Condition("ask", yes=(Wait("short", minutes=60),), no=(Wait("long", minutes=120),))
    found = {one.step.key: one for one in only([ask, Message("m")], Person((zone,)))}
    assert walls(found["m"], zone) == ["Tue 20 10:00", "Tue 20 11:00"]
    assert [moment.answers for moment in found["m"].moments] == [
        (("ask", StepOutcome.YES),),
        (("ask", StepOutcome.NO),),
    ]
    same = Condition("ask", yes=(Wait("a", minutes=60),), no=(Wait("b", minutes=60),))
    found = {one.step.key: one for one in only([same, Message("m")], Person((zone,)))}
    assert [moment.answers for moment in found["m"].moments] == [()]


def test_who_has_no_such_date_does_not_wait() -> None:
    wait = Wait("w", WaitKind.FIELD_DATE, field="fields.renewal", offset_days=-1)
    (visit,) = only([wait], Person(("America/Sao_Paulo",)))
    assert visit.unknown_day
    assert visit.moments[0].at == START


def test_nobody_comes_behind_an_end() -> None:
    ask = Condition("ask", yes=(End("e"),))
    found = {
        one.step.key: one
        for one in only([ask, Message("m"), End("x"), Wait("w")], Person(("UTC",)))
    }
    assert [moment.answers for moment in found["m"].moments] == [(("ask", StepOutcome.NO),)]
    assert found["w"].moments == ()
