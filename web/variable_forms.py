"""What fills the variables of a template or a text: chosen in a form, and read from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.datastructures import FormData

from db.models.contacts import ContactField
from schemas.campaign_fields import LINK_SOURCES
from schemas.templates import FrozenTemplate, Variable, variables
from services import audiences, contents
from web.campaign_forms import read_text
from web.i18n import gettext, mark
from web.placeholders import SOURCES

_PLACES = {"header": mark("Header"), "body": mark("Text"), "button": mark("Button")}
_LINK, _LINK_CODE = LINK_SOURCES


@dataclass(frozen=True, slots=True)
class Slot:
    """One variable with what fills it."""

    key: str
    label: str
    example: str
    source: str
    value: str
    link: str
    fallback: str
    # What may fill it: (source, words).
    options: list[tuple[str, str]]

    @property
    def without_links(self) -> "Slot":
        """Where no campaign counts who opened one."""
        offered = [one for one in self.options if one[0] not in LINK_SOURCES]
        is_link = self.source in LINK_SOURCES
        return replace(self, options=offered, source="" if is_link else self.source)


def sources(custom: Sequence[ContactField]) -> list[tuple[str, str]]:
    """What may fill any variable: (source, words)."""
    known = [(key, gettext(text)) for key, text in SOURCES.items()]
    own = [(f"field:{field.key}", field.label) for field in custom]
    return [*known, *own, ("text", gettext("The same text for everybody"))]


def slots(template: FrozenTemplate, custom: Sequence[ContactField] = ()) -> list[Slot]:
    """Each variable with what fills it; one that nobody chose for, with what its name says."""
    found = variables(template.components, template.parameter_format)
    return [_slot(one, template.bindings.get(one.key), custom) for one in found if not _ours(one)]


def _ours(variable: Variable) -> bool:
    """The footer's place, which the program fills."""
    return variable.name == contents.FOOTER


def _slot(variable: Variable, binding: object, custom: Sequence[ContactField]) -> Slot:
    said = binding if isinstance(binding, Mapping) else usual_binding(variable, custom)
    source, value = str(said.get("source") or ""), str(said.get("value") or "")
    is_link = source in LINK_SOURCES
    return Slot(
        key=variable.key,
        label=f"{gettext(_PLACES[variable.place])} · {{{{{variable.name}}}}}",
        example=variable.example,
        source=source,
        value="" if is_link else value,
        link=value if is_link else "",
        fallback=str(said.get("fallback") or ""),
        options=_choices(variable, custom),
    )


def usual_binding(variable: Variable, custom: Sequence[ContactField]) -> dict[str, object]:
    """What a variable is filled with as long as nobody has chosen: what its name says."""
    if variable.kind != "text":
        return {"source": "text"}
    if variable.name in audiences.SOURCES:
        return {"source": variable.name}
    if variable.name in {field.key for field in custom}:
        return {"source": f"field:{variable.name}"}
    return {"source": _LINK} if variable.name.startswith("link") else {}


def _choices(variable: Variable, custom: Sequence[ContactField]) -> list[tuple[str, str]]:
    said = (_LINK, gettext("A short link"))
    if variable.place == "button":
        said = (_LINK_CODE, gettext("The end of a short link"))
    return [*sources(custom), *([said] if variable.kind == "text" else [])]


def insertions(custom: Sequence[ContactField]) -> list[tuple[str, str]]:
    """What a text can be made personal with: (placeholder, words)."""
    own = [(field.key, field.label) for field in custom]
    names = [(key, gettext(SOURCES[key])) for key in ("first_name", "name")]
    return [
        ("{{%s}}" % key, words)  # noqa: UP031 - braces
        for key, words in [*names, *own, ("link", gettext("Link"))]
    ]


def read_bindings(
    form: FormData,
    found: Sequence[Variable],
    custom: Sequence[ContactField] = (),
    *,
    begun: bool = False,
) -> dict[str, object]:
    """What fills these variables; one that nothing fills is left out.

    `begun`: also a choice whose text or address is still to be written, to show it again.
    """
    bindings = {one.key: _read_binding(form, one, custom) for one in found if not _ours(one)}
    return {
        key: binding
        for key, binding in bindings.items()
        if binding and (begun or binding.get("value") != "")
    }


def _read_binding(
    form: FormData, variable: Variable, custom: Sequence[ContactField]
) -> dict[str, object]:
    key = variable.key
    if f"source:{key}" not in form:
        # The text was changed and its new places are not on the page yet.
        usual = usual_binding(variable, custom)
        return {} if usual.get("source") in {None, "text", _LINK} else usual
    source, fallback = read_text(form, f"source:{key}"), read_text(form, f"fallback:{key}")
    if source == "text" or source in LINK_SOURCES:
        value = read_text(form, f"{'value' if source == 'text' else 'link'}:{key}")
        return {"source": source, "value": value}
    if not source:
        return {}
    return {"source": source, **({"fallback": fallback} if fallback else {})}
