"""Passwords: argon2id, with parameters that may be raised later."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from schemas.errors import FieldError, InvalidInput

MIN_LENGTH = 10
# Longer adds nothing, and hashing has a cost an attacker would choose.
MAX_LENGTH = 200
_hasher = PasswordHasher()
# Each hash takes 64 MB: more at once would let strangers choose our memory.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


def check_new(password: str, *, field: str = "password") -> None:
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        wrong = FieldError(
            field, "password_length", "Choose a password of %(min)s to %(max)s characters."
        )
        raise InvalidInput(
            "Some fields need another look.", [wrong], min=MIN_LENGTH, max=MAX_LENGTH
        )


async def hash_new(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    """Takes as long when nobody has this e-mail (stored is None) as when somebody does."""
    return await asyncio.get_running_loop().run_in_executor(
        _threads, _verify, stored, password[: MAX_LENGTH + 1]
    )


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    try:
        found = _hasher.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return found and stored is not None


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")
