"""Segments as they are saved: checked against the company's fields and tags."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from pydantic_core import PydanticCustomError
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact, Segment
from db.queries import contacts, fields, segments
from schemas.api import ids
from schemas.api.ids import TAG
from schemas.api.segments import ConditionBody, GroupBody
from schemas.enums import FieldType
from schemas.errors import AppError, Conflict, FieldError, InvalidInput
from schemas.segments import (
    BUILT_IN,
    CUSTOM,
    OPERATORS,
    STAGE,
    WITH_DAYS,
    WITH_LIST,
    WITHOUT_VALUE,
    Condition,
    Group,
    Kind,
    Value,
    from_json,
    to_json,
)
from services.segments import condition

# Fields whose values are ids.
_IDS = {"import_id": ids.IMPORT, STAGE: ids.STAGE}
_DEEPEST = 4
_MOST_CONDITIONS = 100
_LONGEST_DAYS = 36_500
_LONGEST_TEXT = 500
_PREVIEW = 10
_COUNT_SECONDS = 10


class CountTooSlow(AppError):
    status = 503
    code = "count_too_slow"

    def __init__(self) -> None:
        super().__init__("Counting takes too long just now. The segment itself still works.")


@dataclass(slots=True)
class _Reading:
    """What a definition is read with, and what was found wrong in it."""

    kinds: Mapping[str, Kind]
    errors: list[FieldError] = field(default_factory=list)
    conditions: int = 0

    def wrong(self, place: str, code: str, message: FieldError) -> None:
        self.errors.append(replace(message, field=place, code=code))


@dataclass(frozen=True, slots=True)
class Preview:
    count: int
    people: Sequence[Contact]


async def create(
    session: AsyncSession, company_id: UUID, name: str, definition: GroupBody
) -> Segment:
    """Raises InvalidInput, and Conflict when the name is taken."""
    tree = await read(session, definition)
    segment = Segment(company_id=company_id, name=_name(name), definition=to_json(tree))
    await _save(session, segment)
    return segment


async def update(
    session: AsyncSession, segment_id: UUID, name: str, definition: GroupBody
) -> Segment:
    """Raises NotFound, InvalidInput and Conflict."""
    segment = await segments.get_for_update(session, segment_id)
    segment.definition = to_json(await read(session, definition))
    segment.name = _name(name)
    segment.version += 1
    await _save(session, segment)
    await session.refresh(segment, ["updated_at"])
    return segment


async def delete(session: AsyncSession, segment_id: UUID) -> None:
    """Raises NotFound. A campaign that names it can no longer be launched, and says so."""
    await session.delete(await segments.get_for_update(session, segment_id))


async def preview(session: AsyncSession, tree: Group) -> Preview:
    """How many belong to it, and the newest ten. Raises CountTooSlow."""
    where = condition(tree)
    await session.execute(text(f"SET LOCAL statement_timeout = '{_COUNT_SECONDS}s'"))
    try:
        count = await contacts.count(session, where)
        people = await contacts.page(session, where, after=None, limit=_PREVIEW)
    except OperationalError as error:
        raise CountTooSlow from error
    return Preview(count, people)


async def read(session: AsyncSession, definition: GroupBody) -> Group:
    """A definition as people send it, checked. Raises InvalidInput with each error's place."""
    reading = _Reading(await kinds(session))
    tree = _group(reading, definition, "definition", depth=1)
    if reading.conditions > _MOST_CONDITIONS:
        raise InvalidInput("A segment can have at most 100 conditions.")
    if reading.errors:
        raise InvalidInput("Some conditions are not right.", reading.errors)
    return tree


def shown(stored: Mapping[str, object]) -> GroupBody:
    """A stored definition as people read it, its ids with their prefixes."""
    return _shown_group(from_json(stored))


async def kinds(session: AsyncSession) -> dict[str, Kind]:
    """Every field a condition may ask about."""
    custom = await fields.definitions(session)
    return BUILT_IN | {f"{CUSTOM}{one.key}": Kind(FieldType(one.type).value) for one in custom}


def _group(reading: _Reading, body: GroupBody, place: str, depth: int) -> Group:
    if depth > _DEEPEST:
        reading.wrong(place, "too_deep", _TOO_DEEP)
        return Group()
    parts: list[Condition | Group] = []
    for position, part in enumerate(body.conditions):
        inner = f"{place}/conditions/{position}"
        if isinstance(part, GroupBody):
            parts.append(_group(reading, part, inner, depth + 1))
        else:
            reading.conditions += 1
            found = _condition(reading, part, inner)
            parts += [found] if found else []
    return Group(body.match, tuple(parts), body.negated)


def _condition(reading: _Reading, body: ConditionBody, place: str) -> Condition | None:
    kind = reading.kinds.get(body.field)
    if kind is None:
        reading.wrong(f"{place}/field", "unknown_field", _UNKNOWN_FIELD)
        return None
    if body.operator not in OPERATORS[kind]:
        reading.wrong(f"{place}/operator", "wrong_operator", _WRONG_OPERATOR)
        return None
    try:
        return Condition(body.field, kind, body.operator, _value(kind, body))
    except (ValueError, TypeError, PydanticCustomError):
        reading.wrong(f"{place}/value", "wrong_value", _WRONG_VALUES[_sort(kind, body)])
        return None


def _sort(kind: Kind, body: ConditionBody) -> str:
    if body.operator in WITH_DAYS:
        return "days"
    return "list" if body.operator in WITH_LIST else kind.value


def _value(kind: Kind, body: ConditionBody) -> Value:
    """The value in its type. Raises ValueError or TypeError."""
    if body.operator in WITHOUT_VALUE:
        return None
    if body.operator in WITH_LIST:
        return _listed(kind, body.field, body.value)
    return _READERS[_sort(kind, body)](body.value)


def _listed(kind: Kind, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(value)
    if kind is Kind.TAGS:
        return tuple(str(TAG.parse(key)) for key in value)
    if name in _IDS:
        return tuple(str(_IDS[name].parse(key)) for key in value)
    if kind in {Kind.AREA_CODE, Kind.CALLING_CODE}:
        return tuple(str(int(code.removeprefix("+"))) for code in value)
    return tuple(map(_text, value))


def _days(value: object) -> int:
    days = int(str(value).removesuffix(".0"))
    if not 1 <= days <= _LONGEST_DAYS:
        raise ValueError(value)
    return days


def _date(value: object) -> str:
    return date.fromisoformat(str(value)).isoformat()


def _boolean(value: object) -> bool:
    word = str(value).lower()
    if word not in {"true", "false"}:
        raise ValueError(value)
    return word == "true"


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(value)
    number = float(str(value).replace(",", "."))
    if not abs(number) < 1e15:  # noqa: PLR2004 - also refuses what is no number
        raise ValueError(value)
    return int(number) if number.is_integer() else number


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
        raise ValueError(value)
    return value.strip()


_READERS: dict[str, Callable[[object], Value]] = {
    "days": _days,
    "date": _date,
    "moment": _date,
    "number": _number,
    "boolean": _boolean,
    "text": _text,
    "choice": _text,
}


def _shown_group(group: Group) -> GroupBody:
    return GroupBody(
        match=group.match,
        negated=group.negated,
        conditions=[
            _shown_group(part) if isinstance(part, Group) else _shown_condition(part)
            for part in group.parts
        ],
    )


def _shown_condition(leaf: Condition) -> ConditionBody:
    value = list(leaf.value) if isinstance(leaf.value, tuple) else leaf.value
    if isinstance(value, list) and leaf.kind is Kind.TAGS:
        value = [TAG.format(UUID(key)) for key in value]
    elif isinstance(value, list) and leaf.field in _IDS:
        value = [_IDS[leaf.field].format(UUID(key)) for key in value]
    return ConditionBody(field=leaf.field, operator=leaf.operator, value=value)


async def _save(session: AsyncSession, segment: Segment) -> None:
    try:
        async with session.begin_nested():
            session.add(segment)
    except IntegrityError as error:
        raise Conflict('There is already a segment named "%(name)s".', name=segment.name) from error


def _name(text_: str) -> str:
    name = " ".join(text_.split())
    if not name:
        raise InvalidInput(
            "A segment needs a name.", [FieldError("name", "missing", "Give the segment a name.")]
        )
    return name[:120]


_TOO_DEEP = FieldError("", "too_deep", "Groups can stand at most four deep.")
_UNKNOWN_FIELD = FieldError("", "unknown_field", "There is no such field.")
_WRONG_OPERATOR = FieldError("", "wrong_operator", "This comparison does not fit the field.")
_TEXT = FieldError("", "wrong_value", "Write what to compare with.")
_NUMBER = FieldError("", "wrong_value", "Write a number.")
_DATE = FieldError("", "wrong_value", "Choose a date.")
_WRONG_VALUES = {
    "days": FieldError("", "wrong_value", "Write a number of days."),
    "list": FieldError("", "wrong_value", "Choose at least one."),
    "text": _TEXT,
    "choice": _TEXT,
    "number": _NUMBER,
    "date": _DATE,
    "moment": _DATE,
    "boolean": FieldError("", "wrong_value", "Choose yes or no."),
}
