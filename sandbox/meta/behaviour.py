"""How the stand-in behaves at the moment; every value can be changed while it runs."""

from dataclasses import asdict, dataclass, fields
from typing import Any

JsonObject = dict[str, Any]


class InvalidSetting(Exception):
    """A setting that does not exist, or a value it cannot take."""


@dataclass(slots=True)
class Behaviour:
    """Times are seconds, counted from the moment a message was accepted."""

    latency: float = 0.05
    # Messages a second and number, as Meta's default; 0 is unlimited.
    throughput: float = 80.0
    sent_after: float = 0.1
    delivered_after: float = 0.6
    read_after: float = 2.5
    # Each delay is stretched or shrunk by up to this share of itself.
    jitter: float = 0.4
    read_probability: float = 0.6
    # How long a submitted template stays PENDING.
    review_after: float = 3.0
    throttle_tries: int = 3
    pair_limit_tries: int = 1
    slow_answer: float = 8.0
    # How long an address of a file works, as Meta's do.
    media_address_lives: float = 300.0
    # Free-form messages outside the 24-hour window fail with 131047.
    enforce_window: bool = True
    seed: int = 1
    webhook_url: str | None = None
    webhook_batch: int = 50
    webhook_concurrency: int = 4
    webhook_timeout: float = 10.0
    webhook_retry_first: float = 0.5
    webhook_retry_max: float = 10.0

    def change(self, changes: JsonObject) -> None:
        """Apply all changes or none; raises InvalidSetting in words."""
        kinds = {field.name: field.type for field in fields(self)}
        checked = {name: _checked(name, value, kinds) for name, value in changes.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def as_json(self) -> JsonObject:
        return asdict(self)


def _checked(name: str, value: object, kinds: dict[str, Any]) -> object:
    kind = kinds.get(name)
    if kind is None:
        known = ", ".join(sorted(kinds))
        raise InvalidSetting(f"There is no setting '{name}'. Settings are: {known}.")
    if name == "webhook_url":
        if value is not None and not str(value).startswith(("http://", "https://")):
            raise InvalidSetting("webhook_url must be an http(s) address or null.")
        return value
    if kind is bool:
        if not isinstance(value, bool):
            raise InvalidSetting(f"{name} must be true or false.")
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise InvalidSetting(f"{name} must be a number that is not negative.")
    if name in ("webhook_batch", "webhook_concurrency") and value < 1:
        raise InvalidSetting(f"{name} must be at least 1.")
    return int(value) if kind is int else float(value)
