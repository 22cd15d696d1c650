"""What Meta accepts as a new or edited template."""

import re
from typing import Any

from sandbox.meta.components import VARIABLE, variables
from sandbox.meta.errors import GraphError, invalid, template_rule
from sandbox.meta.reviews import CATEGORIES

JsonObject = dict[str, Any]

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
_FORMATS = ("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION")
_KINDS = (
    "HEADER",
    "BODY",
    "FOOTER",
    "BUTTONS",
    "CAROUSEL",
    "LIMITED_TIME_OFFER",
    "CALL_PERMISSION_REQUEST",
)
_BUTTONS = [
    "QUICK_REPLY",
    "URL",
    "PHONE_NUMBER",
    "COPY_CODE",
    "OTP",
    "FLOW",
    "MPM",
    "SPM",
    "CATALOG",
    "VOICE_CALL",
    "REMINDER",
]
_BODY_LIMIT, _SHORT_LIMIT, _BUTTON_LIMIT, _BUTTONS_LIMIT = 1024, 60, 25, 10
_WORDS_PER_VARIABLE = 2


def check_name(body: JsonObject) -> None:
    name, language = str(body.get("name") or ""), str(body.get("language") or "")
    for member in ("name", "language", "category", "components"):
        if not body.get(member):
            raise invalid(f"The parameter {member} is required.")
    if not _NAME.fullmatch(name):
        raise invalid(
            "Param name must contain only lower case letters, numbers and underscores and be at "
            "most 512 characters long."
        )
    if not _LANGUAGE.fullmatch(language):
        raise invalid(f'Param language is not a supported language - got "{language}".')


def check_category(category: object) -> str:
    if category not in CATEGORIES:
        listed = ", ".join(CATEGORIES)
        raise invalid(f'Param category must be one of {{{listed}}} - got "{category}".')
    return str(category)


def check_components(category: str, components: object, parameter_format: str) -> list[JsonObject]:
    """The components with their kinds in capitals, or the rule they break."""
    if not isinstance(components, list) or not all(isinstance(c, dict) for c in components):
        raise invalid("Param components must be an array of JSON objects.")
    kinds = [str(part.get("type", "")).upper() for part in components]
    for kind in kinds:
        if kind not in _KINDS:
            raise invalid(f'Param components[i]["type"] is not valid - got "{kind}".')
        if kinds.count(kind) > 1:
            raise invalid(f"Param components must have at most one {kind}.")
    if "BODY" not in kinds:
        raise _missing("components of type BODY is missing")
    clean = [{**part, "type": kind} for part, kind in zip(components, kinds, strict=True)]
    for part in clean:
        _check_component(category, part, parameter_format)
    return clean


def _check_component(category: str, part: JsonObject, parameter_format: str) -> None:
    if part["type"] == "HEADER":
        _check_header(part)
    elif part["type"] == "BODY":
        _check_body(category, part, parameter_format)
    elif part["type"] == "FOOTER":
        _check_footer(category, part)
    elif part["type"] == "BUTTONS":
        _check_buttons(part)


def _missing(words: str) -> GraphError:
    return template_rule(2388043, "Message template is missing expected field(s)", words)


def _too_long(what: str, longest: int) -> GraphError:
    return template_rule(
        2388040,
        "Character Limit Exceeded",
        f"The {what} field is too long: at most {longest} characters are allowed.",
    )


def _check_header(part: JsonObject) -> None:
    kind = part["format"] = str(part.get("format", "TEXT")).upper()
    example = part.get("example") or {}
    if kind not in _FORMATS:
        raise invalid(f'Param components header "format" is not valid - got "{kind}".')
    if kind in ("IMAGE", "VIDEO", "DOCUMENT") and not example.get("header_handle"):
        raise _missing("component of type HEADER is missing expected field(s) (example)")
    if kind != "TEXT":
        return
    text = str(part.get("text") or "")
    if not text:
        raise _missing("component of type HEADER is missing expected field(s) (text)")
    if len(text) > _SHORT_LIMIT:
        raise _too_long("header", _SHORT_LIMIT)
    if "\n" in text or len(variables(text)) > 1:
        raise template_rule(
            2388047,
            "Message header's format is incorrect",
            "The header can't have new lines, formatting characters or more than one variable.",
        )
    given = example.get("header_text") or example.get("header_text_named_params")
    if variables(text) and not given:
        raise _missing("component of type HEADER is missing expected field(s) (example)")


def _check_body(category: str, part: JsonObject, parameter_format: str) -> None:
    text = str(part.get("text") or "")
    if category == "AUTHENTICATION":
        if text:
            raise invalid("Authentication templates have a text of their own; leave it out.")
        return
    if not text:
        raise _missing("component of type BODY is missing expected field(s) (text)")
    if len(text) > _BODY_LIMIT:
        raise _too_long("body", _BODY_LIMIT)
    _check_variables(text, parameter_format)
    _check_body_example(text, part.get("example") or {}, parameter_format)


def _check_variables(text: str, parameter_format: str) -> None:
    names = variables(text)
    if not names:
        return
    if parameter_format == "NAMED":
        proper = all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    else:
        proper = names == [str(place) for place in range(1, len(names) + 1)]
    if not proper:
        raise template_rule(
            2388073,
            "Variable format is incorrect",
            "Variables must be numbered {{1}}, {{2}} and so on without a gap, or be named in "
            "lower case with parameter_format NAMED.",
        )
    bare = text.strip()
    if VARIABLE.match(bare) or (VARIABLE.search(bare, bare.rfind("{{")) and bare.endswith("}}")):
        raise template_rule(
            2388299,
            "Leading or trailing params not allowed",
            "Variables can't be at the start or end of the template.",
        )
    words = len(re.findall(r"\w+", VARIABLE.sub(" ", text)))
    if words < _WORDS_PER_VARIABLE * len(VARIABLE.findall(text)) + 1:
        raise template_rule(
            2388293,
            "Parameters words ratio exceeds limit",
            "This template has too many variables for its length. Reduce the number of variables "
            "or increase the message length.",
        )


def _check_body_example(text: str, example: JsonObject, parameter_format: str) -> None:
    names = variables(text)
    if not names:
        return
    if parameter_format == "NAMED":
        given = example.get("body_text_named_params") or []
        complete = {str(one.get("param_name")) for one in given} >= set(names)
    else:
        rows = example.get("body_text") or []
        first = rows[0] if rows and isinstance(rows[0], list) else rows
        complete = len(first) == len(names)
    if not complete:
        raise _missing("component of type BODY is missing expected field(s) (example)")


def _check_footer(category: str, part: JsonObject) -> None:
    text = str(part.get("text") or "")
    if category == "AUTHENTICATION" and part.get("code_expiration_minutes"):
        return
    if not text:
        raise _missing("component of type FOOTER is missing expected field(s) (text)")
    if len(text) > _SHORT_LIMIT:
        raise _too_long("footer", _SHORT_LIMIT)
    if variables(text) or "\n" in text:
        raise template_rule(
            2388073,
            "Message footer's format is incorrect",
            "The footer can't have variables, new lines or formatting characters.",
        )


def _check_buttons(part: JsonObject) -> None:
    given = part.get("buttons")
    if not isinstance(given, list) or not given:
        raise _missing("component of type BUTTONS is missing expected field(s) (buttons)")
    if len(given) > _BUTTONS_LIMIT:
        raise invalid(f"Param buttons must have at most {_BUTTONS_LIMIT} buttons.")
    for button in given:
        _check_button(button)


def _check_button(button: JsonObject) -> None:
    kind = str(button.get("type", "")).upper()
    if kind not in _BUTTONS:
        raise invalid(f'Param buttons[i]["type"] is not valid - got "{kind}".')
    text = str(button.get("text") or "")
    if not text and kind not in ("COPY_CODE", "OTP"):
        raise _missing("button is missing expected field(s) (text)")
    if len(text) > _BUTTON_LIMIT:
        raise _too_long("button text", _BUTTON_LIMIT)
    url = str(button.get("url") or "")
    if kind == "URL" and not url.startswith(("http://", "https://")):
        raise invalid("Param buttons[i]['url'] is not a valid URI.")
    if kind == "URL" and variables(url) and not (button.get("example") and url.endswith("}}")):
        raise _missing("component of type BUTTONS is missing expected field(s) (example)")
    if kind == "PHONE_NUMBER" and not button.get("phone_number"):
        raise _missing("button is missing expected field(s) (phone_number)")
