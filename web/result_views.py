"""What came of campaigns, as the screens show it; templates only lay out what stands here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.campaigns import Campaign
from schemas.enums import Channel
from schemas.experiments import Metric
from schemas.money import amount
from schemas.results import Figures, Moment, Results, Step
from web import campaign_views, charts, formatting
from web.campaign_views import Words
from web.charts import Chart
from web.formatting import number, percent
from web.i18n import gettext, mark

# A difference that chance makes less often than this is called one.
_SURE = 0.05
_METRICS = {
    Metric.DELIVERED: mark("Delivered"),
    Metric.READ: mark("Read"),
    Metric.CLICK: mark("Clicked"),
    Metric.REPLY: mark("Replied"),
}
_WAITS = {
    "hours": mark("Waiting for the hours in which people may be written to"),
    "daily_limit": mark("Waiting: the number has reached how many people it may write to in a day"),
    "throttled": mark("Waiting: the provider asked us to slow down"),
    "experiment": mark("The sample is out. The rest waits for the winner of the test"),
    "their_time": mark("Waiting until it is time for those who are left"),
    "fallback": mark("Waiting to see whom WhatsApp does not reach; they get a text message"),
}


@dataclass(frozen=True, slots=True)
class StepOfFunnel:
    label: str
    count: str
    # Of the step before it, in words; and of everybody, for the bar.
    share: str
    width: float
    tone: str
    icon: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    hint: str
    icon: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class VariantRow:
    name: str
    letter: str
    won: bool
    cells: list[str]
    # How it compares with the first, in words, and whether for better.
    uplift: str
    sure: str
    tone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A campaign's results."""

    funnel: list[StepOfFunnel]
    facts: list[Fact]
    metric: str
    variants: list[VariantRow]
    hold_out: str
    hold_out_hint: str
    failures: list[tuple[Words, int]]
    left_out: list[tuple[Words, int]]
    links: list[tuple[str, int, int]]


def shown(found: Results, here: str) -> Shown:
    """`here` is the address of the list of people, which each figure leads to."""
    return Shown(
        funnel=funnel(found, here),
        facts=_facts(found, here),
        metric=gettext(_METRICS[found.metric]),
        variants=_variants(found),
        hold_out=_hold_out(found),
        hold_out_hint=_hold_out_hint(found),
        failures=_reasons(found.failures),
        left_out=_reasons(found.left_out),
        links=[(link.url, link.clicks, link.robots) for link in found.links],
    )


def funnel(found: Results, here: str = "") -> list[StepOfFunnel]:
    """From everybody chosen to those who did something."""
    whole = found.figures.audience
    return [
        StepOfFunnel(
            campaign_views.label(show) if show else gettext("Audience"),
            number(count),
            _share(count, of) if of else "",
            100 * count / whole if whole else 0,
            tone,
            icon,
            f"{here}?show={show}" if here and show else "",
        )
        for show, count, of, tone, icon in _steps(found)
    ]


def _steps(found: Results) -> list[tuple[str, int, int, str, str]]:
    """(what its people are shown by, how many, of how many, tone, icon)."""
    one = found.figures
    steps = [
        ("", one.audience, 0, "neutral", "users"),
        ("sent", one.sent, one.audience, "info", "send"),
        ("delivered", one.delivered, one.sent, "success", "check-check"),
        ("read", one.read, one.delivered, "brand", "eye"),
        ("clicked", one.clicked, one.reached, "brand", "mouse-pointer-click"),
        ("replied", one.replied, one.reached, "brand", "reply"),
    ]
    without = set()
    if found.channel is Channel.SMS:
        # No carrier says what was read.
        without.add("read")
    if not one.clicked and not found.links:
        without.add("clicked")
    return [step for step in steps if step[0] not in without]


def _share(count: int, whole: int) -> str:
    return percent(count / whole, 1) if whole else "—"


def _facts(found: Results, here: str) -> list[Fact]:
    figures = found.figures
    opted_out = gettext("%(share)s of those reached")
    facts = [
        Fact(
            gettext("Cost"),
            money(figures.cost_micros, found.currency) if figures.cost_micros else "—",
            "" if figures.cost_micros else gettext("No price is known for these messages"),
            "wallet",
        ),
        Fact(
            gettext("Opted out"),
            number(figures.opted_out),
            opted_out % {"share": _share(figures.opted_out, figures.reached)},
            "user-x",
            f"{here}?show=opted_out" if figures.opted_out else "",
        ),
    ]
    each = [
        (gettext("Each delivery"), figures.cost_per_delivered, "check-check"),
        (gettext("Each click"), figures.cost_per_click, "mouse-pointer-click"),
        (gettext("Each reply"), figures.cost_per_reply, "reply"),
    ]
    return facts + [
        Fact(label, money(micros, found.currency), "", icon)
        for label, micros, icon in each
        if micros
    ]


def money(micros: int, currency: str) -> str:
    return formatting.money(amount(micros), currency)


VARIANT_COLUMNS = (
    mark("Sent"),
    mark("Delivered"),
    mark("Read"),
    mark("Clicked"),
    mark("Replied"),
    mark("Opted out"),
)


def _variants(found: Results) -> list[VariantRow]:
    return [
        VariantRow(
            name=one.name,
            letter=chr(ord("A") + one.variant - 1),
            won=one.won,
            cells=_cells(one.figures),
            uplift=_uplift(one.uplift),
            sure=_sure(one.chance),
            tone=_tone(one.uplift, one.chance),
        )
        for one in found.variants
    ]


def _cells(figures: Figures) -> list[str]:
    return [
        number(figures.sent),
        _share(figures.delivered, figures.sent),
        _share(figures.read, figures.delivered),
        _share(figures.clicked, figures.reached),
        _share(figures.replied, figures.reached),
        _share(figures.opted_out, figures.reached),
    ]


def _uplift(uplift: float | None) -> str:
    if uplift is None:
        return ""
    sign = "+" if uplift >= 0 else "−"
    return f"{sign}{percent(abs(uplift), 1)}"


def _sure(chance: float | None) -> str:
    if chance is None:
        return ""
    if chance < _SURE:
        return gettext("Not by chance: %(sure)s sure") % {
            "sure": percent(min(1 - chance, 0.999), 1)
        }
    return gettext("May be chance")


def _tone(uplift: float | None, chance: float | None) -> str:
    if uplift is None or chance is None or chance >= _SURE:
        return "neutral"
    return "success" if uplift > 0 else "danger"


def _hold_out(found: Results) -> str:
    out = found.hold_out
    if out is None:
        return ""
    values = {"with": percent(out.rate_with, 1), "without": percent(out.rate_without, 1)}
    return gettext("%(with)s wrote to us with the message, %(without)s without it") % values


def _hold_out_hint(found: Results) -> str:
    out = found.hold_out
    if out is None:
        return ""
    points = formatting.number(round(100 * (out.rate_with - out.rate_without), 1))
    text = gettext(
        "%(people)s people were held out at random and got nothing. The campaign's own doing is the "
        "difference: %(points)s percentage points."
    )
    told = text % {"people": number(out.people), "points": points}
    return f"{told} {_sure(out.chance)}." if out.chance is not None else told


def _reasons(pairs: Sequence[tuple[str, int]]) -> list[tuple[Words, int]]:
    found = [(campaign_views.words(code), count) for code, count in pairs]
    return [(words, count) for words, count in found if words]


def waits(campaign: Campaign) -> tuple[str, datetime | None] | None:
    """What a running campaign waits for, and until when, as far as that is known."""
    if campaign.waits_for is None:
        return None
    text = _WAITS.get(campaign.waits_for, mark("Waiting for its turn"))
    return gettext(text), campaign.waits_until


def course(moments: Sequence[Moment], step: Step) -> Chart | None:
    """The course over time; None when nothing has happened."""
    if not moments:
        return None
    series = [
        (gettext("Sent"), "info", [one.sent for one in moments]),
        (gettext("Delivered"), "success", [one.delivered for one in moments]),
        (gettext("Read"), "brand", [one.read for one in moments]),
        (gettext("Replied or clicked"), "warning", [one.replied + one.clicked for one in moments]),
        (gettext("Failed"), "danger", [one.failed for one in moments]),
    ]
    told = series[:2] + [one for one in series[2:] if any(one[2])]
    exact = formatting.date_time if step is Step.HOURS else formatting.day
    brief = formatting.clock if step is Step.HOURS else formatting.day
    return charts.draw([exact(one.at) for one in moments], told, [brief(one.at) for one in moments])


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: a figure of each campaign, the best one marked."""

    label: str
    cells: list[tuple[str, str, bool]]


def compared(found: Sequence[Results]) -> list[Compared]:
    """Shares first: campaigns differ in size."""
    figures = [one.figures for one in found]
    rows: list[tuple[str, list[tuple[int, int]], bool]] = [
        (gettext("Delivered"), [(one.figures.delivered, one.figures.sent) for one in found], True),
        (gettext("Read"), [(one.figures.read, one.figures.delivered) for one in found], True),
        (gettext("Clicked"), [(one.figures.clicked, one.figures.reached) for one in found], True),
        (gettext("Replied"), [(one.figures.replied, one.figures.reached) for one in found], True),
        (
            gettext("Opted out"),
            [(one.figures.opted_out, one.figures.reached) for one in found],
            False,
        ),
        (
            gettext("Failed"),
            # Where nothing was tried yet, no share.
            [(f.failed, f.recipients if f.sent or f.failed else 0) for f in figures],
            False,
        ),
    ]
    people = [
        (gettext("Audience"), [number(one.figures.audience) for one in found]),
        (gettext("Sent"), [number(one.figures.sent) for one in found]),
    ]
    costs: list[tuple[str, list[tuple[int | None, str]]]] = [
        (gettext("Cost"), [(one.figures.cost_micros, one.currency) for one in found]),
        (
            gettext("Each delivery"),
            [(one.figures.cost_per_delivered, one.currency) for one in found],
        ),
        (gettext("Each reply"), [(one.figures.cost_per_reply, one.currency) for one in found]),
    ]
    return [
        *(Compared(label, [(value, "", False) for value in values]) for label, values in people),
        *(_shares(label, pairs, more) for label, pairs, more in rows),
        *(
            Compared(label, [(money(m, c) if m else "—", "", False) for m, c in values])
            for label, values in costs
        ),
    ]


def _shares(label: str, pairs: Sequence[tuple[int, int]], more_is_better: bool) -> Compared:
    rates = [count / whole if whole else None for count, whole in pairs]
    known = [rate for rate in rates if rate is not None]
    best = (max(known) if more_is_better else min(known)) if known else None
    differ = len(known) > 1 and len(set(known)) > 1
    return Compared(
        label,
        [
            (_share(count, whole), number(count), differ and rate == best)
            for (count, whole), rate in zip(pairs, rates, strict=True)
        ],
    )


def keys(texts: Sequence[str]) -> list[UUID]:
    """Campaigns named in an address; what is no id is passed over."""
    found = []
    for text in texts:
        try:
            found.append(UUID(hex=text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
