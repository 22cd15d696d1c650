"""Following short links: found at once, written down a moment later, many together.

A redirect never waits for the database to write, and while it is away whoever follows a link that
was followed before still arrives; what they did is kept and written when it is back.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from db.queries import links, responses
from db.queries.links import Target
from db.queries.responses import Click
from db.session import Database
from schemas.errors import ServiceAway
from services import link_codes
from services.links import recipient
from services.live import LiveHints

# What goes together into one transaction.
_GATHER_SECONDS = 0.1
_RETRY_SECONDS = 2.0
_CLOSE_SECONDS = 3.0
# More than this waits only when the database has been away for long; then the newest are lost.
_MOST_WAITING = 50_000
_BATCH = 1_000
_MOST_TARGETS = 20_000
# A serial nobody has registered yet may be registered the next moment.
_FORGET_UNKNOWN_SECONDS = 2.0
# What one recipient can add to the figures: more is a machine that calls itself a browser.
_MOST_OF_ONE = 20
_WINDOW_SECONDS = 600.0
_MOST_COUNTED = 100_000
# The database is away or too busy: it will be back, and what waits is written then.
_AWAY = (OperationalError, InterfaceError, NoConnection, OSError)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Followed:
    """A code that was read: where it leads, and whose it is."""

    target: Target
    recipient_id: UUID


class Clicks:
    """One process's; `close` writes what is still waiting."""

    def __init__(self, database: Database, hints: LiveHints, key: bytes) -> None:
        self._database = database
        self._hints = hints
        self._key = key
        self._targets: dict[int, tuple[Target | None, float]] = {}
        self._waiting: list[tuple[UUID, Click]] = []
        self._of_one: dict[tuple[UUID, UUID], int] = {}
        self._window = time.monotonic()
        self._writer: asyncio.Task[None] | None = None

    async def follow(self, code: str) -> Followed | None:
        """What a code says; None for one that is not ours or whose link is gone.

        Raises ServiceAway when only the database could say.
        """
        read = link_codes.read(self._key, code)
        if read is None:
            return None
        serial, position = read
        target = await self._target(serial)
        return Followed(target, recipient(target.campaign_id, position)) if target else None

    async def _target(self, serial: int) -> Target | None:
        """A link never changes, so what was found once stays true."""
        found, until = self._targets.get(serial, (None, 0.0))
        if found is not None or until > time.monotonic():
            return found
        try:
            async with self._database.system() as session:
                found = await links.target(session, serial)
        except _AWAY as error:
            raise ServiceAway from error
        if len(self._targets) >= _MOST_TARGETS:
            del self._targets[next(iter(self._targets))]
        self._targets[serial] = (found, time.monotonic() + _FORGET_UNKNOWN_SECONDS)
        return found

    def note(self, followed: Followed, *, robot: bool) -> None:
        """Write this down soon; returns at once."""
        target = followed.target
        if len(self._waiting) >= _MOST_WAITING or not self._may_count(followed):
            return
        click = Click(target.link_id, followed.recipient_id, robot, datetime.now(UTC))
        self._waiting.append((target.company_id, click))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_soon())

    def _may_count(self, followed: Followed) -> bool:
        now = time.monotonic()
        if now - self._window > _WINDOW_SECONDS or len(self._of_one) >= _MOST_COUNTED:
            self._of_one, self._window = {}, now
        key = (followed.target.link_id, followed.recipient_id)
        self._of_one[key] = self._of_one.get(key, 0) + 1
        return self._of_one[key] <= _MOST_OF_ONE

    async def _write_soon(self) -> None:
        await asyncio.sleep(_GATHER_SECONDS)
        while self._waiting:
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            left = await self._write(batch)
            if left:
                self._waiting = left + self._waiting
                await asyncio.sleep(_RETRY_SECONDS)

    async def _write(self, batch: Sequence[tuple[UUID, Click]]) -> list[tuple[UUID, Click]]:
        """A transaction for each company; returns what could not be written."""
        by_company: dict[UUID, list[Click]] = defaultdict(list)
        for company_id, click in batch:
            by_company[company_id].append(click)
        left: list[tuple[UUID, Click]] = []
        for company_id, clicks in by_company.items():
            try:
                async with self._database.company(company_id) as session:
                    changed = await responses.add_clicks(session, clicks)
            except _AWAY as error:
                _log.warning("clicks_wait", reason=type(error).__name__, count=len(clicks))
                left += [(company_id, click) for click in clicks]
                continue
            except SQLAlchemyError as error:
                _log.exception("clicks_lost", reason=type(error).__name__, count=len(clicks))
                continue
            for campaign_id in changed:
                self._hints.changed(company_id, "campaign", campaign_id)
        return left

    async def close(self) -> None:
        """Write what waits, if that is possible within a few seconds."""
        if self._writer is None:
            return
        try:
            await asyncio.wait_for(self._writer, _CLOSE_SECONDS)
        except TimeoutError:
            _log.warning("clicks_lost", count=len(self._waiting))
