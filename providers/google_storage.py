"""Files in Google Cloud Storage, by Google's own library (ADR 0015 says why not by obstore)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from google.api_core.exceptions import NotFound
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Blob, Client
from google.oauth2 import service_account

from providers.storage import Facts, GoogleStorage, ObjectMissing, origin_of

# The library is not async: a request for each piece, in a thread, and none held open between.
_PIECE = 1024**2
_TIMEOUT = 60
_HOST = "https://storage.googleapis.com"


class GoogleCloudStorage:
    def __init__(self, options: GoogleStorage) -> None:
        host = options.emulator_host
        if host and "://" not in host:
            host = f"http://{host}"
        self._host = (host or _HOST).rstrip("/")
        self._client = _client(options, self._host)
        self._bucket = self._client.bucket(options.bucket)
        # Only a service account's key signs; with the machine's own credentials we serve.
        self._signer = _account(options.credentials) if options.credentials else None

    @property
    def origin(self) -> str | None:
        return origin_of(self._host) if self._signer else None

    async def put(self, key: str, content: BinaryIO, facts: Facts) -> None:
        blob = self._bucket.blob(key)
        blob.content_disposition = facts.disposition

        def upload() -> None:
            blob.upload_from_file(
                content, rewind=True, content_type=facts.mime_type, timeout=_TIMEOUT
            )

        await asyncio.to_thread(upload)

    async def get(
        self, key: str, *, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        blob = await asyncio.to_thread(self._bucket.get_blob, key, timeout=_TIMEOUT)
        if blob is None:
            raise ObjectMissing(key)
        last = blob.size if end is None else min(end, blob.size)
        for first in range(start, last, _PIECE):
            yield await asyncio.to_thread(_piece, blob, first, min(first + _PIECE, last))

    async def delete(self, key: str) -> None:
        def remove() -> None:
            try:
                self._bucket.blob(key).delete(timeout=_TIMEOUT)
            except NotFound:
                return

        await asyncio.to_thread(remove)

    async def signed_address(self, key: str, lifetime: timedelta) -> str | None:
        if self._signer is None:
            return None
        address: str = self._bucket.blob(key).generate_signed_url(
            version="v4",
            expiration=lifetime,
            api_access_endpoint=self._host,
            credentials=self._signer,
        )
        return address

    async def close(self) -> None:
        self._client.close()


def _account(path: Path) -> service_account.Credentials:
    made: service_account.Credentials = service_account.Credentials.from_service_account_file(
        str(path)
    )  # type: ignore[no-untyped-call]
    return made


def _client(options: GoogleStorage, host: str) -> Client:
    if options.emulator_host:
        anonymous = AnonymousCredentials()  # type: ignore[no-untyped-call]
        endpoint = {"api_endpoint": host}
        return Client(project="emulator", credentials=anonymous, client_options=endpoint)
    if options.credentials:
        return Client.from_service_account_json(str(options.credentials))
    return Client()


def _piece(blob: Blob, start: int, end: int) -> bytes:
    # raw: what was stored, whatever its Content-Encoding says.
    content: bytes = blob.download_as_bytes(
        start=start, end=end - 1, raw_download=True, checksum=None, timeout=_TIMEOUT
    )
    return content
