"""Comparing text the way people do: "Sao Paulo" finds "São Paulo"."""

from sqlalchemy import ColumnElement, func

_ACCENTED = "áàâãäåéèêëíìîïóòôõöúùûüçñ"
_PLAIN = "aaaaaaeeeeiiiiooooouuuucn"
_TABLE = str.maketrans(_ACCENTED, _PLAIN)


def fold(text: str) -> str:
    return text.lower().translate(_TABLE)


def folded(expression: ColumnElement[str]) -> ColumnElement[str]:
    """The same in SQL; needs no extension."""
    return func.translate(func.lower(expression), _ACCENTED, _PLAIN)
