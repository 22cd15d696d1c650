"""The codes of short links: read back what was written, and nothing else."""

import timeit
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import links
from services.link_codes import LENGTH, code, read

KEY = b"k" * 32
serials = st.integers(0, 2**30 - 1)
positions = st.integers(0, 2**27 - 1)


@given(serials, positions, st.binary(min_size=1, max_size=64))
def test_a_code_reads_back_as_what_it_was_made_of(serial: int, position: int, key: bytes) -> None:
    written = code(key, serial, position)
    assert len(written) == LENGTH
    assert written.isascii()
    assert written.isalnum()
    assert read(key, written) == (serial, position)


@given(serials, positions)
def test_another_key_reads_nothing_of_it(serial: int, position: int) -> None:
    assert read(b"another key", code(KEY, serial, position)) != (serial, position)


@given(st.text(max_size=20))
def test_any_text_can_be_read_without_an_error(written: str) -> None:
    found = read(KEY, written)
    assert found is None or code(KEY, *found) == written


def test_neighbours_have_nothing_in_common() -> None:
    codes = [code(KEY, 1000, position) for position in range(1, 2001)]
    assert len({written[:4] for written in codes}) > 1900
    assert len({written[-4:] for written in codes}) > 1900


def test_hardly_any_changed_code_reads_as_another() -> None:
    written = code(KEY, 1000, 5)
    changed = [
        written[:place] + letter + written[place + 1 :]
        for place in range(LENGTH)
        for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        if letter != written[place]
    ]
    assert sum(read(KEY, one) is not None for one in changed) <= 3


@pytest.mark.parametrize(("serial", "position"), [(2**30, 1), (1, 2**27), (-1, 1), (1, -1)])
def test_numbers_that_do_not_fit_are_refused(serial: int, position: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        code(KEY, serial, position)


def test_a_code_costs_microseconds() -> None:
    rounds = 2_000
    fastest = min(timeit.repeat(lambda: code(KEY, 1000, 5), number=rounds, repeat=5))
    # Five of them where nothing else runs; the rest is for a machine that does other work.
    assert fastest / rounds < 0.000_025


@given(st.uuids(), st.integers(1, 2**27 - 1), serials)
def test_markers_become_the_recipients_own_addresses(
    campaign_id: UUID, position: int, serial: int
) -> None:
    recipient_id = UUID(campaign_id.hex[16:] + f"{position:016x}")
    values = ("Ana", f"see {links.address_marker(serial)}!", links.code_marker(serial))
    own = code(KEY, serial, position)

    filled = links.fill(values, recipient_id, key=KEY, prefix="https://go.example.com/")

    assert filled == ("Ana", f"see https://go.example.com/{own}!", own)
    assert links.recipient(campaign_id, position) == recipient_id


def test_values_without_a_marker_stay_as_they_are() -> None:
    values = ("Ana", "")
    assert links.fill(values, uuid4(), key=KEY, prefix="https://x.example/") == values
