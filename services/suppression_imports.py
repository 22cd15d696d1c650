"""Lists of people who are not to be written to: from upload to the last of them.

An import like one of contacts (services.imports has its states), of numbers alone. It only ever
adds: nobody on it is let back by being left out of the next one, and there is nothing to undo.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.imports import ContactImport
from db.queries import contact_imports, people
from schemas.enums import Channel, ImportKind, ImportStatus
from schemas.errors import FieldError, InvalidInput, InvalidState, NotFound
from schemas.policies import ALL
from schemas.words import mark
from services import consents, import_columns, import_files, import_uploads, phones
from services.import_files import Inspection
from services.imports import Upload
from services.phones import PhoneNumber

PHONE = "phone"
# A page is one transaction, which holds the company's turn to write consent: about ten thousand.
_PAGE_BYTES = 192 * 1024
_PASTED = "pasted-numbers.csv"
_HEADED = "headed.csv"
LONGEST_PASTE = 200_000
_SEPARATORS = str.maketrans({",": "\n", ";": "\n", "\t": "\n", "|": "\n"})
_ONE_BYTE = ("utf-8", "ascii", "cp1252")


@dataclass(frozen=True, slots=True)
class Reach:
    """What people on a list are no longer sent."""

    channels: tuple[Channel, ...] = tuple(Channel)
    scope: str = ALL

    def to_json(self) -> dict[str, object]:
        return {"channels": [channel.value for channel in self.channels], "scope": self.scope}


def reach_of(row: ContactImport) -> Reach:
    channels = row.options["channels"]
    assert isinstance(channels, list)
    return Reach(tuple(Channel(str(one)) for one in channels), str(row.options["scope"]))


async def take_text(storage: Path, company_id: UUID, text: str) -> tuple[Upload, Inspection]:
    """Store numbers that were pasted, one a line or between commas, as a file of one column."""
    lines = [line.strip() for line in text.translate(_SEPARATORS).splitlines() if line.strip()]
    if not lines:
        raise InvalidInput(
            "Paste the numbers, or choose a file.",
            [FieldError("numbers", "missing", "Paste at least one number.")],
        )

    async def chunks() -> AsyncIterator[bytes]:
        quoted = ('"' + line.replace('"', "") + '"' for line in lines)
        yield "\n".join((PHONE, *quoted, "")).encode()

    upload = await import_uploads.store(storage, company_id, _PASTED, chunks())
    return await import_uploads.prepare(storage, upload)


async def take_file(
    storage: Path,
    company_id: UUID,
    file_name: str,
    country: str,
    read: Callable[[int], Awaitable[bytes]],
) -> tuple[Upload, Inspection]:
    """Store an uploaded file; one without names of columns gets them."""
    upload, inspection = await import_uploads.take(storage, company_id, file_name, read)
    numbers = [
        isinstance(phones.parse(cell, country), PhoneNumber) for cell in inspection.dialect.header
    ]
    if not any(numbers):
        return upload, inspection
    first = numbers.index(True)
    names = [PHONE if place == first else f"column {place + 1}" for place in range(len(numbers))]
    return await _with_header(storage, upload, inspection, names)


async def _with_header(
    storage: Path, upload: Upload, inspection: Inspection, names: Sequence[str]
) -> tuple[Upload, Inspection]:
    """The same rows below names of columns: else the first person would be taken for one."""
    dialect = inspection.dialect
    if dialect.encoding not in _ONE_BYTE:
        message = mark("The first row has to hold the names of the columns, not a number.")
        raise InvalidInput(message, [FieldError("file", "no_header", message)])
    folder = storage / upload.storage_key

    def write() -> Inspection:
        with (folder / upload.table).open("rb") as rows, (folder / _HEADED).open("wb") as headed:
            headed.write((dialect.delimiter.join(names) + "\n").encode())
            while chunk := rows.read(1024 * 1024):
                headed.write(chunk)
        return import_files.inspect(folder / _HEADED)

    return replace(upload, table=_HEADED), await asyncio.to_thread(write)


async def register(
    session: AsyncSession,
    company_id: UUID,
    upload: Upload,
    inspection: Inspection,
    reach: Reach,
    *,
    user_id: UUID | None = None,
) -> ContactImport:
    """A list that was uploaded; checked at once where it is clear which column has the numbers."""
    await _check(session, reach)
    company = await people.get_company(session, company_id)
    if company is None:
        raise NotFound("Company", company_id)
    dialect = inspection.dialect
    position = _numbers_in(dialect.header, inspection.sample, company.country)
    row = ContactImport(
        company_id=company_id,
        kind=ImportKind.SUPPRESSIONS,
        status=ImportStatus.UPLOADED if position is None else ImportStatus.CHECKING,
        file_name=upload.file_name,
        storage_key=upload.storage_key,
        file_hash=upload.file_hash,
        size_bytes=upload.size_bytes,
        dialect={
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter,
            "header": list(dialect.header),
            "block_bytes": _PAGE_BYTES,
            "table": upload.table,
        },
        mapping={} if position is None else {str(position): PHONE},
        options=reach.to_json(),
        created_by=user_id,
    )
    session.add(row)
    await session.flush()
    return row


async def choose_column(session: AsyncSession, import_id: UUID, position: int) -> ContactImport:
    """Say in which column the numbers are, and begin the dry run."""
    row = await contact_imports.get_for_update(session, import_id, kind=ImportKind.SUPPRESSIONS)
    if row.status not in (ImportStatus.UPLOADED, ImportStatus.CHECKED):
        raise InvalidState("Only a list that was not imported yet can be changed.")
    header = row.dialect["header"]
    assert isinstance(header, list)
    if not 0 <= position < len(header):
        wrong = FieldError("column", "no_such_column", "The file has no such column.")
        raise InvalidInput("The file has no such column.", [wrong])
    row.mapping, row.status = {str(position): PHONE}, ImportStatus.CHECKING
    row.total_rows, row.done_blocks = None, []
    return row


async def _check(session: AsyncSession, reach: Reach) -> None:
    if not reach.channels:
        wrong = FieldError("channels", "missing", "Choose at least one channel.")
        raise InvalidInput("Choose where they are not to be written to.", [wrong])
    await consents.check_scopes(session, {reach.scope})


def _numbers_in(header: Sequence[str], sample: Sequence[Sequence[str]], country: str) -> int | None:
    guessed = import_columns.guess(header, sample, country, {})
    found = next((place for place, target in guessed.items() if target == PHONE), None)
    return 0 if found is None and len(header) == 1 else found
