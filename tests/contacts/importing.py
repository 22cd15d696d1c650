"""Helpers: a file uploaded, checked and run as the product does it."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from temporalio.testing import ActivityEnvironment

from activities.imports import ImportActivities
from db.models.contacts import Contact
from db.models.imports import ContactImport
from db.queries import contact_imports
from db.session import Database
from schemas.payloads.imports import ImportRef
from services import import_uploads, imports
from services.import_rows import Plan
from services.import_runs import ImportRun
from services.imports import Options


class Killed(Exception):
    """The worker dies here."""


@contextmanager
def activities(database: Database, storage: Path) -> Iterator[ImportActivities]:
    with ThreadPoolExecutor(2) as pool:
        yield ImportActivities(database, storage, pool)


class Importer:
    """One company's imports, without HTTP and without Temporal."""

    def __init__(self, database: Database, storage: Path, company_id: UUID) -> None:
        self.database, self.storage, self.company_id = database, storage, company_id

    async def upload(self, content: bytes, name: str = "list.csv") -> ContactImport:
        async def chunks() -> AsyncIterator[bytes]:
            yield content

        upload = await import_uploads.store(self.storage, self.company_id, name, chunks())
        upload, inspection = await import_uploads.prepare(self.storage, upload)
        async with self.database.company(self.company_id) as session:
            return await imports.register(session, self.company_id, upload, inspection)

    async def configure(
        self, row: ContactImport, mapping: dict[int, str], **options: Any
    ) -> ContactImport:
        async with self.database.company(self.company_id) as session:
            return await imports.configure(session, row.id, mapping, Options(**options))

    async def check(self, row: ContactImport) -> ContactImport:
        async with self.database.company(self.company_id) as session:
            await imports.check(session, row.id)
        return await self.work(row)

    async def run(self, row: ContactImport) -> ContactImport:
        async with self.database.company(self.company_id) as session:
            await imports.start(session, row.id)
        return await self.work(row)

    async def undo(self, row: ContactImport) -> ContactImport:
        async with self.database.company(self.company_id) as session:
            await imports.undo(session, row.id)
        return await self.work(row)

    async def work(self, row: ContactImport) -> ContactImport:
        with activities(self.database, self.storage) as worker:
            await ActivityEnvironment().run(
                worker.work_on_import, ImportRef(self.company_id, row.id)
            )
        return await self.row(row)

    async def run_until_killed(self, row: ContactImport, *, after_blocks: int) -> None:
        """Run it the way a worker does that dies after some blocks were committed."""
        async with self.database.company(self.company_id) as session:
            await imports.start(session, row.id)
        committed = 0

        def die() -> None:
            nonlocal committed
            committed += 1
            if committed == after_blocks:
                raise Killed

        with activities(self.database, self.storage) as worker:
            async with self.database.company(self.company_id) as session:
                begun = await imports.begin(session, row.id)
            with ThreadPoolExecutor(2) as pool:
                job = worker._contacts(begun, await self._plan(begun))
                await ImportRun(self.database, pool, job, die).execute()

    async def _plan(self, row: ContactImport) -> Plan:
        async with self.database.company(self.company_id) as session:
            return await imports.plan_of(session, row)

    async def row(self, row: ContactImport) -> ContactImport:
        async with self.database.company(self.company_id) as session:
            return await contact_imports.get(session, row.id)

    async def contacts(self) -> list[Contact]:
        async with self.database.company(self.company_id) as session:
            return list(await session.scalars(select(Contact).order_by(Contact.id)))


def csv(*rows: str) -> bytes:
    return ("\n".join(rows) + "\n").encode()
