"""What was set on a campaign, in words: the list beside its check."""

from dataclasses import dataclass

from db.models.campaigns import Campaign
from schemas import money
from schemas.experiments import Experiment
from schemas.fallbacks import Fallback
from schemas.hours import Hours
from schemas.policies import Policy
from web import campaign_content_forms as content_forms
from web import time_zones
from web.campaign_plan_forms import ANY_TIME
from web.formatting import date_time, number, zone_name
from web.formatting import money as written
from web.hours_words import hours_words
from web.i18n import babel_locale, gettext, ngettext


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: str
    # The step in which it is changed.
    step: str


def lines(campaign: Campaign, policy: Policy) -> list[Line]:
    """Only what differs from what a campaign begins with, besides start and hours."""
    found = [
        Line(gettext("Versions"), _versions(campaign), "message"),
        Line(gettext("Start"), _start(campaign), "when"),
        Line(gettext("Hours"), _hours(campaign, policy), "when"),
        Line(gettext("When it is over"), _end(campaign), "when"),
        Line(gettext("Hold some back to compare"), _held(campaign), "audience"),
        Line(gettext("Spend at most"), _budget(campaign, policy), "limits"),
        Line(gettext("Messages a second, at most"), _rate(campaign), "limits"),
        Line(gettext("Send an SMS to whom WhatsApp does not reach"), _fallback(campaign), "limits"),
    ]
    return [line for line in found if line.text]


def _versions(campaign: Campaign) -> str:
    if not campaign.variants:
        return ""
    names = ", ".join(way.name or way.letter for way in content_forms.ways(campaign))
    if not campaign.experiment:
        return names
    percent = Experiment.from_json(campaign.experiment).sample_percent
    text = gettext("%(names)s; %(percent)s%% of the people try them first")
    return text % {"names": names, "percent": number(percent)}


def _start(campaign: Campaign) -> str:
    if campaign.send_at_local is not None:
        moment = campaign.send_at_local.strftime("%Y-%m-%d %H:%M")
        if babel_locale().language == "pt":
            moment = campaign.send_at_local.strftime("%d/%m/%Y %H:%M")
        return gettext("%(moment)s on each person’s own clock") % {"moment": moment}
    if campaign.scheduled_at is not None:
        return f"{date_time(campaign.scheduled_at)} · {time_zones.name(zone_name())}"
    return gettext("When I press send")


def _hours(campaign: Campaign, policy: Policy) -> str:
    stored = campaign.hours or policy.hours
    hours = Hours.from_json(stored) if stored else None
    return hours_words(None if hours == ANY_TIME else hours)


def _end(campaign: Campaign) -> str:
    return date_time(campaign.expires_at) if campaign.expires_at is not None else ""


def _held(campaign: Campaign) -> str:
    if not campaign.hold_out_percent:
        return ""
    text = gettext("%(percent)s%% get nothing")
    return text % {"percent": number(campaign.hold_out_percent)}


def _budget(campaign: Campaign, policy: Policy) -> str:
    if campaign.budget_micros is None:
        return ""
    return written(money.amount(campaign.budget_micros), policy.currency)


def _rate(campaign: Campaign) -> str:
    return number(campaign.rate_per_second) if campaign.rate_per_second is not None else ""


def _fallback(campaign: Campaign) -> str:
    if not campaign.fallback:
        return ""
    hours = Fallback.from_json(campaign.fallback).after_hours
    text = ngettext("After %(num)s hour", "After %(num)s hours", hours)
    return text % {"num": number(hours)}
