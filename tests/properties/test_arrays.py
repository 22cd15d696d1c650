"""Lists reach PostgreSQL as they are, whatever is in them."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database

_WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-3)), timezone(timedelta(minutes=345))])
_MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=_ZONES)  # noqa: DTZ001
_KINDS = {
    "uuid": st.uuids(),
    "text": _WORDS | st.sampled_from(["NULL", "null", "", " ", "{}", 'a"b', "\\", "a,b"]),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "timestamptz": _MOMENTS,
    "double precision": st.floats(allow_nan=False),
}
_LISTS = st.sampled_from(sorted(_KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(st.none() | _KINDS[kind], max_size=6))
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given=_LISTS)
async def test_a_list_comes_back_as_it_went(
    database: Database, given: tuple[str, list[object]]
) -> None:
    kind, values = given
    async with database.system() as session:
        found = await session.scalar(text(f"SELECT CAST(:values AS {kind}[])"), {"values": values})
    assert found == values


async def test_a_character_that_postgresql_has_not_is_refused(database: Database) -> None:
    values = {"values": [f"{uuid4()}\x00"]}
    with pytest.raises(DBAPIError, match="NUL"):
        async with database.system() as session:
            await session.execute(text("SELECT CAST(:values AS text[])"), values)
