"""What a mapping makes of one call's JSON: the contact's values and the variables. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.errors import FieldError
from schemas.hooks import Mapping as HookMapping
from schemas.hooks import MappingRow, Transform
from services import field_values, hook_paths, phones
from services.field_values import Unreadable
from services.phones import PhoneNumber

Plain = str | int | float | bool
_NOT_PLAIN = FieldError(
    "path", "not_a_value", "Here stands a group of values; go on to one of them."
)
_NOT_A_MOMENT = FieldError("path", "not_a_date", "This is not a date; write it like 2026-12-31.")
_LONGEST = 2000
_MOST_OF_A_LIST = 50
_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,59})\s*\}\}")
# Above it a number since 1970 counts milliseconds.
_MILLISECONDS_FROM = 1e11
_SUGGESTED = 300
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RowResult:
    """What one row of the mapping came to: a value, nothing, or what is wrong."""

    to: str
    value: Plain | list[str] | None = None
    error: FieldError | None = None


@dataclass(slots=True)
class Values:
    """What a whole mapping came to."""

    rows: list[RowResult] = field(default_factory=list)
    contact: dict[str, object] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    consented: bool = False

    @property
    def errors(self) -> list[RowResult]:
        return [row for row in self.rows if row.error is not None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place in a sample and what stands there."""

    path: str
    value: str
    # "phone", "email", "name", "external_id" where it looks like one.
    guess: str = ""


def read(mapping: HookMapping, body: object) -> Values:
    """Every row by itself: one that is wrong leaves the others alone."""
    found = Values()
    for row in mapping.rows:
        try:
            value = _value(row, body)
        except Unreadable as error:
            found.rows.append(RowResult(row.to, error=error.error))
            continue
        found.rows.append(RowResult(row.to, value))
        if value not in (None, "", []):
            _put(found, row.to, value)
    return found


def fill(value: object, variables: Mapping[str, str]) -> object:
    """{{name}} in every text of a JSON value, replaced; a name that is not there by nothing."""
    if isinstance(value, str):
        return _PLACE.sub(lambda place: variables.get(place[1], ""), value)
    if isinstance(value, list):
        return [fill(item, variables) for item in value]
    if isinstance(value, dict):
        return {key: fill(item, variables) for key, item in value.items()}
    return value


def text_at(path: str, body: object) -> str:
    """The text that stands there, or an empty one, whatever the path is."""
    try:
        value = _plain(hook_paths.find(path, body))
    except Unreadable:
        return ""
    return _text(value)


def suggestions(body: object) -> list[Suggestion]:
    """Every place of a sample with its value, in its order; the likeliest ones are marked."""
    found: list[Suggestion] = []
    guessed: set[str] = set()
    for path, value in _leaves("", body):
        if len(found) >= _SUGGESTED:
            break
        guess = _guess(path, value)
        if guess in guessed:
            guess = ""
        guessed.add(guess)
        found.append(Suggestion(path, _text(value)[:_SHOWN], guess))
    return found


def _value(row: MappingRow, body: object) -> Plain | list[str] | None:
    value = _plain(hook_paths.find(row.path, body)) if row.path else row.value
    if isinstance(value, list) and row.to != "tags":
        value = value[0] if len(value) == 1 else ", ".join(value)
    if value is None:
        return None
    if isinstance(value, list):
        return [_transformed(row, item) for item in value]
    if row.transforms or row.to == "phone" or isinstance(value, str):
        value = _transformed(row, _text(value))
    return _phone(row, value) if row.to == "phone" and row.country else value


def _plain(value: object) -> Plain | list[str] | None:
    """A value as it can be kept: text, number, yes or no, or a list of texts."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value[:_LONGEST]
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return [_text(item)[:_LONGEST] for item in value if item is not None][:_MOST_OF_A_LIST]
    raise Unreadable(_NOT_PLAIN)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return str(value)


def _transformed(row: MappingRow, text: str) -> str:
    text = text.strip()
    for one in row.transforms if text else ():
        text = _TRANSFORMS[one](text)
    return text


def _phone(row: MappingRow, value: object) -> str:
    number = phones.parse(_text(value), row.country)
    if not isinstance(number, PhoneNumber):
        raise Unreadable(phones.PROBLEMS[number])
    return number.e164


def _date(form: str) -> Callable[[str], str]:
    def read_date(text: str) -> str:
        day = (
            text.split("T", maxsplit=1)[0]
            .split(" ", maxsplit=1)[0]
            .replace("-", "/")
            .replace(".", "/")
        )
        for shape in (form, "%Y/%m/%d"):
            try:
                return datetime.strptime(day, shape).date().isoformat()  # noqa: DTZ007 - only its day is kept
            except ValueError:
                continue
        raise Unreadable(_NOT_A_MOMENT)

    return read_date


def _unix(text: str) -> str:
    try:
        seconds = float(text)
        seconds = seconds / 1000 if abs(seconds) >= _MILLISECONDS_FROM else seconds
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise Unreadable(_NOT_A_MOMENT) from error


_TRANSFORMS: dict[Transform, Callable[[str], str]] = {
    Transform.TRIM: str.strip,
    Transform.LOWER: str.lower,
    Transform.UPPER: str.upper,
    Transform.DIGITS: lambda text: re.sub(r"[^0-9]", "", text),
    Transform.FIRST_WORD: lambda text: text.split()[0] if text.split() else "",
    Transform.OTHER_WORDS: lambda text: " ".join(text.split()[1:]),
    Transform.DATE_DAY_FIRST: _date("%d/%m/%Y"),
    Transform.DATE_MONTH_FIRST: _date("%m/%d/%Y"),
    Transform.DATE_UNIX: _unix,
}


def _put(found: Values, to: str, value: Plain | list[str]) -> None:
    kind, _, name = to.partition(".")
    if kind == "fields":
        fields = found.contact.setdefault("fields", {})
        assert isinstance(fields, dict)
        fields[name] = value
    elif kind == "variables":
        found.variables[name] = _text(value)
    elif kind == "tags":
        tags = found.contact.setdefault("tags", [])
        assert isinstance(tags, list)
        named = value if isinstance(value, list) else _text(value).split(",")
        tags += [tag.strip() for tag in named if tag.strip()]
    elif kind == "consent":
        found.consented = found.consented or _said_yes(value)
    else:
        found.contact[kind] = _text(value)


def _said_yes(value: object) -> bool:
    """A ticked box, "sim"; or the box's own words, which only stand there when it is ticked."""
    try:
        return bool(field_values.boolean(_text(value)))
    except Unreadable:
        return bool(_text(value).strip())


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, item in value.items():
            name = hook_paths.quoted(str(key))
            yield from _leaves(f"{path}.{name}" if path else name, item)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(f"{path}[{index}]", item)
    elif path and (plain := _plain(value)) not in (None, "", []):
        yield path, plain


_GUESSES = (
    ("phone", re.compile(r"whats|mobile|celular|cellphone|phone|telefone|fone")),
    ("email", re.compile(r"e[-_ ]?mail")),
    ("name", re.compile(r"(^|[._\" ])(full_?name|nome( completo)?|name)($|[\[\"?: ])")),
    ("external_id", re.compile(r"(^|\.)(vid|uuid|id|hs_object_id|contact_id|lead_id)$")),
)


def _guess(path: str, value: object) -> str:
    words = path.lower()
    for guess, pattern in _GUESSES:
        if pattern.search(words) and _fits(guess, _text(value)):
            return guess
    return ""


def _fits(guess: str, text: str) -> bool:
    if guess == "phone":
        return isinstance(phones.parse(text, "BR"), PhoneNumber)
    if guess == "email":
        return "@" in text
    return bool(text.strip())
