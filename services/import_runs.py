"""Carries an import through its file: parse in processes, match and write in transactions.

Blocks are parsed ahead and in parallel, looked at in the order of the file (the first row of a
person counts, later ones are duplicates), and applied by two connections at once. A block and its
progress are one transaction, so a worker that dies repeats no block and counts none twice.
"""

import asyncio
import os
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlalchemy.exc import DBAPIError, IntegrityError

from db.queries import contact_imports, import_staging
from db.queries.contact_imports import Progress
from db.queries.import_staging import Applied, Choices
from db.session import Database
from schemas.enums import ImportStatus
from services import import_files, import_reports, import_rows
from services.ids import time_ordered_prefix
from services.import_files import Block, Dialect
from services.import_rows import Parsed, Plan, Problem, Rejected

# Connections that apply blocks at once; more than a few wait for each other's index pages.
_LOADERS = max(2, min(4, os.cpu_count() or 2))
# Somebody else made one of the block's contacts while it was being applied.
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be imported, and how."""

    import_id: UUID
    company_id: UUID
    table: Path
    # Where refused rows are told.
    reports: Path
    dialect: Dialect
    plan: Plan
    choices: Choices
    # CHECKING counts and writes nothing; RUNNING writes.
    status: ImportStatus
    # Blocks an earlier attempt committed.
    done: frozenset[int] = frozenset()

    @property
    def dry_run(self) -> bool:
        return self.status is ImportStatus.CHECKING


@dataclass(slots=True)
class Seen:
    """Keys met so far, sorted: eight bytes a person, however many there are."""

    keys: "np.ndarray[tuple[int], np.dtype[np.int64]]" = field(
        default_factory=lambda: np.empty(0, np.int64)
    )

    def add(self, fresh: "array[int]") -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Remember keys; which of them were met before, here or in an earlier block."""
        values = np.frombuffer(fresh, np.int64)
        order = np.argsort(values, kind="stable")
        ranked = values[order]
        repeated = np.zeros(len(values), np.bool_)
        repeated[order[1:]] = ranked[1:] == ranked[:-1]
        if len(self.keys):
            places = np.minimum(np.searchsorted(self.keys, values), len(self.keys) - 1)
            repeated |= self.keys[places] == values
        # Two sorted runs: the stable sort merges them in one pass.
        self.keys = np.sort(np.concatenate((self.keys, ranked)), kind="stable")
        return repeated


class _Known:
    """The match keys of the company's contacts as they were when the run began."""

    def __init__(self, lines: bytes | None) -> None:
        # None: only the database can tell who is known.
        self._keys = None if lines is None else np.sort(np.fromstring(lines, np.int64, sep="\n"))

    def none_of(self, keys: "array[int]") -> bool:
        """Whether nobody with one of these keys was a contact."""
        if self._keys is None:
            return False
        values = np.frombuffer(keys, np.int64)
        if not len(self._keys) or not len(values):
            return True
        places = np.minimum(np.searchsorted(self._keys, values), len(self._keys) - 1)
        return not bool((self._keys[places] == values).any())


class ImportRun:
    def __init__(
        self,
        database: Database,
        pool: Executor,
        job: Job,
        on_progress: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._pool = pool
        self._job = job
        self._on_progress = on_progress
        self._people = Seen()
        self._external = Seen()
        self._known = _Known(None)
        self._loaders = asyncio.Semaphore(_LOADERS)
        # The header is row 1.
        self._next_row = 2
        self._stopped = False

    async def execute(self) -> None:
        """Go through the file to its end, or until somebody cancels.

        Raises NotATable when the file turns out to be unreadable on the way.
        """
        try:
            await self._go_through()
        except ExceptionGroup as group:
            # The first one says what happened; the others are tasks it took down.
            raise group.exceptions[0] from group

    async def _go_through(self) -> None:
        async with self._database.company(self._job.company_id) as session:
            self._known = _Known(await import_staging.known_keys(session))
        waiting: deque[tuple[Block, asyncio.Future[Parsed]]] = deque()
        source = import_files.blocks(self._job.table, self._job.dialect)
        async with asyncio.TaskGroup() as applying:
            while not self._stopped:
                block = await asyncio.to_thread(next, source, None)
                if block is not None:
                    waiting.append((block, self._parse(block)))
                if waiting and (block is None or len(waiting) > _LOADERS):
                    await self._take(applying, *waiting.popleft())
                if block is None and not waiting:
                    break

    def _parse(self, block: Block) -> "asyncio.Future[Parsed]":
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(
            self._pool, import_rows.parse, self._job.plan, block, time_ordered_prefix()
        )

    async def _take(
        self, applying: asyncio.TaskGroup, block: Block, parsing: "asyncio.Future[Parsed]"
    ) -> None:
        """Look at a parsed block in its turn, and hand it on to be applied."""
        parsed = await parsing
        first_row = self._next_row
        self._next_row += parsed.total
        repeated = self._repeated(parsed)
        if block.start in self._job.done:
            return
        await self._loaders.acquire()
        applying.create_task(self._apply(block, parsed, first_row, repeated))

    def _repeated(self, parsed: Parsed) -> list[int]:
        """Rows of somebody who stands further up in the file."""
        repeated = self._people.add(parsed.keys)
        if len(parsed.external):
            known = np.frombuffer(parsed.external, np.int64) != 0
            repeated |= self._external.add(parsed.external) & known
        rows = np.frombuffer(parsed.rows, np.int64)
        return [int(row) for row in rows[repeated]]

    async def _apply(
        self, block: Block, parsed: Parsed, first_row: int, repeated: Sequence[int]
    ) -> None:
        try:
            for attempt in range(1, _ATTEMPTS + 1):
                try:
                    await self._apply_once(block, parsed, first_row, repeated, attempt)
                except (IntegrityError, DBAPIError) as error:
                    if attempt == _ATTEMPTS or not _is_a_race(error):
                        raise
                else:
                    break
        except _NotCounted:
            # Cancelled; or another worker has applied this block, and there are others.
            self._stopped = await self._is_over()
        finally:
            self._loaders.release()
        self._on_progress()

    async def _apply_once(
        self,
        block: Block,
        parsed: Parsed,
        first_row: int,
        repeated: Sequence[int],
        attempt: int,
    ) -> None:
        job = self._job
        external = len(parsed.external) > 0
        # Somebody may have become a contact since the keys were read: a second attempt looks.
        all_new = attempt == 1 and not external and self._known.none_of(parsed.keys)
        async with self._database.company(job.company_id) as session:
            await import_staging.stage(session, job.plan.staged, parsed.staged, repeated)
            applied = await import_staging.apply(
                session,
                job.choices,
                external=external,
                all_new=all_new,
                dry_run=job.dry_run,
            )
            rejected = await self._told(block, parsed, repeated, applied)
            await asyncio.to_thread(
                import_reports.write, job.reports, block.start, first_row, job.plan.header, rejected
            )
            progress = Progress(
                block.start,
                parsed.total,
                applied.created,
                applied.updated,
                applied.unchanged,
                len(repeated) + applied.repeated,
                len(parsed.rejected) + len(applied.taken),
            )
            if not await contact_imports.add_progress(session, job.import_id, job.status, progress):
                raise _NotCounted

    async def _is_over(self) -> bool:
        async with self._database.company(self._job.company_id) as session:
            row = await contact_imports.get(session, self._job.import_id, kind=None)
        return row.status is not self._job.status or row.cancel_requested_at is not None

    async def _told(
        self, block: Block, parsed: Parsed, repeated: Sequence[int], applied: Applied
    ) -> list[Rejected]:
        """Every row that did not go in, with the cells it had in the file."""
        reasons = dict.fromkeys(repeated, import_reports.REPEATED)
        reasons |= dict.fromkeys(applied.taken, import_reports.EXTERNAL_ID_TAKEN)
        if not reasons:
            return parsed.rejected
        rows = sorted(reasons)
        cells = await asyncio.get_running_loop().run_in_executor(
            self._pool, import_rows.cells_of, self._job.plan, block, rows
        )
        return parsed.rejected + [
            Rejected(row, found, [Problem(None, reasons[row])])
            for row, found in zip(rows, cells, strict=True)
        ]


class _NotCounted(Exception):
    """The block was not to be applied any more: what it changed is rolled back."""


def _is_a_race(error: DBAPIError) -> bool:
    # Unique violation, deadlock, serialisation failure: another transaction was quicker.
    return getattr(error.orig, "sqlstate", None) in {"23505", "40P01", "40001"}
