"""How long a campaign takes: told beforehand, never more than the limits allow."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.hours import Hours
from services.forecasts import Allowance, Batch, Forecast, Plan, forecast, merge
from services.local_time import HORIZON, next_opening

_SP = "America/Sao_Paulo"
_MANAUS = "America/Manaus"
# A Monday, 10:00 in São Paulo.
_START = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
_MONDAY = date(2026, 11, 23)
_TUESDAY = date(2026, 11, 24)
_OFFICE = Hours(quiet_start="18:00", quiet_end="09:00", weekdays=(1, 2, 3, 4, 5))


def _plan(**values: object) -> Plan:
    return Plan(**{"start": _START, "per_second": 10.0, "time_zone": _SP, **values})  # type: ignore[arg-type]


def test_without_limits_it_takes_as_long_as_the_rate_says() -> None:
    found = forecast([Batch((_SP,), 6_000)], _plan())
    assert found == Forecast(((_MONDAY, 6_000),), _START, _START + timedelta(minutes=10))


def test_segments_of_an_sms_take_their_part_of_the_rate() -> None:
    found = forecast([Batch((_SP,), 6_000, units=3.0)], _plan())
    assert found.ends_at == _START + timedelta(minutes=30)


def test_what_does_not_fit_today_goes_on_when_the_daily_limit_gives_room() -> None:
    """2,000 count until two hours from now: 8,000 go at once, then those, the rest tomorrow."""
    used = ((_START + timedelta(hours=2), 2_000),)
    found = forecast(
        [Batch((_SP,), 12_000)], _plan(per_second=100.0, allowance=Allowance(10_000, used))
    )
    assert found.days == ((_MONDAY, 10_000), (_TUESDAY, 2_000))
    assert found.ends_at is not None
    assert timedelta(hours=24) < found.ends_at - _START < timedelta(hours=24, minutes=20)


def test_nobody_is_sent_to_outside_their_own_hours() -> None:
    """In Manaus it is 17:30 when São Paulo closes, and their evening comes an hour later."""
    start = datetime(2026, 11, 23, 17, 30, tzinfo=ZoneInfo(_SP))
    batches = [Batch((_SP,), 3_600), Batch((_MANAUS,), 3_600)]
    found = forecast(batches, _plan(start=start, per_second=1.0, hours=_OFFICE))
    # Half an hour for both, an hour for Manaus alone; what is left waits for 09:00.
    assert found.on(_MONDAY) == 1_800 + 2_700
    assert found.on(_TUESDAY) == 7_200 - 4_500
    assert found.total == 7_200


def test_a_weekend_and_a_holiday_are_waited_for() -> None:
    friday_evening = datetime(2026, 12, 18, 19, 0, tzinfo=ZoneInfo(_SP))
    found = forecast(
        [Batch((_SP,), 10)],
        _plan(start=friday_evening, hours=_OFFICE, holidays=(date(2026, 12, 21),)),
    )
    assert found.begins_at == datetime(2026, 12, 22, 9, 0, tzinfo=ZoneInfo(_SP))


def test_who_does_not_make_it_before_the_end_is_counted() -> None:
    plan = _plan(expires_at=_START + timedelta(minutes=1))
    found = forecast([Batch((_SP,), 1_000)], plan)
    assert (found.on(_MONDAY), found.late, found.beyond) == (600, 400, 0)


def test_the_rest_of_an_experiment_waits_for_its_winner() -> None:
    decided = _START + timedelta(hours=4)
    batches = [Batch((_SP,), 600), Batch((_SP,), 600, not_before=decided)]
    assert forecast(batches, _plan()).ends_at == decided + timedelta(minutes=1)


def test_each_zone_has_its_own_morning() -> None:
    plan = _plan(send_at_local=datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001 - a wall-clock time
    found = forecast([Batch((_SP,), 1), Batch((_MANAUS,), 1)], plan)
    assert found.begins_at == datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo(_SP))
    assert found.ends_at is not None
    assert found.ends_at - timedelta(hours=1) - found.begins_at < timedelta(seconds=1)


def test_a_campaign_of_months_says_that_it_does_not_end_in_sight() -> None:
    found = forecast([Batch((_SP,), 1_000_000)], _plan(allowance=Allowance(1_000)))
    assert found.beyond > 900_000
    assert found.total == 1_000_000


def test_batches_of_the_same_hours_are_one() -> None:
    assert merge([Batch((_SP,), 1, 1.0), Batch((_SP,), 3, 2.0), Batch((_MANAUS,), 1)]) == [
        Batch((_SP,), 4, 1.75),
        Batch((_MANAUS,), 1),
    ]


_ZONES = ("America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", "America/New_York", "UTC")
_batches = st.lists(
    st.builds(
        Batch,
        zones=st.lists(st.sampled_from(_ZONES), max_size=2, unique=True).map(tuple),
        count=st.integers(0, 50_000),
        units=st.sampled_from([1.0, 2.0, 1.5]),
        not_before=st.none() | st.just(_START + timedelta(hours=30)),
    ),
    max_size=5,
)
_clock = st.integers(0, 23 * 60 + 59).map(lambda m: time(m // 60, m % 60).strftime("%H:%M"))
_hours = st.builds(
    Hours,
    quiet_start=_clock,
    quiet_end=_clock,
    weekdays=st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
)
_limits = st.none() | st.integers(0, 20_000).map(Allowance)
_expiries = st.none() | st.integers(1, 300).map(lambda hours: _START + timedelta(hours=hours))


@given(batches=_batches, hours=st.none() | _hours, allowance=_limits, expires_at=_expiries)
@settings(deadline=None, max_examples=150)
def test_everybody_is_counted_once_and_nobody_beyond_the_limits(
    batches: list[Batch],
    hours: Hours | None,
    allowance: Allowance | None,
    expires_at: datetime | None,
) -> None:
    plan = _plan(hours=hours, allowance=allowance, expires_at=expires_at)
    found = forecast(batches, plan)
    assert found.total == sum(batch.count for batch in batches)
    assert all(count > 0 for _, count in found.days)
    if found.begins_at is None or found.ends_at is None:
        assert not found.days
        return
    assert _START <= found.begins_at <= found.ends_at <= (expires_at or _START + HORIZON)
    if expires_at is None:
        assert found.late == 0
    openings = [next_opening(batch.zones, found.begins_at, hours, (), None) for batch in batches]
    assert None in openings
    if allowance is not None:
        # A calendar day touches two periods of 24 hours at most.
        assert all(count <= 2 * allowance.limit for _, count in found.days)


@given(count=st.integers(1, 100_000), slow=st.integers(1, 50), hours=st.none() | _hours)
@settings(deadline=None, max_examples=60)
def test_a_faster_number_is_never_later(count: int, slow: int, hours: Hours | None) -> None:
    batches = [Batch((_SP,), count), Batch((_MANAUS,), count)]
    later = forecast(batches, _plan(per_second=float(slow), hours=hours))
    sooner = forecast(batches, _plan(per_second=float(slow * 2), hours=hours))
    assert sooner.beyond <= later.beyond
    if later.ends_at and sooner.ends_at and not later.beyond:
        assert sooner.ends_at <= later.ends_at + timedelta(seconds=1)


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_and_one(count: int) -> None:
    assert forecast([Batch((), count)], _plan()).total == count
