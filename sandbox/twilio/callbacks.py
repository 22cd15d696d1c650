"""What Twilio calls: one signed form for each thing that happens, tried again a few times."""

import asyncio
import hmac
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx

_AT_ONCE = 32
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """X-Twilio-Signature: the address and the sorted form, under the account's token."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return b64encode(hmac.digest(token.encode(), signed.encode(), "sha1")).decode()


@dataclass(slots=True)
class Counters:
    posts: int = 0
    delivered: int = 0
    failed_posts: int = 0
    given_up: int = 0


class Callbacks:
    def __init__(self, transport: httpx.AsyncBaseTransport | None, via: str | None) -> None:
        self._transport = transport
        self.via = via
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self.counters = Counters()
        self.last_error: str | None = None

    @property
    def pending(self) -> int:
        return len(self._tasks)

    def put(self, url: str, token: str, form: Mapping[str, str], tries: int) -> None:
        """Call this address, signed by the account; an unanswered call is repeated."""
        task = asyncio.get_running_loop().create_task(self._call(url, token, form, tries))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        tasks, self._tasks = list(self._tasks), set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _call(self, url: str, token: str, form: Mapping[str, str], tries: int) -> None:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": secrets.token_hex(16),
            "X-Twilio-Signature": signature(token, url, form),
        }
        content = urlencode(form).encode()
        for attempt in range(max(1, tries)):
            if await self._post(url, content, headers):
                return
            await asyncio.sleep(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt))
        self.counters.given_up += 1

    async def _post(self, url: str, content: bytes, headers: Mapping[str, str]) -> bool:
        async with self._places:
            self.counters.posts += 1
            try:
                answer = await self._http().post(
                    self._reached(url), content=content, headers=headers
                )
            except httpx.HTTPError as error:
                self.last_error = f"{type(error).__name__}: {error}"
            else:
                if answer.is_success:
                    self.counters.delivered += 1
                    return True
                self.last_error = f"HTTP {answer.status_code}"
            self.counters.failed_posts += 1
            return False

    def _reached(self, url: str) -> str:
        """Signed is the address as it was given, wherever it is from here."""
        if self.via is None:
            return url
        parts = urlsplit(url)
        return f"{self.via.rstrip('/')}{parts.path}?{parts.query}".rstrip("?")

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=self._transport, timeout=15.0, trust_env=False
            )
        return self._client
