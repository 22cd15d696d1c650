"""All the stand-in knows of Twilio: accounts, numbers, services, messages, who wrote STOP."""

import json
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, fields
from typing import Any

import httpx

from sandbox.meta.model import Message, Phone, digits_of
from sandbox.meta.world import World
from sandbox.twilio import seed
from sandbox.twilio.callbacks import Callbacks
from sandbox.twilio.deliveries import Deliveries
from sandbox.twilio.model import Account, ApiKey, Number, Service, Sms

JsonObject = dict[str, Any]
PART = "twilio"
# Older ones leave the list; their callbacks still go out.
_KEPT = 300_000
_KINDS: dict[str, type[Any]] = {
    "accounts": Account,
    "keys": ApiKey,
    "numbers": Number,
    "services": Service,
    "messages": Sms,
}


@dataclass(slots=True)
class Behaviour:
    # Requests a second an account may make before 20429; 0 is unlimited.
    throughput: float = 100.0
    # Segments a second a sender sends, as a long code's 1; 0 is unlimited. What waits is queued.
    segments_per_second: float = 0.0
    # How much a queue holds before 21611: ten hours at Twilio.
    queue_seconds: float = 36_000.0
    throttle_tries: int = 3
    slow_answer: float = 8.0
    # Where inbound messages of numbers go that name no address of their own.
    webhook_url: str | None = None
    # How often a callback nobody took is tried again.
    callback_tries: int = 5


class TwilioWorld:
    """Shares phones, timers, the request log and the page with the world of WhatsApp."""

    def __init__(self, world: World, transport: httpx.AsyncBaseTransport | None) -> None:
        self.world = world
        self.behaviour = Behaviour()
        self.callbacks = Callbacks(transport, world.options.twilio_via)
        self.clear()

    def clear(self) -> None:
        self.behaviour = Behaviour(
            throughput=self.world.options.twilio_throughput,
            webhook_url=self.world.options.twilio_webhook_url,
        )
        self.accounts: dict[str, Account] = {}
        self.keys: dict[str, ApiKey] = {}
        self.numbers: dict[str, Number] = {}
        self.services: dict[str, Service] = {}
        self.messages: dict[str, Sms] = {}
        # SIDs by recipient and sender, so that a lookup does not read all.
        self.by_address: dict[str, list[str]] = defaultdict(list)
        # (number or service, address) of who wrote STOP.
        self.stopped: set[tuple[str, str]] = set()
        # What was dialled to reach a phone: its WhatsApp id may lack a digit of it.
        self.dialled: dict[str, str] = {}
        # SMS that wait for a phone to be turned on.
        self.held: dict[str, list[str]] = defaultdict(list)
        self.throttled: Counter[str] = Counter()
        self.buckets: dict[str, tuple[float, float]] = {}
        # How often each number was asked for to buy, and how often that bought it.
        self.asked_for: Counter[str] = Counter()
        self.bought: Counter[str] = Counter()
        # Until when each sender is busy with what is queued.
        self.busy_until: dict[str, float] = {}
        seed.plant(self)

    async def close(self) -> None:
        await self.callbacks.close()

    @property
    def pending(self) -> int:
        return self.callbacks.pending

    def woke(self, phone: Phone) -> None:
        Deliveries(self).woke(phone)

    def saved(self) -> JsonObject:
        kept = {name: [asdict(one) for one in getattr(self, name).values()] for name in _KINDS}
        return {**kept, "stopped": sorted(self.stopped)}

    def restore(self, content: JsonObject) -> None:
        for name, kind in _KINDS.items():
            known = {field.name for field in fields(kind)}
            rows = [{k: v for k, v in row.items() if k in known} for row in content[name]]
            # Not the account: its token is what this run was started with.
            if name not in ("accounts", "keys"):
                setattr(self, name, {row["sid"]: kind(**row) for row in rows})
        self.stopped = {(sender, address) for sender, address in content["stopped"]}
        for sms in self.messages.values():
            self._index(sms)

    def number_by_phone(self, account_sid: str, phone: str) -> Number | None:
        found = (n for n in self.numbers.values() if n.account_sid == account_sid)
        return next((number for number in found if number.phone == phone), None)

    def numbers_of(self, service_sid: str) -> list[Number]:
        return [number for number in self.numbers.values() if number.service_sid == service_sid]

    def store(self, sms: Sms, number: Number) -> Message:
        """Keep an SMS, and show it on the phone."""
        address = sms.sender if sms.inbound else sms.to
        phone = self.world.phone(digits_of(address))
        sms.wa_id = phone.wa_id
        self.dialled[phone.wa_id] = address
        self.messages[sms.sid] = sms
        self._index(sms)
        if len(self.messages) > _KEPT:
            oldest = self.messages.pop(next(iter(self.messages)))
            self.by_address[oldest.to].remove(oldest.sid)
        shown = Message(
            id=sms.sid,
            wa_id=phone.wa_id,
            number_id=number.sid,
            inbound=sms.inbound,
            at=sms.created_at,
            type="text",
            raw=_shown(sms.body),
            status="received" if sms.inbound else "accepted",
            callback=sms.callback or None,
            category="sms",
        )
        self.world.store(shown)
        return shown

    def number_of(self, phone: Phone) -> Number | None:
        """The number this phone's newest message went over, if it was an SMS."""
        last = self.world.messages.get(phone.messages[-1]) if phone.messages else None
        return self.numbers.get(last.number_id) if last else None

    def within_throughput(self, account_sid: str) -> bool:
        """One token of the account's bucket, which holds one second's worth."""
        rate, now = self.behaviour.throughput, time.monotonic()
        if rate <= 0:
            return True
        tokens, before = self.buckets.get(account_sid, (rate, now))
        tokens = min(max(rate, 1.0), tokens + (now - before) * rate)
        allowed = tokens >= 1
        self.buckets[account_sid] = (tokens - allowed, now)
        return allowed

    def queued_for(self, number_sid: str, segments: int) -> float | None:
        """How long an SMS waits for its sender; None when the queue is full."""
        rate, now = self.behaviour.segments_per_second, time.monotonic()
        if rate <= 0:
            return 0.0
        free = max(now, self.busy_until.get(number_sid, now))
        if free - now > self.behaviour.queue_seconds:
            return None
        self.busy_until[number_sid] = free + segments / rate
        return free - now

    def _index(self, sms: Sms) -> None:
        self.by_address[sms.to].append(sms.sid)
        if sms.wa_id:
            self.dialled[sms.wa_id] = sms.sender if sms.inbound else sms.to


def _shown(body: str) -> bytes:
    return json.dumps({"type": "text", "text": {"body": body}}, ensure_ascii=False).encode()
