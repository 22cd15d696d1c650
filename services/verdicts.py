"""Which variant of a test is the better one: by the test's own rule, guard and smallest sample.

Pure functions over counts. How sure the difference is, is worked out to be shown; the rule decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt

from schemas.experiments import Experiment, Metric

_TWO = 2


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one variant's part of the sample."""

    variant: int
    # The provider took it, or refused it for good; unknown outcomes are in neither.
    taken: int = 0
    failed: int = 0
    delivered: int = 0
    read: int = 0
    clicks: int = 0
    replies: int = 0
    opt_outs: int = 0

    @property
    def tried(self) -> int:
        return self.taken + self.failed

    def good(self, metric: Metric) -> int:
        """How many did what the test counts."""
        return {
            Metric.DELIVERED: self.delivered,
            Metric.READ: self.read,
            Metric.CLICK: self.clicks,
            Metric.REPLY: self.replies,
        }[metric]

    def rate(self, metric: Metric) -> float:
        """Their share of everybody it was tried with: a variant that fails more is no better."""
        return self.good(metric) / self.tried if self.tried else 0.0

    @property
    def failed_percent(self) -> float:
        return 100 * self.failed / self.tried if self.tried else 0.0

    @property
    def opt_out_percent(self) -> float:
        return 100 * self.opt_outs / self.taken if self.taken else 0.0


class Why(StrEnum):
    """How a verdict came about."""

    BEST = "best"
    # The guard left only this one.
    ONLY_ONE = "only_one"
    TIE = "tie"
    TOO_FEW = "too_few"
    # The guard left none.
    ALL_BEYOND_GUARD = "all_beyond_guard"


@dataclass(frozen=True, slots=True)
class Verdict:
    # None: unclear.
    winner: int | None
    why: Why
    # Variants the guard took out.
    beyond_guard: tuple[int, ...] = ()
    # How likely a difference this large is by chance alone, between the two best; None: not known.
    chance: float | None = None


def judge(results: Sequence[Result], experiment: Experiment) -> Verdict:
    """The winner by the rule, or why there is none."""
    beyond = tuple(one.variant for one in results if _is_beyond_guard(one, experiment))
    left = [one for one in results if one.variant not in beyond]
    if not left:
        return Verdict(None, Why.ALL_BEYOND_GUARD, beyond)
    if any(one.tried < experiment.min_sample for one in left):
        return Verdict(None, Why.TOO_FEW, beyond)
    best = sorted(left, key=lambda one: one.rate(experiment.metric), reverse=True)
    if len(best) < _TWO:
        return Verdict(best[0].variant, Why.ONLY_ONE, beyond)
    chance = by_chance(best[0], best[1], experiment.metric)
    if best[0].rate(experiment.metric) == best[1].rate(experiment.metric):
        return Verdict(None, Why.TIE, beyond, chance)
    return Verdict(best[0].variant, Why.BEST, beyond, chance)


def by_chance(first: Result, second: Result, metric: Metric) -> float | None:
    """The two-sided p-value of two proportions (pooled z-test)."""
    if not first.tried or not second.tried:
        return None
    pooled = (first.good(metric) + second.good(metric)) / (first.tried + second.tried)
    spread = sqrt(pooled * (1 - pooled) * (1 / first.tried + 1 / second.tried))
    if not spread:
        return 1.0
    return erfc(abs(first.rate(metric) - second.rate(metric)) / spread / sqrt(2))


def _is_beyond_guard(one: Result, experiment: Experiment) -> bool:
    """Judged on whatever there is: a variant most of whose messages fail never wins."""
    most_failed, most_opt_outs = experiment.max_failed_percent, experiment.max_opt_out_percent
    return (most_failed is not None and one.failed_percent > most_failed) or (
        most_opt_outs is not None and one.opt_out_percent > most_opt_outs
    )
