"""Whom a campaign is for, what it says and how: the parts of a draft."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, NaiveDatetime, WithJsonSchema

from schemas.api.ids import CampaignId, ContactId, NumberId, SegmentId, TagId, TemplateId
from schemas.audiences import Audience, CampaignPart, Outcome
from schemas.campaign_fields import LONGEST_FOOTER, LONGEST_URL, SmsOptions
from schemas.experiments import MOST_VARIANTS, Experiment, Metric, Unclear, Variant
from schemas.fallbacks import Fallback
from schemas.hours import EVERY_DAY, Hours
from schemas.sms_text import LONGEST

_FORBID = ConfigDict(extra="forbid")
_BOTH_WAYS = ConfigDict(extra="forbid", from_attributes=True)
_MOST_PARTS = 100
_MOST_CONTACTS = 10_000
_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"

# A time on the wall of whoever it is about: no offset belongs to it.
WallTime = Annotated[
    NaiveDatetime,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$",
            "examples": ["2026-11-27T09:00:00"],
        }
    ),
]


class CampaignPartBody(BaseModel):
    """The people of another campaign with one outcome, as it is known when this one begins."""

    model_config = _BOTH_WAYS

    id: CampaignId
    outcome: Outcome


class AudienceBody(BaseModel):
    """Everybody of any included part who is in no excluded part."""

    model_config = _BOTH_WAYS

    everyone: bool = False
    segment_ids: list[SegmentId] = Field(default=[], max_length=_MOST_PARTS)
    tag_ids: list[TagId] = Field(default=[], max_length=_MOST_PARTS)
    contact_ids: list[ContactId] = Field(default=[], max_length=_MOST_CONTACTS)
    campaign: CampaignPartBody | None = None
    exclude_segment_ids: list[SegmentId] = Field(default=[], max_length=_MOST_PARTS)
    exclude_tag_ids: list[TagId] = Field(default=[], max_length=_MOST_PARTS)

    def value(self) -> Audience:
        part = self.campaign
        return Audience(
            everyone=self.everyone,
            segment_ids=tuple(self.segment_ids),
            tag_ids=tuple(self.tag_ids),
            contact_ids=tuple(self.contact_ids),
            campaign=CampaignPart(part.id, part.outcome) if part else None,
            exclude_segment_ids=tuple(self.exclude_segment_ids),
            exclude_tag_ids=tuple(self.exclude_tag_ids),
        )


class Binding(BaseModel):
    """What fills one variable."""

    model_config = _FORBID

    source: str = Field(
        max_length=100,
        description="`text`, `name`, `first_name`, `phone`, `email`, `language`, `external_id`, "
        "or `field:<key>` for a custom field. `link`: a short link of each person's own to "
        "`value`, so that clicks are counted; `link_code`: only its code, for the URL button of a "
        "template.",
        examples=["first_name"],
    )
    value: str | None = Field(
        default=None, max_length=LONGEST_URL, description="For `text`, and the address of a link."
    )
    fallback: str | None = Field(
        default=None, max_length=1024, description="For contacts that have no value."
    )


Bindings = Annotated[dict[str, Binding], Field(max_length=_MOST_PARTS)]
_BY_VARIABLE = (
    "By variable, such as `body.1`, `header.image` or, for `{{name}}` in a text, `body.name`. What "
    "is not named is taken from the template's own bindings; a placeholder of a text that is "
    "called like a field is filled by it."
)
TEXT_OF_SMS = (
    "What an SMS says, with `{{placeholders}}`. One character outside the GSM alphabet (ã, õ, an "
    "emoji) makes each part 70 letters instead of 160."
)


def bindings_of(body: dict[str, Binding]) -> dict[str, object]:
    return {key: binding.model_dump(exclude_none=True) for key, binding in body.items()}


class SmsBody(BaseModel):
    """How a text leaves as an SMS."""

    model_config = _BOTH_WAYS

    transliterate: bool = Field(
        default=False, description='Send ã as a, “ as ", …: where that makes it cheaper to send.'
    )
    footer: str = Field(
        default="",
        max_length=LONGEST_FOOTER,
        description="The line about opting out; empty: none.",
        examples=["Responda SAIR para não receber mais."],
    )
    footer_when: Literal["first", "always"] = Field(
        default="first", description="Below a person's first message of yours, or below each."
    )

    def value(self) -> SmsOptions:
        return SmsOptions(self.transliterate, self.footer.strip(), self.footer_when)


class _Variant(BaseModel):
    model_config = _BOTH_WAYS

    name: str = Field(default="", max_length=60)
    weight: int = Field(default=1, ge=1, le=100, description="Its share against the others'.")
    template_id: TemplateId | None = Field(default=None, description="For WhatsApp.")
    text: str | None = Field(default=None, max_length=LONGEST, description="For SMS.")


class VariantBody(_Variant):
    """A further way to say it; the campaign's own content is variant 1."""

    bindings: Bindings = {}

    def value(self) -> Variant:
        bindings = bindings_of(self.bindings)
        return Variant(self.name.strip(), self.weight, self.template_id, self.text, bindings)


class VariantRead(_Variant):
    # As it is stored; a change of what was pending leaves one without weight.
    weight: int
    bindings: dict[str, object]


class ExperimentBody(BaseModel):
    """A test on a part of the audience; what it says is then sent to the rest."""

    model_config = _BOTH_WAYS

    sample_percent: int = Field(default=20, ge=1, le=50)
    metric: Metric = Metric.READ
    wait_minutes: int = Field(
        default=240, ge=1, le=10_080, description="From the sample's last message to the decision."
    )
    min_sample: int = Field(
        default=50, ge=1, le=100_000, description="Fewer messages of a variant are not judged."
    )
    max_opt_out_percent: float | None = Field(
        default=2.0, ge=0, le=100, description="A variant beyond this cannot win."
    )
    max_failed_percent: float | None = Field(default=20.0, ge=0, le=100)
    unclear: Unclear = Field(
        default=Unclear.FIRST,
        description="Where none is better: `first` sends variant 1, `ask` waits for a person.",
    )

    def value(self) -> Experiment:
        return Experiment(**self.model_dump())


class HoursBody(BaseModel):
    """When people may be written to, in their own zone; `quiet_start` = `quiet_end`: always."""

    model_config = _BOTH_WAYS

    quiet_start: str = Field(default="20:00", pattern=_CLOCK)
    quiet_end: str = Field(default="08:00", pattern=_CLOCK)
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        default=list(EVERY_DAY), min_length=1, max_length=7, description="1 is Monday."
    )
    observe_holidays: bool = True

    def value(self) -> Hours:
        days = tuple(sorted(set(self.weekdays)))
        return Hours(self.quiet_start, self.quiet_end, days, self.observe_holidays)


class _Fallback(BaseModel):
    model_config = _BOTH_WAYS

    phone_number_id: NumberId | None = Field(description="A number that sends SMS.")
    text: str = Field(max_length=LONGEST)
    after_hours: int = Field(default=24, ge=1, le=72)
    footer: str = Field(default="", max_length=LONGEST_FOOTER)


class FallbackBody(_Fallback):
    """What is sent by SMS to whom WhatsApp did not reach in time."""

    bindings: Bindings = {}

    def value(self) -> Fallback:
        bindings = bindings_of(self.bindings)
        number_id: UUID | None = self.phone_number_id
        return Fallback(number_id, self.text, bindings, self.after_hours, self.footer.strip())


class FallbackRead(_Fallback):
    bindings: dict[str, object]


VariantBodies = Annotated[
    list[VariantBody],
    Field(
        max_length=MOST_VARIANTS - 1,
        description="Variants 2 to 5. Without an experiment everybody gets one by the weights.",
    ),
]
BindingsByVariable = Annotated[Bindings, Field(description=_BY_VARIABLE)]
