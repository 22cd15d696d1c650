"""Comparing text the way people do: "Sao Paulo" finds "São Paulo"."""

from sqlalchemy import ColumnElement, case, collate, func

_ACCENTED = "áàâãäåéèêëíìîïóòôõöúùûüçñ"
_PLAIN = "aaaaaaeeeeiiiiooooouuuucn"
_TABLE = str.maketrans(_ACCENTED, _PLAIN)


def fold(text: str) -> str:
    return text.lower().translate(_TABLE)


def folded(expression: ColumnElement[str]) -> ColumnElement[str]:
    """The same in SQL; needs no extension.

    Most text is ASCII, which needs only the cheapest lower case: over a million names that is the
    difference between a second and several.
    """
    ascii_only = func.octet_length(expression) == func.char_length(expression)
    return case(
        (ascii_only, func.lower(collate(expression, "C"))),
        else_=func.translate(func.lower(expression), _ACCENTED, _PLAIN),
    )
