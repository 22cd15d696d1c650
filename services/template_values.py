"""What fills a template's variables for one contact; the freeze does the same in SQL."""

from collections.abc import Mapping, Sequence

from db.models.contacts import Contact
from db.models.templates import Template
from schemas.templates import Rendered, Variable, render, variables

# Names people give to a variable that holds a first name.
_FIRST_NAMES = {"first_name", "firstname", "primeiro_nome", "nome", "name"}
_NAME_SOURCES = ("first_name", "name", "phone", "email", "language", "external_id")


def value(contact: Contact, binding: object) -> str:
    """The contact's value, else the fallback, else nothing."""
    if not isinstance(binding, Mapping):
        return ""
    source = str(binding.get("source", ""))
    return _own(contact, source, binding.get("value")) or str(binding.get("fallback") or "")


def examples(slots: Sequence[Variable], bindings: Mapping[str, object]) -> list[str]:
    """To show a template without a contact: its own examples, else the variable itself."""
    shown = []
    for slot in slots:
        binding = bindings.get(slot.key)
        given = str(binding.get("value") or "") if isinstance(binding, Mapping) else ""
        shown.append(slot.example or given or _named(slot))
    return shown


def _named(slot: Variable) -> str:
    return "{{%s}}" % slot.name  # noqa: UP031 - braces


def suggested(slots: Sequence[Variable]) -> dict[str, object]:
    """Bindings for a template that came from the provider: only what is beyond doubt."""
    return {
        slot.key: {"source": "first_name", "fallback": slot.example}
        for slot in slots
        if slot.place == "body" and slot.name.lower() in _FIRST_NAMES
    }


def _own(contact: Contact, source: str, given: object) -> str:
    if source == "text":
        return str(given or "")
    if source.startswith("field:"):
        stored = contact.fields.get(source.removeprefix("field:"))
        return _as_text(stored)
    if source == "first_name":
        return contact.name.strip().partition(" ")[0]
    return str(getattr(contact, source, None) or "") if source in _NAME_SOURCES else ""


def _as_text(stored: object) -> str:
    """As PostgreSQL writes a JSON value as text."""
    if isinstance(stored, bool):
        return "true" if stored else "false"
    return "" if stored is None else str(stored)


def rendered(template: Template, contact: Contact | None) -> Rendered:
    """As the customer's phone shows it: with a contact's values, else with examples."""
    slots = variables(template.components, template.parameter_format)
    filled = examples(slots, template.bindings)
    if contact is not None:
        # What nothing fills yet keeps its example; what this person lacks is named.
        filled = [
            value(contact, template.bindings[slot.key]) or _named(slot)
            if slot.key in template.bindings
            else example
            for slot, example in zip(slots, filled, strict=True)
        ]
    return render(template.components, template.parameter_format, filled)
