"""Rows an import refused: kept block by block beside the file, read back as one CSV.

A block's report is written before its progress is committed, under a name of its own, so that a
repeated block replaces its report and nothing is told twice.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import FieldError
from schemas.words import mark
from services import field_values, phones
from services.import_rows import BAD_CHARACTERS, TOO_MANY_CELLS, Rejected

REPEATED = "repeated"
EXTERNAL_ID_TAKEN = "external_id_taken"
_OWN = (
    FieldError("row", REPEATED, "The same person stands in an earlier row."),
    FieldError("row", EXTERNAL_ID_TAKEN, "The external id belongs to another contact."),
    FieldError("row", TOO_MANY_CELLS, "The row has more cells than the header."),
    FieldError("row", BAD_CHARACTERS, "The row has characters that cannot be read."),
)
# Every reason, code → words in English.
REASONS: dict[str, str] = {
    error.code: error.message
    for error in (*_OWN, *phones.PROBLEMS.values(), *field_values.PROBLEMS.values())
}
# A cell that begins like this would be a formula when the report is opened.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A refused row; `row` is its number in the file, where the header is row 1."""

    row: int
    cells: list[str]
    # (name of the column or "", code)
    problems: list[tuple[str, str]]


def write(
    folder: Path, start: int, first_row: int, header: Sequence[str], rejected: Sequence[Rejected]
) -> None:
    """Keep what a block refused."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{start:015}.jsonl").open("w", encoding="utf-8") as file:
        for row in sorted(rejected, key=lambda row: row.row):
            problems = [
                [header[p.column] if p.column is not None else "", p.code] for p in row.problems
            ]
            file.write(json.dumps([first_row + row.row, row.cells, problems]) + "\n")


def read(folder: Path) -> Iterator[ReportRow]:
    """Every refused row, in the order of the file."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                row, cells, problems = json.loads(line)
                yield ReportRow(row, cells, [(column, code) for column, code in problems])


def as_csv(
    folder: Path,
    header: Sequence[str],
    translate: Callable[[str], str],
    *,
    separator: str = ",",
) -> Iterator[str]:
    """The report as CSV: row number, the row, the reasons in words."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator)
    titles = translate(mark("Row number")), *header, translate(mark("Why it is refused"))
    writer.writerow(map(_harmless, titles))
    for row in read(folder):
        # The words begin with the name the file gives its column.
        words = _harmless(in_words(row, translate))
        writer.writerow([row.row, *map(_harmless, row.cells), words])
        if buffer.tell() > 64 * 1024:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def in_words(row: ReportRow, translate: Callable[[str], str]) -> str:
    """`phone: The phone number is too short.`"""
    return " ".join(
        f"{column}: {translate(REASONS[code])}" if column else translate(REASONS[code])
        for column, code in row.problems
    )


def counts(folder: Path) -> Mapping[str, int]:
    """How many rows were refused for each reason, the most frequent first."""
    found: dict[str, int] = {}
    for row in read(folder):
        for _, code in row.problems:
            found[code] = found.get(code, 0) + 1
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _harmless(cell: str) -> str:
    # A leading apostrophe is how spreadsheets mark text; phone numbers keep their plus.
    risky = cell.startswith(_FORMULA) and not cell.lstrip("+-").replace(" ", "").isdigit()
    return f"'{cell}" if risky else cell
