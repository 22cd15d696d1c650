"""Reads the live catalogue: no table of a company can be without its walls."""

import pytest
from sqlalchemy import text

from db.models import Base
from db.rls import APP_ROLE, PLATFORM_TABLES, SYSTEM_ONLY_TABLES, SYSTEM_ROLE
from db.session import Database

# Whose key is the company itself or a person, not a row of one company.
_SHARED = {"companies", "users"}

_TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       array_remove(array_agg(p.polname::text), NULL),
       coalesce(bool_and(p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL), false)
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
GROUP BY c.oid
"""
_KEYS = """
SELECT k.conname, s.relname, t.relname,
       ARRAY(SELECT attname::text FROM pg_attribute
             WHERE attrelid = k.conrelid AND attnum = ANY (k.conkey)),
       ARRAY(SELECT attname::text FROM pg_attribute
             WHERE attrelid = k.confrelid AND attnum = ANY (k.confkey))
FROM pg_constraint k
JOIN pg_class s ON s.oid = k.conrelid
JOIN pg_class t ON t.oid = k.confrelid
WHERE k.contype = 'f' AND s.relnamespace = 'public'::regnamespace
"""


async def test_every_table_is_walled_or_has_a_reason_not_to_be(database: Database) -> None:
    async with database.system() as session:
        rows = (await session.execute(text(_TABLES))).all()
    assert len(rows) > len(PLATFORM_TABLES)
    for name, forced, policies, complete in rows:
        if name in PLATFORM_TABLES:
            assert PLATFORM_TABLES[name].strip(), name
            continue
        assert forced, f"{name}: row security is not forced"
        assert policies == ["company_only"], f"{name}: {policies}"
        assert complete, f"{name}: the policy must check what is read and what is written"


async def test_the_catalogue_holds_what_the_models_say(database: Database) -> None:
    async with database.system() as session:
        rows = (await session.execute(text(_TABLES))).all()
    assert {row[0] for row in rows} - {"alembic_version"} == set(Base.metadata.tables)


@pytest.mark.parametrize("name", sorted(set(Base.metadata.tables) - set(PLATFORM_TABLES) - _SHARED))
def test_a_company_table_names_its_company(name: str) -> None:
    column = Base.metadata.tables[name].columns["company_id"]
    assert not column.nullable


async def test_keys_between_company_tables_include_the_company(database: Database) -> None:
    """Foreign keys look past row security: without it a row could point into another company."""
    async with database.system() as session:
        rows = (await session.execute(text(_KEYS))).all()
    assert rows
    open_tables = set(PLATFORM_TABLES) | _SHARED
    for key, source, target, columns, referenced in rows:
        if source in open_tables or target in open_tables:
            continue
        assert "company_id" in columns, f"{key} on {source}"
        assert "company_id" in referenced, f"{key} to {target}"


async def test_the_programs_roles_own_nothing_and_only_one_passes_the_walls(
    database: Database,
) -> None:
    roles = "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
    # But for what an import keeps while it runs, which only its own connection sees.
    owned = (
        "SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = ANY (:roles)"
        " AND relpersistence <> 't'"
    )
    async with database.system() as session:
        rights = {row[0]: tuple(row[1:]) for row in await session.execute(text(roles))}
        theirs = await session.scalars(text(owned), {"roles": [APP_ROLE, SYSTEM_ROLE]})
        assert theirs.all() == []
    assert rights[APP_ROLE] == (False, False, False)
    assert rights[SYSTEM_ROLE] == (False, True, False)


async def test_requests_cannot_touch_the_tables_of_the_system(database: Database) -> None:
    asked = "SELECT has_table_privilege(:role, :name, 'SELECT, INSERT, UPDATE, DELETE')"
    async with database.system() as session:
        for name in SYSTEM_ONLY_TABLES:
            granted = await session.scalar(text(asked), {"role": APP_ROLE, "name": name})
            assert granted is False, name


async def test_without_a_company_nothing_is_seen(database: Database, company_id: object) -> None:
    async with database.company(company_id) as session:  # type: ignore[arg-type]
        seen = await session.scalar(text("SELECT count(*) FROM companies"))
        assert seen == 1
        await session.execute(text("SELECT set_config('app.company_id', '', true)"))
        assert await session.scalar(text("SELECT count(*) FROM companies")) == 0
