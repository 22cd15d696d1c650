"""What a message step of a cadence says, as it would be frozen now. Pure."""

from db.models.campaigns import Campaign
from db.models.templates import Template
from db.queries import campaigns
from schemas.cadences import Message
from schemas.enums import Channel
from schemas.experiments import Variant
from schemas.templates import FrozenTemplate
from services import contents


def said(step: Message, channel: Channel, template: Template | None) -> list[FrozenTemplate]:
    """Its template, then its text, as far as it has them."""
    found = [as_template(step, template)] if template is not None else []
    written = as_text(step, channel)
    return [*found, written] if written is not None else found


def as_template(step: Message, template: Template) -> FrozenTemplate:
    """The template filled as the step says."""
    return campaigns.as_sent(template, dict(step.bindings))


def as_text(step: Message, channel: Channel) -> FrozenTemplate | None:
    """The text as the body of a template of its own; an SMS with its line about opting out."""
    if not step.text:
        return None
    sms = step.sms.as_json() if channel is Channel.SMS else {}
    way = Variant(text=step.text, bindings=dict(step.bindings))
    return contents.of_text(Campaign(channel=channel, sms=sms), way)
