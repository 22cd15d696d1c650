"""Hours as they are stored and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.hours import Hours


def test_hours_survive_being_stored() -> None:
    hours = Hours("21:30", "07:15", (1, 3, 7), observe_holidays=False)
    assert Hours.from_json(hours.as_json()) == hours
    assert hours.check() == []


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"quiet_start": "24:00"}, "quiet_start"),
        ({"quiet_start": "8:00"}, "quiet_start"),
        ({"quiet_end": None}, "quiet_end"),
        ({"quiet_end": "08:60"}, "quiet_end"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [0]}, "weekdays"),
        ({"weekdays": ["monday"]}, "weekdays"),
        ({"weekdays": [True]}, "weekdays"),
        ({"weekdays": "12"}, "weekdays"),
    ],
)
def test_a_wrong_value_is_named_by_its_field(value: dict[str, object], field: str) -> None:
    assert [error.field for error in Hours.from_json(value).check()] == [field]


@given(
    st.dictionaries(
        st.sampled_from(["quiet_start", "weekdays", "observe_holidays"]),
        st.none() | st.text() | st.lists(st.integers() | st.text()),
    )
)
def test_anything_can_be_read_and_what_passes_can_be_used(value: dict[str, object]) -> None:
    hours = Hours.from_json(value)
    if not hours.check():
        assert all(0 <= start < end <= 24 * 60 for start, end in hours.open_spans())
