"""An import as its screens show it: the step it is at, its columns, what was refused."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol
from uuid import UUID

from db.models.contacts import ContactField
from db.models.imports import ContactImport
from schemas.cursors import Cursor
from schemas.enums import FieldType, ImportStatus
from services import import_files, import_reports, imports
from services.import_columns import TARGETS
from services.import_files import NotATable
from services.import_rows import CUSTOM
from web.contact_views import type_name
from web.i18n import gettext, mark

_LABELS = {
    "phone": mark("Phone"),
    "name": mark("Name"),
    "email": mark("E-mail"),
    "external_id": mark("External id"),
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
    "tags": mark("Tags, separated by commas"),
}
_EXAMPLES = 3
_SHOWN_ERRORS = 20
_COUNTED_ERRORS = 20_000
_UNDER_WAY = (
    ImportStatus.CHECKING,
    ImportStatus.QUEUED,
    ImportStatus.RUNNING,
    ImportStatus.UNDOING,
)


class Form(Protocol):
    def getlist(self, key: str) -> Sequence[object]: ...
    def get(self, key: str, default: str, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen on the columns step."""

    mapping: dict[int, str]
    tag_ids: tuple[UUID, ...] = ()
    new_tags: tuple[str, ...] = ()
    only_new: bool = False
    overwrite: bool = True
    # Whose steps everybody of the file goes through.
    cadence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file with its first values."""

    position: int
    title: str
    examples: list[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows that did not go in: how many for each reason, and the first of them."""

    reasons: list[tuple[str, int]]
    rows: list[tuple[int, str, str]]
    # False when there are more rows than were counted.
    complete: bool


def step(row: ContactImport, *, columns: bool = False) -> str:
    """Which part of the wizard is shown: columns, working, checked or result."""
    if row.status is ImportStatus.UPLOADED or (columns and row.status is ImportStatus.CHECKED):
        return "columns"
    if row.status in _UNDER_WAY:
        return "working"
    return "checked" if row.status is ImportStatus.CHECKED else "result"


def share(row: ContactImport) -> float:
    """How far it is, between 0 and 1; before the first check nobody knows the number of rows."""
    if row.total_rows:
        return min(row.processed_rows / row.total_rows, 1.0)
    done = max((int(start) for start in row.done_blocks), default=0)
    return min(done / max(row.size_bytes, 1), 0.99)


async def table(storage: Path, row: ContactImport) -> list[FileColumn]:
    """The file's columns, read again from its beginning."""
    header = imports.dialect_of(row).header
    path = storage / row.storage_key / str(row.dialect["table"])
    try:
        sample = (await asyncio.to_thread(import_files.inspect, path)).sample
    except (NotATable, FileNotFoundError):
        sample = ()
    return [
        FileColumn(position, title, _first_values(sample, position))
        for position, title in enumerate(header)
    ]


def targets(definitions: Sequence[ContactField]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column can become, in groups."""
    custom = [(f"{CUSTOM}{field.key}", field.label) for field in definitions]
    fresh = [
        (f"new:{kind.value}", gettext("New field: %(type)s") % {"type": type_name(kind).lower()})
        for kind in FieldType
        if kind is not FieldType.CHOICE
    ]
    groups = [
        (gettext("Contact"), [(target, gettext(_LABELS[target])) for target in TARGETS]),
        (gettext("Fields"), custom),
        (gettext("New field"), fresh),
    ]
    return [group for group in groups if group[1]]


def stored(row: ContactImport) -> Chosen:
    options = imports.options_of(row)
    mapping = {int(position): str(target) for position, target in row.mapping.items()}
    return Chosen(
        mapping, options.tag_ids, (), options.only_new, options.overwrite, options.cadence_id
    )


def chosen(form: Form) -> Chosen:
    """The columns step as it was sent."""
    count = int(str(form.get("columns", "0")) or 0)
    picked = {place: str(form.get(f"column-{place}", "")) for place in range(min(count, 500))}
    new = [name.strip() for name in str(form.get("new_tags", "")).split(",")]
    return Chosen(
        {place: target for place, target in picked.items() if target},
        tuple(UUID(str(key)) for key in form.getlist("tag")),
        tuple(name for name in new if name)[:10],
        form.get("existing", "update") == "keep",
        form.get("values", "overwrite") != "fill",
        UUID(str(form.get("cadence", ""))) if form.get("cadence", "") else None,
    )


async def refused(storage: Path, row: ContactImport) -> Refused | None:
    """None while nothing was refused."""
    if not row.rejected_count and not row.duplicate_count:
        return None
    return await asyncio.to_thread(_refused, imports.report_folder(storage, row))


def place(text: str) -> Cursor | None:
    """Where the page before ended; an address somebody edited begins at the top."""
    moment, _, key = text.partition("_")
    try:
        found = Cursor(datetime.fromisoformat(moment), UUID(hex=key))
    except ValueError:
        return None
    return found if found.created_at.tzinfo else None


def place_of(row: ContactImport) -> str:
    return f"{row.created_at.isoformat().replace('+00:00', 'Z')}_{row.id.hex}"


def _refused(folder: Path) -> Refused:
    counts: dict[str, int] = {}
    first: list[tuple[int, str, str]] = []
    seen = 0
    for line in islice(import_reports.read(folder), _COUNTED_ERRORS + 1):
        seen += 1
        for _, code in line.problems:
            counts[code] = counts.get(code, 0) + 1
        if len(first) < _SHOWN_ERRORS:
            cells = " · ".join(cell for cell in line.cells if cell)
            first.append((line.row, cells, import_reports.in_words(line, gettext)))
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    reasons = [(gettext(import_reports.REASONS[code]), count) for code, count in ranked]
    return Refused(reasons, first, complete=seen <= _COUNTED_ERRORS)


def _first_values(sample: Sequence[Sequence[str]], position: int) -> list[str]:
    values = [row[position] for row in sample if position < len(row) and row[position]]
    return list(dict.fromkeys(values))[:_EXAMPLES]
