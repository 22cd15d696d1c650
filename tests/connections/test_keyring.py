import base64
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import SecretUnreadable
from services.keyring import Keyring, Place


def spelled(**keys: bytes) -> str:
    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in keys.items())


OLD = Keyring.parse(spelled(k1=b"1" * 32))
BOTH = Keyring.parse(spelled(k2=b"2" * 32, k1=b"1" * 32))
NEW = Keyring.parse(spelled(k2=b"2" * 32))

places = st.builds(
    Place,
    st.uuids(),
    st.sampled_from(["connections", "others"]),
    st.sampled_from(["access_token", "app_secret"]),
    st.uuids(),
)


@given(st.text(), places)
def test_what_was_encrypted_reads_the_same(secret: str, place: Place) -> None:
    assert NEW.decrypt(NEW.encrypt(secret, place), place) == secret


@given(st.text(min_size=4), places, places)
def test_a_ciphertext_opens_only_where_it_was_stored(
    secret: str, place: Place, other: Place
) -> None:
    sealed = NEW.encrypt(secret, place)
    if place != other:
        with pytest.raises(SecretUnreadable):
            NEW.decrypt(sealed, other)


@given(st.binary(max_size=80), places)
def test_any_other_bytes_are_an_error_with_words(noise: bytes, place: Place) -> None:
    with pytest.raises(SecretUnreadable):
        NEW.decrypt(noise, place)


@given(st.text(min_size=1), places, st.data())
def test_a_changed_byte_is_noticed(secret: str, place: Place, data: st.DataObject) -> None:
    sealed = bytearray(NEW.encrypt(secret, place))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SecretUnreadable):
        NEW.decrypt(bytes(sealed), place)


PLACE = Place(UUID(int=1), "connections", "access_token", UUID(int=2))


def test_an_old_key_still_reads_and_the_first_key_writes() -> None:
    assert BOTH.decrypt(OLD.encrypt("token", PLACE), PLACE) == "token"
    assert BOTH.key_of(BOTH.encrypt("token", PLACE)) == "k2"


def test_a_missing_key_is_named() -> None:
    with pytest.raises(SecretUnreadable, match="k1"):
        NEW.decrypt(OLD.encrypt("token", PLACE), PLACE)


def test_the_same_secret_never_looks_the_same_twice() -> None:
    assert OLD.encrypt("token", PLACE) != OLD.encrypt("token", PLACE)


@pytest.mark.parametrize(
    "setting",
    ["", "k1", "k1:", "k1:not base64!", "k1:c2hvcnQ=", spelled(k1=b"1" * 31), ":" + "A" * 44],
)
def test_a_wrong_setting_is_refused_without_showing_it(setting: str) -> None:
    with pytest.raises(ValueError) as caught:
        Keyring.parse(setting)
    key = setting.partition(":")[2]
    assert not key or key not in str(caught.value)


def test_a_key_named_twice_is_refused() -> None:
    twice = spelled(k1=b"1" * 32) + "," + spelled(k1=b"2" * 32)
    with pytest.raises(ValueError, match="twice"):
        Keyring.parse(twice)


def test_rows_of_two_companies_cannot_be_swapped() -> None:
    row = uuid4()
    mine, theirs = (Place(uuid4(), "connections", "access_token", row) for _ in range(2))
    with pytest.raises(SecretUnreadable):
        OLD.decrypt(OLD.encrypt("token", mine), theirs)
