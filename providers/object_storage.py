"""Files in a folder or in S3, by obstore."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.store import LocalStore, S3Store

from providers.cloudfront import CloudFront
from providers.storage import CHUNK, S3, Facts, ObjectMissing, origin_of

if TYPE_CHECKING:
    # Types that exist for the type checker alone.
    from obstore import GetOptions
    from obstore.store import S3Config


class FolderStorage:
    """Files below one folder that only this program may enter."""

    origin = None

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._store = LocalStore(folder)

    async def put(self, key: str, content: BinaryIO, facts: Facts) -> None:  # noqa: ARG002 - we serve it
        self._forget_pieces(key)
        content.seek(0)
        await obstore.put_async(self._store, key, content)

    def get(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        return _read(self._store, key, start, end)

    async def delete(self, key: str) -> None:
        self._forget_pieces(key)
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, key)

    async def signed_address(self, key: str, lifetime: timedelta) -> str | None:  # noqa: ARG002
        return None

    async def close(self) -> None:
        """Nothing is open between calls."""

    def _forget_pieces(self, key: str) -> None:
        """What a killed process left of a `put`: obstore writes to `<key>#1`, `#2` … first."""
        for number in count(1):
            piece = self._folder / f"{key}#{number}"
            if not piece.exists():
                return
            piece.unlink(missing_ok=True)


class S3Storage:
    """Files in a private bucket, reached by presigned or CloudFront addresses."""

    def __init__(self, options: S3) -> None:
        endpoint = options.endpoint_url
        self._store = S3Store(
            options.bucket,
            config=_config(options),
            client_options={"allow_http": bool(endpoint and endpoint.startswith("http://"))},
        )
        self._cloudfront = CloudFront(options.cloudfront) if options.cloudfront else None
        self._origin = (
            origin_of(endpoint)
            if endpoint
            else f"https://{options.bucket}.s3.{options.region}.amazonaws.com"
        )

    @property
    def origin(self) -> str | None:
        return self._cloudfront.origin if self._cloudfront else self._origin

    async def put(self, key: str, content: BinaryIO, facts: Facts) -> None:
        content.seek(0)
        await obstore.put_async(
            self._store,
            key,
            content,
            attributes={
                "Content-Type": facts.mime_type,
                "Content-Disposition": facts.disposition,
            },
        )

    def get(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        return _read(self._store, key, start, end)

    async def delete(self, key: str) -> None:
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, key)

    async def signed_address(self, key: str, lifetime: timedelta) -> str | None:
        if self._cloudfront:
            return self._cloudfront.sign(key, lifetime)
        return await obstore.sign_async(self._store, "GET", key, lifetime)

    async def close(self) -> None:
        """Nothing is open between calls."""


def _config(options: S3) -> "S3Config":
    """What is left out obstore finds as every AWS program does: environment, profile, role."""
    config: S3Config = {
        "region": options.region,
        # A stand-in or another maker's store is known by its path, not by a host a bucket.
        "virtual_hosted_style_request": options.endpoint_url is None,
    }
    if options.endpoint_url:
        config["endpoint"] = options.endpoint_url
    if options.access_key_id:
        config["access_key_id"] = options.access_key_id
        config["secret_access_key"] = options.secret_access_key or ""
    return config


async def _read(
    store: LocalStore | S3Store, key: str, start: int, end: int | None
) -> AsyncIterator[bytes]:
    wanted: GetOptions = {"range": {"offset": start} if end is None else (start, end)}
    try:
        found = await obstore.get_async(store, key, options=wanted)
    except FileNotFoundError as error:
        raise ObjectMissing(key) from error
    async for chunk in found.stream(min_chunk_size=CHUNK):
        yield bytes(chunk)
