"""What could go wrong with a campaign, said before it begins. Nothing here stops it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.contacts import Segment
from db.models.limits import Breaker
from db.models.templates import Template
from db.queries import preflights
from schemas import sms_text
from schemas.campaign_fields import SmsOptions
from schemas.enums import Channel, ConnectionHealth, Purpose
from schemas.experiments import Variant
from schemas.preflights import BudgetLine, Cost, Money, Notice
from schemas.templates import FrozenTemplate, component, fill, placeholders, text_of
from schemas.words import mark
from services import contents, segments
from services.audiences import Preflight
from services.contents import Contents
from services.forecasts import Forecast
from services.launch_costs import Sender, sample_sizes

_LATELY = timedelta(days=7)
# Two texts as alike as this say the same.
_ALIKE = 0.9
_FEWEST_SHARED_PERCENT = 1
_LONGEST_COMPARED = 2_000
_SOON = timedelta(minutes=5)
_STOP_WORDS = ("stop", "sair", "parar", "cancelar", "descadastrar")
_SHOWN_CHARACTERS = 8
_STOPS_SHORT = {
    "campaign": mark(
        "If everybody needed an SMS, it would cost %(cost)s. Sending stops where its own budget"
        " ends: %(left)s."
    ),
    "month": mark(
        "If everybody needed an SMS, it would cost %(cost)s. Sending stops where this month's"
        " budget ends: %(left)s."
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the preflight found."""

    campaign: Campaign
    said: Contents
    found: Preflight
    sender: Sender
    cost: Cost
    forecast: Forecast
    start: datetime
    # If everybody needed the SMS of the fallback; None: none would be sent.
    fallback: Cost | None = None
    budgets: tuple[BudgetLine, ...] = ()
    # Whether the company's own host name for links is proven; None: not asked.
    own_links: bool | None = None

    @property
    def marketing(self) -> bool:
        return self.said.purpose is Purpose.MARKETING


async def warnings(session: AsyncSession, facts: Facts) -> tuple[Notice, ...]:
    """The gravest first."""
    return (
        *_sender(facts),
        *await _breakers(session, facts),
        *await _templates(session, facts),
        *await _repeated(session, facts),
        *_times(facts),
        *_prices(facts),
        *_fallback(facts),
        *_sms(facts),
        *_experiment(facts),
        *_links(facts),
        *_country(facts),
    )


def _sender(facts: Facts) -> Iterator[Notice]:
    number, connection = facts.sender.number, facts.sender.connection
    if connection.health is not ConnectionHealth.HEALTHY:
        yield Notice(
            "connection_unhealthy",
            mark("The connection “%(name)s” has a problem. Look at it under Connections first."),
            {"name": connection.name},
        )
    if number.health is not ConnectionHealth.HEALTHY:
        yield Notice(
            "number_unhealthy",
            mark("The number has a problem. Look at it under Connections first."),
        )
    if number.quality.upper() in {"RED", "YELLOW"}:
        low = number.quality.upper() == "RED"
        yield Notice(
            "number_quality",
            mark("Meta rates the quality of this number as low: more complaints may restrict it.")
            if low
            else mark(
                "Meta rates the quality of this number as medium: complaints may restrict it."
            ),
        )
    if number.channel is Channel.WHATSAPP and not number.verified_name:
        yield Notice(
            "number_unverified",
            mark("The number has no verified name: people see only the number."),
        )


async def _breakers(session: AsyncSession, facts: Facts) -> list[Notice]:
    targets = [facts.sender.number.id, facts.sender.connection.id]
    targets += [facts.campaign.template_id] if facts.campaign.template_id else []
    return [_breaker(row) for row in await preflights.open_breakers(session, targets)]


def _breaker(row: Breaker) -> Notice:
    text = {
        "number": mark("Sending from this number stopped by itself and is being tried again."),
        "connection": mark("Sending by this connection stopped by itself and is tried again."),
        "template": mark("Sending this template stopped by itself and is being tried again."),
    }[row.target.value]
    return Notice("stopped_by_itself", text)


async def _templates(session: AsyncSession, facts: Facts) -> list[Notice]:
    ways = [facts.campaign.template_id, *map(_template_of, facts.campaign.variants)]
    ids = [key for key in ways if key is not None]
    if not ids:
        return []
    paused = await preflights.paused_since(session, ids, facts.start - _LATELY)
    found = await preflights.templates(session, ids)
    return [note for one in found for note in _template(one, paused=one.id in paused)]


def _template_of(stored: object) -> UUID | None:
    return Variant.from_json(stored).template_id if isinstance(stored, Mapping) else None


def _template(template: Template, *, paused: bool) -> Iterator[Notice]:
    name = {"name": template.name}
    if paused:
        yield Notice(
            "template_paused_lately",
            mark("Meta paused the template “%(name)s” in the last 7 days. It may do so again."),
            name,
        )
    if template.quality.upper() in {"RED", "YELLOW"}:
        yield Notice(
            "template_quality",
            mark("Meta rates the quality of the template “%(name)s” as low. It may pause it."),
            name,
        )


async def _repeated(session: AsyncSession, facts: Facts) -> list[Notice]:
    """The campaign of the last days that said the same to most of the same people."""
    campaign, said = facts.campaign, facts.said
    since = facts.start - _LATELY
    known = await preflights.recent(session, campaign.id, said.channel, since)
    alike = [one for one in known if _says_the_same(said, one.frozen)]
    if not alike:
        return []
    named = segments.audience_segments(campaign.audience)
    rows = (await session.scalars(select(Segment).where(Segment.id.in_(named)))).all()
    audience = segments.audience_condition(campaign.audience, rows)
    shares = [(await preflights.overlap(session, one, audience), one) for one in alike[:5]]
    share, other = max(shares, key=lambda pair: pair[0])
    percent = round(share * 100)
    if percent < _FEWEST_SHARED_PERCENT:
        return []
    text = mark(
        "“%(name)s” said the same on %(at)s, and %(percent)s%% of its people are in this audience."
    )
    return [Notice("repeated", text, {"name": other.name, "at": other.at, "percent": percent})]


def _says_the_same(said: Contents, frozen: Mapping[str, object]) -> bool:
    before = _words(FrozenTemplate.from_json(frozen))
    return any(_alike(before, _words(way)) for way in said.frozen)


def _words(way: FrozenTemplate) -> str:
    """The text with what is the same for everybody filled in."""
    body = text_of(component(way.components, "BODY"))
    fixed = {
        name: str(binding.get("value") or "")
        for name in placeholders(body)
        if isinstance(binding := way.bindings.get(f"body.{name}"), Mapping)
        and binding.get("source") == "text"
    }
    return " ".join(fill(body, fixed).casefold().split())[:_LONGEST_COMPARED]


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _times(facts: Facts) -> Iterator[Notice]:
    forecast = facts.forecast
    if forecast.late:
        yield Notice(
            "expires_early",
            mark("It expires before everybody had their turn: %(count)s people will not get it."),
            {"count": forecast.late},
        )
    if forecast.beyond:
        yield Notice(
            "no_end_in_sight",
            mark("At this pace %(count)s people still wait after two months."),
            {"count": forecast.beyond},
        )
    local = facts.campaign.send_at_local
    if forecast.begins_at and forecast.begins_at > facts.start + _SOON and local is None:
        yield Notice(
            "outside_hours",
            mark("Nobody may be written to at that moment: the first message leaves %(at)s."),
            {"at": forecast.begins_at},
        )


def _prices(facts: Facts) -> Iterator[Notice]:
    if facts.cost.unpriced:
        yield Notice(
            "no_price",
            mark("For %(count)s people there is no price, so the cost is more than shown."),
            {"count": facts.cost.unpriced},
        )


def _fallback(facts: Facts) -> Iterator[Notice]:
    if facts.campaign.fallback is None:
        return
    if facts.fallback is None:
        yield Notice(
            "fallback_incomplete",
            mark(
                "Whom WhatsApp does not reach would get no SMS: its number, its text or what fills"
                " it is missing."
            ),
        )
        return
    if facts.fallback.unpriced:
        yield Notice(
            "no_sms_price",
            mark(
                "For an SMS to %(count)s people there is no price: they may cost more than shown."
            ),
            {"count": facts.fallback.unpriced},
        )
    most = facts.cost.micros + facts.fallback.micros
    for line in facts.budgets:
        # What is over the budget even without them does not begin at all.
        if facts.cost.micros <= line.left < most:
            left = {"cost": Money(most), "left": Money(line.left)}
            yield Notice(f"fallback_over_{line.kind}_budget", _STOPS_SHORT[line.kind], left)


def _sms(facts: Facts) -> Iterator[Notice]:
    if facts.said.channel is not Channel.SMS:
        return
    costly = [
        character
        for way in facts.said.frozen
        for character in sms_text.count(text_of(component(way.components, "BODY"))).costly
    ]
    if costly:
        shown = " ".join(dict.fromkeys(costly[:_SHOWN_CHARACTERS]))
        text = mark("These characters make each text cost more: %(characters)s")
        yield Notice("costly_characters", text, {"characters": shown})
    options = SmsOptions.from_json(facts.campaign.sms)
    if facts.marketing and not options.footer.strip() and not _names_a_way_out(facts.said):
        yield Notice(
            "no_opt_out",
            mark(
                "The text does not say how to opt out. Marketing should: “Reply STOP to opt out”."
            ),
        )


def _names_a_way_out(said: Contents) -> bool:
    bodies = (text_of(component(way.components, "BODY")).casefold() for way in said.frozen)
    return all(any(word in body.split() for word in _STOP_WORDS) for body in bodies)


def _experiment(facts: Facts) -> Iterator[Notice]:
    experiment = facts.said.experiment
    if experiment is None:
        return
    smallest = min(sample_sizes(facts.found.groups).values(), default=0)
    if smallest < experiment.min_sample:
        yield Notice(
            "small_sample",
            mark(
                "Only %(count)s people get each variant first; %(wanted)s are needed to find a"
                " winner."
            ),
            {"count": smallest, "wanted": experiment.min_sample},
        )


def _links(facts: Facts) -> Iterator[Notice]:
    if facts.own_links is False and contents.urls(facts.said):
        yield Notice(
            "no_own_host",
            mark("Links show our address and not yours, as no host name of yours is verified."),
        )


def _country(facts: Facts) -> Iterator[Notice]:
    blocked = facts.found.excluded.get("country_blocked", 0)
    if blocked:
        yield Notice(
            "country_blocked",
            mark("Meta delivers no marketing to numbers of the United States: %(count)s people."),
            {"count": blocked},
        )
