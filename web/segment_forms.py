"""The segment builder's form: a tree in flat fields, so that it works without script.

Each part has a path ("0", "0-1"): `part` lists the paths in order as "0-1:condition" or
"0-1:group"; `field-0-1`, `operator-0-1` and `value-0-1` hold what is chosen there. A button named
`do` ("add:0", "group:0", "remove:0-1") changes the tree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from db.models.contacts import ContactField, Tag
from db.models.imports import ContactImport
from db.models.leads import Stage
from schemas.api.ids import IMPORT, STAGE, TAG
from schemas.api.segments import ConditionBody, GroupBody
from schemas.segments import (
    BUILT_IN,
    CUSTOM,
    OPERATORS,
    WITH_DAYS,
    WITH_LIST,
    WITHOUT_VALUE,
    Kind,
    Match,
    Operator,
)
from web import place_names
from web.contact_views import source
from web.i18n import babel_locale, gettext, mark

DEEPEST = 3
_LABELS = {
    "name": mark("Name"),
    "email": mark("E-mail"),
    "calling_code": mark("Country of the phone"),
    "area_code": mark("Area code (DDD)"),
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
    "tags": mark("Tags"),
    "stage": mark("Stage"),
    "last_inbound_at": mark("Last wrote to us"),
    "created_at": mark("Added"),
    "source": mark("Where from"),
    "import_id": mark("Imported list"),
    "external_id": mark("External id"),
}
_OPERATORS = {
    Operator.IS: mark("is"),
    Operator.IS_NOT: mark("is not"),
    Operator.CONTAINS: mark("contains"),
    Operator.NOT_CONTAINS: mark("does not contain"),
    Operator.STARTS_WITH: mark("begins with"),
    Operator.GREATER: mark("is more than"),
    Operator.LESS: mark("is less than"),
    Operator.BEFORE: mark("is before"),
    Operator.AFTER: mark("is on or after"),
    Operator.IN_LAST_DAYS: mark("is in the last days"),
    Operator.NOT_IN_LAST_DAYS: mark("is not in the last days"),
    Operator.ANY_OF: mark("is any of"),
    Operator.ALL_OF: mark("has all of"),
    Operator.NONE_OF: mark("is none of"),
    Operator.IS_SET: mark("is known"),
    Operator.NOT_SET: mark("is not known"),
}
_SOURCES = ("import", "console", "api", "inbound")
_AREA_CODES = tuple(
    str(code)
    for code in (*range(11, 20), 21, 22, 24, 27, 28, *range(31, 36), 37, 38, *range(41, 50), 51,
                 53, 54, 55, *range(61, 70), 71, 73, 74, 75, 77, 79, *range(81, 90), *range(91, 100))
)  # fmt: skip


@dataclass(slots=True)
class Part:
    """One row or group of the builder, as far as it is filled in."""

    path: str
    group: bool
    match: Match = Match.ALL
    negated: bool = False
    name: str = ""
    operator: str = ""
    values: list[str] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    error: str = ""

    @property
    def depth(self) -> int:
        return self.path.count("-")


class Form(Protocol):
    def getlist(self, key: str) -> Sequence[object]: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen in the builder, in the reader's language."""

    kinds: Mapping[str, Kind]
    fields: list[tuple[str, str]]
    choices: Mapping[str, list[tuple[str, str]]]

    def kind(self, name: str) -> Kind:
        return self.kinds.get(name, Kind.TEXT)

    def operators(self, name: str) -> list[tuple[str, str]]:
        return [(word.value, gettext(_OPERATORS[word])) for word in OPERATORS[self.kind(name)]]

    def input(self, part: Part) -> str:
        """Which control asks for the value: none, days, list, date, number, boolean, text."""
        if part.operator in WITHOUT_VALUE:
            return "none"
        if part.operator in WITH_DAYS:
            return "days"
        if part.operator in WITH_LIST:
            return "list"
        kind = self.kind(part.name)
        return "date" if kind in {Kind.DATE, Kind.MOMENT} else kind.value


def offer(
    definitions: Sequence[ContactField],
    tags: Sequence[Tag],
    imports: Sequence[ContactImport],
    stages: Sequence[Stage] = (),
) -> Offer:
    custom = {f"{CUSTOM}{one.key}": one for one in definitions}
    kinds = BUILT_IN | {name: Kind(one.type.value) for name, one in custom.items()}
    fields = [(name, gettext(label)) for name, label in _LABELS.items()]
    choices: dict[str, list[tuple[str, str]]] = {
        "tags": [(TAG.format(tag.id), tag.name) for tag in tags],
        "stage": [(STAGE.format(stage.id), stage.name) for stage in stages],
        "source": [(word, source(word)) for word in _SOURCES],
        "import_id": [(IMPORT.format(row.id), row.file_name) for row in imports],
        "area_code": [(code, code) for code in _AREA_CODES],
        "calling_code": _calling_codes(),
    }
    choices |= {name: [(word, word) for word in one.choices] for name, one in custom.items()}
    return Offer(kinds, fields + [(name, one.label) for name, one in custom.items()], choices)


def empty() -> Part:
    """A new segment: one condition to begin with."""
    return Part("0", True, parts=[_fresh("0-0")])


def read(form: Form) -> Part:
    """The tree as it stands in the form, right or wrong."""
    known: dict[str, Part] = {}
    for entry in form.getlist("part"):
        path, _, kind = str(entry).partition(":")
        parent = known.get(path.rpartition("-")[0])
        if path != "0" and (parent is None or not parent.group or parent.depth >= DEEPEST):
            continue
        part = _read_part(form, path, group=kind == "group")
        known[path] = part
        if parent is not None:
            parent.parts.append(part)
    return known.get("0") or empty()


def change(root: Part, action: str) -> Part:
    """Carry out a button of the builder; the paths are counted anew afterwards."""
    verb, _, path = action.partition(":")
    for group in _groups(root):
        if verb == "remove":
            group.parts = [part for part in group.parts if part.path != path]
        elif group.path == path and verb == "add":
            group.parts.append(_fresh(""))
        elif group.path == path and verb == "group":
            group.parts.append(Part("", True, Match.ANY, parts=[_fresh("")]))
    _number(root, "0")
    return root


def mend(root: Part, offered: Offer) -> Part:
    """Give a condition whose field was changed an operator that fits, and drop a stray value."""
    for group in _groups(root):
        for part in group.parts:
            if not part.group and part.name:
                fitting = [word.value for word in OPERATORS[offered.kind(part.name)]]
                if part.operator not in fitting:
                    part.operator, part.values = fitting[0], []
    return root


def to_body(root: Part) -> GroupBody:
    """The tree for services.segment_definitions, which says what is wrong with it."""
    return GroupBody(
        match=root.match,
        negated=root.negated,
        conditions=[to_body(part) if part.group else _condition(part) for part in root.parts],
    )


def from_body(body: GroupBody, path: str = "0") -> Part:
    """A saved definition, ready to be changed."""
    root = Part(path, True, body.match, body.negated)
    for position, inner in enumerate(body.conditions):
        place = f"{path}-{position}"
        if isinstance(inner, GroupBody):
            root.parts.append(from_body(inner, place))
        else:
            values = inner.value if isinstance(inner.value, list) else [inner.value]
            words = [_word(value) for value in values if value is not None]
            root.parts.append(
                Part(place, False, name=inner.field, operator=inner.operator.value, values=words)
            )
    return root


def show_errors(root: Part, errors: Mapping[str, str]) -> None:
    """Put each error ("definition/conditions/0/value") beside its row."""
    places = {f"definition{_pointer(part.path)}": part for part in _all(root)}
    for pointer, words in errors.items():
        part = places.get(pointer.rpartition("/")[0]) or places.get(pointer)
        if part is not None:
            part.error = words


def _pointer(path: str) -> str:
    return "".join(f"/conditions/{number}" for number in path.split("-")[1:])


def _fresh(path: str) -> Part:
    return Part(path, False, name="name", operator=Operator.IS.value)


def _read_part(form: Form, path: str, *, group: bool) -> Part:
    def one(name: str) -> str:
        found = form.getlist(f"{name}-{path}")
        return str(found[0]) if found else ""

    if group:
        match = Match.ANY if one("match") == Match.ANY.value else Match.ALL
        return Part(path, True, match, one("negated") == "true")
    values = [str(value) for value in form.getlist(f"value-{path}") if str(value)]
    return Part(path, False, name=one("field"), operator=one("operator"), values=values)


def _condition(part: Part) -> ConditionBody:
    operator = Operator(part.operator) if part.operator in set(Operator) else Operator.IS
    single = part.values[0] if part.values else None
    value = part.values if operator in WITH_LIST else single
    return ConditionBody(field=part.name[:80], operator=operator, value=value)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _groups(root: Part) -> list["Part"]:
    return [part for part in _all(root) if part.group]


def _all(root: Part) -> list["Part"]:
    return [root] + [inner for part in root.parts for inner in _all(part)]


def _number(part: Part, path: str) -> None:
    part.path = path
    for position, inner in enumerate(part.parts):
        _number(inner, f"{path}-{position}")


def _calling_codes() -> list[tuple[str, str]]:
    """Such as "Brazil (+55)"; countries that share a code stand together."""
    names = babel_locale().territories
    found = [
        (str(code), ", ".join(names.get(region, region) for region in regions[:3]))
        for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()
        if regions[0] != "001"
    ]
    return [(code, f"{label} (+{code})") for code, label in place_names.in_order(found)]
