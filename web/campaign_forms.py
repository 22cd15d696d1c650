"""What the four steps of a new campaign send, and what they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.models.contacts import ContactField
from db.models.templates import Template
from db.session import Session
from schemas.audiences import Audience
from schemas.errors import AppError
from schemas.templates import FrozenTemplate, Rendered, Variable, render, variables
from services import audiences, campaigns
from services.contents import Contents
from web.i18n import gettext, mark

STEPS = ("sender", "message", "audience", "review")
_TITLES = {
    "sender": mark("Name and number"),
    "message": mark("Message"),
    "audience": mark("Audience"),
    "review": mark("Review"),
}
_SOURCES = {
    "first_name": mark("First name"),
    "name": mark("Full name"),
    "phone": mark("Phone"),
    "email": mark("E-mail"),
    "language": mark("Language"),
    "external_id": mark("External id"),
}
_PLACES = {"header": mark("Header"), "body": mark("Text"), "button": mark("Button")}


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    title: str
    done: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """One variable of the template with what fills it."""

    key: str
    label: str
    example: str
    source: str
    value: str
    fallback: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The message as one real contact would get it."""

    rendered: Rendered
    contact_name: str
    # Variables that contact has neither a value nor a fallback for.
    missing: int


async def steps(session: Session, campaign: Campaign) -> list[Step]:
    """The four steps, each with whether it is done; a review is never done."""
    try:
        await campaigns.ready_template(session, campaign)
        ready = True
    except AppError:
        ready = False
    done = {
        "sender": campaign.phone_number_id is not None,
        "message": ready,
        "audience": not Audience.from_json(campaign.audience).empty,
        "review": False,
    }
    return [Step(key, gettext(_TITLES[key]), done[key]) for key in STEPS]


def sources(fields: Sequence[ContactField]) -> list[tuple[str, str]]:
    """What may fill a variable: (source, words)."""
    known = [(key, gettext(text)) for key, text in _SOURCES.items()]
    custom = [(f"field:{field.key}", field.label) for field in fields]
    return [*known, *custom, ("text", gettext("The same text for everybody"))]


def slots(template: FrozenTemplate) -> list[Slot]:
    found = variables(template.components, template.parameter_format)
    return [_slot(variable, template.bindings.get(variable.key)) for variable in found]


def _slot(variable: Variable, binding: object) -> Slot:
    said = binding if isinstance(binding, Mapping) else {}
    return Slot(
        key=variable.key,
        label=f"{gettext(_PLACES[variable.place])} · {{{{{variable.name}}}}}",
        example=variable.example,
        source=str(said.get("source") or ("text" if variable.kind != "text" else "")),
        value=str(said.get("value") or ""),
        fallback=str(said.get("fallback") or ""),
    )


def read_bindings(form: FormData, template: Template) -> dict[str, object]:
    """The bindings a form sent for this template's variables; an unchosen one is left out."""
    found: dict[str, object] = {}
    for variable in variables(template.components, template.parameter_format):
        source = _text(form, f"source:{variable.key}")
        if source == "text":
            text = _text(form, f"value:{variable.key}")
            if text:
                found[variable.key] = {"source": "text", "value": text}
        elif source:
            fallback = _text(form, f"fallback:{variable.key}")
            found[variable.key] = {"source": source, **({"fallback": fallback} if fallback else {})}
    return found


def read_audience(form: FormData, before: Audience) -> Audience:
    """Contacts named one by one come over the API; a form can only keep them or let them go."""
    everyone = form.get("who") == "everyone"
    kept = before.contact_ids if form.get("contacts") == "keep" else ()
    return Audience(
        everyone=everyone,
        segment_ids=() if everyone else _ids(form, "segment"),
        tag_ids=() if everyone else _ids(form, "tag"),
        contact_ids=() if everyone else kept,
        exclude_segment_ids=_ids(form, "exclude_segment"),
        exclude_tag_ids=_ids(form, "exclude_tag"),
    )


async def preview(session: Session, template: FrozenTemplate) -> Preview:
    found = await audiences.example_values(session, Contents.of(template))
    names = variables(template.components, template.parameter_format)
    values = found[1] if found else [None] * len(names)
    # Where nothing is known the placeholder itself is shown.
    filled = [value or f"{{{{{slot.name}}}}}" for slot, value in zip(names, values, strict=True)]
    return Preview(
        rendered=render(template.components, template.parameter_format, filled),
        contact_name=found[0].name or found[0].phone or "" if found else "",
        missing=sum(value is None for value in values),
    )


def read_id(form: FormData, name: str) -> UUID | None:
    found = _ids(form, name)
    return found[0] if found else None


def read_number(form: FormData, name: str) -> int | None:
    text = _text(form, name)
    return int(text) if text.isascii() and text.isdigit() else None


def read_text(form: FormData, name: str) -> str:
    return _text(form, name)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _ids(form: FormData, name: str) -> tuple[UUID, ...]:
    """What is no id was not chosen on our form: it is left out."""
    found = []
    for value in form.getlist(name):
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))
