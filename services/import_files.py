"""Reading what somebody uploaded: what it is, how it is encoded, and in blocks of whole rows."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from charset_normalizer import from_bytes

from schemas.errors import InvalidInput
from schemas.words import mark

# What a parsing process takes at a time, and what one transaction applies.
BLOCK_BYTES = 4 * 1024 * 1024
_SNIFF_BYTES = 256 * 1024
_LONGEST_ROW = 16 * 1024 * 1024
# The reader's own limit, of 128 KB, would end an import for one long cell. A cell is judged like
# any other when its row is; here only the longest row counts, with a block read beyond it.
csv.field_size_limit(4 * _LONGEST_ROW)
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 20
_MOST_COLUMNS = 500
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# Beginnings of what people upload by mistake: PDF, PNG, JPEG, GIF, gzip, 7-Zip, RAR, programs.
_OTHER_FILES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc",
    b"Rar!",
    b"\x7fELF",
    b"MZ",
)
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


class NotATable(InvalidInput):
    """The file cannot be read as rows and columns; the message says what to do."""

    code = "not_a_table"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is to be read."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    # Kept with the import: progress is counted in blocks of this size.
    block_bytes: int = BLOCK_BYTES


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows of the file as UTF-8, and where they begin in it."""

    start: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Inspection:
    dialect: Dialect
    # The first rows, as text.
    sample: tuple[tuple[str, ...], ...]


def is_workbook(path: Path) -> bool:
    """Whether it is a spreadsheet of Excel's newer kind (or a zip of anything)."""
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def inspect(path: Path) -> Inspection:
    """Find encoding, delimiter and header. Raises NotATable for what is no CSV."""
    with path.open("rb") as file:
        beginning = file.read(_SNIFF_BYTES)
    _refuse_other_files(beginning)
    encoding = _encoding(beginning)
    text = _whole_lines(beginning.decode(encoding, errors="replace"), len(beginning))
    delimiter = _delimiter(text)
    rows = [tuple(cell.strip() for cell in row) for row in _sample(text, delimiter)]
    if not rows:
        raise NotATable(mark("The file is empty."))
    header = rows[0]
    if len(header) > _MOST_COLUMNS:
        raise NotATable(mark("The file has more than 500 columns."))
    return Inspection(Dialect(encoding, delimiter, header), tuple(rows[1:]))


def blocks(path: Path, dialect: Dialect) -> Iterator[Block]:
    """The rows after the header, in blocks of whole rows; memory holds one block at a time."""
    with path.open("rb") as file:
        source = file if _is_utf8(dialect.encoding) else _Utf8Reader(file, dialect.encoding)
        if dialect.encoding == "utf-8-sig":
            file.seek(len(b"\xef\xbb\xbf"))
        yield from _cut(source, dialect)


def records(data: bytes, delimiter: str) -> Iterator[list[str]]:
    """The rows of a block; bytes that are no text become U+FFFD."""
    text = data.decode("utf-8", errors="replace").replace("\x00", "")
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _cut(source: _Readable, dialect: Dialect) -> Iterator[Block]:
    start, rest, headless = 0, b"", True
    while True:
        more = source.read(dialect.block_bytes)
        data = rest + more
        if not data:
            return
        end = _last_row_end(data, dialect.delimiter) if more else len(data)
        if end == 0 and len(data) > _LONGEST_ROW:
            raise NotATable(mark("A quotation mark in the file is never closed."))
        rows, rest = data[:end], data[end:]
        if rows and headless:
            first = _first_row_end(rows, dialect.delimiter)
            start, rows, headless = start + first, rows[first:], False
        if rows:
            yield Block(start, rows)
            start += len(rows)
        if not more:
            return


def _last_row_end(data: bytes, delimiter: str) -> int:
    """The end of the last row that is surely complete; 0 when there is none."""
    if b'"' not in data:
        # Files of old Macs end their lines with a carriage return alone.
        old_mac = len(data) > _SNIFF_BYTES and b"\n" not in data
        return data.rfind(b"\r" if old_mac else b"\n") + 1
    # Only the reader knows which line breaks stand inside quotation marks.
    lines = data.splitlines(keepends=True)
    complete = _complete_lines(lines, delimiter)
    return sum(map(len, lines[:complete]))


def _complete_lines(lines: list[bytes], delimiter: str) -> int:
    """How many lines belong to all records but the last, which may go on."""
    reader = csv.reader((line.decode("latin-1") for line in lines), delimiter=delimiter)
    before = last = 0
    for _ in reader:
        before, last = last, reader.line_num
    return before


def _first_row_end(data: bytes, delimiter: str) -> int:
    lines = data.splitlines(keepends=True)
    reader = csv.reader((line.decode("latin-1") for line in lines), delimiter=delimiter)
    for row in reader:
        if any(cell.strip() for cell in row):
            break
    return sum(map(len, lines[: reader.line_num]))


def _is_utf8(encoding: str) -> bool:
    return encoding in {"utf-8", "utf-8-sig", "ascii"}


class _Utf8Reader:
    """A file in another encoding, read as if it were UTF-8."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")

    def read(self, size: int) -> bytes:
        return self._text.read(size).encode("utf-8")


def _refuse_other_files(beginning: bytes) -> None:
    if not beginning.strip():
        raise NotATable(mark("The file is empty."))
    if beginning.startswith(_OLD_EXCEL):
        raise NotATable(
            mark("This is an old Excel file (.xls). Save it as .xlsx or .csv and try again.")
        )
    binary = b"\x00" in beginning and not any(map(beginning.startswith, _MARKS))
    looks_wide = _utf16_without_mark(beginning) is not None
    if beginning.startswith(_OTHER_FILES) or (binary and not looks_wide):
        raise NotATable(
            mark("This is not a CSV or XLSX file. Save the list as one of them and try again.")
        )


def _encoding(beginning: bytes) -> str:
    for bytes_, name in _MARKS.items():
        if beginning.startswith(bytes_):
            return name
    wide = _utf16_without_mark(beginning)
    if wide:
        return wide
    try:
        # The cut may have gone through the last character.
        beginning[: len(beginning) - 4 if len(beginning) == _SNIFF_BYTES else None].decode("utf-8")
    except UnicodeDecodeError:
        return _guessed_encoding(beginning)
    return "utf-8"


def _guessed_encoding(beginning: bytes) -> str:
    """One byte a character: Windows' Western encoding unless the letters say otherwise."""
    western = beginning.decode("cp1252", errors="replace")
    if not any(letter not in _WESTERN for letter in western if ord(letter) > 127):  # noqa: PLR2004 - beyond ASCII
        return "cp1252"
    best = from_bytes(beginning, preemptive_behaviour=False).best()
    return best.encoding if best else "cp1252"


# The letters of Portuguese, Spanish, French, Italian and German, and typographic marks.
_WESTERN = frozenset(
    "áàâãäéèêëíìîïóòôõöúùûüçñÁÀÂÃÄÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑßªº°§€£¹²³«»¿¡·´`¨–—‘’“”…•®©™\u00a0"
)


def _utf16_without_mark(beginning: bytes) -> str | None:
    """UTF-16 shows in Western text as a zero in every second byte."""
    sample = beginning[:2000]
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if zeros_odd > half * 0.7 and zeros_even < half * 0.1:
        return "utf-16-le"
    if zeros_even > half * 0.7 and zeros_odd < half * 0.1:
        return "utf-16-be"
    return None


def _whole_lines(text: str, size: int) -> str:
    """Without the line the sniffing cut through."""
    if size < _SNIFF_BYTES:
        return text
    return text[: text.rfind("\n") + 1] or text


def _delimiter(text: str) -> str:
    """The mark that cuts the first rows into the most columns, equally many in each."""

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in _sample(text, delimiter)]
        if not widths:
            return 0.0, 0
        same = sum(width == widths[0] for width in widths) / len(widths)
        return (same if widths[0] > 1 else 0.0), widths[0]

    return max(_DELIMITERS, key=score)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    try:
        return list(islice((row for row in reader if any(map(str.strip, row))), _SAMPLE_ROWS + 1))
    except csv.Error as error:
        raise NotATable(mark("A quotation mark in the file is never closed.")) from error


def check_workbook(path: Path, limit: int) -> None:
    """Refuse a zip that is no workbook, or that would fill the disk. Raises NotATable."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename for info in archive.infolist()}
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise NotATable(mark("The XLSX file is damaged.")) from error
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise NotATable(mark("This is a ZIP file. Unpack it and upload the CSV or XLSX in it."))
    if unpacked > limit:
        raise NotATable(mark("The XLSX file is too large. Save it as CSV and try again."))
