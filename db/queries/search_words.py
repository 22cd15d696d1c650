"""A search in PostgreSQL's words: stems of both languages, accents ignored."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from db.folding import fold
from schemas.searches import Search, Term

_LANGUAGES = ("portuguese", "english")
_PLURAL = re.compile(r"oes\b")
_QUOTES = str.maketrans({"'": " ", "\\": " "})


@dataclass(frozen=True, slots=True)
class Words:
    """What a message has to fulfil, as a tsquery; empty when nothing is left to look for."""

    all: str
    # Any of the wanted words: what is marked in a message that was found.
    any: str


async def words(session: AsyncSession, search: Search) -> Words:
    """By PostgreSQL's own dictionaries; looks at no table."""
    if not search.groups:
        return Words("", "")
    whole = _any([_every(group) for group in search.groups])
    single = [_word(w, open_=t.open and w == t.words[-1]) for t in search.wanted for w in t.words]
    row = await session.execute(select(cast(whole, Text), cast(_any(single), Text)))
    every, any_ = row.one()
    return Words(every, any_)


async def matching(session: AsyncSession, words: Words, candidates: Sequence[str]) -> set[str]:
    """Those of some folded words that made a message be found."""
    if not words.any or not candidates:
        return set()
    plain = {candidate: _plain(candidate) for candidate in candidates}
    word = func.unnest(cast(sorted(set(plain.values())), ARRAY(Text))).column_valued("word")
    vectors = [func.to_tsvector(cast(name, REGCONFIG), word) for name in _LANGUAGES]
    held = func.tsvector_concat(*vectors).bool_op("@@")(cast(words.any, TSQUERY))
    found = set(await session.scalars(select(word).where(held)))
    return {candidate for candidate in candidates if plain[candidate] in found}


def _every(terms: Sequence[Term]) -> ColumnElement[Any]:
    return reduce(func.tsquery_and, [_term(term) for term in terms])


def _any(parts: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """By halves: a hundred words one within the other are deeper than a statement can be read."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return func.tsquery_or(_any(parts[:middle]), _any(parts[middle:]))


def _term(term: Term) -> ColumnElement[Any]:
    found = _word(term.text, open_=term.open)
    return func.tsquery_not(found) if term.negated else found


def _word(word: str, *, open_: bool = False) -> ColumnElement[Any]:
    """One word, or several that follow each other; `open_`: the last may go on."""
    plain = _plain(word)
    parts = [func.phraseto_tsquery(cast(name, REGCONFIG), plain) for name in _LANGUAGES]
    if open_:
        begun = f"'{plain.translate(_QUOTES)}':*"
        parts.append(func.to_tsquery(cast("simple", REGCONFIG), begun))
    return _any(parts)


def _plain(text: str) -> str:
    """As the function plain_words does it in the database."""
    return _PLURAL.sub("ao", fold(text))
