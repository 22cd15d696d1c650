"""Where files are kept: a folder, S3 or Google Cloud Storage, behind one small Protocol."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

# What is handed on at once, to a browser or to a provider.
CHUNK = 256 * 1024


class ObjectMissing(Exception):
    """There is nothing under this key."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How the store itself answers for an object, where it is asked past us."""

    mime_type: str
    disposition: str


class FileStore(Protocol):
    @property
    def origin(self) -> str | None:
        """The origin signed addresses lead to; None when the store gives none."""
        ...

    async def put(self, key: str, content: BinaryIO, facts: Facts) -> None:
        """Keep what the file holds from its beginning. All of it is there, or nothing.

        Whatever stood under the key before, half-written pieces too, is gone afterwards.
        """
        ...

    def get(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from start up to (not including) end. Raises ObjectMissing."""
        ...

    async def delete(self, key: str) -> None:
        """Afterwards there is nothing under the key; there may have been nothing before."""
        ...

    async def signed_address(self, key: str, lifetime: timedelta) -> str | None:
        """An address that works without us for so long; None when the store gives none."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Folder:
    path: Path


@dataclass(frozen=True, slots=True)
class CloudFrontKey:
    """A distribution in front of the bucket and the key its addresses are signed with."""

    base_url: str
    key_pair_id: str
    # PEM.
    private_key: str


@dataclass(frozen=True, slots=True)
class S3:
    bucket: str
    region: str
    # Without them the machine's own: environment, profile, role.
    access_key_id: str | None = None
    secret_access_key: str | None = None
    endpoint_url: str | None = None
    cloudfront: CloudFrontKey | None = None


@dataclass(frozen=True, slots=True)
class GoogleStorage:
    bucket: str
    # A service account's JSON file; without it the machine's own credentials, which sign nothing.
    credentials: Path | None = None
    emulator_host: str | None = None


StorageOptions = Folder | S3 | GoogleStorage


def origin_of(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}"
