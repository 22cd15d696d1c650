"""What a company has decided for all that it sends, with the defaults. Standard library only."""

from dataclasses import dataclass, field
from uuid import UUID

from schemas.enums import Purpose

# What an address may refuse: everything, all marketing, one topic; or it cannot be reached.
ALL = "all"
MARKETING = "marketing"
UNREACHABLE = "unreachable"


def topic_scope(topic_id: UUID) -> str:
    return f"topic:{topic_id}"


def scopes_of(purpose: Purpose, topic_id: UUID | None = None) -> tuple[str, ...]:
    """The scopes of which any one, when refused, forbids a message."""
    scopes = [ALL, UNREACHABLE]
    if purpose is Purpose.MARKETING:
        scopes.append(MARKETING)
    if topic_id is not None:
        scopes.append(topic_scope(topic_id))
    return tuple(scopes)


@dataclass(frozen=True, slots=True)
class Policy:
    """db.models.policies.CompanyPolicy as values; a company without a row has these."""

    stop_everywhere: bool = True
    require_consent: bool = False
    keywords: dict[str, object] = field(default_factory=dict)
    confirmations: dict[str, object] = field(default_factory=dict)
    frequency_cap: int | None = None
    frequency_days: int = 7
    duplicate_hours: int = 24
    hours: dict[str, object] | None = None
    holidays_country: str | None = None
    currency: str = "BRL"
    monthly_budget_micros: int | None = None
    approval_recipients: int | None = None
    approval_micros: int | None = None
    attribution_days: int = 7
