"""What enrols people in a cadence by itself. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from schemas.recurrence import Recurrence

MOST_WORDS = 30
LONGEST_WORD = 80
# Of one cadence.
MOST_SOURCES = 50


class SourceKind(StrEnum):
    # Whoever came into it since the last look, on a schedule; without one: all of it, once.
    SEGMENT = "segment"
    # A list of contacts, once.
    CONTACTS = "contacts"
    # The people of a file, once it is read in.
    IMPORT = "import"
    KEYWORD = "keyword"
    TAG = "tag"
    STAGE = "stage"


# Those a person adds to a cadence and that go on until somebody ends them.
LASTING = (SourceKind.SEGMENT, SourceKind.KEYWORD, SourceKind.TAG, SourceKind.STAGE)


@dataclass(frozen=True, slots=True)
class SourceFields:
    """What a person or program says of a source."""

    kind: SourceKind
    # The segment, tag or stage.
    subject_id: UUID | None = None
    # KEYWORD: any of these, in any case, with or without accents.
    words: tuple[str, ...] = ()
    # The message says nothing else; or else it has the word somewhere.
    exact: bool = True
    # SEGMENT: those who are in it already are enrolled by the first run.
    include_existing: bool = False
    rule: Recurrence | None = None
    time_zone: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run of a source, or all of them, did."""

    enrolled: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    # Why it did nothing: "not_running", "subject_gone".
    code: str | None = None

    @classmethod
    def from_json(cls, stored: object) -> "RunResult":
        if not isinstance(stored, Mapping):
            return cls()
        left_out = stored.get("left_out")
        code = stored.get("code")
        return cls(
            _whole(stored.get("enrolled")),
            {str(key): _whole(n) for key, n in left_out.items()}
            if isinstance(left_out, Mapping)
            else {},
            str(code) if code else None,
        )

    def as_json(self) -> dict[str, object]:
        return {"enrolled": self.enrolled, "left_out": dict(self.left_out), "code": self.code}

    def plus(self, other: "RunResult") -> "RunResult":
        reasons = {*self.left_out, *other.left_out}
        return RunResult(
            self.enrolled + other.enrolled,
            {key: self.left_out.get(key, 0) + other.left_out.get(key, 0) for key in reasons},
            other.code,
        )


@dataclass(frozen=True, slots=True)
class Results:
    """As a source keeps them: of its last run, and of all."""

    last: RunResult = RunResult()
    total: RunResult = RunResult()
    # The last run has not come to its end: whoever goes on with it adds to it.
    unfinished: bool = False

    @classmethod
    def from_json(cls, stored: object) -> "Results":
        known = stored if isinstance(stored, Mapping) else {}
        last, total = (
            RunResult.from_json(known.get("last")),
            RunResult.from_json(known.get("total")),
        )
        return cls(last, total, known.get("unfinished") is True)

    def as_json(self) -> dict[str, object]:
        return {
            "last": self.last.as_json(),
            "total": self.total.as_json(),
            "unfinished": self.unfinished,
        }

    def going_on(self, fresh: RunResult) -> "Results":
        """With what a run did just now."""
        return Results(self._of_this_run().plus(fresh), self.total.plus(fresh), unfinished=True)

    def ended(self, code: str | None) -> "Results":
        """The run is over; `code`: why it did not do more."""
        return Results(replace(self._of_this_run(), code=code), self.total)

    def _of_this_run(self) -> RunResult:
        return self.last if self.unfinished else RunResult()


def _whole(value: object) -> int:
    return value if type(value) is int else 0
