"""A message's text as people read it: "Hi First name!" instead of "Hi {{first_name}}!"."""

import re
from collections.abc import Iterator, Mapping

from markupsafe import Markup, escape

from schemas.campaign_fields import LINK_SOURCES
from web.i18n import gettext, mark

# What may fill a variable, by its word.
SOURCES: Mapping[str, str] = {
    "first_name": mark("First name"),
    "name": mark("Full name"),
    "phone": mark("Phone"),
    "email": mark("E-mail"),
    "language": mark("Language"),
    "external_id": mark("External id"),
}
# "{{first_name}}"; in rules and canned replies the company's own as "{{field.city}}".
_PLACE = re.compile(r"\{\{\s*(?:field\.)?(\w+)\s*\}\}")
# Stand around a field's label and show nothing, so that the text reads on where there are no
# chips, as in a list to choose from.
_BEGIN, _END = "\u2068", "\u2069"
_FIELD = re.compile(f"{_BEGIN}([^{_END}]*){_END}")


def spoken(
    text: str,
    custom: Mapping[str, str],
    bindings: Mapping[str, object] | None = None,
    *,
    longest: int,
) -> str:
    """In one line, with the fields by their labels; `custom` has those of the company by key."""
    shown = ""
    for part in _parts(" ".join(text.split()), custom, bindings or {}):
        if len(shown) + len(part) > longest:
            # No field is cut in two.
            rest = "" if part.startswith(_BEGIN) else part[: longest - len(shown) - 1]
            return f"{shown}{rest}".rstrip() + "…"
        shown += part
    return shown


def chips(text: str) -> Markup:
    """Such a line as HTML, each field a chip."""
    shown = [
        Markup('<span class="field-chip">{}</span>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(_FIELD.split(text))
    ]
    return Markup().join(shown)


def _parts(line: str, custom: Mapping[str, str], bindings: Mapping[str, object]) -> Iterator[str]:
    at = 0
    for found in _PLACE.finditer(line):
        yield line[at : found.start()]
        yield _filled(found[1], custom, bindings.get(f"body.{found[1]}"))
        at = found.end()
    yield line[at:]


def _filled(name: str, custom: Mapping[str, str], binding: object) -> str:
    said = binding if isinstance(binding, Mapping) else {}
    source = str(said.get("source") or "")
    if source == "text" and said.get("value"):
        return str(said["value"])
    if source in LINK_SOURCES or (not source and name.startswith("link")):
        return f"{_BEGIN}{gettext('Link')}{_END}"
    key = source.removeprefix("field:") if source != "text" else ""
    known = SOURCES.get(key or name)
    words = gettext(known) if known else custom.get(key or name)
    return f"{_BEGIN}{words or said.get('fallback') or name}{_END}"
