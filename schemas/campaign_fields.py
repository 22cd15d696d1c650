"""What people and programs may set on a campaign before it is launched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from schemas.audiences import Audience
from schemas.enums import Purpose
from schemas.errors import FieldError
from schemas.experiments import Experiment, Variant
from schemas.fallbacks import Fallback
from schemas.hours import Hours
from schemas.words import mark

LONGEST_FOOTER = 160
LONGEST_URL = 2_000
MOST_HOLD_OUT_PERCENT = 50
# A week: later than that it is another campaign.
MOST_LATENESS_MINUTES = 7 * 24 * 60
# What fills a variable by a link of ours: its whole address, or the code for a template's button.
LINK_SOURCES = ("link", "link_code")

FooterWhen = Literal["first", "always"]


@dataclass(frozen=True, slots=True)
class SmsOptions:
    """How a text leaves as an SMS; stored in campaigns.sms."""

    # Characters that would make each part shorter become their plain forms.
    transliterate: bool = False
    # The line about opting out; empty: none.
    footer: str = ""
    # Below a person's first message of ours, or below each.
    footer_when: FooterWhen = "first"

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "SmsOptions":
        return cls(
            transliterate=stored.get("transliterate") is True,
            footer=str(stored.get("footer") or ""),
            footer_when="always" if stored.get("footer_when") == "always" else "first",
        )

    def as_json(self) -> dict[str, object]:
        return {
            "transliterate": self.transliterate,
            "footer": self.footer,
            "footer_when": self.footer_when,
        }

    def check(self) -> list[FieldError]:
        if len(self.footer) <= LONGEST_FOOTER:
            return []
        message = mark("The line about opting out has at most 160 characters.")
        return [FieldError("sms/footer", "too_long", message)]


class DraftFields(TypedDict, total=False):
    """What may be set; a key that is absent leaves its value alone."""

    name: str
    external_id: str | None
    phone_number_id: UUID | None
    template_id: UUID | None
    text: str | None
    sms: SmsOptions
    purpose: Purpose
    topic_id: UUID | None
    audience: Audience
    bindings: Mapping[str, object]
    # From variant 2 on.
    variants: Sequence[Variant]
    # Of variant 1.
    weight: int
    experiment: Experiment | None
    hold_out_percent: int
    # None: the company's.
    hours: Hours | None
    send_at_local: datetime | None
    time_zone: str | None
    scheduled_at: datetime | None
    lateness_minutes: int
    expires_at: datetime | None
    rate_per_second: int | None
    budget_micros: int | None
    auto_resume: bool
    fallback: Fallback | None
