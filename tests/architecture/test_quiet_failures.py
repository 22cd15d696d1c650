"""A database's failure names no person, wherever its words end up."""

import traceback
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from db.models.contacts import Contact
from db.queries import import_staging
from db.session import Database

_PERSON = {"name": "Ana Secreta", "phone": "+5511987654321", "phone_key": "551187654321"}


def said(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


async def insert_twice(database: Database, company_id: UUID) -> None:
    """Through the login that sees everybody's rows; to the other PostgreSQL quotes nothing."""
    async with database.system() as session:
        for _ in range(2):
            await session.execute(insert(Contact).values(company_id=company_id, **_PERSON))


async def copy_too_much(database: Database, company_id: UUID) -> None:
    """More cells than columns: PostgreSQL quotes the whole line."""
    line = "\t".join(("1", *_PERSON.values())).encode()
    async with database.company(company_id) as session:
        await import_staging.stage(session, ("row", "name"), line + b"\n", [])


async def test_a_row_that_is_there_twice_is_not_quoted(
    database: Database, company_id: UUID
) -> None:
    with pytest.raises(IntegrityError) as caught:
        await insert_twice(database, company_id)
    assert "duplicate key" in said(caught.value)
    assert _PERSON["phone_key"] not in said(caught.value)


async def test_a_row_of_a_copy_is_not_quoted(database: Database, company_id: UUID) -> None:
    with pytest.raises(psycopg.Error) as caught:
        await copy_too_much(database, company_id)
    assert "extra data" in said(caught.value)
    assert _PERSON["name"] not in said(caught.value)
