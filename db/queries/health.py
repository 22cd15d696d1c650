from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


async def is_migrated(session: AsyncSession) -> bool:
    """Whether the tables are those this program was written for."""
    revision = await session.scalar(text("SELECT version_num FROM alembic_version"))
    return bool(revision == newest_revision())


@cache
def newest_revision() -> str | None:
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()
