"""What happens to an accepted SMS, and the callbacks that tell of it."""

import random
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sandbox.meta.model import Phone
from sandbox.twilio.model import API, Sms
from sandbox.twilio.outcomes import Outcome

if TYPE_CHECKING:
    from sandbox.twilio.world import TwilioWorld

_RANK = {
    "accepted": 0, "queued": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3,
    "canceled": 3,
}  # fmt: skip
# As the page calls them.
_SHOWN = {
    "queued": "accepted", "sent": "sent", "delivered": "delivered", "undelivered": "failed",
    "failed": "failed", "canceled": "failed",
}  # fmt: skip
_COPIES = 3


class Deliveries:
    def __init__(self, twilio: "TwilioWorld") -> None:
        self._twilio = twilio
        self._world = twilio.world

    def follow(self, sms: Sms, outcome: Outcome, wait: float) -> None:
        """Plan the callbacks of an SMS that was just accepted."""
        behaviour = self._world.behaviour
        if outcome.callbacks_first:
            self.report(sms, "sent")
            self.report(sms, "delivered")
            return
        if outcome.noisy:
            self._noise(sms, wait)
            return
        if sms.service_sid:
            # Of a service's SMS the first status is `accepted`; a number's own begin queued.
            self._after(0.0, sms, "queued")
        if outcome.last == "failed":
            self._after(wait + behaviour.sent_after, sms, "failed", outcome.fail)
            return
        self._after(wait + behaviour.sent_after, sms, "sent")
        if outcome.last == "undelivered":
            self._after(wait + behaviour.delivered_after, sms, "undelivered", outcome.fail)
        elif outcome.last == "delivered":
            self._world.timers.after(
                self._jittered(wait + behaviour.delivered_after), partial(self._deliver, sms)
            )

    def report(self, sms: Sms, status: str, error_code: int | None = None) -> None:
        """Move an SMS and tell whoever asked to be told."""
        self._show(sms, status, error_code)
        self._tell(sms, status, error_code)

    def woke(self, phone: Phone) -> None:
        """The phone is on again: what waited arrives."""
        if not phone.on or phone.blocks:
            return
        for sid in self._twilio.held.pop(phone.wa_id, []):
            if (sms := self._twilio.messages.get(sid)) is not None:
                self.report(sms, "delivered")

    def _deliver(self, sms: Sms) -> None:
        phone = self._world.phone(sms.wa_id)
        if phone.blocks:
            return
        if not phone.on:
            self._twilio.held[phone.wa_id].append(sms.sid)
            return
        self.report(sms, "delivered")

    def _noise(self, sms: Sms, wait: float) -> None:
        """Every callback three times, in any order."""
        told = ["sent", "delivered"] * _COPIES
        # Repeatable, not secret.
        random.Random(sms.to).shuffle(told)
        for place, status in enumerate(told):
            delay = wait + self._world.behaviour.sent_after * (1 + place / len(told))
            self._world.timers.after(delay, partial(self.report, sms, status))

    def _after(self, delay: float, sms: Sms, status: str, error_code: int | None = None) -> None:
        action = partial(self.report, sms, status, error_code)
        self._world.timers.after(self._jittered(delay), action)

    def _jittered(self, delay: float) -> float:
        jitter = self._world.behaviour.jitter
        return delay * (1 + jitter * (2 * random.random() - 1))

    def _show(self, sms: Sms, status: str, error_code: int | None) -> None:
        if _RANK[status] <= _RANK[sms.status]:
            return
        sms.status, sms.error_code = status, error_code
        if status == "sent":
            sms.sent_at = time.time()
        shown = self._world.messages.get(sms.sid)
        if shown is None:
            return
        self._world.tally[shown.status] -= 1
        shown.status, shown.error_code = _SHOWN[status], error_code
        self._world.tally[shown.status] += 1
        if status == "delivered":
            self._world.phone(sms.wa_id).unread += 1
        self._world.changes.phone(sms.wa_id)

    def _tell(self, sms: Sms, status: str, error_code: int | None) -> None:
        account = self._twilio.accounts.get(sms.account_sid)
        if not sms.callback or account is None:
            return
        form = {
            "AccountSid": sms.account_sid,
            "ApiVersion": API,
            "From": sms.sender,
            "MessageSid": sms.sid,
            "MessageStatus": status,
            "SmsSid": sms.sid,
            "SmsStatus": status,
            "To": sms.to,
        }
        if sms.service_sid:
            form["MessagingServiceSid"] = sms.service_sid
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        if status == "delivered":
            form["RawDlrDoneDate"] = datetime.now(UTC).strftime("%y%m%d%H%M")
        tries = self._twilio.behaviour.callback_tries
        self._twilio.callbacks.put(sms.callback, account.auth_token, form, tries)
