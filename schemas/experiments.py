"""Several ways to say one campaign, and how a test on a sample decides between them.

Standard library and this package only: the editor, the freeze and the decision share these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from uuid import UUID

from schemas.enums import Channel
from schemas.errors import FieldError
from schemas.words import mark

# The row's own content is the first of them.
MOST_VARIANTS = 5
MOST_WEIGHT = 100
_LONGEST_NAME = 60
_LONGEST_TEXT = 1600
MOST_SAMPLE_PERCENT = 50
# A week: whoever has not answered by then will not.
MOST_WAIT_MINUTES = 7 * 24 * 60
_MOST_MIN_SAMPLE = 100_000


class Metric(StrEnum):
    """What a test counts, as a share of those the provider took."""

    DELIVERED = "delivered"
    READ = "read"
    CLICK = "click"
    REPLY = "reply"


class Unclear(StrEnum):
    """What is done when no variant is better, or the sample was too small."""

    # The rest gets variant 1.
    FIRST = "first"
    # The campaign stops with the code "experiment_unclear", and a person chooses.
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Variant:
    """One further way to say it: a template for WhatsApp, a text for SMS."""

    name: str = ""
    # How often it is chosen against the weights of the others.
    weight: int = 1
    template_id: UUID | None = None
    text: str | None = None
    # What fills its variables; starts as a copy of the template's bindings.
    bindings: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: object) -> "Variant":
        """What is not there, or not of the right kind, is taken for not said."""
        said = stored if isinstance(stored, Mapping) else {}
        template_id, text, bindings = (
            said.get("template_id"),
            said.get("text"),
            said.get("bindings"),
        )
        return cls(
            name=str(said.get("name") or ""),
            weight=_whole(said.get("weight"), 1),
            template_id=UUID(str(template_id)) if template_id else None,
            text=text if isinstance(text, str) else None,
            bindings=dict(bindings) if isinstance(bindings, Mapping) else {},
        )

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "weight": self.weight,
            "template_id": str(self.template_id) if self.template_id else None,
            "text": self.text,
            "bindings": dict(self.bindings),
        }

    def check(self, channel: Channel, place: str = "variants/0") -> list[FieldError]:
        """What is wrong with it by itself; whether its template exists is asked elsewhere."""
        errors = []
        if len(self.name) > _LONGEST_NAME:
            message = mark("Give the variant a name of at most 60 characters.")
            errors.append(FieldError(f"{place}/name", "too_long", message))
        if not 1 <= self.weight <= MOST_WEIGHT:
            errors.append(FieldError(f"{place}/weight", "out_of_range", _WEIGHT))
        if channel is Channel.SMS and not (self.text or "").strip():
            message = mark("Write what this variant says.")
            errors.append(FieldError(f"{place}/text", "missing", message))
        if channel is Channel.SMS and len(self.text or "") > _LONGEST_TEXT:
            message = mark("A text message has at most 1,600 characters.")
            errors.append(FieldError(f"{place}/text", "too_long", message))
        if channel is Channel.WHATSAPP and self.template_id is None:
            message = mark("Choose a template for this variant.")
            errors.append(FieldError(f"{place}/template_id", "missing", message))
        return errors


@dataclass(frozen=True, slots=True)
class Experiment:
    """A test on a part of the audience; what it says is then sent to the rest."""

    # The part of the audience that gets the variants by their weights.
    sample_percent: int = 20
    metric: Metric = Metric.READ
    # From the last message of the sample to the decision.
    wait_minutes: int = 240
    # A variant that fewer than this got is not judged.
    min_sample: int = 50
    # The guard: a variant beyond these cannot win. None: not guarded.
    max_opt_out_percent: float | None = 2.0
    max_failed_percent: float | None = 20.0
    unclear: Unclear = Unclear.FIRST

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Experiment":
        """As it was stored. Raises ValueError for a metric or rule nobody knows."""
        usual = cls()
        return cls(
            sample_percent=_whole(stored.get("sample_percent"), usual.sample_percent),
            metric=Metric(str(stored.get("metric", usual.metric))),
            wait_minutes=_whole(stored.get("wait_minutes"), usual.wait_minutes),
            min_sample=_whole(stored.get("min_sample"), usual.min_sample),
            max_opt_out_percent=_share(stored, "max_opt_out_percent", usual.max_opt_out_percent),
            max_failed_percent=_share(stored, "max_failed_percent", usual.max_failed_percent),
            unclear=Unclear(str(stored.get("unclear", usual.unclear))),
        )

    def as_json(self) -> dict[str, object]:
        return {
            name: value.value if isinstance(value, StrEnum) else value
            for name, value in asdict(self).items()
        }

    def check(self, channel: Channel = Channel.WHATSAPP) -> list[FieldError]:
        """What is wrong with it by itself, each with its place below "experiment"."""
        wrong = {
            "sample_percent": (
                not 1 <= self.sample_percent <= MOST_SAMPLE_PERCENT,
                mark("Choose a sample of 1 to 50 percent."),
            ),
            "metric": (
                self.metric is Metric.READ and channel is Channel.SMS,
                mark("Nobody reports whether a text message was read. Choose another measure."),
            ),
            "wait_minutes": (
                not 1 <= self.wait_minutes <= MOST_WAIT_MINUTES,
                mark("Wait between a minute and seven days."),
            ),
            "min_sample": (
                not 1 <= self.min_sample <= _MOST_MIN_SAMPLE,
                mark("Choose a smallest sample between 1 and 100,000 people."),
            ),
            "max_opt_out_percent": (not _is_percent(self.max_opt_out_percent), _PERCENT),
            "max_failed_percent": (not _is_percent(self.max_failed_percent), _PERCENT),
        }
        return [
            FieldError(f"experiment/{name}", "out_of_range", message)
            for name, (is_wrong, message) in wrong.items()
            if is_wrong
        ]


_WEIGHT = mark("Choose a weight between 1 and 100.")
_PERCENT = mark("Choose between 0 and 100 percent, or leave it empty.")


def check(
    variants: Sequence[Variant],
    experiment: Experiment | None,
    channel: Channel,
    *,
    weight: int = 1,
) -> list[FieldError]:
    """What is wrong with a campaign's variants and its test; `weight` is that of variant 1."""
    errors = [
        error
        for index, variant in enumerate(variants)
        for error in variant.check(channel, f"variants/{index}")
    ]
    if len(variants) + 1 > MOST_VARIANTS:
        message = mark("A campaign has at most five variants.")
        errors.append(FieldError("variants", "too_many", message))
    if not 1 <= weight <= MOST_WEIGHT:
        errors.append(FieldError("weight", "out_of_range", _WEIGHT))
    if experiment is not None:
        errors += experiment.check(channel)
        if not variants:
            message = mark("A test needs a second variant.")
            errors.append(FieldError("experiment", "one_variant", message))
    return errors


def _whole(value: object, usual: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else usual


def _share(stored: Mapping[str, object], name: str, usual: float | None) -> float | None:
    """A share somebody set to nothing stays nothing."""
    value = stored.get(name, usual)
    return float(value) if isinstance(value, int | float) else None


def _is_percent(value: float | None) -> bool:
    return value is None or 0 <= value <= 100  # noqa: PLR2004 - all of it
