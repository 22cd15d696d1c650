"""SMS whose callback was lost: the provider, which hardly repeats one, is asked what became of them.

Campaigns are walked from end to end, each at growing distances: what a phone that is off keeps
waiting is asked about seldom, and nobody in a campaign whose callbacks come as they should. Where a
walk found a callback that was lost, more will be: it is walked again at once. What is kept of this
is kept in memory: a worker that starts begins anew.
"""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from db.queries import waiting_sms
from db.queries.sms_ways import Way
from db.queries.waiting_sms import Piece, Waiting
from db.session import Database
from providers.base import ProviderError
from providers.sms import Login, SentSms, SmsManagement
from schemas.delivery import RANK
from schemas.errors import SecretUnreadable
from services import sms_reports
from services.keyring import Keyring
from services.live import LiveHints
from services.rests import Rests
from services.sms_accounts import number_of

_log = structlog.get_logger()
# A callback has this long to come by itself.
_AFTER_SECONDS = 60.0
# What one account is asked in one sweep, and how much of it at once.
_MOST, _AT_ONCE = 500, 10
_ACCOUNTS_AT_ONCE = 4
# No call begins later than this in a sweep; the next is a minute away.
_SWEEP_SECONDS = 30.0
# Between two walks of a campaign that still sends, or did lately: what is lost is found soon.
_LONGEST_IN_FLOW = 600.0


@dataclass(slots=True)
class _Account:
    """All that waits at one connection."""

    way: Way
    campaign_ids: list[UUID] = field(default_factory=list)
    messages: list[Waiting] = field(default_factory=list)


@dataclass(slots=True)
class _Turn:
    """What an account may still be asked in this sweep."""

    way: Way
    login: Login
    until: float
    left: int

    @property
    def over(self) -> bool:
        return self.left <= 0 or time.monotonic() >= self.until


@dataclass(slots=True)
class _Walk:
    cursor: UUID | None = None
    moved: int = 0
    fresh: bool = False


class SmsReceipts:
    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        management: SmsManagement,
        hints: LiveHints,
        *,
        after_seconds: float = _AFTER_SECONDS,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._management = management
        self._hints = hints
        self._after = after_seconds
        self._campaigns = Rests()
        self._messages = Rests()
        self._walks: dict[UUID, _Walk] = {}

    async def collect(self) -> int:
        """Ask about what waits, so much at a time; returns how many moved on."""
        until = time.monotonic() + _SWEEP_SECONDS
        places = asyncio.Semaphore(_ACCOUNTS_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            turns = [
                group.create_task(self._in_turn(places, account, until))
                for account in await self._accounts()
            ]
        return sum(turn.result() for turn in turns)

    async def _accounts(self) -> list[_Account]:
        """In any order: whoever was not reached in one sweep is first in another."""
        async with self._database.system() as session:
            campaigns = await waiting_sms.campaigns(
                session, after_seconds=self._after, resting=self._campaigns.now()
            )
            messages = await waiting_sms.messages(
                session, after_seconds=self._after, resting=self._messages.now(), most=_MOST
            )
        found: dict[UUID, _Account] = {}
        for campaign_id, way in campaigns:
            found.setdefault(way.connection_id, _Account(way)).campaign_ids.append(campaign_id)
        for one, way in messages:
            found.setdefault(way.connection_id, _Account(way)).messages.append(one)
        walked = {campaign_id for campaign_id, _ in campaigns}
        self._walks = {key: walk for key, walk in self._walks.items() if key in walked}
        accounts = list(found.values())
        random.shuffle(accounts)
        return accounts

    async def _in_turn(self, places: asyncio.Semaphore, account: _Account, until: float) -> int:
        async with places:
            try:
                login = number_of(self._keyring, account.way.company_id, account.way).login
                return await self._ask_all(account, _Turn(account.way, login, until, _MOST))
            except (ProviderError, SecretUnreadable) as error:
                # It is asked again later; the others do not wait for it.
                _log.warning(
                    "sms_receipts_failed",
                    connection_id=str(account.way.connection_id),
                    error=type(error).__name__,
                )
                self._rest(account)
                return 0

    def _rest(self, account: _Account) -> None:
        for campaign_id in account.campaign_ids:
            self._campaigns.put(campaign_id)
        for one in account.messages:
            self._messages.put(one.id)

    async def _ask_all(self, account: _Account, turn: _Turn) -> int:
        moved = 0
        for some in _handfuls(account.messages):
            if turn.over:
                return moved
            moved += await self._ask(turn, some)
            for one in some:
                self._messages.put(one.id)
        random.shuffle(account.campaign_ids)
        for campaign_id in account.campaign_ids:
            moved += await self._walk_on(turn, campaign_id)
        return moved

    async def _walk_on(self, turn: _Turn, campaign_id: UUID) -> int:
        """From where the last sweep stopped, to the end or for as long as there is room."""
        walk = self._walks.setdefault(campaign_id, _Walk())
        before = walk.moved
        while not turn.over:
            piece = await self._piece(turn, campaign_id, walk)
            walk.fresh |= piece.fresh
            if not await self._ask_piece(turn, walk, piece):
                break
            walk.cursor = piece.cursor
            if piece.cursor is None:
                self._end(campaign_id, walk)
                break
        return walk.moved - before

    async def _piece(self, turn: _Turn, campaign_id: UUID, walk: _Walk) -> Piece:
        async with self._database.company(turn.way.company_id) as session:
            return await waiting_sms.piece(
                session, campaign_id, cursor=walk.cursor, after_seconds=self._after
            )

    async def _ask_piece(self, turn: _Turn, walk: _Walk, piece: Piece) -> bool:
        """False when there was no room for all of them."""
        for some in _handfuls(piece.waiting):
            if turn.over:
                return False
            walk.moved += await self._ask(turn, some)
            walk.cursor = some[-1].id
        return True

    def _end(self, campaign_id: UUID, walk: _Walk) -> None:
        del self._walks[campaign_id]
        if walk.moved:
            self._campaigns.forget(campaign_id)
        if walk.fresh:
            self._campaigns.put(campaign_id, longest=_LONGEST_IN_FLOW)
        else:
            self._campaigns.put(campaign_id)

    async def _ask(self, turn: _Turn, some: Sequence[Waiting]) -> int:
        """Ask about these together and apply what is new. Raises when none was answered."""
        turn.left -= len(some)
        answers = await asyncio.gather(*(self._answer(turn.login, one) for one in some))
        if all(isinstance(answer, ProviderError) for answer in answers):
            raise next(answer for answer in answers if isinstance(answer, ProviderError))
        events = [
            sms_reports.event(turn.way.account_id, one.id, answer)
            for one, answer in zip(some, answers, strict=True)
            if isinstance(answer, SentSms) and _is_news(one, answer)
        ]
        if events:
            company_id = turn.way.company_id
            async with self._database.company(company_id) as session:
                told = await sms_reports.apply(session, company_id, events)
            await sms_reports.follow(self._database, self._hints, company_id, told)
        return len(events)

    async def _answer(self, login: Login, one: Waiting) -> SentSms | ProviderError | None:
        try:
            return await self._management.message(login, one.provider_id)
        except ProviderError as error:
            return error


def _is_news(one: Waiting, sms: SentSms) -> bool:
    return sms.status is not None and RANK[sms.status] > RANK[one.status]


def _handfuls(waiting: Sequence[Waiting]) -> Iterator[Sequence[Waiting]]:
    return (waiting[at : at + _AT_ONCE] for at in range(0, len(waiting), _AT_ONCE))
