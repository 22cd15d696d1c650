"""How a typed phone number becomes E.164, and when two spellings are one number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from schemas.errors import FieldError

_BRAZIL = "BR"
# Area codes and number ranges as phonenumbers has them; test_phones.py proves the agreement.
_AREA = "(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])"
# A line of digits as Brazilians type them: area code; a mobile without its ninth digit; or
# another number. Any other line matches too, with no group, so that lines keep their places.
_BRAZILIAN = re.compile(
    rf"^(?:(?:\+?55|0)?({_AREA})"
    r"(?:(?:9?(?=[689])|9(?=[017]))([016-9][0-9]{7})|(9?[2-5][0-9]{7}))|.*)$",
    re.MULTILINE,
)
_OLD_MOBILE = re.compile(rf"{_AREA}[689][0-9]{{7}}")
_WITHOUT_AREA = re.compile(r"0?9?[2-9][0-9]{7}")
# The ninth digit may be left out where no landline would be meant: those begin with 2 to 5.
_NINTH_DIGIT = re.compile(r"(55[1-9][1-9])9([016-9][0-9]{7})")
_NO_NINTH_DIGIT = re.compile(r"(55[1-9][1-9])([016-9][0-9]{7})")


_LABEL = re.compile(
    r"^(?:tel|fone|telefone|cel|celular|phone|whatsapp|whats|zap)\s*[.:]?\s*", re.IGNORECASE
)
_WHATSAPP_ADDRESS = re.compile(r"(?::[0-9]+)?@(?:s\.whatsapp\.net|c\.us)$")
_SPREADSHEET_FLOAT = re.compile(r"^(\+?[0-9]{8,})\.0+$")
_SCIENTIFIC = re.compile(r"^[0-9][.,][0-9]+e\+?[0-9]+$", re.IGNORECASE)
_SEVERAL = re.compile(r"[0-9].*(?:[/;,|]|\s(?:e|ou|or|and)\s).*[0-9]", re.IGNORECASE)
_PUNCTUATION = str.maketrans("", "", " ()-.")


class PhoneProblem(StrEnum):
    """Why a text is not a phone number; PROBLEMS says it to people."""

    MISSING = "phone_missing"
    LETTERS = "phone_letters"
    SEVERAL = "phone_several"
    SCIENTIFIC = "phone_scientific"
    TOO_SHORT = "phone_too_short"
    TOO_LONG = "phone_too_long"
    NO_AREA_CODE = "phone_no_area_code"
    UNKNOWN_COUNTRY = "phone_unknown_country"
    NOT_VALID = "phone_not_valid"


_WORDS = (
    FieldError("phone", PhoneProblem.MISSING, "The phone number is missing."),
    FieldError("phone", PhoneProblem.LETTERS, "The phone number has letters in it."),
    FieldError(
        "phone", PhoneProblem.SEVERAL, "There is more than one phone number; leave only one."
    ),
    FieldError(
        "phone",
        PhoneProblem.SCIENTIFIC,
        "The spreadsheet rounded the phone number; format that column as text and save again.",
    ),
    FieldError("phone", PhoneProblem.TOO_SHORT, "The phone number is too short."),
    FieldError("phone", PhoneProblem.TOO_LONG, "The phone number is too long."),
    FieldError("phone", PhoneProblem.NO_AREA_CODE, "The phone number has no area code."),
    FieldError(
        "phone",
        PhoneProblem.UNKNOWN_COUNTRY,
        "The phone number begins with an unknown country code.",
    ),
    FieldError("phone", PhoneProblem.NOT_VALID, "No phone company uses this number."),
)
# What is wrong, as people are told it.
PROBLEMS = {PhoneProblem(error.code): error for error in _WORDS}


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """`e164` is how it is written, `key` is what it is matched by."""

    e164: str
    key: str


_NO_NUMBER = PhoneNumber("", "")


def parse(text: str, country: str) -> PhoneNumber | PhoneProblem:
    """Read a number as people type it; without a country code it is one of `country`."""
    cleaned = _clean(text)
    problem = _obvious_problem(cleaned)
    if problem is not None:
        return problem
    try:
        number = phonenumbers.parse(cleaned, country)
    except NumberParseException as error:
        return _PARSE_PROBLEMS.get(error.error_type, PhoneProblem.NOT_VALID)
    if phonenumbers.is_valid_number(number):
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        return PhoneNumber(e164, match_key(e164))
    return _repaired(number)


@dataclass(frozen=True, slots=True)
class PhoneColumn:
    """A column of numbers: both lists run along the texts, empty where there is a problem."""

    e164s: list[str]
    keys: list[str]
    problems: dict[int, PhoneProblem]


def parse_column(texts: Sequence[str], country: str) -> PhoneColumn:
    """`parse` for many numbers: the usual Brazilian spellings are read at once.

    The library takes 25 microseconds a number; a column of a million cannot afford that.
    """
    if not texts:
        return PhoneColumn([], [], {})
    lines = "\n".join(texts).translate(_PUNCTUATION)
    if country != _BRAZIL or lines.count("\n") != len(texts) - 1:
        lines = "\n" * (len(texts) - 1)
    usual = _BRAZILIAN.findall(lines)
    column = PhoneColumn(
        [f"+55{area}9{mobile}" if mobile else f"+55{area}{other}" for area, mobile, other in usual],
        [f"55{area}{mobile}{other}" for area, mobile, other in usual],
        {},
    )
    for position, (area, _, _) in enumerate(usual):
        if not area:
            _read_slowly(column, position, texts[position], country)
    return column


def _read_slowly(column: PhoneColumn, position: int, text: str, country: str) -> None:
    number = parse(text, country)
    if not isinstance(number, PhoneNumber):
        column.problems[position] = number
        number = _NO_NUMBER
    column.e164s[position], column.keys[position] = number.e164, number.key


def match_key(e164: str) -> str:
    """The digits two spellings share: a Brazilian mobile number loses its ninth digit.

    Takes a number with or without "+", so WhatsApp's own ids are keys after this as well. The
    digit stays where eight digits would be somebody's landline.
    """
    return _NINTH_DIGIT.sub(r"\1\2", e164.removeprefix("+"), count=1)


def variants(e164: str) -> list[str]:
    """Every E.164 spelling of the number, the given one first."""
    digits = e164.removeprefix("+")
    others = [
        pattern.sub(replacement, digits)
        for pattern, replacement in ((_NINTH_DIGIT, r"\1\2"), (_NO_NINTH_DIGIT, r"\g<1>9\2"))
        if pattern.fullmatch(digits)
    ]
    return [f"+{digits}", *(f"+{other}" for other in others)]


def _clean(text: str) -> str:
    cleaned = _WHATSAPP_ADDRESS.sub("", _LABEL.sub("", text.strip()))
    cleaned = _SPREADSHEET_FLOAT.sub(r"\1", cleaned)
    # "00" is how most of the world dials abroad; in Brazil a carrier code would follow it.
    return f"+{cleaned[2:]}" if re.match(r"00[1-9][0-9 ().-]{8,}$", cleaned) else cleaned


def _obvious_problem(text: str) -> PhoneProblem | None:
    if not any(character.isdigit() for character in text):
        return PhoneProblem.LETTERS if text else PhoneProblem.MISSING
    if _SCIENTIFIC.match(text):
        return PhoneProblem.SCIENTIFIC
    if _SEVERAL.search(text):
        return PhoneProblem.SEVERAL
    if any(character.isalpha() for character in text):
        return PhoneProblem.LETTERS
    return None


_PARSE_PROBLEMS = {
    NumberParseException.INVALID_COUNTRY_CODE: PhoneProblem.UNKNOWN_COUNTRY,
    NumberParseException.TOO_SHORT_NSN: PhoneProblem.TOO_SHORT,
    NumberParseException.TOO_SHORT_AFTER_IDD: PhoneProblem.TOO_SHORT,
    NumberParseException.TOO_LONG: PhoneProblem.TOO_LONG,
}


def _repaired(number: phonenumbers.PhoneNumber) -> PhoneNumber | PhoneProblem:
    """Give an old Brazilian mobile number its ninth digit, or say what is wrong."""
    national = str(number.national_number)
    if number.country_code == phonenumbers.country_code_for_region(_BRAZIL):
        if _OLD_MOBILE.fullmatch(national):
            e164 = f"+55{national[:2]}9{national[2:]}"
            return PhoneNumber(e164, match_key(e164))
        if _WITHOUT_AREA.fullmatch(national):
            return PhoneProblem.NO_AREA_CODE
    reason = phonenumbers.is_possible_number_with_reason(number)
    return _POSSIBILITY.get(reason, PhoneProblem.NOT_VALID)


_POSSIBILITY = {
    phonenumbers.ValidationResult.TOO_SHORT: PhoneProblem.TOO_SHORT,
    phonenumbers.ValidationResult.TOO_LONG: PhoneProblem.TOO_LONG,
    phonenumbers.ValidationResult.INVALID_COUNTRY_CODE: PhoneProblem.UNKNOWN_COUNTRY,
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: PhoneProblem.NO_AREA_CODE,
}
