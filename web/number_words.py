"""How orders of numbers are told: how far they are, and why one failed."""

from dataclasses import dataclass

from db.models.connections import NumberOrder
from schemas.enums import NumberOrderStatus
from web.i18n import gettext, mark

_ADDRESS = mark(
    "This country wants to know who buys. Enter an address or a bundle of yours at Twilio, and buy"
    " it again."
)
_WHY = {
    "21422": mark("Somebody else was faster. Choose another number."),
    "21631": _ADDRESS,
    "21649": _ADDRESS,
    "owned_before": mark(
        "Your Twilio account has this number already. Check again, and it is shown here."
    ),
    "not_answered": mark(
        "Twilio did not answer, and the number is not in your account. You may try again."
    ),
    "no_answer": mark(
        "Twilio could not be reached for a while, so it was not kept. Try again later."
    ),
    "release_refused": mark("Twilio did not take it back. It is still yours."),
}
_OTHER = mark("Twilio refused a step, so it was not kept.")
_STEPS = (mark("Buy"), mark("Set up"), mark("Ready"))
_DONE = {NumberOrderStatus.WANTED: 0, NumberOrderStatus.BOUGHT: 1}


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    # "done", "now" or "later".
    state: str


@dataclass(frozen=True, slots=True)
class OrderView:
    order: NumberOrder
    # Why it failed or is on its way back; "" where all goes well.
    why: str
    # The provider's own words.
    detail: str
    # How far it is; empty where it is not on its way to us.
    steps: tuple[Step, ...]


def view(order: NumberOrder) -> OrderView:
    why = gettext(_WHY.get(order.code, _OTHER)) if order.code else ""
    done = _DONE.get(order.status)
    steps = () if done is None else tuple(_step(place, done) for place in range(len(_STEPS)))
    known = order.code in _WHY and order.code != "release_refused"
    return OrderView(order, why, "" if known else order.detail or "", steps)


def _step(place: int, done: int) -> Step:
    state = "done" if place < done else "now" if place == done else "later"
    return Step(gettext(_STEPS[place]), state)
