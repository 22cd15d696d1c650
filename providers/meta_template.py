"""A template as Meta's `template` object, with one message's values in it."""

from collections.abc import Callable, Sequence

from providers.base import Recovery, Rejected
from schemas.templates import FrozenTemplate, Variable, variables


def filler(template: FrozenTemplate) -> Callable[[Sequence[str]], dict[str, object]]:
    """A function that fills in one message's values; the template is looked at once."""
    slots = variables(template.components, template.parameter_format)
    named = template.parameter_format.lower() == "named"
    head = {"name": template.name, "language": {"code": template.language}}
    shells = _components(slots, named=named)

    def fill(values: Sequence[str]) -> dict[str, object]:
        filled: dict[str, object] = dict(head)
        if len(slots) != len(values):
            detail = f"{len(slots)} values needed, {len(values)} given"
            raise Rejected("parameters_mismatch", detail, Recovery.PAUSE_CAMPAIGN)
        if slots:
            filled["components"] = [
                {**shell, "parameters": [write(values[place]) for place, write in members]}
                for shell, members in shells
            ]
        return filled

    return fill


_Write = Callable[[str], dict[str, object]]


def _components(
    slots: Sequence[Variable], *, named: bool
) -> list[tuple[dict[str, str], list[tuple[int, _Write]]]]:
    """Meta's components, header, body, then one for each button with a value: what stands in each,
    and which of the values go into it and how they are written.
    """
    found: dict[tuple[str, int | None], list[tuple[int, _Write]]] = {}
    kinds: dict[int | None, str] = {}
    for place, slot in enumerate(slots):
        found.setdefault((slot.place, slot.button), []).append((place, _writer(slot, named=named)))
        kinds[slot.button] = "copy_code" if slot.kind == "coupon_code" else "url"
    return [
        (
            {"type": place}
            if button is None
            else {"type": "button", "sub_type": kinds[button], "index": str(button)},
            members,
        )
        for (place, button), members in found.items()
    ]


def _writer(slot: Variable, *, named: bool) -> _Write:
    """How a value of this variable reads as one of Meta's parameters."""
    if slot.kind == "coupon_code":
        return lambda value: {"type": "coupon_code", "coupon_code": value}
    if slot.kind == "location":
        return lambda value: {"type": "location", "location": _location(value)}
    if slot.kind != "text":
        kind = slot.kind
        return lambda value: {"type": kind, kind: _reference(value)}
    if named and slot.button is None:
        name = slot.name
        return lambda value: {"type": "text", "text": value, "parameter_name": name}
    return lambda value: {"type": "text", "text": value}


def _reference(value: str) -> dict[str, str]:
    return {"link": value} if value.startswith(("http://", "https://")) else {"id": value}


def _location(value: str) -> dict[str, str]:
    """A value reads "latitude, longitude, name, address"."""
    parts = [part.strip() for part in value.split(",", 3)]
    return dict(zip(("latitude", "longitude", "name", "address"), parts, strict=False))
