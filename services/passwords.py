"""Passwords: argon2id, with parameters that may be raised later."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from schemas.errors import FieldError, InvalidInput

MIN_LENGTH = 10
# Longer adds nothing, and hashing has a cost an attacker would choose.
MAX_LENGTH = 200
_hasher = PasswordHasher()


def check_new(password: str, *, field: str = "password") -> None:
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        message = "Choose a password of %(min)s to %(max)s characters."
        raise InvalidInput(
            message,
            [FieldError(field, "password_length", message)],
            min=MIN_LENGTH,
            max=MAX_LENGTH,
        )


def hash_new(password: str) -> str:
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Takes as long when nobody has this e-mail (stored is None) as when somebody does."""
    try:
        found = _hasher.verify(stored or _nobody(), password[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return found and stored is not None


def outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")
