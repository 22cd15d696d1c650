"""What a campaign says and how it goes: all that a copy of it takes over.

A clone, a message to those who did not read, an occurrence of a series: each begins as a copy.
"""

from copy import deepcopy

from db.models.campaigns import Campaign
from schemas.experiments import Experiment, Variant

# Moments stay behind (scheduled_at, send_at_local, expires_at), as do the external id and all that
# became of the original.
COPIED = (
    "company_id",
    "name",
    "channel",
    "phone_number_id",
    "template_id",
    "text",
    "sms",
    "purpose",
    "topic_id",
    "audience",
    "bindings",
    "weight",
    "hold_out_percent",
    "hours",
    "time_zone",
    "lateness_minutes",
    "budget_micros",
    "auto_resume",
    "fallback",
    "rate_per_second",
)


def copy_of(original: Campaign, **changes: object) -> Campaign:
    """A new draft that says what the original says, with these changes; not added to a session."""
    values = {name: deepcopy(getattr(original, name)) for name in COPIED}
    contents = {"variants": chosen_variants(original), "experiment": _unsettled(original)}
    return Campaign(**{**values, **contents, **changes})


def chosen_variants(campaign: Campaign) -> list[object]:
    """The variants of which recipients got one, or could.

    A change of what was pending is kept as a variant without weight (services.repeats): it is the
    campaign's own content by now.
    """
    return [deepcopy(stored) for stored in campaign.variants if Variant.from_json(stored).weight]


def _unsettled(campaign: Campaign) -> dict[str, object] | None:
    """The test as it was planned, without how it ended."""
    stored = campaign.experiment
    return Experiment.from_json(stored).as_json() if stored is not None else None
