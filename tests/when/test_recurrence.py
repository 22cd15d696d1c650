"""How often something comes round, on which instants."""

import datetime as dt
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.recurrence import LAST_DAY, Frequency, Recurrence
from services import local_time, series_times

NEW_YORK = "America/New_York"
SAO_PAULO = "America/Sao_Paulo"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def next_days(rule: Recurrence, zone: str, after: str, count: int = 4) -> list[str]:
    found = islice(series_times.occurrences(rule, zone, at(after)), count)
    return [f"{one:%Y-%m-%dT%H:%M}" for one in found]


@pytest.mark.parametrize(
    ("rule", "after", "found"),
    [
        (
            Recurrence(Frequency.DAILY, 2, at="09:00", starts_on="2026-11-20"),
            "2026-11-23T00:00",
            ["2026-11-24T12:00", "2026-11-26T12:00", "2026-11-28T12:00", "2026-11-30T12:00"],
        ),
        (
            Recurrence(Frequency.WEEKLY, 1, (1, 4), at="09:00", starts_on="2026-11-20"),
            "2026-11-23T12:00",
            ["2026-11-26T12:00", "2026-11-30T12:00", "2026-12-03T12:00", "2026-12-07T12:00"],
        ),
        # Every other week is counted from the week it starts in.
        (
            Recurrence(Frequency.WEEKLY, 2, (1,), at="09:00", starts_on="2026-11-18"),
            "2026-11-18T00:00",
            ["2026-11-30T12:00", "2026-12-14T12:00", "2026-12-28T12:00", "2027-01-11T12:00"],
        ),
        # A day the month does not have is its last.
        (
            Recurrence(Frequency.MONTHLY, 1, month_day=31, at="09:00", starts_on="2027-01-01"),
            "2027-01-01T00:00",
            ["2027-01-31T12:00", "2027-02-28T12:00", "2027-03-31T12:00", "2027-04-30T12:00"],
        ),
        (
            Recurrence(
                Frequency.MONTHLY, 3, month_day=LAST_DAY, at="23:30", starts_on="2027-02-01"
            ),
            "2027-01-01T00:00",
            ["2027-03-01T02:30", "2027-06-01T02:30", "2027-09-01T02:30", "2027-12-01T02:30"],
        ),
    ],
)
def test_the_next_occurrences(rule: Recurrence, after: str, found: list[str]) -> None:
    assert next_days(rule, SAO_PAULO, after) == found


def test_the_wall_clock_stays_over_a_change_of_the_clock() -> None:
    daily = Recurrence(Frequency.DAILY, at="09:00", starts_on="2026-01-01")
    assert next_days(daily, NEW_YORK, "2027-03-12T20:00", 3) == [
        "2027-03-13T14:00",
        "2027-03-14T13:00",
        "2027-03-15T13:00",
    ]


def test_a_time_that_does_not_exist_is_the_next_that_does_and_one_that_comes_twice_comes_once() -> (
    None
):
    daily = Recurrence(Frequency.DAILY, at="02:30", starts_on="2026-01-01")
    assert next_days(daily, NEW_YORK, "2027-03-14T00:00", 2) == [
        "2027-03-14T07:00",
        "2027-03-15T06:30",
    ]
    twice = Recurrence(Frequency.DAILY, at="01:30", starts_on="2026-01-01")
    assert next_days(twice, NEW_YORK, "2026-11-01T00:00", 2) == [
        "2026-11-01T05:30",
        "2026-11-02T06:30",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"frequency": "yearly"}, "rule/frequency"),
        ({"every": 0}, "rule/every"),
        ({"every": "2"}, "rule/every"),
        ({"weekdays": []}, "rule/weekdays"),
        ({"weekdays": [8]}, "rule/weekdays"),
        ({"frequency": "monthly", "month_day": 32}, "rule/month_day"),
        ({"at": "9:00"}, "rule/at"),
        ({"starts_on": "23/11/2026"}, "rule/starts_on"),
    ],
)
def test_a_wrong_value_is_named(change: dict[str, object], field: str) -> None:
    right = Recurrence(Frequency.WEEKLY, 1, (1,), at="09:00", starts_on="2026-11-23")
    assert right.check() == []
    wrong = Recurrence.from_json({**right.as_json(), **change})
    assert [error.field for error in wrong.check()] == [field]


RULES = st.builds(
    Recurrence,
    st.sampled_from(list(Frequency)),
    st.integers(1, 30),
    st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(1, 31) | st.just(LAST_DAY),
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)).map(str),
)
ZONES = st.sampled_from([NEW_YORK, SAO_PAULO, "Australia/Lord_Howe", "Pacific/Auckland"])
MOMENTS = st.datetimes(
    dt.datetime.fromisoformat("2026-06-01"), dt.datetime.fromisoformat("2027-12-31")
).map(lambda moment: moment.replace(tzinfo=dt.UTC))


@given(RULES, ZONES, MOMENTS)
def test_each_occurrence_follows_the_last_and_is_a_day_of_the_rule(
    rule: Recurrence, zone: str, after: dt.datetime
) -> None:
    assert rule.check() == []
    assert Recurrence.from_json(rule.as_json()) == rule
    last = after
    for found in islice(series_times.occurrences(rule, zone, after), 3):
        assert found > last
        assert rule.falls_on(found.astimezone(local_time.zone(zone)).date())
        assert series_times.comes_round(rule, zone, found)
        # Asked from any moment in between, the answer is the same.
        between = last + (found - last) / 2
        assert series_times.first(rule, zone, between, None) == found
        last = found
