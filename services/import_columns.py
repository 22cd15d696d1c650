"""Which column of a file is which: guessed from its name and content, changed by people."""

import re
from collections.abc import Callable, Mapping, Sequence

from db.folding import fold
from services import field_values, phones
from services.field_values import Unreadable
from services.phones import PhoneNumber

# The targets beside custom fields, with what people call them in English and Portuguese.
NAMES: dict[str, tuple[str, ...]] = {
    "phone": (
        "phone", "telefone", "celular", "whatsapp", "mobile", "fone", "tel", "cel", "number",
        "numero", "phone number", "numero de telefone", "telefone celular", "whats", "zap",
        "contato", "mobile phone", "cell", "cellphone", "tel celular", "fone celular",
    ),
    "name": (
        "name", "nome", "full name", "nome completo", "contact", "contact name", "cliente",
        "nome do cliente", "customer", "nome do contato", "first name", "primeiro nome",
    ),
    "email": ("email", "e mail", "mail", "correio eletronico", "email address"),
    "external_id": (
        "id", "external id", "codigo", "cod", "code", "id externo", "id cliente", "customer id",
        "codigo do cliente", "id do cliente", "matricula",
    ),
    "language": ("language", "idioma", "lingua", "locale"),
    "time_zone": ("time zone", "timezone", "fuso", "fuso horario", "tz"),
    "tags": ("tags", "tag", "etiquetas", "etiqueta", "marcadores", "marcador", "rotulos"),
}  # fmt: skip
TARGETS = tuple(NAMES)
_ENOUGH = 0.6
_WORD = re.compile(r"[^a-z0-9]+")


def guess(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    country: str,
    fields: Mapping[str, str],
) -> dict[int, str]:
    """Column → target. `fields` are the company's custom fields, key → label."""
    found: dict[int, str] = {}
    for position, title in enumerate(header):
        target = _by_title(title, fields)
        if target and target not in found.values():
            found[position] = target
    for target, holds in (("phone", _is_phone(country)), ("email", _is_email)):
        if target not in found.values():
            best = _by_content(header, sample, found, holds)
            if best is not None:
                found[best] = target
    return found


def _by_title(title: str, fields: Mapping[str, str]) -> str | None:
    words = _plain(title)
    for target, names in NAMES.items():
        if words in names:
            return target
    for key, label in fields.items():
        if words in {_plain(key), _plain(label)}:
            return f"fields.{key}"
    # "Celular (com DDD)", "WhatsApp do cliente": the first word that says it.
    first = words.split(" ")[0] if words else ""
    return "phone" if first in {"telefone", "celular", "whatsapp", "phone", "fone"} else None


def _by_content(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    taken: Mapping[int, str],
    holds: Callable[[str], bool],
) -> int | None:
    """The free column in which most cells are of that kind."""
    shares = {}
    for position in range(len(header)):
        cells = [row[position] for row in sample if position < len(row) and row[position]]
        if position not in taken and cells:
            shares[position] = sum(map(holds, cells)) / len(cells)
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= _ENOUGH else None


def _is_phone(country: str) -> Callable[[str], bool]:
    return lambda text: isinstance(phones.parse(text, country), PhoneNumber)


def _is_email(text: str) -> bool:
    try:
        return bool(field_values.email(text))
    except Unreadable:
        return False


def _plain(title: str) -> str:
    return _WORD.sub(" ", fold(title)).strip()
