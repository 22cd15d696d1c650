"""When it is next allowed to write, in every zone the issue names and over clock changes."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.hours import EVERY_DAY, Hours
from services import local_time
from services.local_time import HORIZON, next_opening

MINUTE = dt.timedelta(minutes=1)
DAYTIME = Hours("20:00", "08:00")
WORKDAYS = (1, 2, 3, 4, 5)
NIGHT_SHIFT = Hours("03:00", "22:00")
UNITED_STATES = ("America/New_York", "America/Chicago", "America/Los_Angeles", "Pacific/Honolulu")


def wall_clock(text: str) -> dt.datetime:
    """What a clock on a wall shows: no zone."""
    return dt.datetime.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "now", "hours", "opens"),
    [
        # 05:00 in São Paulo, an hour less in Manaus, two in Rio Branco, one more in Noronha.
        ("America/Sao_Paulo", "2026-11-23T08:00", DAYTIME, "2026-11-23T11:00"),
        ("America/Manaus", "2026-11-23T08:00", DAYTIME, "2026-11-23T12:00"),
        ("America/Rio_Branco", "2026-11-23T08:00", DAYTIME, "2026-11-23T13:00"),
        ("America/Noronha", "2026-11-23T08:00", DAYTIME, "2026-11-23T10:00"),
        # Brazil has had no summer time since 2019: February and July are alike.
        ("America/Sao_Paulo", "2027-02-01T08:00", DAYTIME, "2027-02-01T11:00"),
        ("America/Sao_Paulo", "2027-07-01T08:00", DAYTIME, "2027-07-01T11:00"),
        # New York before and after each of its two changes.
        ("America/New_York", "2027-03-13T09:00", DAYTIME, "2027-03-13T13:00"),
        ("America/New_York", "2027-03-14T09:00", DAYTIME, "2027-03-14T12:00"),
        ("America/New_York", "2026-10-31T09:00", DAYTIME, "2026-10-31T12:00"),
        ("America/New_York", "2026-11-01T09:00", DAYTIME, "2026-11-01T13:00"),
        # 02:30 does not exist on 14 March: the next minute that does is 03:00.
        ("America/New_York", "2027-03-14T05:00", Hours("20:00", "02:30"), "2027-03-14T07:00"),
        # 01:30 comes twice on 1 November: the first counts, and once past it the second.
        ("America/New_York", "2026-11-01T04:00", Hours("20:00", "01:30"), "2026-11-01T05:30"),
        ("America/New_York", "2026-11-01T06:10", Hours("20:00", "01:30"), "2026-11-01T06:30"),
        # The open time crosses midnight: 21:00, 02:00 and 03:00 in São Paulo.
        ("America/Sao_Paulo", "2026-11-24T00:00", NIGHT_SHIFT, "2026-11-24T01:00"),
        ("America/Sao_Paulo", "2026-11-24T05:00", NIGHT_SHIFT, None),
        ("America/Sao_Paulo", "2026-11-24T06:00", NIGHT_SHIFT, "2026-11-25T01:00"),
        # Bounds: 08:00 is open, 20:00 is not.
        ("America/Sao_Paulo", "2026-11-23T11:00", DAYTIME, None),
        ("America/Sao_Paulo", "2026-11-23T22:59:59", DAYTIME, None),
        ("America/Sao_Paulo", "2026-11-23T23:00", DAYTIME, "2026-11-24T11:00"),
        # Friday evening to Monday morning; begin and end alike means no quiet time.
        (
            "America/Sao_Paulo",
            "2026-11-27T23:30",
            Hours("20:00", "08:00", WORKDAYS),
            "2026-11-30T11:00",
        ),
        (
            "America/Sao_Paulo",
            "2026-11-28T12:00",
            Hours("00:00", "00:00", WORKDAYS),
            "2026-11-30T03:00",
        ),
    ],
)
def test_one_zone(zone: str, now: str, hours: Hours, opens: str | None) -> None:
    assert next_opening([zone], at(now), hours, (), None) == (at(opens) if opens else None)


def test_several_zones_are_open_only_where_all_are() -> None:
    """Eight in Honolulu is one in the afternoon in New York; at eight in the evening there it
    closes for all of them."""
    assert next_opening(UNITED_STATES, at("2026-11-23T13:00"), DAYTIME, (), None) == at(
        "2026-11-23T18:00"
    )
    assert next_opening(UNITED_STATES, at("2026-11-23T18:00"), DAYTIME, (), None) is None
    assert next_opening(UNITED_STATES, at("2026-11-24T01:00"), DAYTIME, (), None) == at(
        "2026-11-24T18:00"
    )


def test_hours_that_never_meet_wait_to_the_horizon_and_are_asked_again() -> None:
    now = at("2026-11-23T12:00")
    far = ("Pacific/Pago_Pago", "Pacific/Auckland", "Europe/London", "America/New_York")
    assert next_opening(far, now, Hours("12:00", "09:00"), (), None) == now + HORIZON


def test_a_holiday_is_a_date_of_the_recipients_own_calendar() -> None:
    """23:00 on the 24th in Manaus is the 25th in São Paulo already."""
    always = Hours("00:00", "00:00")
    christmas = {dt.date(2026, 12, 25)}
    assert next_opening(["America/Manaus"], at("2026-12-25T03:00"), always, christmas, None) is None
    assert next_opening(
        ["America/Sao_Paulo"], at("2026-12-25T03:00"), always, christmas, None
    ) == at("2026-12-26T03:00")


def test_holidays_count_only_where_they_are_observed() -> None:
    hours = Hours("20:00", "08:00", observe_holidays=False)
    christmas = {dt.date(2026, 12, 25)}
    assert (
        next_opening(["America/Sao_Paulo"], at("2026-12-25T15:00"), hours, christmas, None) is None
    )


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("America/Sao_Paulo", "2026-11-24T12:00"),
        ("America/Manaus", "2026-11-24T13:00"),
        ("America/Rio_Branco", "2026-11-24T14:00"),
        ("America/Noronha", "2026-11-24T11:00"),
    ],
)
def test_send_at_local_is_nine_on_each_persons_own_wall(zone: str, opens: str) -> None:
    nine = wall_clock("2026-11-24T09:00")
    assert next_opening([zone], at("2026-11-23T00:00"), None, (), nine) == at(opens)
    assert next_opening([zone], at(opens), None, (), nine) is None


def test_send_at_local_inside_quiet_hours_waits_for_their_end() -> None:
    five = wall_clock("2026-11-24T05:00")
    assert next_opening(["America/Sao_Paulo"], at("2026-11-23T15:00"), DAYTIME, (), five) == at(
        "2026-11-24T11:00"
    )


def test_send_at_local_in_the_hour_that_does_not_exist_is_the_next_minute_that_does() -> None:
    wall = wall_clock("2027-03-14T02:30")
    assert next_opening(["America/New_York"], at("2027-03-14T00:00"), None, (), wall) == at(
        "2027-03-14T07:00"
    )


def test_send_at_local_in_the_hour_that_comes_twice_is_the_first() -> None:
    wall = wall_clock("2026-11-01T01:30")
    assert next_opening(["America/New_York"], at("2026-11-01T00:00"), None, (), wall) == at(
        "2026-11-01T05:30"
    )


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "america/sao_paulo ", "-03"])
def test_a_zone_that_does_not_exist_is_as_good_as_none(name: str) -> None:
    assert local_time.zone(name) is None
    assert next_opening([name, "America/Manaus"], at("2026-11-23T08:00"), DAYTIME, (), None) == at(
        "2026-11-23T12:00"
    )


ZONES = st.sampled_from(
    [
        "America/Sao_Paulo",
        "America/Manaus",
        "America/Noronha",
        "America/New_York",
        "America/St_Johns",
        "America/Santiago",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Honolulu",
    ]
)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
HOURS = st.builds(
    Hours,
    CLOCKS,
    CLOCKS,
    st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days))),
)
# Around the clock changes of either hemisphere, where it is hardest.
NOWS = st.one_of(
    st.datetimes(wall_clock("2026-10-23T00:00"), wall_clock("2026-11-09T00:00")),
    st.datetimes(wall_clock("2027-03-07T00:00"), wall_clock("2027-04-11T00:00")),
).map(lambda moment: moment.replace(tzinfo=dt.UTC))
HOLIDAYS = st.frozensets(st.dates(dt.date(2026, 10, 23), dt.date(2026, 11, 12)), max_size=4)
WALLS = st.none() | st.datetimes(wall_clock("2026-10-25T00:00"), wall_clock("2026-11-05T00:00"))


def is_open(
    zone: str,
    moment: dt.datetime,
    hours: Hours,
    holidays: frozenset[dt.date],
) -> bool:
    """The rule itself, read off a wall clock."""
    wall = moment.astimezone(local_time.zone(zone))
    clock = f"{wall:%H:%M}"
    if hours.quiet_start == hours.quiet_end:
        quiet = False
    elif hours.quiet_start < hours.quiet_end:
        quiet = hours.quiet_start <= clock < hours.quiet_end
    else:
        quiet = clock >= hours.quiet_start or clock < hours.quiet_end
    return not quiet and wall.isoweekday() in hours.weekdays and wall.date() not in holidays


@given(ZONES, NOWS, HOURS, HOLIDAYS)
@example(
    "America/New_York",
    at("2026-11-01T05:45"),
    Hours("01:40", "01:30"),
    frozenset[dt.date](),
)
def test_an_opening_is_open_never_before_now_and_the_first_minute_that_is(
    zone: str, now: dt.datetime, hours: Hours, holidays: frozenset[dt.date]
) -> None:
    minute = now.replace(second=0, microsecond=0)
    opening = next_opening([zone], now, hours, holidays, None)
    if opening is None:
        assert is_open(zone, minute, hours, holidays)
        return
    assert opening > now
    if opening - minute >= HORIZON:
        return
    assert is_open(zone, opening, hours, holidays)
    # Every minute before it is closed; after two days only the hour before is looked at.
    first = max(minute, opening - dt.timedelta(days=2))
    while first < opening:
        assert not is_open(zone, first, hours, holidays)
        first += MINUTE


@given(st.lists(ZONES, min_size=2, max_size=3, unique=True), NOWS, HOURS, HOLIDAYS)
def test_an_opening_of_several_zones_is_the_first_minute_open_in_all(
    zones: list[str], now: dt.datetime, hours: Hours, holidays: frozenset[dt.date]
) -> None:
    minute = now.replace(second=0, microsecond=0)
    opening = next_opening(zones, now, hours, holidays, None) or minute
    if opening - minute >= HORIZON:
        return
    assert all(is_open(zone, opening, hours, holidays) for zone in zones)
    moment = max(minute, opening - dt.timedelta(days=2))
    while moment < opening:
        assert not all(is_open(zone, moment, hours, holidays) for zone in zones)
        moment += MINUTE


@given(ZONES, NOWS, st.none() | HOURS, WALLS)
def test_nobody_is_written_to_before_their_wall_shows_the_time(
    zone: str, now: dt.datetime, hours: Hours | None, wall: dt.datetime | None
) -> None:
    opening = next_opening([zone], now, hours, (), wall) or now
    assert opening >= now
    if wall is not None:
        # A clock set back shows an earlier time again; what counts is that it was reached.
        assert opening >= local_time.at_wall(wall.replace(second=0, microsecond=0), zone)


@given(ZONES, WALLS.filter(bool))
def test_at_wall_is_the_first_minute_whose_clock_shows_the_time_or_later(
    zone: str, wall: dt.datetime
) -> None:
    wall = wall.replace(second=0, microsecond=0)
    found = local_time.at_wall(wall, zone)
    here = local_time.zone(zone)
    assert found.astimezone(here).replace(tzinfo=None) >= wall
    assert (found - MINUTE).astimezone(here).replace(tzinfo=None) < wall
