"""An installation that had opt-outs before there was a ledger."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, make_url, text

from db import setup
from settings import Settings

_BEFORE, _AFTER = "0050", "0060"
_ROOT = Path(__file__).parents[2]


@pytest.fixture
def older(settings: Settings) -> Iterator[Connection]:
    """A database of its own, as it was before."""
    name = f"older_{uuid4().hex[:8]}"
    url = make_url(settings.database_url)
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    engine = create_engine(url.set(database=name))
    with server.connect() as postgres:
        postgres.execute(text(f"CREATE DATABASE {name}"))
        with engine.connect() as connection:
            setup._create_roles(connection, settings)
            connection.commit()
            _migrate(connection, _BEFORE)
            yield connection
        engine.dispose()
        postgres.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def test_what_stood_before_the_ledger_is_in_it(older: Connection) -> None:
    company = {"company": uuid4()}
    older.execute(text("INSERT INTO companies (id, name) VALUES (:company, 'Loja')"), company)
    for key, reason in (("1", "provider_opt_out"), ("2", "manual"), ("3", "merged")):
        older.execute(
            text(
                "INSERT INTO suppressions (company_id, channel, match_key, reason)"
                " VALUES (:company, 'whatsapp', :key, :reason)"
            ),
            {**company, "key": key, "reason": reason},
        )
    older.commit()
    _migrate(older, _AFTER)
    stands = older.execute(text("SELECT match_key, scope FROM suppressions ORDER BY 1")).all()
    assert stands == [("1", "marketing"), ("2", "all"), ("3", "all")]
    told = older.execute(
        text("SELECT match_key, scope, granted, source FROM consents ORDER BY 1")
    ).all()
    assert told == [("1", "marketing", False, "provider"), ("2", "all", False, "agent")]
    forced = "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'suppressions'"
    assert older.scalar(text(forced)) is True


def _migrate(connection: Connection, revision: str) -> None:
    config = Config(_ROOT / "alembic.ini")
    config.set_main_option("script_location", str(_ROOT / "db" / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    connection.execute(text("RESET ROLE"))
    connection.commit()
