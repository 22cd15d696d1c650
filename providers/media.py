"""What the rest of the program knows about files at a messaging provider."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from providers.base import Rejected


class TooLong(Exception):
    """More bytes than were allowed; reading stopped there."""


class AddressRefused(Rejected):
    """The provider named an address that we do not fetch from."""

    def __init__(self, why: str) -> None:
        super().__init__("address_refused", why)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """Where the provider has a file, for some minutes, and what it says of it."""

    address: str
    mime_type: str = ""
    size: int | None = None
    # Hexadecimal; None when the provider tells none.
    sha256: str | None = None


class MediaProvider(Protocol):
    """Every method raises one of the four ProviderErrors of providers.base."""

    async def locate(self, token: str, media_id: str) -> RemoteFile: ...

    async def download(self, token: str, address: str, into: BinaryIO, *, limit: int) -> None:
        """Write the file's bytes; never more than the limit. Raises TooLong and AddressRefused."""
        ...

    async def upload(
        self, token: str, number_id: str, name: str, mime_type: str, content: BinaryIO
    ) -> str:
        """The provider's id for it, which it forgets after thirty days."""
        ...
