"""Credentials at rest: AES-256-GCM, bound to the place they are stored in.

A ciphertext names its key, so that old rows stay readable while a new key takes over. Copied to
another row, column or company it can no longer be opened.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schemas.errors import SecretUnreadable

_FORMAT = 1
_NONCE_BYTES = 12
_KEY_BYTES = 32
_MAX_NAME = 32


@dataclass(frozen=True, slots=True)
class Place:
    """Where a secret is stored; part of what the ciphertext authenticates."""

    company_id: UUID
    table: str
    column: str
    row_id: UUID

    def associated_data(self) -> bytes:
        return f"{self.company_id}/{self.table}/{self.column}/{self.row_id}".encode()


class Keyring:
    """The first key encrypts; every key decrypts what names it."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise ValueError("ENCRYPTION_KEYS names no key")
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self.current = next(iter(keys))

    @classmethod
    def parse(cls, setting: str) -> "Keyring":
        """Read "k2:<base64 of 32 bytes>,k1:…"; raises ValueError with words, never with keys."""
        keys: dict[str, bytes] = {}
        for entry in filter(None, (part.strip() for part in setting.split(","))):
            name, separator, encoded = entry.partition(":")
            if not separator or not name.isascii() or not 1 <= len(name) <= _MAX_NAME:
                raise ValueError("ENCRYPTION_KEYS must read name:base64,name:base64")
            if name in keys:
                raise ValueError(f"ENCRYPTION_KEYS names {name} twice")
            keys[name] = _decode(name, encoded)
        return cls(keys)

    def encrypt(self, secret: str, place: Place) -> bytes:
        name = self.current.encode()
        nonce = os.urandom(_NONCE_BYTES)
        header = bytes((_FORMAT, len(name))) + name
        sealed = self._keys[self.current].encrypt(
            nonce, secret.encode(), header + place.associated_data()
        )
        return header + nonce + sealed

    def decrypt(self, ciphertext: bytes, place: Place) -> str:
        """The secret again; raises SecretUnreadable for a missing key or a moved ciphertext."""
        name = self.key_of(ciphertext)
        key = self._keys.get(name)
        if key is None:
            raise SecretUnreadable(
                'This credential was encrypted with the key "%(key)s", which is not in'
                " ENCRYPTION_KEYS.",
                key=name,
            )
        start = 2 + ciphertext[1]
        nonce, sealed = ciphertext[start : start + _NONCE_BYTES], ciphertext[start + _NONCE_BYTES :]
        try:
            return key.decrypt(nonce, sealed, ciphertext[:start] + place.associated_data()).decode()
        except (InvalidTag, ValueError) as error:
            raise SecretUnreadable(
                "This credential cannot be read: it was changed or moved. Enter it again."
            ) from error

    def key_of(self, ciphertext: bytes) -> str:
        """The name of the key a ciphertext needs."""
        if len(ciphertext) < 2 + _NONCE_BYTES or ciphertext[0] != _FORMAT:
            raise SecretUnreadable("This credential is not in a form we wrote. Enter it again.")
        return ciphertext[2 : 2 + ciphertext[1]].decode(errors="replace")


def _decode(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError(f"ENCRYPTION_KEYS: the key {name} is not base64") from error
    if len(key) != _KEY_BYTES:
        raise ValueError(f"ENCRYPTION_KEYS: the key {name} must be {_KEY_BYTES} bytes")
    return key
