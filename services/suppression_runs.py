"""Carries a list of people who are not to be written to through its file, page by page.

A page and its progress are one transaction, so a worker that dies repeats none and counts none
twice. Numbers are read in processes of their own, one page ahead.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import consents, contact_imports
from db.queries.contact_imports import Progress
from db.session import Database
from schemas.consents import Entry
from schemas.enums import ConsentSource, ImportStatus
from services import consent_news, import_files, import_reports, import_rows, stop_causes
from services.import_files import Block, Dialect
from services.import_rows import Parsed, Plan, Problem, Rejected
from services.import_runs import Seen
from services.suppression_imports import Reach


@dataclass(frozen=True, slots=True)
class Job:
    import_id: UUID
    company_id: UUID
    user_id: UUID | None
    table: Path
    # Where refused rows are told.
    reports: Path
    dialect: Dialect
    plan: Plan
    reach: Reach
    # CHECKING counts and writes nothing; RUNNING writes.
    status: ImportStatus
    # When the list was given to us: the moment of its words, the same at each attempt.
    given_at: datetime
    done: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Page:
    block: Block
    parsed: Parsed
    first_row: int
    # Rows of somebody who stands further up in the file.
    repeated: list[int]
    # Row and match key of everybody else.
    people: list[tuple[int, str]]


class _NotCounted(Exception):
    """Cancelled, or another worker has this page: what it changed is taken back."""


class SuppressionRun:
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
        self._seen = Seen()
        # The header is row 1.
        self._next_row = 2

    async def execute(self) -> None:
        """Go through the file to its end, or until somebody cancels.

        Raises NotATable when the file turns out to be unreadable on the way.
        """
        source = import_files.blocks(self._job.table, self._job.dialect)
        ahead = await self._read(source)
        while ahead is not None:
            block, parsing = ahead
            ahead = await self._read(source)
            page = self._page(block, await parsing)
            if block.start not in self._job.done and not await self._apply(page):
                return
            self._on_progress()

    async def _read(self, source: Iterator[Block]) -> "tuple[Block, asyncio.Future[Parsed]] | None":
        block = await asyncio.to_thread(next, source, None)
        if block is None:
            return None
        loop = asyncio.get_running_loop()
        # No contact is made, so none needs an id.
        return block, loop.run_in_executor(self._pool, import_rows.parse, self._job.plan, block, "")

    def _page(self, block: Block, parsed: Parsed) -> _Page:
        first_row = self._next_row
        self._next_row += parsed.total
        again = self._seen.add(parsed.keys)
        rows, keys = np.frombuffer(parsed.rows, np.int64), np.frombuffer(parsed.keys, np.int64)
        people = zip(rows[~again].tolist(), map(str, keys[~again].tolist()), strict=True)
        return _Page(block, parsed, first_row, rows[again].tolist(), list(people))

    async def _apply(self, page: _Page) -> bool:
        """One page in one transaction; False when it is not to go on."""
        job, parsed = self._job, page.parsed
        rejected = parsed.rejected + await self._repeated(page)
        await asyncio.to_thread(
            import_reports.write,
            job.reports,
            page.block.start,
            page.first_row,
            job.plan.header,
            rejected,
        )
        try:
            async with self._database.company(job.company_id) as session:
                await self._count(session, page)
        except _NotCounted:
            return await self._goes_on()
        return True

    async def _count(self, session: AsyncSession, page: _Page) -> None:
        added = await self._suppress(session, page)
        progress = Progress(
            page.block.start,
            page.parsed.total,
            added,
            0,
            len(page.people) - added,
            len(page.repeated),
            len(page.parsed.rejected),
        )
        job = self._job
        if not await contact_imports.add_progress(session, job.import_id, job.status, progress):
            raise _NotCounted

    async def _suppress(self, session: AsyncSession, page: _Page) -> int:
        """How many people are suppressed by this page, or would be."""
        job = self._job
        keys = [key for _, key in page.people]
        standing = await consents.standing_everywhere(
            session, keys, job.reach.channels, job.reach.scope
        )
        new = [(row, key) for row, key in page.people if key not in standing]
        if job.status is ImportStatus.RUNNING:
            entries = self._entries(page, new)
            changed = await consents.record(session, job.company_id, entries)
            await consent_news.tell(session, job.company_id, changed, entries)
            await stop_causes.heed_refusals(session, job.company_id, entries)
        return len(new)

    def _entries(self, page: _Page, new: Sequence[tuple[int, str]]) -> list[Entry]:
        job = self._job
        return [
            Entry(
                channel=channel,
                scope=job.reach.scope,
                granted=False,
                source=ConsentSource.IMPORT,
                occurred_at=job.given_at,
                match_key=key,
                proof={"import_id": str(job.import_id), "row": page.first_row + row},
                recorded_by=job.user_id,
            )
            for row, key in new
            for channel in job.reach.channels
        ]

    async def _repeated(self, page: _Page) -> list[Rejected]:
        if not page.repeated:
            return []
        cells = await asyncio.get_running_loop().run_in_executor(
            self._pool, import_rows.cells_of, self._job.plan, page.block, page.repeated
        )
        problem = [Problem(None, import_reports.REPEATED)]
        return [Rejected(row, its, problem) for row, its in zip(page.repeated, cells, strict=True)]

    async def _goes_on(self) -> bool:
        async with self._database.company(self._job.company_id) as session:
            row = await contact_imports.get(session, self._job.import_id, kind=None)
        return row.status is self._job.status and row.cancel_requested_at is None
