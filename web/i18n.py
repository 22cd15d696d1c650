"""The languages of the console: which one a request speaks, and its words.

English is the source; every other language is a catalogue under web/locale, read as plain .po when
the process starts, so that nothing compiled has to be kept in step.
"""

from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.core import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from starlette.requests import Request

LOCALE_FOLDER = Path(__file__).parent / "locale"
LOCALE_COOKIE = "locale"
DEFAULT_LOCALE = "en"
# Each language by its own name, as a person who reads only that one must find it.
LOCALES = {"en": "English", "pt_BR": "Português (Brasil)"}

_active: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


def catalogue_path(locale: str) -> Path:
    return LOCALE_FOLDER / locale / "LC_MESSAGES" / "messages.po"


@cache
def translations(locale: str) -> NullTranslations:
    if locale == DEFAULT_LOCALE:
        return NullTranslations()
    compiled = BytesIO()
    with catalogue_path(locale).open("rb") as source:
        write_mo(compiled, read_po(source, locale=locale))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str) -> str:
    return translations(_active.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return translations(_active.get()).ngettext(singular, plural, count)


def mark(message: str) -> str:
    """Names a string for the catalogues where it is defined; translate it where it is shown."""
    return message


def activate(locale: str) -> None:
    """Speak this language for the rest of the current request."""
    _active.set(locale)


def active_locale() -> str:
    return _active.get()


def babel_locale() -> Locale:
    return _parsed(_active.get())


@cache
def _parsed(locale: str) -> Locale:
    return Locale.parse(locale)


def negotiate(request: Request) -> str:
    """The last choice made in this browser, else the person's own setting, else the browser's."""
    user = getattr(request.state, "user", None)
    for chosen in (request.cookies.get(LOCALE_COOKIE), getattr(user, "locale", None)):
        if chosen in LOCALES:
            return chosen
    return _from_header(request.headers.get("Accept-Language", ""))


def _from_header(header: str) -> str:
    wanted = [_ranked(part) for part in header.split(",") if part.strip()]
    tags = [tag for _, tag in sorted(wanted, key=lambda pair: -pair[0])]
    # "pt" alone, and European Portuguese, read Brazilian better than English.
    tags = ["pt_BR" if tag.lower().startswith("pt") else tag for tag in tags]
    return negotiate_locale(tags, list(LOCALES)) or DEFAULT_LOCALE


def _ranked(part: str) -> tuple[float, str]:
    tag, _, quality = part.partition(";q=")
    try:
        rank = float(quality) if quality else 1.0
    except ValueError:
        rank = 0.0
    return rank, tag.strip().replace("-", "_")
