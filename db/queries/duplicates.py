"""Pairs of contacts that may be one person. Each look goes through the contacts once, and stops."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import folded
from db.models.contacts import Contact

_EACH = 50
_SECONDS = 5
# A household or an office shares an address; more than this is nobody's own.
_MOST_OF_ONE = 4

EMAIL, NUMBER, NAME = "email", "number", "name"

_NAME = str(
    folded(Contact.name.expression).compile(
        dialect=postgresql.dialect(),  # type: ignore[no-untyped-call]
        compile_kwargs={"literal_binds": True},
    )
).replace("contacts.name", "c.name")


@dataclass(frozen=True, slots=True)
class Side:
    id: UUID
    name: str
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The one that was here first, and the other; `why` is EMAIL, NUMBER or NAME."""

    why: str
    one: Side
    other: Side


def _same(key: str, where: str) -> str:
    """Contacts with the same key, each beside the first of them."""
    return f"""
        SELECT ids[1] AS one, other FROM (
            SELECT (array_agg(c.id ORDER BY c.id)) AS ids
            FROM contacts c WHERE {where} GROUP BY {key}
            HAVING count(*) BETWEEN 2 AND {_MOST_OF_ONE}
        ) same, unnest(same.ids[2:]) AS other
        LIMIT :limit
    """


# The last six digits: another area code, a missing country, a number that moved.
_LOOKS = {
    NUMBER: """
        SELECT least(c.id, i.contact_id) AS one, greatest(c.id, i.contact_id) AS other
        FROM contact_identities i JOIN contacts c ON c.phone_key = i.match_key
        WHERE i.kind IN ('phone', 'whatsapp') AND i.contact_id <> c.id
        UNION
        SELECT least(c.id, o.id), greatest(c.id, o.id)
        FROM contacts c JOIN contacts o
          ON o.phone_key = regexp_replace(
               ltrim(c.external_id, '+'), '^(55[1-9][1-9])9([016-9][0-9]{7})$', '\\1\\2')
        WHERE c.external_id ~ '^[+]?[0-9]{10,15}$' AND o.id <> c.id
        LIMIT :limit
    """,
    EMAIL: _same("lower(c.email)", "c.email IS NOT NULL"),
    NAME: _same(f"{_NAME}, right(c.phone_key, 6)", "c.name <> '' AND c.phone_key IS NOT NULL"),
}


async def pairs(session: AsyncSession) -> list[Pair]:
    """At most fifty of each kind, the surest first; a look that takes too long finds none."""
    found: dict[tuple[UUID, UUID], str] = {}
    for why, query in _LOOKS.items():
        for one, other in await _look(session, query):
            found.setdefault((one, other), why)
    sides = await _sides(session, {key for pair in found for key in pair})
    return [
        Pair(why, sides[one], sides[other])
        for (one, other), why in found.items()
        if one in sides and other in sides
    ]


async def _look(session: AsyncSession, query: str) -> list[tuple[UUID, UUID]]:
    try:
        async with session.begin_nested():
            await session.execute(text(f"SET LOCAL statement_timeout = '{_SECONDS}s'"))
            rows = await session.execute(text(query), {"limit": _EACH})
            return [(row[0], row[1]) for row in rows]
    except OperationalError:
        return []


async def _sides(session: AsyncSession, ids: set[UUID]) -> dict[UUID, Side]:
    rows = await session.execute(
        text("SELECT id, name, phone, email FROM contacts WHERE id = ANY(:ids)"), {"ids": list(ids)}
    )
    return {row[0]: Side(*row) for row in rows}
