"""The one place a database transaction begins."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias
from uuid import UUID

import psycopg
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from db import arrays
from db.failures import forget_values, forget_values_of

arrays.register()

# The name by which api/ and web/, which know no SQLAlchemy, pass a transaction on.
Session: TypeAlias = AsyncSession

_LAST = "before_commit"
_SET_COMPANY = text("SELECT set_config('app.company_id', :company_id, true)")


class Database:
    """Two doors: `company` sees one company's rows, `system` all of them.

    `system` is for what happens before a company is known (sign-in, webhook routing) and for
    sweeps over all companies. There is no switch between them: they are different logins.
    """

    def __init__(self, app: AsyncEngine, system: AsyncEngine) -> None:
        self._app = app
        self._system = system

    @classmethod
    def connect(cls, app_url: str, system_url: str, *, pool_size: int = 10) -> "Database":
        return cls(_engine(app_url, pool_size), _engine(system_url, max(2, pool_size // 2)))

    @asynccontextmanager
    async def company(self, company_id: UUID) -> AsyncIterator[AsyncSession]:
        """One transaction that sees one company's rows; commits unless the block raises."""
        async with AsyncSession(self._app, expire_on_commit=False) as session, session.begin():
            await session.execute(_SET_COMPANY, {"company_id": str(company_id)})
            try:
                yield session
                await _do_last(session)
            except psycopg.Error as error:
                # Of a COPY, which goes past SQLAlchemy.
                forget_values(error)
                raise

    @asynccontextmanager
    async def system(self) -> AsyncIterator[AsyncSession]:
        """One transaction that sees every company's rows; commits unless the block raises."""
        async with AsyncSession(self._system, expire_on_commit=False) as session, session.begin():
            yield session
            await _do_last(session)

    async def close(self) -> None:
        await self._app.dispose()
        await self._system.dispose()


def before_commit(
    session: AsyncSession, work: Callable[[], Awaitable[None]], *, early: bool = False
) -> None:
    """Have `work` done as the last thing of this transaction, if it comes to its end.

    `early`: before what others asked for, because it takes locks that they must not hold already.
    """
    asked = session.info.setdefault(_LAST, [])
    asked.insert(0 if early else len(asked), work)


async def _do_last(session: AsyncSession) -> None:
    """What is asked for meanwhile too."""
    asked: list[Callable[[], Awaitable[None]]] = session.info.get(_LAST, [])
    while asked:
        await asked.pop(0)()


def _engine(url: str, pool_size: int) -> AsyncEngine:
    # pre_ping: after the database was restarted the first query gets a live connection.
    engine = create_async_engine(
        url,
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=10,
        # An error with its values would carry names and numbers into logs and histories.
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "handle_error", forget_values_of)
    return engine
