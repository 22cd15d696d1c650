"""What the message step of a campaign sends: its texts or templates, and what fills them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.models.contacts import ContactField
from db.models.templates import Template
from schemas.campaign_fields import SmsOptions
from schemas.enums import Channel
from schemas.experiments import MOST_VARIANTS, Experiment, Metric, Unclear, Variant
from schemas.templates import variables
from web.campaign_forms import read_number, read_text
from web.i18n import gettext, mark
from web.variable_forms import read_bindings

_METRICS = {
    Metric.CLICK: mark("More people open its link"),
    Metric.REPLY: mark("More people answer"),
    Metric.READ: mark("More people read it"),
    Metric.DELIVERED: mark("It arrives more often"),
}
_LETTERS = "ABCDE"
# What new SMS begin with: nearly everywhere marketing has to say how to stop it.
USUAL_FOOTER = mark("Reply STOP to opt out.")


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways to say it, as a tab."""

    number: int
    letter: str
    name: str
    weight: int


def ways(campaign: Campaign) -> list[Way]:
    own = Way(1, _LETTERS[0], "", campaign.weight)
    further = [Variant.from_json(stored) for stored in campaign.variants]
    return [own] + [
        Way(place, _LETTERS[place - 1], variant.name, variant.weight)
        for place, variant in enumerate(further, start=2)
    ]


def way_at(campaign: Campaign, number: int) -> Variant:
    """What is said in one way; the first is the campaign's own."""
    if 1 < number <= len(campaign.variants) + 1:
        return Variant.from_json(campaign.variants[number - 2])
    return Variant(
        "", campaign.weight, campaign.template_id, campaign.text, dict(campaign.bindings)
    )


def may_add(campaign: Campaign) -> bool:
    return len(campaign.variants) + 1 < MOST_VARIANTS


def read_way(
    form: FormData,
    campaign: Campaign,
    template: Template | None,
    custom: Sequence[ContactField],
    *,
    number: int,
    begun: bool = False,
) -> Variant:
    """One way to say it, as it stands in the form; `begun` as in variable_forms."""
    before = way_at(campaign, number)
    name = read_text(form, "way_name") if number > 1 else ""
    weight = read_number(form, f"weight:{number}") or before.weight
    if campaign.channel is Channel.SMS:
        text = read_text(form, "text").replace("\r\n", "\n")
        found = variables([{"type": "BODY", "text": text}], "named")
        bindings = read_bindings(form, found, custom, begun=begun)
        return Variant(name, weight, None, text or None, bindings)
    if template is None:
        return Variant(name, weight)
    found = variables(template.components, template.parameter_format)
    return Variant(name, weight, template.id, None, read_bindings(form, found, custom, begun=begun))


def with_way(campaign: Campaign, number: int, way: Variant, form: FormData) -> list[Variant]:
    """The further variants with this one in its place, and the shares as the form has them."""
    known = [Variant.from_json(stored) for stored in campaign.variants]
    if number > 1:
        known[number - 2] = way
    return [
        Variant(
            one.name,
            read_number(form, f"weight:{place}") or one.weight,
            one.template_id,
            one.text,
            one.bindings,
        )
        for place, one in enumerate(known, start=2)
    ]


def read_sms(form: FormData, before: SmsOptions) -> SmsOptions:
    if "footer" not in form:
        return before
    when = "always" if form.get("footer_when") == "always" else "first"
    footer = read_text(form, "footer") if form.get("with_footer") else ""
    return SmsOptions(bool(form.get("transliterate")), footer, when)  # type: ignore[arg-type]


def metrics(channel: Channel) -> list[tuple[str, str]]:
    """By what a test is decided; nobody reports whether an SMS was read."""
    return [
        (metric.value, gettext(words))
        for metric, words in _METRICS.items()
        if not (metric is Metric.READ and channel is Channel.SMS)
    ]


def read_experiment(form: FormData, campaign: Campaign) -> Experiment | None:
    """The test as the form has it; without its fields as it was."""
    if "how" not in form:
        return Experiment.from_json(campaign.experiment) if campaign.experiment else None
    if form.get("how") != "test":
        return None
    metric = read_text(form, "metric")
    return Experiment(
        sample_percent=read_number(form, "sample") or 0,
        metric=Metric(metric) if metric in set(Metric) else Metric.DELIVERED,
        wait_minutes=_minutes(form, "wait_hours"),
        min_sample=read_number(form, "min_sample") or 0,
        max_opt_out_percent=_percent(form, "max_opt_out"),
        max_failed_percent=_percent(form, "max_failed"),
        unclear=Unclear.ASK if form.get("unclear") == "ask" else Unclear.FIRST,
    )


def _minutes(form: FormData, name: str) -> int:
    hours = read_decimal(form, name)
    return int(hours * 60) if hours is not None else 0


def _percent(form: FormData, name: str) -> float | None:
    found = read_decimal(form, name)
    return float(found) if found is not None else None


def read_decimal(form: FormData, name: str) -> Decimal | None:
    """A number field's value, also with a comma; what is no number is one nobody allows."""
    text = read_text(form, name).replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return Decimal(-1)
    return found if found.is_finite() else Decimal(-1)
