"""The secrets of this installation: made once, kept in a file only its owner can read."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from dotenv import dotenv_values

_HEADER = (
    "# Made by the first start. Keep a copy: without ENCRYPTION_KEYS stored credentials are lost.\n"
)
# No characters that are easily taken for one another: people type this.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def _password() -> str:
    groups = ("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _encryption_keys() -> str:
    return "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()


_MAKERS: dict[str, Callable[[], str]] = {
    "POSTGRES_PASSWORD": lambda: secrets.token_urlsafe(24),
    "REDIS_PASSWORD": lambda: secrets.token_urlsafe(24),
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "ENCRYPTION_KEYS": _encryption_keys,
    # What Meta would give an app of ours; the sandbox plays Meta and gets the same.
    "META_APP_ID": lambda: str(10**14 + secrets.randbelow(9 * 10**14)),
    "META_APP_SECRET": lambda: secrets.token_hex(16),
    "META_WEBHOOK_VERIFY_TOKEN": lambda: secrets.token_urlsafe(24),
    "DEMO_EMAIL": lambda: "demo@master-ia.example",
    "DEMO_PASSWORD": _password,
}


def load(path: Path) -> dict[str, str]:
    """Read the file; what is missing from it is made and written first."""
    known = {name: value for name, value in dotenv_values(path).items() if value}
    missing = {name: make() for name, make in _MAKERS.items() if name not in known}
    if missing:
        _append(path, missing)
    return known | missing


def _append(path: Path, values: dict[str, str]) -> None:
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(_HEADER if is_new else "")
        file.writelines(f"{name}={value}\n" for name, value in values.items())
