"""What crosses the Temporal wire for the jobs of cadences. Standard library only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JobsResult:
    """When to come back; None: nothing is left to do."""

    again_seconds: float | None = None
