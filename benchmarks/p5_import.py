"""P5: importing a CSV of 1,000,000 contacts against a bare COPY of the same file.

Ours reads, normalises, matches, removes duplicates, writes and tags, through the same code the
worker's activity runs, its parsing processes warm as in a worker that has been up a while. Theirs
is COPY of the file's bytes into a plain table of text columns without any index.
"""

import asyncio
import os
import random
import shutil
import statistics
import time
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import insert, text

from activities.imports import parsing_pool
from benchmarks.report import report, size
from benchmarks.stage import Stage, open_stage, resources_of
from bootstrap import Resources
from db.models.contacts import Tag
from db.models.imports import ContactImport
from db.models.people import Company
from db.queries import contact_imports
from schemas.enums import ImportStatus
from services import import_uploads, imports
from services.import_runs import ImportRun, Job
from services.imports import Options

GOAL = 6.0
ROUNDS = 3
# One in a hundred people stands in the list twice, in another spelling.
_TWICE = 100


@dataclass(frozen=True)
class Figures:
    copy_seconds: float
    import_seconds: float


def write_list(path: Path, rows: int) -> None:
    """People with distinct Brazilian mobile numbers, in two spellings."""
    chosen = random.Random(5).sample(range(10**8), rows)
    with path.open("w", encoding="utf-8") as file:
        file.write("name,phone,email,city\n")
        for row, number in enumerate(chosen):
            if row % _TWICE == 1:
                number = chosen[row - 1]  # noqa: PLW2901 - the person of the row before
            front, back, area = number // 10_000, number % 10_000, 11 + number % 9
            phone = f"({area}) 9{front:04}-{back:04}" if row % 2 else f"+55{area}9{number:08}"
            file.write(f"Person Number {row},{phone},person{row}@example.com,City {row % 500}\n")


def bare_copy(stage: Stage, path: Path) -> float:
    """Seconds to COPY the file as it is, commit included."""
    with psycopg.connect(stage.postgres.url(driver="postgresql")) as connection:
        connection.execute("DROP TABLE IF EXISTS plain")
        connection.execute("CREATE TABLE plain (name text, phone text, email text, city text)")
        connection.commit()
        started = time.perf_counter()
        copying = "COPY plain FROM STDIN (FORMAT csv, HEADER)"
        with connection.cursor().copy(copying) as copy, path.open("rb") as file:
            while chunk := file.read(1 << 20):
                copy.write(chunk)
        connection.commit()
        return time.perf_counter() - started


async def prepare(resources: Resources, path: Path) -> tuple[UUID, ContactImport]:
    """A new company's import of the file, columns mapped and a tag to put on."""
    company_id = uuid4()
    async with resources.database.system() as session:
        await session.execute(insert(Company).values(id=company_id, name="Bench"))

    async def chunks() -> AsyncIterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                yield chunk

    storage = resources.settings.storage_dir
    upload = await import_uploads.store(storage, company_id, "list.csv", chunks())
    upload, inspection = await import_uploads.prepare(storage, upload)
    async with resources.database.company(company_id) as session:
        tag = Tag(company_id=company_id, name="Bench")
        session.add(tag)
        await session.flush()
        row = await imports.register(session, company_id, upload, inspection)
        mapping = {0: "name", 1: "phone", 2: "email", 3: "new:text"}
        await imports.configure(session, row.id, mapping, Options(tag_ids=(tag.id,)))
    return company_id, row


async def run(resources: Resources, pool: Executor, company_id: UUID, import_id: UUID) -> float:
    """Seconds from the queue to the last commit."""
    async with resources.database.company(company_id) as session:
        await imports.start(session, import_id)
    started = time.perf_counter()
    async with resources.database.company(company_id) as session:
        row = await imports.begin(session, import_id)
        plan = await imports.plan_of(session, row)
    folder = resources.settings.storage_dir / row.storage_key
    job = Job(
        row.id,
        company_id,
        folder / str(row.dialect["table"]),
        folder / "run",
        imports.dialect_of(row),
        plan,
        imports.choices_of(row),
        ImportStatus.RUNNING,
    )
    await ImportRun(resources.database, pool, job).execute()
    async with resources.database.company(company_id) as session:
        await imports.finish(session, import_id)
    return time.perf_counter() - started


async def check(resources: Resources, company_id: UUID, import_id: UUID, rows: int) -> None:
    async with resources.database.company(company_id) as session:
        row = await contact_imports.get(session, import_id)
        stored = await session.scalar(text("SELECT count(*) FROM contacts"))
    assert row.processed_rows == rows
    assert row.created_count == stored == rows - row.duplicate_count
    assert row.duplicate_count == len(range(1, rows, _TWICE))


async def clear(stage: Stage) -> None:
    """Each round meets empty tables, and no checkpoint of the round before."""
    with psycopg.connect(stage.postgres.url(driver="postgresql"), autocommit=True) as connection:
        connection.execute("TRUNCATE contacts CASCADE")
        connection.execute("DROP TABLE IF EXISTS plain")
        connection.execute("CHECKPOINT")


async def measure(stage: Stage, path: Path, rows: int) -> list[Figures]:
    figures = []
    with parsing_pool() as pool:
        # Starts the processes and loads their modules.
        for started in [pool.submit(os.getpid) for _ in range(8)]:
            started.result()
        async with resources_of(stage) as resources:
            for _ in range(ROUNDS):
                await clear(stage)
                copied = bare_copy(stage, path)
                await clear(stage)
                company_id, first = await prepare(resources, path)
                imported = await run(resources, pool, company_id, first.id)
                await check(resources, company_id, first.id, rows)
                figures.append(Figures(copied, imported))
    return figures


def main() -> None:
    rows = size(1_000_000)
    with open_stage() as stage:
        path = stage.folder / "list.csv"
        write_list(path, rows)
        figures = asyncio.run(measure(stage, path, rows))
        shutil.rmtree(stage.settings.storage_dir, ignore_errors=True)
    ratios = [one.import_seconds / one.copy_seconds for one in figures]
    middle = figures[ratios.index(statistics.median_low(ratios))]
    report(
        "P5",
        ratio=middle.import_seconds / middle.copy_seconds,
        goal=GOAL,
        at_most=True,
        ours={
            "seconds": round(middle.import_seconds, 2),
            "rows_per_second": round(rows / middle.import_seconds),
            "ratios": [round(ratio, 2) for ratio in ratios],
        },
        theirs={"seconds": round(middle.copy_seconds, 2)},
        size=rows,
    )


if __name__ == "__main__":
    main()
