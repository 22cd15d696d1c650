"""The preflight as a marketer reads it: a few sentences, a bar a day, what could go wrong."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from babel import Locale

from schemas.enums import Channel
from schemas.preflights import BudgetLine, CostLine, Money, Notice, Value
from schemas.words import mark
from services.launches import Check
from web import campaign_views
from web.campaign_views import Words
from web.formatting import cost, local_day, moment, number, percent, price, weekday
from web.i18n import babel_locale, gettext, ngettext

_SHOWN_DAYS = 7
_BUDGETS = {"campaign": mark("Budget of this campaign"), "month": mark("Budget of this month")}
_MAY_COST = mark("With all of its SMS it may cost more than one person may decide on.")
_APPROVALS = {
    "recipients": mark("It reaches more people than one person may decide on."),
    "cost": mark("It costs more than one person may decide on."),
}


@dataclass(frozen=True, slots=True)
class Day:
    """One bar: how many of all go on this day."""

    label: str
    count: int
    # Of the fullest day, 0 to 100.
    width: float


@dataclass(frozen=True, slots=True)
class Part:
    """One country's line of the cost."""

    country: str
    people: int
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The SMS to whom WhatsApp does not reach, as if everybody needed one."""

    more: str
    most: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Budget:
    label: str
    # What is gone or promised, and what this campaign would take; of the whole, 0 to 100.
    used: float
    taken: float
    left: str
    over: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the template lays out."""

    reachable: int
    left_out: int
    excluded: list[tuple[str, Words | None, int]]
    forecast: str
    ends: str
    pace: str
    days: list[Day]
    more_days: int
    cost: str
    cost_hint: str
    parts: list[Part]
    # None: no SMS is sent.
    texts: Texts | None
    budgets: list[Budget]
    approval: list[str]
    stops: list[str]
    warnings: list[str]

    @property
    def may_begin(self) -> bool:
        return bool(self.reachable) and not self.stops


def sheet(check: Check) -> Sheet:
    shown = check.forecast.days[:_SHOWN_DAYS]
    fullest = max((count for _, count in shown), default=1)
    return Sheet(
        reachable=check.reachable,
        left_out=check.matched - check.reachable,
        excluded=campaign_views.excluded(check.excluded),
        forecast=_forecast(check),
        ends=moment(check.forecast.ends_at) if check.forecast.ends_at else "—",
        pace=_pace(check),
        days=[Day(_day_name(day), count, 100 * count / fullest) for day, count in shown],
        more_days=len(check.forecast.days) - len(shown),
        cost=_cost(check),
        cost_hint=_cost_hint(check),
        parts=[_part(line, check) for line in check.cost.lines],
        texts=_texts(check),
        budgets=[_budget(line, check) for line in check.budgets],
        approval=[_approval(code, check) for code in check.approval],
        stops=[say(one, check.currency) for one in check.stops],
        warnings=[say(one, check.currency) for one in check.warnings],
    )


def _approval(code: str, check: Check) -> str:
    dearer = code == "cost" and _may_cost_more(check)
    return gettext(_MAY_COST if dearer else _APPROVALS[code])


def say(notice: Notice, currency: str) -> str:
    """A notice with its values as the reader writes them."""
    places = {name: _written(value, currency) for name, value in notice.context.items()}
    return gettext(notice.text) % places


def _written(value: Value, currency: str) -> str:
    match value:
        case Money():
            return cost(value.micros, currency)
        case datetime():
            return moment(value)
        case int():
            return number(value)
        case str():
            return value


def _forecast(check: Check) -> str:
    found = check.forecast
    if not check.reachable:
        return ""
    if found.begins_at is None or found.ends_at is None:
        return gettext("Nobody gets it before it expires.")
    first, count = found.days[0]
    today = first == local_day(datetime.now(UTC))
    places = {
        "count": number(count),
        "total": number(check.reachable),
        "day": weekday(first),
        "end": moment(found.ends_at),
    }
    if found.beyond:
        return gettext("%(count)s of %(total)s go on the first day; no end is in sight.") % places
    if count == check.reachable:
        text = (
            gettext("Everybody gets it today: it ends at %(end)s.")
            if today
            else gettext("Everybody gets it on %(day)s: it ends at %(end)s.")
        )
        return text % places
    if today:
        return gettext("%(count)s of %(total)s go today; it ends on %(end)s.") % places
    return gettext("%(count)s of %(total)s go on %(day)s; it ends on %(end)s.") % places


def _day_name(day: date) -> str:
    return gettext("Today") if day == local_day(datetime.now(UTC)) else weekday(day)


def _pace(check: Check) -> str:
    rate = number(check.rate_per_second)
    if check.channel is Channel.SMS:
        return gettext("At best, at %(rate)s parts a second") % {"rate": rate}
    return gettext("At best, at %(rate)s a second") % {"rate": rate}


def _cost(check: Check) -> str:
    if check.reachable and check.cost.unpriced == check.reachable:
        return gettext("Not known")
    return cost(check.cost.micros, check.currency)


def _cost_hint(check: Check) -> str:
    missing = check.cost.unpriced
    if missing:
        text = ngettext(
            "and more: no price for %(count)s person",
            "and more: no price for %(count)s people",
            missing,
        )
        return text % {"count": number(missing)}
    prices = {line.price_micros for line in check.cost.lines if line.price_micros is not None}
    if len(prices) == 1:
        each = price(prices.pop(), check.currency)
        if check.channel is Channel.SMS:
            return gettext("%(price)s a part") % {"price": each}
        return gettext("%(price)s each") % {"price": each}
    return gettext("At most: who is not reached is not billed")


def _texts(check: Check) -> Texts | None:
    found = check.fallback
    if found is None or not found.people:
        return None
    more = gettext("and up to %(amount)s more, if everybody needs an SMS")
    return Texts(
        gettext("and SMS, of which a price is missing")
        if found.unpriced
        else more % {"amount": cost(found.micros, check.currency)},
        _most(check, found.people, known=not (found.unpriced or check.cost.unpriced)),
        [_part(line, check) for line in found.lines],
    )


def _most(check: Check, people: int, *, known: bool) -> str:
    if not known:
        return gettext(
            "Only whom WhatsApp does not reach gets an SMS. What the campaign costs at most is not"
            " known, as a price is missing."
        )
    text = ngettext(
        "Only whom WhatsApp does not reach gets an SMS. If %(count)s person needs one, the campaign"
        " costs %(most)s at most.",
        "Only whom WhatsApp does not reach gets an SMS. If all %(count)s people need one, the"
        " campaign costs %(most)s at most.",
        people,
    )
    return text % {"count": number(people), "most": cost(check.most_micros, check.currency)}


def _part(line: CostLine, check: Check) -> Part:
    names = Locale.parse(babel_locale()).territories
    country = names.get(line.country, line.country) or gettext("Country not known")
    if line.price_micros is None or line.micros is None:
        return Part(country, line.people, gettext("No price"), "—")
    each = {"units": number(line.units), "price": price(line.price_micros, check.currency)}
    return Part(
        country,
        line.people,
        gettext("%(units)s × %(price)s") % each,
        cost(line.micros, check.currency),
    )


def _budget(line: BudgetLine, check: Check) -> Budget:
    used = min(line.total, line.spent + line.promised)
    taken = min(line.total - used, check.cost.micros)
    rest = line.left - check.cost.micros
    whole = max(1, line.total)
    places = {
        "left": cost(max(0, rest), check.currency),
        "total": cost(line.total, check.currency),
        "share": percent(max(0, rest) / whole),
        "least": cost(max(0, line.left - check.most_micros), check.currency),
    }
    left = (
        gettext(
            "%(left)s of %(total)s are left afterwards (%(share)s); %(least)s if all need an SMS"
        )
        if _may_cost_more(check)
        else gettext("%(left)s of %(total)s are left afterwards (%(share)s)")
    )
    return Budget(
        gettext(_BUDGETS[line.kind]),
        used=100 * used / whole,
        taken=100 * taken / whole,
        left=left % places,
        over=rest < 0,
    )


def _may_cost_more(check: Check) -> bool:
    return check.most_micros > check.cost.micros
