"""All the stand-in knows: accounts, numbers, templates, phones, messages, and who is told."""

import itertools
import time
from collections import Counter
from typing import Any, Protocol

import httpx

from sandbox.meta.behaviour import Behaviour
from sandbox.meta.changes import Changes
from sandbox.meta.model import (
    Account,
    Media,
    Message,
    Number,
    Phone,
    Portfolio,
    Template,
    Token,
    whatsapp_id,
)
from sandbox.meta.payloads import Event
from sandbox.meta.request_log import RequestLog
from sandbox.meta.timers import Timers
from sandbox.meta.webhooks import Webhooks
from sandbox.options import Options

# Older messages leave the phones; their receipts still go out.
_MESSAGES_KEPT = 300_000


class Part(Protocol):
    """What another provider's stand-in keeps in this world: cleared, awaited, saved with it."""

    @property
    def pending(self) -> int: ...

    def clear(self) -> None: ...

    async def close(self) -> None: ...

    def woke(self, phone: Phone) -> None:
        """The phone was turned on."""
        ...

    def saved(self) -> dict[str, Any]: ...

    def restore(self, content: dict[str, Any]) -> None: ...


class World:
    def __init__(
        self, options: Options, webhook_transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.options = options
        self.behaviour = Behaviour()
        self.webhooks = Webhooks(self.behaviour, options.app_secret, webhook_transport)
        self.timers = Timers()
        self.log = RequestLog()
        self.changes = Changes()
        self.ids = itertools.count(1)
        self.parts: dict[str, Part] = {}
        self.clear()

    def clear(self) -> None:
        """Forget everything; `seed.plant` fills it again."""
        self.behaviour.change(
            Behaviour(
                latency=self.options.latency,
                throughput=self.options.throughput,
                seed=self.options.seed,
                webhook_url=self.options.webhook_url,
            ).as_json()
        )
        self.timers.cancel()
        self.log.clear()
        self.accounts: dict[str, Account] = {}
        self.numbers: dict[str, Number] = {}
        self.portfolios: dict[str, Portfolio] = {}
        self.tokens: dict[str, Token] = {}
        self.templates: dict[str, Template] = {}
        self.messages: dict[str, Message] = {}
        self.phones: dict[str, Phone] = {}
        self.media: dict[str, Media] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        # How often an address was throttled, and each number's bucket: (tokens, moment).
        self.throttled: Counter[str] = Counter()
        # How many messages of the business stand in each status.
        self.tally: Counter[str] = Counter()
        self.buckets: dict[str, tuple[float, float]] = {}
        for part in self.parts.values():
            part.clear()
        self.changes.everything()

    async def close(self) -> None:
        self.timers.cancel()
        await self.webhooks.close()
        for part in self.parts.values():
            await part.close()

    @property
    def busy(self) -> int:
        """Receipts, reviews and webhooks that are still to come."""
        parts = sum(part.pending for part in self.parts.values())
        return len(self.timers) + self.webhooks.pending + parts

    def skip_ids(self, first: int) -> None:
        """Go on from an id of an earlier run."""
        self.ids = itertools.count(first)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self.ids):09d}"

    def phone(self, address: str, name: str | None = None) -> Phone:
        """The phone behind an address, switched on the first time it is seen."""
        phone = self.phones.get(address)
        if phone is None:
            wa_id = whatsapp_id(address)
            phone = self.phones.setdefault(wa_id, Phone(wa_id, name or f"+{wa_id}"))
        if name is not None:
            phone.name = name
        return phone

    def portfolio(self, account_id: str) -> Portfolio:
        """The one an account belongs to."""
        business = self.accounts[account_id].business
        return self.portfolios.setdefault(business, Portfolio(business))

    def store(self, message: Message) -> None:
        self.messages[message.id] = message
        self.tally[message.status] += 1
        if len(self.messages) > _MESSAGES_KEPT:
            oldest = self.messages.pop(next(iter(self.messages)))
            self.phones[oldest.wa_id].messages.remove(oldest.id)
        phone = self.phone(message.wa_id)
        phone.messages.append(message.id)
        phone.last_at = message.at
        # Keeps the dictionary in order of activity: newest last, without sorting.
        self.phones[phone.wa_id] = self.phones.pop(phone.wa_id)
        self.changes.phone(phone.wa_id)

    def templates_of(self, account_id: str) -> list[Template]:
        return [t for t in self.templates.values() if t.account_id == account_id]

    def template_named(self, account_id: str, name: str, language: str) -> Template | None:
        return next(
            (
                t
                for t in self.templates.values()
                if t.name == name and t.language == language and t.account_id == account_id
            ),
            None,
        )

    def tell(self, account_id: str, field: str, value: dict[str, Any]) -> None:
        """Send a webhook to whoever listens for this account."""
        account = self.accounts[account_id]
        if not account.subscribed:
            return
        url = account.override_callback_uri or self.behaviour.webhook_url
        self.webhooks.put(url, Event(account_id, field, value, time.time()))
