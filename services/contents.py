"""What a campaign says, in all its ways, as it would be frozen now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import PhoneNumber
from db.models.templates import Template
from db.queries import campaigns, templates
from schemas import sms_text
from schemas.campaign_fields import LINK_SOURCES, SmsOptions
from schemas.enums import Channel, Purpose, TemplateStatus
from schemas.errors import FieldError, InvalidInput
from schemas.experiments import Experiment, Variant
from schemas.templates import FrozenTemplate, variables
from schemas.words import mark

# Filled by the freeze: the footer for those who never got a marketing SMS, nothing for the others.
FOOTER = "opt_out_footer"
_CHOOSE_NUMBER = mark("Choose a number to send from.")
_CHOOSE_TEMPLATE = mark("Choose a template.")
_NOT_APPROVED = mark("This template is not approved yet.")
_OTHER_ACCOUNT = mark("This template belongs to another account.")
_WRITE_TEXT = mark("Write what the message says.")
_UNBOUND = mark("Choose what fills this variable.")


@dataclass(frozen=True, slots=True)
class Contents:
    """Every way a campaign says it; variant 1 first."""

    frozen: tuple[FrozenTemplate, ...]
    weights: tuple[int, ...] = (1,)
    channel: Channel = Channel.WHATSAPP
    purpose: Purpose = Purpose.MARKETING
    experiment: Experiment | None = None
    # SMS: letters outside the GSM alphabet are written plainly.
    plain: bool = False

    @classmethod
    def of(cls, template: FrozenTemplate, purpose: Purpose = Purpose.MARKETING) -> "Contents":
        """One template for everybody."""
        return cls((template,), purpose=purpose)


async def ready(session: AsyncSession, campaign: Campaign) -> Contents:
    """What the campaign would send now, with its own bindings.

    Raises InvalidInput when number, template, text or a variable's value is missing, or a template
    is not approved or another account's.
    """
    _, number = await campaigns.sending_parts(session, campaign)
    errors = [] if number else [FieldError("phone_number_id", "missing", _CHOOSE_NUMBER)]
    ways = [_own(campaign), *map(Variant.from_json, campaign.variants or ())]
    found = await templates.by_ids(session, [way.template_id for way in ways if way.template_id])
    frozen = []
    for place, way in enumerate(ways):
        at = f"variants/{place - 1}/" if place else ""
        one = _frozen(
            campaign,
            number,
            way,
            found.get(way.template_id) if way.template_id else None,
            at=at,
            errors=errors,
        )
        frozen.append(one)
    if errors or number is None:
        raise InvalidInput("The campaign is not complete yet.", errors)
    first = found.get(ways[0].template_id) if ways[0].template_id else None
    purpose = Purpose(first.category.value) if first is not None else campaign.purpose
    return Contents(
        tuple(one for one in frozen if one is not None),
        tuple(way.weight for way in ways),
        number.channel,
        purpose or Purpose.MARKETING,
        Experiment.from_json(campaign.experiment) if campaign.experiment else None,
        SmsOptions.from_json(campaign.sms or {}).transliterate,
    )


def _own(campaign: Campaign) -> Variant:
    # A campaign that is not stored yet, on a form, has no defaults.
    return Variant(
        "", campaign.weight or 1, campaign.template_id, campaign.text, campaign.bindings or {}
    )


def _frozen(
    campaign: Campaign,
    number: PhoneNumber | None,
    way: Variant,
    template: Template | None,
    *,
    at: str,
    errors: list[FieldError],
) -> FrozenTemplate | None:
    """One way as it would be sent; what is missing is added to the errors."""
    if number is not None and number.channel is Channel.SMS:
        if not (way.text or "").strip():
            errors.append(FieldError(f"{at}text", "missing", _WRITE_TEXT))
            return None
        frozen = of_text(campaign, way)
    elif template is None:
        errors.append(FieldError(f"{at}template_id", "missing", _CHOOSE_TEMPLATE))
        return None
    else:
        frozen = campaigns.as_sent(template, way.bindings)
        if template.status is not TemplateStatus.APPROVED:
            errors.append(FieldError(f"{at}template_id", "not_approved", _NOT_APPROVED))
        elif number is not None and template.connection_id != number.connection_id:
            errors.append(FieldError(f"{at}template_id", "other_account", _OTHER_ACCOUNT))
    errors.extend(FieldError(f"{at}bindings/{key}", "missing", _UNBOUND) for key in unbound(frozen))
    return frozen


def unbound(frozen: FrozenTemplate) -> Sequence[str]:
    """The variables that nothing fills."""
    slots = variables(frozen.components, frozen.parameter_format)
    return [slot.key for slot in slots if slot.key not in frozen.bindings]


def of_text(campaign: Campaign, way: Variant) -> FrozenTemplate:
    """An SMS is a template whose body is its text; the footer is part of it."""
    options = SmsOptions.from_json(campaign.sms or {})
    written, bindings = (way.text or "").rstrip(), dict(way.bindings)
    footer = options.footer.strip()
    if options.transliterate:
        written, footer = sms_text.transliterate(written), sms_text.transliterate(footer)
    if footer and options.footer_when == "first":
        written += "{{%s}}" % FOOTER  # noqa: UP031 - braces
        bindings[f"body.{FOOTER}"] = {"source": FOOTER, "value": f"\n{footer}"}
    elif footer:
        written += f"\n{footer}"
    body: list[object] = [{"type": "BODY", "text": written}]
    return FrozenTemplate("", "", body, "named", bindings=bindings)


def with_serials(contents: Contents, serials: dict[str, int]) -> Contents:
    """The same with each link's address replaced by its serial; see services.links."""
    return replace(contents, frozen=tuple(_with_serials(one, serials) for one in contents.frozen))


def urls(contents: Contents) -> list[str]:
    """The addresses that links of any variant lead to."""
    return [
        str(binding.get("value"))
        for frozen in contents.frozen
        for binding in frozen.bindings.values()
        if isinstance(binding, dict) and binding.get("source") in LINK_SOURCES
    ]


def _with_serials(frozen: FrozenTemplate, serials: dict[str, int]) -> FrozenTemplate:
    bindings = {
        key: {**binding, "serial": serials.get(str(binding.get("value")), 0)}
        if isinstance(binding, dict) and binding.get("source") in LINK_SOURCES
        else binding
        for key, binding in frozen.bindings.items()
    }
    return replace(frozen, bindings=bindings)
