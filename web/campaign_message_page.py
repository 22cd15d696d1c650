"""The message step of a campaign: one way to say it at a time, as stored or as a form has it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.models.templates import Template
from db.queries import campaign_drafts as choices_of
from db.queries import campaigns, fields, topics
from db.session import Session
from schemas.campaign_fields import DraftFields, SmsOptions
from schemas.enums import Channel, Purpose
from schemas.errors import AppError, FieldError, InvalidInput
from schemas.experiments import Experiment, Metric, Variant
from schemas.sms_text import LONGEST
from schemas.templates import FrozenTemplate
from services import campaign_drafts, campaign_previews, contents, links
from services.campaign_previews import Preview
from web import campaign_content_forms as forms
from web import variable_forms
from web.campaign_forms import read_id, read_number, read_text
from web.campaign_frame import editable, frame
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark

_PURPOSES = (
    (Purpose.MARKETING, mark("Marketing"), mark("Offers and news. Only to who may get them.")),
    (Purpose.UTILITY, mark("Service"), mark("About something the person ordered or asked for.")),
    (Purpose.AUTHENTICATION, mark("Sign-in code"), mark("A code the person is waiting for.")),
)
_TEXT_FIRST = mark("Write this version first.")
_TEMPLATE_FIRST = mark("Choose the template of this version first.")


class MessageEditor:
    """The step for one way of one campaign."""

    def __init__(
        self,
        *,
        campaign_id: UUID,
        user: SignedIn,
        database: DatabaseDep,
        view: SettingsViewDep,
        variant: int = 1,
    ) -> None:
        self.campaign_id = campaign_id
        self.user = user
        self.database = database
        self._public_url = view.public_url
        self.variant = variant

    async def prefix(self) -> str:
        """What stands before the codes of this company's links."""
        return await links.prefix(self.database, self.user.company_id, self._public_url)

    async def context(
        self,
        session: Session,
        prefix: str,
        *,
        form: FormData | None = None,
        template_id: UUID | None = None,
        error: AppError | None = None,
    ) -> dict[str, Any]:
        """As stored, or as the form has it; `template_id` shows another template."""
        campaign = await editable(session, self.campaign_id)
        number = (await campaigns.sending_parts(session, campaign))[1]
        choices = await _choices(session, campaign, number.connection_id if number else None)
        custom = await fields.definitions(session)
        stored = forms.way_at(campaign, self.variant)
        if form is not None:
            template_id = read_id(form, "template")
        chosen = _one_of(choices, template_id or stored.template_id)
        way = stored
        if form is not None:
            way = forms.read_way(form, campaign, chosen, custom, number=self.variant, begun=True)
        elif template_id not in (None, stored.template_id):
            way = replace(stored, template_id=template_id, bindings={})
        sms = forms.read_sms(form, _sms(campaign)) if form is not None else _sms(campaign)
        shown = _as_shown(campaign, way, chosen, sms)
        return {
            **await frame(session, campaign, "message"),
            "number": number,
            "channel": campaign.channel.value,
            "oob": False,
            "variant": self.variant,
            "way": way,
            "ways": forms.ways(campaign),
            "may_add": forms.may_add(campaign),
            "choices": choices,
            "chosen": chosen,
            "slots": variable_forms.slots(shown, custom) if shown else [],
            "insertions": variable_forms.insertions(custom),
            "preview": await _preview(session, campaign, shown, sms, prefix),
            **_sms_words(sms),
            **await _about(session, campaign, form),
            **_test(campaign, form),
            "errors": self._errors(error),
        }

    async def values(self, session: Session, form: FormData) -> DraftFields:
        """What the form says of the campaign."""
        campaign = await editable(session, self.campaign_id)
        key = read_id(form, "template")
        template = await _named(session, key)
        custom = await fields.definitions(session)
        way = forms.read_way(form, campaign, template, custom, number=self.variant)
        variants = forms.with_way(campaign, self.variant, way, form)
        test = forms.read_experiment(form, campaign) if variants else None
        values: DraftFields = {"variants": variants, "experiment": test}
        values["weight"] = read_number(form, "weight:1") or campaign.weight
        if self.variant == 1:
            values["bindings"] = way.bindings
            if campaign.channel is Channel.SMS:
                values["text"] = way.text
            else:
                values["template_id"] = key
        if campaign.channel is Channel.SMS:
            values["sms"] = forms.read_sms(form, _sms(campaign))
            if read_text(form, "purpose") in set(Purpose):
                values["purpose"] = Purpose(read_text(form, "purpose"))
        if "topic" in form:
            values["topic_id"] = read_id(form, "topic")
        return values

    async def add_way(self, session: Session) -> int:
        """A further way, which begins as a copy of this one; its number."""
        campaign = await editable(session, self.campaign_id)
        known = [Variant.from_json(stored) for stored in campaign.variants]
        copy = replace(forms.way_at(campaign, self.variant), name="")
        _require_begun(campaign, copy)
        await campaign_drafts.edit(session, self.campaign_id, {"variants": [*known, copy]})
        return len(known) + 2

    async def remove_way(self, session: Session) -> None:
        """Take this further way away, and the test with the last of them."""
        campaign = await editable(session, self.campaign_id)
        known = [Variant.from_json(stored) for stored in campaign.variants]
        if not 1 < self.variant <= len(known) + 1:
            return
        del known[self.variant - 2]
        values: DraftFields = {"variants": known}
        if not known:
            values["experiment"] = None
        await campaign_drafts.edit(session, self.campaign_id, values)

    def _errors(self, error: AppError | None) -> FieldErrors:
        """Those of the way that is shown lose their prefix; of others the first is told above."""
        if error is None:
            return FieldErrors()
        found = field_errors(error)
        own = f"variants/{self.variant - 2}/"
        named = FieldErrors({key.removeprefix(own): text for key, text in found.items()})
        other = [text for key, text in named.items() if key.startswith("variants/")]
        if other:
            named.setdefault("form", other[0])
        return named


def _require_begun(campaign: Campaign, way: Variant) -> None:
    if campaign.channel is Channel.SMS and not way.text:
        raise InvalidInput(_TEXT_FIRST, [FieldError("text", "missing", _TEXT_FIRST)])
    if campaign.channel is Channel.WHATSAPP and way.template_id is None:
        raise InvalidInput(_TEMPLATE_FIRST, [FieldError("template_id", "missing", _TEMPLATE_FIRST)])


def as_sent(campaign: Campaign, way: Variant, template: Template | None) -> FrozenTemplate | None:
    """One way as it is stored, with its own bindings; None where nothing is said yet."""
    return _as_shown(campaign, way, template, SmsOptions.from_json(campaign.sms))


def _as_shown(
    campaign: Campaign, way: Variant, template: Template | None, sms: SmsOptions
) -> FrozenTemplate | None:
    if campaign.channel is Channel.WHATSAPP:
        return campaigns.as_sent(template, way.bindings) if template else None
    if not (way.text or "").strip():
        return None
    return contents.of_text(Campaign(channel=Channel.SMS, sms=sms.as_json()), way)


async def _choices(
    session: Session, campaign: Campaign, connection_id: UUID | None
) -> list[Template]:
    if connection_id is None or campaign.channel is Channel.SMS:
        return []
    return list(await choices_of.templates_to_choose(session, connection_id))


async def _named(session: Session, key: UUID | None) -> Template | None:
    """What is not there is left for the checks to say."""
    return await session.get(Template, key) if key is not None else None


def _one_of(choices: Sequence[Template], key: UUID | None) -> Template | None:
    return next((choice for choice in choices if choice.id == key), None)


async def _preview(
    session: Session,
    campaign: Campaign,
    shown: FrozenTemplate | None,
    sms: SmsOptions,
    prefix: str,
) -> Preview | None:
    if shown is None:
        return None
    person = await campaign_previews.someone(session)
    return campaign_previews.preview(
        shown, person, prefix, channel=campaign.channel, plain=sms.transliterate
    )


def _sms_words(sms: SmsOptions) -> dict[str, Any]:
    usual = gettext(forms.USUAL_FOOTER)
    return {"sms": sms, "usual_footer": usual, "longest": LONGEST}


async def _about(session: Session, campaign: Campaign, form: FormData | None) -> dict[str, Any]:
    """Why it is written, and about which topic."""
    known = await topics.all_topics(session)
    typed = form if form is not None and "purpose" in form else None
    return {
        "topics": known,
        "topic_choices": [(str(topic.id), topic.name) for topic in known],
        "topic_id": campaign.topic_id if form is None else read_id(form, "topic"),
        "purposes": [(one.value, gettext(text), gettext(hint)) for one, text, hint in _PURPOSES],
        "purpose": read_text(typed, "purpose") if typed else campaign.purpose.value,
    }


def _sms(campaign: Campaign) -> SmsOptions:
    """A campaign that says nothing of it begins with the usual line about opting out."""
    if campaign.sms:
        return SmsOptions.from_json(campaign.sms)
    return SmsOptions(footer=gettext(forms.USUAL_FOOTER))


def _test(campaign: Campaign, form: FormData | None) -> dict[str, Any]:
    stored = Experiment.from_json(campaign.experiment) if campaign.experiment else None
    test = forms.read_experiment(form, campaign) if form is not None else stored
    usual = Experiment(metric=Metric.DELIVERED if campaign.channel is Channel.SMS else Metric.READ)
    return {
        "test": test or usual,
        "tests": test is not None,
        "metrics": forms.metrics(campaign.channel),
    }
