"""A business account at a provider, as it is there. Standard library only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemoteNumber:
    provider_id: str
    display_phone: str
    verified_name: str
    # GREEN, YELLOW, RED or UNKNOWN.
    quality: str
    rate_per_second: int


@dataclass(frozen=True, slots=True)
class RemotePortfolio:
    """Whose numbers share one limit of people a day."""

    provider_id: str
    name: str
    # As the provider words it ("TIER_2K"); "" when it does not say.
    daily_limit: str


@dataclass(frozen=True, slots=True)
class RemoteTemplate:
    provider_id: str
    name: str
    language: str
    category: str
    status: str
    components: list[object]
    parameter_format: str
    rejected_reason: str | None = None
    quality: str = "UNKNOWN"
