"""An XLSX as CSV. Run as its own process, so that a big workbook's memory is given back.

python -m services.import_workbooks workbook.xlsx table.csv
"""

import csv
import resource
import sys
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

# A million rows of twenty columns take about 2 GB.
_MOST_MEMORY = 4 * 1024**3
_MOST_DISK = 4 * 1024**3
_MOST_SECONDS = 600


def convert(workbook: Path, table: Path) -> int:
    """Write the first sheet that has rows; how many rows it had."""
    book = CalamineWorkbook.from_path(workbook)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            with table.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                for row in sheet.iter_rows():
                    writer.writerow([_text(cell) for cell in row])
            return sheet.height
    table.write_text("")
    return 0


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        # A phone number typed as a number must not come out as 5.5E+12 or end in ".0".
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)


def _limit() -> None:
    """A workbook of a kilobyte may claim a cell at the far end of a sheet, and all before it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_DISK, _MOST_DISK))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    # Killed for its memory is an ordinary end here, and not worth a file on the disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    _limit()
    try:
        convert(Path(arguments[0]), Path(arguments[1]))
    except (CalamineError, MemoryError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
