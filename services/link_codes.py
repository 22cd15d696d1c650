"""The code that stands in a short address: which link it is and whose, readable only with the key.

A code is an encryption of both numbers and of some zeros, so that one code tells nothing of another
and a guessed one reads as nothing. There is no row a recipient.
"""

import hashlib
from functools import lru_cache
from typing import Protocol

LENGTH = 12

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_PAIR_VALUES = {pair: value for value, pair in enumerate(_PAIRS)}
# 62 ** 12 is a little over 2 ** 71: two halves of 35 bits, of which 13 bits stay zero.
_HALF = 35
_MASK = (1 << _HALF) - 1
_POSITION_BITS = 27
_SERIAL_BITS = 30
_BYTES = 5
_ROUNDS = 4


class _Keyed(Protocol):
    def copy(self) -> "_Keyed": ...
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


def code(key: bytes, serial: int, position: int) -> str:
    """The code of one recipient's link, LENGTH letters and digits long.

    Raises ValueError for numbers beyond what fits: 2^30 links, 2^27 recipients of a campaign.
    """
    if not (0 <= serial < 1 << _SERIAL_BITS and 0 <= position < 1 << _POSITION_BITS):
        message = "a link or recipient beyond what a code can say"
        raise ValueError(message)
    left, right = divmod(serial << _POSITION_BITS | position, 1 << _HALF)
    for keyed in _rounds(key):
        left, right = right, left ^ _mixed(keyed, right)
    value = left << _HALF | right
    pairs = []
    for _ in range(LENGTH // 2):
        value, pair = divmod(value, len(_PAIRS))
        pairs.append(_PAIRS[pair])
    return "".join(pairs)


def read(key: bytes, written: str) -> tuple[int, int] | None:
    """(serial, position) of a code we made; None for anything else."""
    value = _value(written)
    if value is None:
        return None
    left, right = divmod(value, 1 << _HALF)
    for keyed in reversed(_rounds(key)):
        left, right = right ^ _mixed(keyed, left), left
    serial, position = divmod(left << _HALF | right, 1 << _POSITION_BITS)
    return (serial, position) if serial < 1 << _SERIAL_BITS else None


def _value(written: str) -> int | None:
    if len(written) != LENGTH:
        return None
    value = 0
    for start in range(LENGTH - 2, -1, -2):
        pair = _PAIR_VALUES.get(written[start : start + 2])
        if pair is None:
            return None
        value = value * len(_PAIRS) + pair
    return value if value < 1 << 2 * _HALF else None


def _mixed(keyed: _Keyed, half: int) -> int:
    one = keyed.copy()
    one.update(half.to_bytes(_BYTES, "big"))
    return int.from_bytes(one.digest(), "big") & _MASK


@lru_cache(maxsize=8)
def _rounds(key: bytes) -> tuple[_Keyed, ...]:
    """A keyed hash for each round of the cipher, made once: copying one costs next to nothing."""
    return tuple(
        hashlib.blake2b(
            key=key[: hashlib.blake2b.MAX_KEY_SIZE], digest_size=_BYTES, salt=bytes([n])
        )
        for n in range(_ROUNDS)
    )
