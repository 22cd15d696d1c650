"""Runs migrations as the owner role, over the connection db.setup hands in."""

from alembic import context
from sqlalchemy import Connection, create_engine, text

from db.models import Base
from db.rls import OWNER_ROLE


def run(connection: Connection) -> None:
    # Whoever connects, the owner role owns what is made.
    connection.execute(text(f"SET ROLE {OWNER_ROLE}"))
    connection.commit()
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    run(handed_in)
else:
    from settings import Settings  # the alembic command line, for developers

    with create_engine(Settings().database_url).connect() as connection:
        run(connection)
