"""What somebody looks for, read the way search engines do: "exact words", -not, or."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 200
_MOST_TERMS = 20
# Fewer letters than this begin too many words.
_FEWEST_LETTERS = 3
_TOKEN = re.compile(r'-?"[^"]*"?|\S+')
_WORD = re.compile(r"[^\W_]+")
_OR = {"or", "ou"}


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; one word, most of the time."""

    text: str
    negated: bool = False
    # The last of it is still being typed: it stands for every word that begins so.
    open: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class Search:
    """Any of the groups, and of one all its terms."""

    groups: tuple[tuple[Term, ...], ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """What a message found may contain: everything but what it must not."""
        return tuple(term for group in self.groups for term in group if not term.negated)


def parse(text: str) -> Search:
    """Never fails: what makes no sense as a search is looked for as words.

    A search that only says what a message must not contain finds nothing.
    """
    text = unicodedata.normalize("NFC", text)[:LONGEST]
    groups: list[list[Term]] = [[]]
    for item in _items(text):
        if item is None:
            groups.append([])
        else:
            groups[-1].append(item)
    kept = (tuple(group) for group in groups if any(not term.negated for term in group))
    return Search(tuple(kept))


def _items(text: str) -> Iterator[Term | None]:
    """Terms, and None where an "or" stands."""
    tokens = _TOKEN.findall(text)[:_MOST_TERMS]
    for place, token in enumerate(tokens):
        if token.lower() in _OR and 0 < place < len(tokens) - 1:
            yield None
            continue
        is_last = place == len(tokens) - 1 and text.endswith(token)
        term = _term(token, is_last=is_last)
        if term.words:
            yield term


def _term(token: str, *, is_last: bool) -> Term:
    negated = token.startswith("-")
    bare = token[1:] if negated else token
    quoted = bare.startswith('"')
    words = _WORD.findall(bare)
    being_typed = is_last and not negated and not quoted
    unfinished = being_typed and bool(words) and bare.endswith(words[-1])
    is_open = unfinished and len(words[-1]) >= _FEWEST_LETTERS
    return Term(bare.replace('"', " ").strip(), negated, is_open)
