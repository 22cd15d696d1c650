"""Does what an import's row asks for: a dry run, the import itself, or taking it back."""

import gc
import multiprocessing
import os
import threading
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from temporalio import activity

from activities.heartbeats import heartbeats
from db.models.imports import ContactImport
from db.queries import cadence_sources, contact_imports
from db.session import Database
from schemas.enums import ImportKind, ImportStatus
from schemas.payloads.imports import ImportRef
from schemas.words import mark
from services import enrolment_stops, imports, suppression_imports
from services.import_files import NotATable
from services.import_rows import Plan

if TYPE_CHECKING:
    from services.import_runs import ImportRun, Job
    from services.suppression_runs import Job as SuppressionJob
    from services.suppression_runs import SuppressionRun

# Contacts one transaction of an undo touches.
_UNDO_PAGE = 20_000
_FOLDERS = {ImportStatus.CHECKING: "check", ImportStatus.RUNNING: "run"}


def parsing_pool() -> ProcessPoolExecutor:
    """Processes that parse, started when first needed and kept.

    Spawned, not forked: the worker has threads of its own.
    """
    return ProcessPoolExecutor(
        os.cpu_count() or 1, multiprocessing.get_context("spawn"), initializer=_begin_parsing
    )


def _begin_parsing() -> None:
    # Parsing makes millions of small objects and no cycles: looking for some costs a tenth.
    gc.disable()
    # A worker that is killed cannot tell its pool to end.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class ImportActivities:
    def __init__(self, database: Database, storage_dir: Path, pool: Executor) -> None:
        self._database = database
        self._storage = storage_dir
        self._pool = pool

    @activity.defn
    async def work_on_import(self, ref: ImportRef) -> None:
        """Bring an import to the state its row asks for; nothing to do is fine.

        Safe to repeat after any crash: each page is committed together with its progress.
        """
        async with heartbeats():
            async with self._database.company(ref.company_id) as session:
                row = await imports.begin(session, ref.import_id)
            if row.status in _FOLDERS:
                await self._go_through(row)
            elif row.status is ImportStatus.UNDOING:
                await self._take_back(row)

    async def _go_through(self, row: ContactImport) -> None:
        try:
            await (await self._run(row)).execute()
        except NotATable as error:
            await self._fail(row, error.code, error.message)
        except BrokenExecutor:
            # One of its processes was killed, and it takes no more work: the next try has another.
            self._pool = parsing_pool()
            raise
        except FileNotFoundError:
            await self._fail(row, "file_missing", mark("The uploaded file is gone."))
        else:
            await self._finish(row)

    async def _run(self, row: ContactImport) -> "ImportRun | SuppressionRun":
        async with self._database.company(row.company_id) as session:
            plan = await imports.plan_of(session, row)
            source = await cadence_sources.of_import(session, row.id)
        if row.kind is ImportKind.SUPPRESSIONS:
            # They bring 15 MB of numpy along, which only imports pay for.
            from services.suppression_runs import SuppressionRun  # noqa: PLC0415

            return SuppressionRun(self._database, self._pool, self._suppressions(row, plan))
        from services.import_runs import ImportRun  # noqa: PLC0415 - as above

        job = self._contacts(row, plan, source.id if source is not None else None)
        return ImportRun(self._database, self._pool, job)

    def _contacts(self, row: ContactImport, plan: Plan, source_id: UUID | None = None) -> "Job":
        from services.import_runs import Job  # noqa: PLC0415 - as above

        folder = self._storage / row.storage_key
        return Job(
            row.id,
            row.company_id,
            folder / str(row.dialect["table"]),
            folder / _FOLDERS[row.status],
            imports.dialect_of(row),
            plan,
            imports.choices_of(row, source_id),
            row.status,
            frozenset(row.done_blocks),
        )

    def _suppressions(self, row: ContactImport, plan: Plan) -> "SuppressionJob":
        from services.suppression_runs import Job  # noqa: PLC0415 - as above

        folder = self._storage / row.storage_key
        return Job(
            row.id,
            row.company_id,
            row.created_by,
            folder / str(row.dialect["table"]),
            folder / _FOLDERS[row.status],
            imports.dialect_of(row),
            plan,
            suppression_imports.reach_of(row),
            row.status,
            row.created_at,
            frozenset(row.done_blocks),
        )

    async def _take_back(self, row: ContactImport) -> None:
        """Remove what the import created and restore what it changed, page by page."""
        last: UUID | None = UUID(int=0)
        more = True
        while last is not None or more:
            async with self._database.company(row.company_id) as session:
                if last is not None:
                    last, gone = await contact_imports.remove_created(
                        session, row.id, after=last, limit=_UNDO_PAGE
                    )
                    erased = enrolment_stops.CONTACT_ERASED
                    await enrolment_stops.stop(session, row.company_id, gone, erased)
                more = await contact_imports.restore_changed(session, row.id, limit=_UNDO_PAGE)
        await self._finish(row)

    async def _finish(self, row: ContactImport) -> None:
        async with self._database.company(row.company_id) as session:
            await imports.finish(session, row.id)

    async def _fail(self, row: ContactImport, code: str, detail: str) -> None:
        async with self._database.company(row.company_id) as session:
            await imports.fail(session, row.id, code, detail)
