"""What a date-time field may send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidInput
from web.formatting import read_local_input, soon


@given(st.datetimes(timezones=st.just(None) | st.timezones()) | st.text(max_size=30))
def test_what_is_read_can_be_shown(moment: object) -> None:
    try:
        found = read_local_input(str(moment))
    except InvalidInput:
        return
    assert soon(found)


@pytest.mark.parametrize("text", ["9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00"])
def test_the_ends_of_time_are_no_moments(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_local_input(text)
