"""One block of an import's file as rows ready for the database. Runs in parsing processes.

Works on whole columns: a million rows leave no time for a function call a cell. What the quick
path cannot read goes through the same readers as a contact typed by hand.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from json.encoder import encode_basestring

from schemas.enums import FieldType
from services import field_values, phones
from services.field_values import Unreadable
from services.import_files import Block, records

CUSTOM = "fields."
TOO_MANY_CELLS = "too_many_cells"
BAD_CHARACTERS = "bad_characters"
_LONGEST = 200
_MOST_TAGS = 20
_LONGEST_TAG = 60
_LISTED = re.compile(r"[,;|]")
_SPACES = re.compile(r"\s+")
# Lines of words with one space between, and lines of usual addresses.
_PLAIN_NAMES = re.compile(r"(?:[^\s\\]+[ \n]?)*+")
_PLAIN_EMAILS = re.compile(r"(?:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]{2,})+\n?)*+")
# What the text form of COPY gives a meaning.
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"[\\\t\n\r]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and what it fills: name, phone, email, …, or fields.<key>."""

    index: int
    target: str
    type: FieldType = FieldType.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All a parsing process needs to know of an import."""

    delimiter: str
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    country: str

    @property
    def staged(self) -> tuple[str, ...]:
        """The columns of the staging table that this import fills, in the order of COPY."""
        plain = [column.target for column in self.columns if not column.target.startswith(CUSTOM)]
        custom = ["fields"] if len(plain) < len(self.columns) else []
        return ("row", "id", "phone_key", *plain, *custom)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: which column of the file (None: the whole row), and what."""

    column: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refused row as it stood in the file; `row` counts from 0 in its block."""

    row: int
    cells: list[str]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one block holds. `keys` run along `rows`: two rows with one key are one person."""

    total: int
    staged: bytes
    rows: "array[int]"
    keys: "array[int]"
    # Hashes of external ids; 0 where a row has none. Empty when the file has no such column.
    external: "array[int]"
    rejected: list[Rejected]


@dataclass(slots=True)
class _Table:
    """The rows of a block while they are being read."""

    rows: list[list[str]]
    problems: dict[int, list[Problem]] = field(default_factory=dict)

    def refuse(self, row: int, problem: Problem) -> None:
        self.problems.setdefault(row, []).append(problem)


def parse(plan: Plan, block: Block, id_prefix: str) -> Parsed:
    """Read every row; `id_prefix` and the row's number make the id of a new contact."""
    table = _table(plan, block)
    if not table.rows:
        return Parsed(0, b"", array("q"), array("q"), array("q"), [])
    cells = list(zip(*table.rows, strict=True))
    keys: list[str] = []
    output: dict[str, Sequence[str]] = {}
    custom: list[Sequence[str]] = []
    for column in plan.columns:
        texts = list(map(str.strip, cells[column.index]))
        if column.target == "phone":
            keys, output["phone"] = _phones(plan, table, column, texts)
        elif column.target.startswith(CUSTOM):
            custom.append(_custom(table, column, texts))
        else:
            output[column.target] = _plain(table, column, texts)
    if custom:
        output["fields"] = _objects(custom)
    return _parsed(table, keys, output, id_prefix)


def cells_of(plan: Plan, block: Block, rows: Sequence[int]) -> list[list[str]]:
    """Some rows of a block as they stand in the file."""
    table = _table(plan, block)
    return [table.rows[row] for row in rows]


def _table(plan: Plan, block: Block) -> _Table:
    """Rows of equal width; blank lines are no rows."""
    width = len(plan.header)
    table = _Table(list(filter(any, records(block.data, plan.delimiter))))
    ragged = set(map(len, table.rows)) != {width}
    for number, row in enumerate(table.rows if ragged else ()):
        if len(row) != width:
            if any(map(str.strip, row[width:])):
                table.refuse(number, Problem(None, TOO_MANY_CELLS))
            table.rows[number] = (row + [""] * width)[:width]
    if "\ufffd".encode() in block.data or not _decodes(block.data):
        for number, row in enumerate(table.rows):
            if any("\ufffd" in cell for cell in row):
                table.refuse(number, Problem(None, BAD_CHARACTERS))
    return table


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _phones(
    plan: Plan, table: _Table, column: Column, texts: list[str]
) -> tuple[list[str], list[str]]:
    read = phones.parse_column(texts, plan.country)
    for row, problem in read.problems.items():
        table.refuse(row, Problem(column.index, problem.value))
    return read.keys, read.e164s


def _plain(table: _Table, column: Column, texts: list[str]) -> list[str]:
    """A column of its own in the contacts table; empty becomes NULL, but for the name."""
    if "" not in texts and _needs_no_reading(column.target, texts):
        return texts
    reader = _READERS[column.target]
    known: dict[str, str] = {"": "" if column.target == "name" else "\\N"}
    return _each(table, column, texts, reader, known)


def _needs_no_reading(target: str, texts: list[str]) -> bool:
    """Whether every text of the column is already as it would be stored."""
    lines = "\n".join(texts)
    if target == "name":
        return _PLAIN_NAMES.fullmatch(lines) is not None and max(map(len, texts)) <= _LONGEST
    return target == "email" and _PLAIN_EMAILS.fullmatch(lines) is not None


def _custom(table: _Table, column: Column, texts: list[str]) -> list[str]:
    """`"key":value` in JSON, or nothing where the cell is empty."""
    key = encode_basestring(column.target.removeprefix(CUSTOM))

    def reader(text: str) -> str:
        value = field_values.read(column.type, text, column.choices)
        if isinstance(value, str):
            return f"{key}:{encode_basestring(value)}"
        return f"{key}:{str(value).lower()}"

    return _each(table, column, texts, reader, {"": ""})


def _each(
    table: _Table,
    column: Column,
    texts: list[str],
    reader: Callable[[str], str],
    known: dict[str, str],
) -> list[str]:
    """Read each different text once; many columns hold the same few words again and again."""
    unreadable: dict[str, str] = {}
    for text in set(texts).difference(known):
        try:
            known[text] = _escaped(reader(text))
        except Unreadable as error:
            unreadable[text] = error.error.code
            known[text] = "\\N"
    if unreadable:
        for row, text in enumerate(texts):
            if text in unreadable:
                table.refuse(row, Problem(column.index, unreadable[text]))
    return [known[text] for text in texts]


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text) if _ESCAPED.search(text) else text


def _objects(columns: list[Sequence[str]]) -> list[str]:
    if len(columns) == 1:
        return [f"{{{part}}}" for part in columns[0]]
    return [f"{{{','.join(filter(None, parts))}}}" for parts in zip(*columns, strict=True)]


def _parsed(
    table: _Table, keys: list[str], output: dict[str, Sequence[str]], id_prefix: str
) -> Parsed:
    total = len(table.rows)
    rows = (
        range(total) if not table.problems else [r for r in range(total) if r not in table.problems]
    )
    lines = zip(map(str, range(total)), _ids(id_prefix, total), keys, *output.values(), strict=True)
    if table.problems:
        kept = [line for row, line in enumerate(lines) if row not in table.problems]
        staged = "\n".join(map("\t".join, kept))
        keys = [keys[row] for row in rows]
    else:
        staged = "\n".join(map("\t".join, lines))
    external = output.get("external_id", ())
    return Parsed(
        total,
        (staged + "\n").encode() if staged else b"",
        array("q", rows),
        array("q", map(int, keys)),
        array("q", (_hash(external[row]) for row in rows) if external else ()),
        [Rejected(row, table.rows[row], found) for row, found in sorted(table.problems.items())],
    )


def _ids(prefix: str, total: int) -> list[str]:
    return [f"{prefix}{row:08x}" for row in range(total)]


def _hash(external_id: str) -> int:
    if external_id == "\\N":
        return 0
    return int.from_bytes(blake2b(external_id.encode(), digest_size=7).digest())


def _name(text: str) -> str:
    name = _SPACES.sub(" ", text)
    if len(name) > _LONGEST:
        raise Unreadable(field_values.TOO_LONG)
    return name


def _tags(text: str) -> str:
    """Names between bars, each once; a cell lists them by comma, semicolon or bar."""
    names = list(dict.fromkeys(filter(None, map(_name, map(str.strip, _LISTED.split(text))))))
    if len(names) > _MOST_TAGS or any(len(name) > _LONGEST_TAG for name in names):
        raise Unreadable(field_values.TOO_LONG)
    return "|".join(names)


_READERS: dict[str, Callable[[str], str]] = {
    "tags": _tags,
    "name": _name,
    "external_id": _name,
    "email": field_values.email,
    "language": field_values.language,
    "time_zone": field_values.time_zone,
}
