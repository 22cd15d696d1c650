"""One open stream: what its browser still has to be told, in a queue that cannot grow."""

import asyncio
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from db.queries.live import Audience
from services.live import EVERYTHING, LOOK, Hint
from services.live_journal import START, Entry

# More than this is told in one word: look at everything you show.
_MOST_NAMES = 100

# Why a stream ends: its session did, it shows another company, or we stop.
Ending = Literal["signed-out", "switched", "restart"]


@dataclass(frozen=True, slots=True)
class Batch:
    """What to send at once; no names for a sign of life."""

    names: list[str]
    # Where the browser may go on from once it has this batch.
    key: str | None
    # When the oldest of it was told.
    since: float | None
    ending: Ending | None


class Listener:
    """Told only what its audience may know; nothing at all before the audience is known.

    While the audience cannot be looked up it is `held`: told nothing, and afterwards to look at
    everything.
    """

    def __init__(self, session: bytes) -> None:
        self.session = session
        # The company it began with: showing another ends it.
        self.company_id: UUID | None = None
        self.audience: Audience | None = None
        self.ending: Ending | None = None
        self.held = False
        self.coalesced = 0
        self._names: dict[str, None] = {}
        self._key: str | None = None
        self._since: float | None = None
        self._woken = asyncio.Event()

    def read(self, entry: Entry) -> None:
        """Every entry passes here, also what this browser is not to know."""
        self._key = entry.key
        self.tell(entry.hint, entry.seconds)

    def tell(self, hint: Hint, at: float | None = None) -> None:
        if hint.kind != START and self._may_know(hint.inbox, hint.user):
            self._add(hint.names, at)

    def tell_everything(self, key: str | None = None) -> None:
        """That it is to look at all it shows; `key` is the newest place known by then."""
        if key is not None:
            self._key = key
        self._add((EVERYTHING,), None)

    def tell_to_look(self) -> None:
        """As everything, while nobody can say what changed."""
        self._add((LOOK,), None)

    def go_on_from(self, key: str) -> None:
        self._key = key

    def authorise(self, audience: Audience | None) -> None:
        """What the rows say now; the stream ends when they say that it should."""
        before, self.audience = self.audience, audience
        was_held, self.held = self.held, False
        if audience is None:
            self.end("signed-out")
        elif self.company_id is not None and self.company_id != audience.company_id:
            self.end("switched")
        elif was_held or (before is not None and before.hidden != audience.hidden):
            self.tell_everything()

    def end(self, why: Ending) -> None:
        self.ending = self.ending or why
        self._woken.set()

    async def next(self, seconds: float) -> Batch:
        """As soon as there is something, or a sign of life after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return Batch([], self._key, None, None)
        self._woken.clear()
        names, self._names = list(self._names), {}
        since, self._since = self._since, None
        # Whoever may no longer listen is not told what was on its way either.
        return Batch([] if self.ending else names, self._key, since, self.ending)

    def _may_know(self, inbox: UUID | None, user: UUID | None) -> bool:
        audience = self.audience
        if audience is None or self.held:
            return False
        return inbox not in audience.hidden and user in (None, audience.user_id)

    def _add(self, names: tuple[str, ...], at: float | None) -> None:
        if EVERYTHING in self._names and EVERYTHING not in names:
            # A single name would add nothing.
            self.coalesced += len(names)
            return
        if EVERYTHING in names or len(self._names) >= _MOST_NAMES:
            self.coalesced += len(self._names)
            self._names, names = {}, (EVERYTHING,)
        self._names.update(dict.fromkeys(names))
        self._since = at if self._since is None else self._since
        self._woken.set()
