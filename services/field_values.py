"""What a person or program wrote in a field, as the value that is stored; or why it cannot be.

Pure, and free of the database: the import's parsing processes load it too.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeAlias

from schemas.enums import FieldType
from schemas.errors import FieldError
from services import local_time

Stored: TypeAlias = str | float | int | bool

MAX_TEXT = 2_000
# Beyond it a float no longer tells whole numbers apart.
_LARGEST = 1e15
_TRUE = frozenset({"true", "yes", "y", "1", "sim", "s", "verdadeiro", "x"})
_FALSE = frozenset({"false", "no", "n", "0", "não", "nao", "falso"})
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_MARKS = str.maketrans("", "", ".,")
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?", re.IGNORECASE)
# Day before month: how Brazil and most of the world write it. 2026-12-31 is read as well.
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%d/%m/%y")

NOT_A_NUMBER = FieldError("value", "not_a_number", "This is not a number.")
NOT_A_DATE = FieldError("value", "not_a_date", "This is not a date; write it like 2026-12-31.")
NOT_A_BOOLEAN = FieldError("value", "not_a_boolean", "This is neither yes nor no.")
NOT_A_CHOICE = FieldError("value", "not_a_choice", "This is not one of the field's choices.")
NOT_A_TEXT = FieldError("value", "not_a_text", "This is not text.")
TOO_LONG = FieldError("value", "too_long", "This text is too long.")
NOT_AN_EMAIL = FieldError("email", "not_an_email", "This is not an e-mail address.")
NOT_A_LANGUAGE = FieldError(
    "language", "not_a_language", "This is not a language; write it like pt_BR or en."
)
NOT_A_TIME_ZONE = FieldError(
    "time_zone", "not_a_time_zone", "This is not a time zone; write it like America/Manaus."
)
PROBLEMS = {
    error.code: error
    for error in (
        NOT_A_NUMBER,
        NOT_A_DATE,
        NOT_A_BOOLEAN,
        NOT_A_CHOICE,
        NOT_A_TEXT,
        TOO_LONG,
        NOT_AN_EMAIL,
        NOT_A_LANGUAGE,
        NOT_A_TIME_ZONE,
    )
}


class Unreadable(ValueError):
    """The value does not fit; `error` says why."""

    def __init__(self, error: FieldError) -> None:
        super().__init__(error.code)
        self.error = error


def read(kind: FieldType, value: object, choices: Sequence[str] = ()) -> Stored:
    """A value of a custom field in its type. Raises Unreadable."""
    if kind is FieldType.CHOICE:
        return _choice(value, choices)
    return _READERS[kind](value)


def email(text: str) -> str:
    cleaned = text.strip().removeprefix("mailto:")
    if not _EMAIL.fullmatch(cleaned):
        raise Unreadable(NOT_AN_EMAIL)
    return cleaned


def language(text: str) -> str:
    found = _LANGUAGE.fullmatch(text.strip())
    if not found:
        raise Unreadable(NOT_A_LANGUAGE)
    return found[1].lower() + (f"_{found[2].upper()}" if found[2] else "")


def time_zone(text: str) -> str:
    name = text.strip().replace(" ", "_")
    if local_time.zone(name) is None:
        raise Unreadable(NOT_A_TIME_ZONE)
    return name


def _text(value: object) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Unreadable(NOT_A_TEXT)
    text = str(value).strip().replace("\x00", "")
    if len(text) > MAX_TEXT:
        raise Unreadable(TOO_LONG)
    return text


def _number(value: object) -> float | int:
    if isinstance(value, bool):
        raise Unreadable(NOT_A_NUMBER)
    if isinstance(value, int | float):
        return _finite(float(value))
    text = str(value).strip().replace("\u00a0", "").replace(" ", "").removeprefix("R$")
    if not _NUMBER.fullmatch(text):
        text = _plain_number(text)
    return _finite(float(text))


def _plain_number(text: str) -> str:
    """1.234,56 and 1,234.56 and 12,5 as Python writes them."""
    if _GROUPED.fullmatch(text):
        last = max(text.rfind("."), text.rfind(","))
        # With both marks the last one begins the decimals; with one kind it only groups.
        if "." in text and "," in text:
            return f"{text[:last].translate(_MARKS)}.{text[last + 1 :]}"
        return text.translate(_MARKS)
    decimal = text.replace(",", ".", 1)
    if not _NUMBER.fullmatch(decimal):
        raise Unreadable(NOT_A_NUMBER)
    return decimal


def _finite(number: float) -> float | int:
    if not abs(number) <= _LARGEST:
        raise Unreadable(NOT_A_NUMBER)
    return int(number) if number.is_integer() else number


def _date(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip().split("T")[0].split(" ")[0]
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - only its day is kept
        except ValueError:
            continue
    raise Unreadable(NOT_A_DATE)


def boolean(value: object) -> bool:
    """Yes or no as people write it. Raises Unreadable."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Unreadable(NOT_A_BOOLEAN)


def _choice(value: object, choices: Sequence[str]) -> str:
    wanted = str(value).strip().lower()
    for choice in choices:
        if choice.lower() == wanted:
            return choice
    raise Unreadable(NOT_A_CHOICE)


_READERS: dict[FieldType, Callable[[object], Stored]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.BOOLEAN: boolean,
}
