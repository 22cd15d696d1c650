"""Countries by their names in the reader's language, and the order in which names are listed."""

import unicodedata
from collections.abc import Iterable

import phonenumbers

from web.i18n import babel_locale


def countries(codes: Iterable[str] = phonenumbers.SUPPORTED_REGIONS) -> list[tuple[str, str]]:
    """(code, name) by name; without codes: every country that has telephone numbers."""
    names = babel_locale().territories
    return in_order((code, names.get(code, code)) for code in codes)


def in_order(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(what is kept, what is read) as a reader looks for it: "É" stands beside "e"."""
    return sorted(named, key=lambda pair: (_letters(pair[1]), pair[0]))


def _letters(words: str) -> str:
    return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
