"""One row in every table of a company, made from the tables' own description."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, Enum, LargeBinary, Table, insert
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Base
from db.rls import PLATFORM_TABLES
from schemas.recurrence import Recurrence
from schemas.segments import Group, to_json

Row = dict[str, Any]

COMPANY_TABLES = [
    table
    for table in Base.metadata.sorted_tables
    if "company_id" in table.columns and table.name not in PLATFORM_TABLES
]
# Where any value of the type would do for the column but not for a constraint or a reader.
_FIXED: dict[str, Row] = {
    "automation_rules": {"trigger": {"kind": "message_received"}, "kind": "message_received"},
    "campaigns": {"audience": {"everyone": True}, "bindings": {}},
    "events": {"type": "contact.created", "resource_type": "contact"},
    "segments": {"definition": to_json(Group())},
    "contact_imports": {
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "header": ["phone"],
            "block_bytes": 1_000_000,
            "table": "file.csv",
        },
        "options": {"tag_ids": [], "only_new": False, "overwrite": True},
    },
    "campaign_series": {
        "rule": Recurrence(weekdays=(1,), starts_on="2026-11-23").as_json(),
        "time_zone": "America/Sao_Paulo",
    },
    "cadence_sources": {"kind": "keyword", "options": {"words": ["x"]}},
    # The company's, not one person's.
    "inbox_views": {"user_id": None, "filters": {"view": "all"}},
    "rates": {"channel": "sms", "country": "BR", "category": ""},
    "templates": {"components": [{"type": "BODY", "text": "Hello"}]},
}


async def plant(session: AsyncSession, company_id: UUID, *, without: str = " ") -> dict[str, Row]:
    """By table name: the values of the one row made in it. Database.system() only.

    `without` leaves out the tables whose names begin so.
    """
    rows: dict[str, Row] = {"companies": {"id": company_id}}
    for table in Base.metadata.sorted_tables:
        wanted = table.name == "users" or table in COMPANY_TABLES
        if wanted and not table.name.startswith(without):
            rows[table.name] = await _insert(session, table, rows)
    return rows


async def _insert(session: AsyncSession, table: Table, rows: dict[str, Row]) -> Row:
    values = {
        column.name: _value(column, rows) for column in table.columns if _is_needed(column)
    } | _FIXED.get(table.name, {})
    result = await session.execute(insert(table).values(values).returning(table))
    return dict(result.mappings().one())


def _is_needed(column: Column[Any]) -> bool:
    """Keys to other tables are followed even where they may be empty."""
    return bool(column.foreign_keys) or (not column.nullable and column.server_default is None)


def _value(column: Column[Any], rows: dict[str, Row]) -> object:
    if column.name == "company_id":
        return rows["companies"]["id"]
    for key in column.foreign_keys:
        return rows[key.column.table.name][key.column.name]
    return _of_type(column)


def _of_type(column: Column[Any]) -> object:
    kind = column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, LargeBinary):
        return uuid4().bytes
    if isinstance(kind, ARRAY):
        return []
    if isinstance(kind, JSONB):
        return {}
    made: dict[type, Callable[[], object]] = {
        UUID: uuid4,
        str: lambda: f"x{uuid4().hex}",
        int: lambda: 1,
        bool: lambda: True,
        float: lambda: 1.0,
        dt.datetime: lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
        dt.date: lambda: dt.datetime.now(dt.UTC).date(),
    }
    return made[kind.python_type]()
