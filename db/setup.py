"""`python -m db.setup`: makes the three roles and brings the tables up to date.

Safe to run at every start and from several machines at once. Connects with DATABASE_URL, which
must be allowed to create roles; the program itself never uses that login.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from pydantic import ValidationError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from db.rls import APP_ROLE, OWNER_ROLE, SYSTEM_ROLE
from settings import Settings

# Any number, the same everywhere: one setup at a time on one database.
_LOCK = 5_201_904
_ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    try:
        settings = Settings()
    except ValidationError as error:
        return _fail(_missing(error))
    try:
        prepare(settings)
    except OperationalError as error:
        return _fail(f"The database does not answer: {error.orig}")
    except ProgrammingError as error:
        return _fail(
            f"The database refused: {error.orig}\nDATABASE_URL must name a login that may create "
            "roles and extensions (CREATEROLE, and BYPASSRLS or superuser)."
        )
    return 0


def prepare(settings: Settings) -> None:
    """Create what is missing: roles, extension, tables, policies."""
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            _create_roles(connection, settings)
            connection.commit()
            config = Config(_ROOT / "alembic.ini")
            config.set_main_option("script_location", str(_ROOT / "db" / "migrations"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def _create_roles(connection: Connection, settings: Settings) -> None:
    existing = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    if OWNER_ROLE not in existing:
        connection.execute(text(f"CREATE ROLE {OWNER_ROLE} NOLOGIN"))
        connection.execute(text(f"GRANT {OWNER_ROLE} TO CURRENT_USER"))
    for role, bypass in ((APP_ROLE, "NOBYPASSRLS"), (SYSTEM_ROLE, "BYPASSRLS")):
        verb = "ALTER" if role in existing else "CREATE"
        password = settings.role_password(role)
        connection.execute(
            text(f"{verb} ROLE {role} LOGIN NOSUPERUSER {bypass} PASSWORD '{password}'")
        )
    database = connection.scalar(text("SELECT current_database()"))
    for statement in (
        "CREATE EXTENSION IF NOT EXISTS vector",
        f"ALTER SCHEMA public OWNER TO {OWNER_ROLE}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}",
        f'GRANT CONNECT ON DATABASE "{database}" TO {APP_ROLE}, {SYSTEM_ROLE}',
    ):
        connection.execute(text(statement))


def _missing(error: ValidationError) -> str:
    names = ", ".join(str(part["loc"][0]).upper() for part in error.errors())
    return f"These settings are missing or wrong: {names}. See .env.example."


def _fail(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
