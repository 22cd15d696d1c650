"""A segment as the program holds it: a tree of conditions. Standard library only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Match(StrEnum):
    """How the parts of a group are joined."""

    ALL = "all"
    ANY = "any"


class Kind(StrEnum):
    """What sort of value a condition looks at; decides which operators make sense."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    # An instant of the contact's own history: created, last wrote.
    MOMENT = "moment"
    TAGS = "tags"
    # Read off the phone number: calling codes ("55"), Brazilian area codes ("11").
    CALLING_CODE = "calling_code"
    AREA_CODE = "area_code"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    GREATER = "greater"
    LESS = "less"
    BEFORE = "before"
    AFTER = "after"
    IN_LAST_DAYS = "in_last_days"
    NOT_IN_LAST_DAYS = "not_in_last_days"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"
    IS_SET = "is_set"
    NOT_SET = "not_set"


_SET = (Operator.IS_SET, Operator.NOT_SET)
_LIST = (Operator.ANY_OF, Operator.NONE_OF)
_WHEN = (
    Operator.IN_LAST_DAYS,
    Operator.NOT_IN_LAST_DAYS,
    Operator.BEFORE,
    Operator.AFTER,
)
# The operators of each kind, the most useful first.
OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: (
        Operator.IS,
        Operator.IS_NOT,
        Operator.CONTAINS,
        Operator.NOT_CONTAINS,
        Operator.STARTS_WITH,
        *_SET,
    ),
    Kind.NUMBER: (Operator.IS, Operator.IS_NOT, Operator.GREATER, Operator.LESS, *_SET),
    Kind.DATE: (Operator.IS, *_WHEN, *_SET),
    Kind.BOOLEAN: (Operator.IS, *_SET),
    Kind.CHOICE: (*_LIST, *_SET),
    Kind.MOMENT: (*_WHEN, *_SET),
    Kind.TAGS: (Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF, *_SET),
    Kind.CALLING_CODE: _LIST,
    Kind.AREA_CODE: _LIST,
}
WITHOUT_VALUE = frozenset(_SET)
WITH_DAYS = frozenset({Operator.IN_LAST_DAYS, Operator.NOT_IN_LAST_DAYS})
WITH_LIST = frozenset({Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF})

# What is known of every contact; custom fields are "fields.<key>".
BUILT_IN: dict[str, Kind] = {
    "name": Kind.TEXT,
    "email": Kind.TEXT,
    "calling_code": Kind.CALLING_CODE,
    "area_code": Kind.AREA_CODE,
    "language": Kind.TEXT,
    "time_zone": Kind.TEXT,
    "tags": Kind.TAGS,
    "stage": Kind.CHOICE,
    "last_inbound_at": Kind.MOMENT,
    "created_at": Kind.MOMENT,
    "source": Kind.CHOICE,
    "import_id": Kind.CHOICE,
    "external_id": Kind.TEXT,
}
CUSTOM = "fields."
# Where they stand in the pipeline; its values are ids of stages.
STAGE = "stage"

# Text, number, yes/no, an ISO date, a number of days, or several texts; None where none is needed.
Value: TypeAlias = str | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    kind: Kind
    operator: Operator
    value: Value = None


@dataclass(frozen=True, slots=True)
class Group:
    """An empty group holds for everybody, negated for nobody."""

    match: Match = Match.ALL
    parts: "tuple[Condition | Group, ...]" = ()
    negated: bool = False


def to_json(group: Group) -> dict[str, object]:
    """How a definition is stored and shown; `from_json` reads it back."""
    return {
        "match": group.match.value,
        "negated": group.negated,
        "conditions": [
            to_json(part) if isinstance(part, Group) else _condition_to_json(part)
            for part in group.parts
        ],
    }


def from_json(stored: Mapping[str, object]) -> Group:
    """A definition this program stored; what people send is checked elsewhere."""
    parts = stored["conditions"]
    assert isinstance(parts, list)
    return Group(
        Match(str(stored["match"])),
        tuple(from_json(p) if "conditions" in p else _condition_from_json(p) for p in parts),
        bool(stored["negated"]),
    )


def conditions(group: Group) -> Iterator[Condition]:
    """Every condition of the tree."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from conditions(part)
        else:
            yield part


def _condition_to_json(condition: Condition) -> dict[str, object]:
    value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
    return {
        "field": condition.field,
        "kind": condition.kind.value,
        "operator": condition.operator.value,
        "value": value,
    }


def _condition_from_json(stored: Mapping[str, object]) -> Condition:
    value = stored["value"]
    if isinstance(value, list):
        value = tuple(str(item) for item in value)
    assert value is None or isinstance(value, str | int | float | tuple)
    return Condition(
        str(stored["field"]), Kind(str(stored["kind"])), Operator(str(stored["operator"])), value
    )
