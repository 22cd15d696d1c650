"""Delivers webhooks: signed, in batches under load, and again until the receiver takes them."""

import asyncio
import heapq
import secrets
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from sandbox.meta.behaviour import Behaviour
from sandbox.meta.payloads import Event, batch, encode, sign

_KEPT = 1_000_000


@dataclass(order=True, slots=True)
class _Batch:
    """A body that keeps its bytes: what is sent again is what was sent before."""

    due: float
    body: bytes = field(compare=False)
    events: int = field(compare=False)
    attempts: int = field(compare=False, default=0)


@dataclass(slots=True)
class Counters:
    posts: int = 0
    delivered: int = 0
    failed_posts: int = 0
    dropped: int = 0


class Webhooks:
    """One queue for each address; nothing is lost while the sandbox lives."""

    def __init__(
        self,
        behaviour: Behaviour,
        app_secret: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._behaviour = behaviour
        self._secret = app_secret
        self._transport = transport
        self._receivers: dict[str, _Receiver] = {}
        self._client: httpx.AsyncClient | None = None
        self.counters = Counters()
        self.last_error: str | None = None

    def put(self, url: str | None, event: Event) -> None:
        """Queue one event; without an address there is nobody to tell."""
        if url is None:
            self.counters.dropped += 1
            return
        receiver = self._receivers.get(url)
        if receiver is None:
            receiver = self._receivers[url] = _Receiver(self._behaviour, self._poster(url))
        if receiver.pending >= _KEPT:
            receiver.events.popleft()
            self.counters.dropped += 1
        receiver.put(event)

    async def verify(self, url: str, token: str) -> bool:
        """Meta's handshake: the receiver has to give the challenge back."""
        challenge = secrets.token_hex(8)
        query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": challenge}
        try:
            answer = await self._http().get(url, params=query)
        except httpx.HTTPError as error:
            self.last_error = f"{type(error).__name__}: {error}"
            return False
        return answer.is_success and answer.text == challenge

    @property
    def pending(self) -> int:
        return sum(receiver.pending for receiver in self._receivers.values())

    async def close(self) -> None:
        receivers, self._receivers = list(self._receivers.values()), {}
        for receiver in receivers:
            await receiver.close()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _poster(self, url: str) -> Callable[[_Batch], "asyncio.Future[bool]"]:
        return lambda work: asyncio.ensure_future(self._post(url, work))

    async def _post(self, url: str, work: _Batch) -> bool:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": sign(work.body, self._secret),
        }
        self.counters.posts += 1
        try:
            answer = await self._http().post(url, content=work.body, headers=headers)
        except httpx.HTTPError as error:
            self.last_error = f"{type(error).__name__}: {error}"
        else:
            if answer.is_success:
                self.counters.delivered += work.events
                return True
            self.last_error = f"HTTP {answer.status_code}"
        self.counters.failed_posts += 1
        return False

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=self._transport,
                timeout=self._behaviour.webhook_timeout,
                trust_env=False,
            )
        return self._client


class _Receiver:
    """The queue and the senders of one address."""

    def __init__(
        self, behaviour: Behaviour, post: Callable[[_Batch], "asyncio.Future[bool]"]
    ) -> None:
        self._behaviour = behaviour
        self._post = post
        self.events: deque[Event] = deque()
        self._again: list[_Batch] = []
        self._again_events = 0
        self._in_flight = 0
        self._wake = asyncio.Event()
        self._senders: list[asyncio.Task[None]] = []

    @property
    def pending(self) -> int:
        return len(self.events) + self._again_events + self._in_flight

    def put(self, event: Event) -> None:
        self.events.append(event)
        self._wake.set()
        if len(self._senders) < self._behaviour.webhook_concurrency:
            self._senders.append(asyncio.get_running_loop().create_task(self._send()))

    async def close(self) -> None:
        for sender in self._senders:
            sender.cancel()
        await asyncio.gather(*self._senders, return_exceptions=True)

    async def _send(self) -> None:
        failures = 0
        while True:
            work = await self._next()
            self._in_flight += work.events
            try:
                delivered = await self._post(work)
            finally:
                self._in_flight -= work.events
            if delivered:
                failures = 0
                continue
            failures += 1
            work.attempts += 1
            work.due = time.monotonic() + self._pause(work.attempts)
            heapq.heappush(self._again, work)
            self._again_events += work.events
            # A receiver that is down is not asked in a tight loop.
            await asyncio.sleep(self._pause(failures))

    def _pause(self, attempts: int) -> float:
        longest = self._behaviour.webhook_retry_max
        return float(min(longest, self._behaviour.webhook_retry_first * 2 ** min(attempts - 1, 20)))

    async def _next(self) -> _Batch:
        while True:
            if self._again and self._again[0].due <= time.monotonic():
                work = heapq.heappop(self._again)
                self._again_events -= work.events
                return work
            if self.events:
                return self._take()
            self._wake.clear()
            wait = self._again[0].due - time.monotonic() if self._again else None
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()

    def _take(self) -> _Batch:
        size = min(len(self.events), self._behaviour.webhook_batch)
        events = [self.events.popleft() for _ in range(size)]
        return _Batch(time.monotonic(), encode(batch(events)), size)
