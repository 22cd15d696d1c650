"""What happens to an accepted message: sent, delivered, read, failed, and the webhooks for each."""

import time
from functools import partial
from hashlib import blake2b
from random import Random

from sandbox.meta import payloads
from sandbox.meta.model import Message, Phone
from sandbox.meta.outcomes import Outcome
from sandbox.meta.world import World

_RANK = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}
_COPIES = 3
_WINDOW = 86_400


class Receipts:
    def __init__(self, world: World) -> None:
        self._world = world

    def follow(self, message: Message, outcome: Outcome) -> None:
        """Plan the receipts of a message that was just accepted."""
        fail = outcome.fail or self._closed_window(message) or self._stopped(message)
        if outcome.receipts_first:
            self.report(message, "sent")
            self.report(message, "delivered")
            self._read_later(message, outcome)
        elif outcome.noisy:
            self._noise(message)
        elif fail is not None:
            self._failure(message, fail, outcome.failed_after)
        else:
            self._stages(message, outcome)

    def report(self, message: Message, status: str, error_code: int | None = None) -> None:
        """Move a message and tell the business."""
        self._show(message, status, error_code)
        self._emit(message, status, time.time(), error_code)

    def power(self, phone: Phone, *, on: bool) -> None:
        """Turn a phone off, or on: then all that waited is delivered."""
        phone.on = on
        if on:
            for part in self._world.parts.values():
                part.woke(phone)
        self._world.changes.phone(phone.wa_id)
        if not on or phone.blocks:
            return
        held, phone.held = phone.held, []
        for message_id in held:
            message = self._world.messages.get(message_id)
            if message is not None and message.status == "sent":
                self.report(message, "delivered")
                self._read_later(message, Outcome("accepted", ""))

    def read(self, phone: Phone) -> int:
        """The customer opens the chat: all that is delivered becomes read."""
        phone.unread = 0
        found = [self._world.messages[m] for m in phone.messages if m in self._world.messages]
        waiting = [
            m
            for m in found
            if m.category != "sms" and not m.inbound and m.status in ("sent", "delivered")
        ]
        if not phone.on or phone.blocks:
            waiting = []
        for message in waiting:
            if message.status == "sent":
                self.report(message, "delivered")
            self.report(message, "read")
        self._world.changes.phone(phone.wa_id)
        return len(waiting)

    def _closed_window(self, message: Message) -> int | None:
        """131047 for free text to a customer who has not written for a day."""
        if message.type == "template" or not self._world.behaviour.enforce_window:
            return None
        wrote_at = self._world.phone(message.wa_id).wrote_at.get(message.number_id, 0.0)
        return None if message.at - wrote_at < _WINDOW else 131047

    def _stopped(self, message: Message) -> int | None:
        stopped = self._world.phone(message.wa_id).stopped
        return 131050 if stopped and message.category == "marketing" else None

    def _stages(self, message: Message, outcome: Outcome) -> None:
        behaviour = self._world.behaviour
        if "sent" in outcome.stages:
            self._after(message, behaviour.sent_after, "sent")
        if "delivered" in outcome.stages:
            self._world.timers.after(
                self._delay(message, behaviour.delivered_after),
                partial(self._deliver, message, outcome),
            )
        elif "read" in outcome.stages:
            self._after(message, behaviour.read_after, "read")

    def _deliver(self, message: Message, outcome: Outcome) -> None:
        phone = self._world.phone(message.wa_id)
        if phone.blocks:
            return
        if not phone.on:
            phone.held.append(message.id)
            return
        self.report(message, "delivered")
        if "read" in outcome.stages:
            self._read_later(message, outcome)

    def _read_later(self, message: Message, outcome: Outcome) -> None:
        behaviour = self._world.behaviour
        if "read" not in outcome.stages or self._roll(message, "read") >= (
            behaviour.read_probability
        ):
            return
        wait = self._delay(message, behaviour.read_after - behaviour.delivered_after)
        self._world.timers.after(wait, partial(self._read_one, message))

    def _read_one(self, message: Message) -> None:
        phone = self._world.phone(message.wa_id)
        if message.status == "delivered" and phone.on:
            phone.unread = max(0, phone.unread - 1)
            self.report(message, "read")

    def _failure(self, message: Message, code: int, failed_after: str) -> None:
        behaviour = self._world.behaviour
        self._after(message, behaviour.sent_after, "sent")
        if failed_after == "delivered":
            self._after(message, behaviour.delivered_after, "delivered")
        wait = self._delay(message, max(behaviour.delivered_after, behaviour.read_after))
        self._world.timers.after(wait, lambda: self.report(message, "failed", code))

    def _noise(self, message: Message) -> None:
        """Every receipt three times, in an order of its own, with its true moment inside."""
        behaviour, now = self._world.behaviour, time.time()
        moments = {
            "sent": now + behaviour.sent_after,
            "delivered": now + behaviour.delivered_after,
            "read": now + behaviour.read_after,
        }
        noise = list(moments.items()) * _COPIES
        # Repeatable, not secret.
        Random(self._seed(message, "noise")).shuffle(noise)
        for position, (status, at) in enumerate(noise):
            wait = behaviour.sent_after + position * behaviour.read_after / len(noise)
            self._world.timers.after(wait, partial(self._echo, message, status, at))

    def _echo(self, message: Message, status: str, at: float) -> None:
        self._show(message, status, None)
        self._emit(message, status, at, None)

    def _after(self, message: Message, delay: float, status: str) -> None:
        self._world.timers.after(self._delay(message, delay), lambda: self.report(message, status))

    def _show(self, message: Message, status: str, error_code: int | None) -> None:
        if _RANK[status] <= _RANK[message.status]:
            return
        self._world.tally[message.status] -= 1
        self._world.tally[status] += 1
        message.status = status
        message.error_code = error_code
        if status == "delivered":
            self._world.phone(message.wa_id).unread += 1
        self._world.changes.phone(message.wa_id)

    def _emit(self, message: Message, status: str, at: float, error_code: int | None) -> None:
        number = self._world.numbers.get(message.number_id)
        if number is None:
            return
        entry = payloads.status(message, status, at, error_code)
        value = payloads.statuses_value(number, [entry])
        self._world.tell(number.account_id, "messages", value)

    def _delay(self, message: Message, seconds: float) -> float:
        jitter = self._world.behaviour.jitter
        # One throw for a message keeps its receipts in order.
        return max(0.0, seconds * (1 + jitter * (2 * self._roll(message, "delay") - 1)))

    def _roll(self, message: Message, purpose: str) -> float:
        return self._seed(message, purpose) / 2**32

    def _seed(self, message: Message, purpose: str) -> int:
        """The same for the same message in every run with the same seed, whatever the order."""
        name = f"{self._world.behaviour.seed}:{purpose}:{message.wa_id}:{message.callback}"
        return int.from_bytes(blake2b(name.encode(), digest_size=4).digest())
