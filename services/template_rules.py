"""What Meta would refuse, said before Meta does, beside the field it is about."""

import re
from collections.abc import Iterator, Mapping, Sequence

from schemas.enums import TemplateCategory
from schemas.errors import FieldError, InvalidInput
from schemas.templates import (
    MEDIA_FORMATS,
    PLACEHOLDER,
    buttons_of,
    component,
    header_format,
    placeholders,
    text_of,
    variables,
)
from schemas.words import mark

HEADER_LIMIT = FOOTER_LIMIT = 60
BODY_LIMIT = 1024
BUTTON_LIMIT = 25
MOST_BUTTONS = 10
URL_LIMIT = 2000
COUPON_LIMIT = 15
# With fewer words than this for each variable Meta calls a text too dense.
_WORDS_PER_VARIABLE = 2
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
_VARIABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KINDS = {"HEADER", "BODY", "FOOTER", "BUTTONS"}
BUTTON_KINDS = ("QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE")
# How many of a kind one template may have.
_MOST_OF = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1}
_FORMATS = {"TEXT", *MEDIA_FORMATS}
_COLUMNS = {"name", "first_name", "phone", "email", "language", "external_id"}


def check(
    *,
    name: str,
    language: str,
    category: TemplateCategory,
    components: Sequence[object],
    parameter_format: str,
) -> None:
    """Raises InvalidInput with everything that is wrong."""
    errors = [
        *_check_name(name, language),
        *_check_shape(components),
        *_check_header(components),
        *_check_body(components, category, parameter_format),
        *_check_footer(components),
        *_check_buttons(components),
    ]
    if errors:
        raise InvalidInput("This template is not right yet; see each field.", errors)


def check_examples(components: Sequence[object], parameter_format: str) -> None:
    """Before it is submitted: Meta's reviewers want an example of every variable."""
    if header_format(components) in {"IMAGE", "VIDEO", "DOCUMENT"}:
        header = component(components, "HEADER") or {}
        example = header.get("example")
        if not (isinstance(example, dict) and example.get("header_handle")):
            raise InvalidInput(
                "This template is not right yet; see each field.",
                [FieldError("header", "example_missing", "Add an example file for the header.")],
            )
    errors = [
        FieldError(f"examples/{variable.key}", "example_missing", "Give an example of this value.")
        for variable in variables(components, parameter_format)
        if variable.kind in ("text", "coupon_code") and not variable.example.strip()
    ]
    if errors:
        raise InvalidInput("This template is not right yet; see each field.", errors)


def check_bindings(bindings: Mapping[str, object], custom_fields: set[str]) -> None:
    """Every source must exist; whether every variable has one is asked at launch."""
    errors = [
        FieldError(
            f"bindings/{key}/source", "unknown_source", "Choose where this value comes from."
        )
        for key, binding in bindings.items()
        if not _known_source(binding, custom_fields)
    ]
    if errors:
        raise InvalidInput("This template is not right yet; see each field.", errors)


def _known_source(binding: object, custom_fields: set[str]) -> bool:
    source = str(binding.get("source", "")) if isinstance(binding, Mapping) else ""
    if source.startswith("field:"):
        return source.removeprefix("field:") in custom_fields
    return source == "text" or source in _COLUMNS


def _check_name(name: str, language: str) -> Iterator[FieldError]:
    if not _NAME.fullmatch(name):
        yield FieldError(
            "name", "name_format", "Use small letters without accents, digits and underscores."
        )
    if not _LANGUAGE.fullmatch(language):
        yield FieldError("language", "language_unknown", "Choose a language, such as pt_BR.")


def _check_shape(components: Sequence[object]) -> Iterator[FieldError]:
    kinds = [
        str(part.get("type", "")).upper() if isinstance(part, dict) else "" for part in components
    ]
    for kind in dict.fromkeys(kinds):
        if kind not in _KINDS:
            yield FieldError("components", "component_unknown", "There is a part we do not know.")
        elif kinds.count(kind) > 1:
            yield FieldError("components", "component_twice", "Each part may stand only once.")
    if "BODY" not in kinds:
        yield FieldError("body", "required", "Write the message.")


def _check_header(components: Sequence[object]) -> Iterator[FieldError]:
    kind = header_format(components)
    if not kind:
        return
    if kind not in _FORMATS:
        yield FieldError("header", "format_unknown", "This kind of header does not exist.")
    if kind != "TEXT":
        return
    text = text_of(component(components, "HEADER"))
    if not text.strip():
        yield FieldError("header", "required", "Write the header, or choose none.")
    if len(text) > HEADER_LIMIT:
        yield FieldError("header", "too_long", "The header may have 60 characters at most.")
    if "\n" in text or len(placeholders(text)) > 1:
        yield FieldError("header", "format", "The header is one line with one variable at most.")


def _check_body(
    components: Sequence[object], category: TemplateCategory, parameter_format: str
) -> Iterator[FieldError]:
    text = text_of(component(components, "BODY"))
    if category is TemplateCategory.AUTHENTICATION:
        yield FieldError(
            "category",
            "category_not_supported",
            "Authentication templates are written by Meta itself. Make them in the WhatsApp"
            " Manager and synchronise.",
        )
        return
    if not text.strip():
        yield FieldError("body", "required", "Write the message.")
    if len(text) > BODY_LIMIT:
        yield FieldError("body", "too_long", "The message may have 1,024 characters at most.")
    yield from _check_variables(text, parameter_format)


def _check_variables(text: str, parameter_format: str) -> Iterator[FieldError]:
    names = placeholders(text)
    if text.count("{{") != len(PLACEHOLDER.findall(text)):
        yield FieldError("body", "variable_format", "A variable looks like {{1}} or {{name}}.")
    if not names:
        return
    if parameter_format == "named":
        proper = all(_VARIABLE_NAME.fullmatch(name) for name in names)
        words = mark("Names of variables have small letters, digits and underscores.")
    else:
        proper = names == [str(place) for place in range(1, len(names) + 1)]
        words = mark("Number the variables {{1}}, {{2}} and so on, without a gap.")
    if not proper:
        yield FieldError("body", "variable_format", words)
    bare = text.strip()
    ends = [match.end() for match in PLACEHOLDER.finditer(bare)]
    if PLACEHOLDER.match(bare) or ends[-1:] == [len(bare)]:
        yield FieldError(
            "body", "variable_at_edge", "The message may not begin or end with a variable."
        )
    spoken = len(re.findall(r"\w+", PLACEHOLDER.sub(" ", text)))
    if spoken < _WORDS_PER_VARIABLE * len(PLACEHOLDER.findall(text)) + 1:
        yield FieldError(
            "body",
            "too_many_variables",
            "There are too many variables for so few words. Write more, or use fewer.",
        )


def _check_footer(components: Sequence[object]) -> Iterator[FieldError]:
    footer = component(components, "FOOTER")
    if footer is None:
        return
    text = text_of(footer)
    if not text.strip():
        yield FieldError("footer", "required", "Write the footer, or leave it out.")
    if len(text) > FOOTER_LIMIT:
        yield FieldError("footer", "too_long", "The footer may have 60 characters at most.")
    if "\n" in text or placeholders(text):
        yield FieldError("footer", "format", "The footer is one line without variables.")


def _check_buttons(components: Sequence[object]) -> Iterator[FieldError]:
    buttons = buttons_of(components)
    kinds = [str(button.get("type", "")).upper() for button in buttons]
    if component(components, "BUTTONS") is not None and not buttons:
        yield FieldError("buttons", "required", "Add a button, or leave them out.")
    if len(buttons) > MOST_BUTTONS:
        yield FieldError("buttons", "too_many", "There may be 10 buttons at most.")
    for kind, most in _MOST_OF.items():
        if kinds.count(kind) > most:
            yield FieldError(
                "buttons",
                "too_many_of_kind",
                "Two links, one phone number and one code to copy are the most there can be.",
            )
    for index, (button, kind) in enumerate(zip(buttons, kinds, strict=True)):
        yield from _check_button(f"buttons/{index}", kind, button)


def _check_button(field: str, kind: str, button: Mapping[str, object]) -> Iterator[FieldError]:
    if kind not in BUTTON_KINDS:
        yield FieldError(field, "kind_unknown", "This kind of button cannot be made here.")
        return
    words = str(button.get("text", ""))
    if kind != "COPY_CODE" and not words.strip():
        yield FieldError(field, "required", "Write on the button what it does.")
    if len(words) > BUTTON_LIMIT:
        yield FieldError(field, "too_long", "A button may have 25 characters at most.")
    url = str(button.get("url", ""))
    if kind == "URL" and not _proper_url(url):
        yield FieldError(
            field, "url", "A link begins with https:// and may have one variable, at its end."
        )
    phone = str(button.get("phone_number", ""))
    if kind == "PHONE_NUMBER" and not re.fullmatch(r"\+?[0-9 ()-]{8,20}", phone):
        yield FieldError(field, "phone", "Give the number with its country code.")
    if kind == "COPY_CODE" and len(str(button.get("example") or "")) > COUPON_LIMIT:
        yield FieldError(field, "too_long", "A code may have 15 characters at most.")


def _proper_url(url: str) -> bool:
    """Meta fills one variable, which must be the end of the address."""
    found = list(PLACEHOLDER.finditer(url))
    at_end = not found or (len(found) == 1 and found[0].end() == len(url) and found[0][1] == "1")
    return url.startswith(("https://", "http://")) and len(url) <= URL_LIMIT and at_end
