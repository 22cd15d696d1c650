"""What crosses the Temporal wire for rules: counts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RulesResult:
    # Runs ended by this look; when it found as many as it takes at once, there may be more.
    settled: int
    more: bool = False
