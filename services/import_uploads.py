"""Taking in an uploaded file: to the disk as it arrives, refused as soon as it is too large."""

import asyncio
import hashlib
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

from schemas.errors import TooLarge
from schemas.words import mark
from services import import_files
from services.import_files import Inspection, NotATable
from services.imports import Upload

MAX_BYTES = 1024**3
# What the request may weigh: the file in its form.
MAX_UPLOAD = MAX_BYTES + 1024**2
# An XLSX is held in memory whole while it is read: about ten times its size.
_MAX_UNPACKED_BYTES = 2 * 1024**3
_CHUNK = 1024**2
_RAW = "upload"
_TABLE = "table.csv"
_LONGEST_NAME = 200
_ROOT = Path(__file__).parent.parent


class FileTooLarge(TooLarge):
    code = "file_too_large"

    def __init__(self) -> None:
        super().__init__("The file is larger than 1 GB. Split it and import the parts one by one.")


async def take(
    storage: Path, company_id: UUID, file_name: str, read: Callable[[int], Awaitable[bytes]]
) -> tuple[Upload, Inspection]:
    """`store` and `prepare` for a form's file."""

    async def chunks() -> AsyncIterator[bytes]:
        while chunk := await read(_CHUNK):
            yield chunk

    return await prepare(storage, await store(storage, company_id, file_name, chunks()))


def _refuse_beyond_limit(size: int) -> None:
    if size > MAX_BYTES:
        raise FileTooLarge


async def store(
    storage: Path, company_id: UUID, file_name: str, chunks: AsyncIterator[bytes]
) -> Upload:
    """Write the bytes to a folder of their own. Raises FileTooLarge and keeps nothing."""
    key = f"imports/{company_id}/{uuid4().hex}"
    folder = storage / key
    await asyncio.to_thread(folder.mkdir, parents=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    try:
        with (folder / _RAW).open("wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                _refuse_beyond_limit(size)
                digest.update(chunk)
                await asyncio.to_thread(file.write, chunk)
    except BaseException:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        raise
    name = Path(file_name).name[:_LONGEST_NAME] or "file"
    return Upload(name, key, digest.hexdigest(), size, _RAW)


async def prepare(storage: Path, upload: Upload) -> tuple[Upload, Inspection]:
    """Find out how the file is to be read; a workbook becomes a CSV beside it.

    Raises NotATable and removes the file.
    """
    # Absolute: the converting process stands in another folder.
    folder = (await asyncio.to_thread(storage.absolute)) / upload.storage_key
    try:
        return await _prepared(folder, upload)
    except BaseException:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        raise


async def _prepared(folder: Path, upload: Upload) -> tuple[Upload, Inspection]:
    raw = folder / _RAW
    if await asyncio.to_thread(import_files.is_workbook, raw):
        await asyncio.to_thread(import_files.check_workbook, raw, _MAX_UNPACKED_BYTES)
        await _convert(raw, folder / _TABLE)
        upload = replace(upload, table=_TABLE)
    return upload, await asyncio.to_thread(import_files.inspect, folder / upload.table)


async def _convert(workbook: Path, table: Path) -> None:
    """In a process of its own: its memory goes with it, and the server answers meanwhile."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.import_workbooks",
        str(workbook),
        str(table),
        cwd=_ROOT,
        stderr=asyncio.subprocess.DEVNULL,
    )
    if await process.wait() != 0:
        raise NotATable(mark("The XLSX file cannot be read. Save it again, or save it as CSV."))
