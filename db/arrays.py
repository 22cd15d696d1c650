"""Lists for PostgreSQL, written at once.

A page of a bulk statement is a dozen lists of thousands of ids, words and moments. psycopg writes each
element by itself in Python, which costs more than the statement does.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import NoneType
from uuid import UUID

import psycopg
from psycopg.abc import Buffer
from psycopg.types.array import ListDumper


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


# What each kind is in the text of an array; as psycopg's own dumpers write it.
_WRITERS: Mapping[type, Callable[..., str]] = {
    UUID: lambda value: value.hex,
    int: str,
    str: _quoted,
    bool: lambda value: "t" if value else "f",
    datetime: lambda value: f'"{value}"',
}


class FlatListDumper(ListDumper):
    """Flat lists of one of those kinds; all else is psycopg's."""

    def dump(self, obj: list[object]) -> Buffer | None:
        kinds = set(map(type, obj))
        absent = NoneType in kinds
        kinds.discard(NoneType)
        write = _WRITERS.get(kinds.pop()) if len(kinds) == 1 else None
        if write is None:
            return super().dump(obj)
        if absent:
            written = ["NULL" if value is None else write(value) for value in obj]
        else:
            written = [write(value) for value in obj]
        words = "{" + ",".join(written) + "}"
        # PostgreSQL has no such character: psycopg says so.
        return super().dump(obj) if "\x00" in words else words.encode()


def register() -> None:
    """For every connection that is opened from now on."""
    psycopg.adapters.register_dumper(list, FlatListDumper)
