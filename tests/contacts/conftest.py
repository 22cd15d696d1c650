"""Contacts to test with."""

from uuid import UUID, uuid4

import pytest

from db.models.contacts import ContactField, Tag
from db.session import Database
from schemas.enums import FieldType


@pytest.fixture
async def city(database: Database, company_id: UUID) -> ContactField:
    return await add_field(database, company_id, "city", FieldType.TEXT)


async def add_field(
    database: Database,
    company_id: UUID,
    key: str,
    kind: FieldType,
    choices: list[str] | None = None,
) -> ContactField:
    async with database.company(company_id) as session:
        field = ContactField(
            company_id=company_id, key=key, label=key.title(), type=kind, choices=choices or []
        )
        session.add(field)
        await session.flush()
        return field


async def add_tag(database: Database, company_id: UUID, name: str | None = None) -> Tag:
    async with database.company(company_id) as session:
        tag = Tag(company_id=company_id, name=name or f"Tag {uuid4().hex[:8]}")
        session.add(tag)
        await session.flush()
        return tag
