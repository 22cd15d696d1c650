"""What is found wrong or odd about a cadence, and where."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be told of a cadence."""

    # Where: "steps/2/yes/0/template_id"; "steps" for the whole.
    pointer: str
    code: str
    message: str
    severity: Severity = "error"
    # Of the step it is about.
    key: str = ""


@dataclass(slots=True)
class Findings:
    """What is found of one step after the other."""

    place: str = ""
    key: str = ""
    found: list[Finding] = field(default_factory=list)

    def wrong(self, part: str, code: str, message: str) -> None:
        self._add(part, code, message, "error")

    def odd(self, part: str, code: str, message: str) -> None:
        self._add(part, code, message, "warning")

    def _add(self, part: str, code: str, message: str, severity: Severity) -> None:
        pointer = "/".join(one for one in (self.place, part) if one)
        self.found.append(Finding(pointer, code, message, severity, self.key))
