"""Keeps the catalogues in step with the code.

    python -m web.locale_tool update             collect the strings; list what has no translation
    python -m web.locale_tool translate FILE     take translations from JSON ("-" for standard input)
    python -m web.locale_tool check              fail when a catalogue is stale or incomplete

The JSON is {"English": "Português"}, or {"English": ["um", "muitos"]} where there is a plural.
Catalogues are sorted and carry no line numbers, so that two people adding strings rarely touch the
same lines, and are written under a lock, so that they may do it at the same moment.
"""

import ast
import fcntl
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.i18n import DEFAULT_LOCALE, LOCALES, catalogue_path

_ROOT = Path(__file__).parent.parent
_METHODS = [("templates/design/**.html", "ignore"), ("**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {
    "**.html": {
        "trimmed": "true",
        "newstyle_gettext": "true",
        "silent": "false",
        "extensions": "jinja2.ext.do",
    }
}
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
}
# Their errors reach people too: every message raised there is a source string.
_ERROR_FOLDERS = ("schemas", "services", "activities", "providers", "api")


def collect() -> Catalog:
    """Every source string of the console, with the files it stands in."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        _ROOT / "web", method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS
    )
    for name, _line, message, _comments, _context in found:
        catalogue.add(message, locations=[(f"web/{name}", 0)])
    for folder in _ERROR_FOLDERS:
        for path in sorted((_ROOT / folder).rglob("*.py")):
            for message in _raised_in(path):
                catalogue.add(message, locations=[(path.relative_to(_ROOT).as_posix(), 0)])
    return catalogue


def _raised_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
            candidates = node.args[:1]
        elif isinstance(node.func, ast.Name) and node.func.id == "FieldError":
            candidates = node.args[2:3] + [k.value for k in node.keywords if k.arg == "message"]
        elif isinstance(node.func, ast.Name) and node.func.id == "translate":
            candidates = node.args[1:2]
        elif isinstance(node.func, ast.Name) and node.func.id in {"mark", *_app_errors()}:
            candidates = node.args[:1]
        else:
            continue
        for argument in candidates:
            # A sentence, not the name of a field or a code.
            if isinstance(argument, ast.Constant) and " " in str(argument.value):
                yield str(argument.value)


@cache
def _app_errors() -> set[str]:
    tree = ast.parse((_ROOT / "schemas" / "errors.py").read_text())
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def updated(locale: str) -> Catalog:
    """The stored catalogue with today's strings: new ones empty, gone ones dropped."""
    path = catalogue_path(locale)
    stored = Catalog(locale=locale)
    if path.exists():
        with path.open("rb") as source:
            stored = read_po(source, locale=locale)
    fresh = Catalog(locale=locale, charset="utf-8", fuzzy=False, header_comment="")
    for message in collect():
        if message.id:
            known = stored.get(message.id if isinstance(message.id, str) else message.id[0])
            translated = known.string if known and type(known.id) is type(message.id) else None
            fresh.add(message.id, translated, locations=message.locations, flags=message.flags)
    return fresh


def missing(catalogue: Catalog) -> list[str]:
    """The strings somebody would read in English."""
    untold = []
    for message in catalogue:
        words = (message.string,) if isinstance(message.string, str) else message.string
        if message.id and not (words and all(words)):
            untold.append(message.id if isinstance(message.id, str) else message.id[0])
    return untold


def as_text(catalogue: Catalog) -> bytes:
    """The file's content without what changes on its own: dates, authors, tool versions."""
    body = BytesIO()
    write_po(body, catalogue, width=100, sort_output=True, omit_header=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + body.getvalue()


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(gettempdir()) / "master-ia-locale.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _save(catalogue: Catalog, locale: str) -> None:
    path = catalogue_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_text(catalogue))


def update() -> list[str]:
    untold = []
    with _alone():
        for locale in LOCALES:
            if locale != DEFAULT_LOCALE:
                catalogue = updated(locale)
                _save(catalogue, locale)
                untold += missing(catalogue)
    return untold


def translate(words: dict[str, str | list[str]], locale: str = "pt_BR") -> list[str]:
    """Fill in translations; what is no source string is handed back, unused."""
    unknown = []
    with _alone():
        catalogue = updated(locale)
        for source, target in words.items():
            message = catalogue.get(source)
            if message is None:
                unknown.append(source)
            else:
                message.string = target if isinstance(target, str) else tuple(target)
        _save(catalogue, locale)
    return unknown


def stale() -> list[str]:
    """What keeps the catalogues from being complete and current."""
    problems = []
    for locale in LOCALES:
        if locale == DEFAULT_LOCALE:
            continue
        catalogue = updated(locale)
        if as_text(catalogue) != catalogue_path(locale).read_bytes():
            problems.append(f"{locale}: run `python -m web.locale_tool update`")
        problems += [f"{locale}: no translation of {text!r}" for text in missing(catalogue)]
    return problems


def main(command: str, source: str = "-") -> int:
    if command == "translate":
        text = sys.stdin.read() if source == "-" else Path(source).read_text()
        problems = [f"not a source string: {text!r}" for text in translate(json.loads(text))]
    elif command == "update":
        problems = []
        for text in update():
            sys.stdout.write(f"no translation of {json.dumps(text, ensure_ascii=False)}\n")
    else:
        problems = stale()
    for problem in problems:
        sys.stderr.write(problem + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
