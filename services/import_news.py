"""That an import came to its end, told to whoever listens."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.imports import ContactImport
from services import events
from services.events import Happening


async def ended(session: AsyncSession, row: ContactImport) -> None:
    """With what it did: rows by what became of them."""
    counts = {
        "created": row.created_count,
        "updated": row.updated_count,
        "unchanged": row.unchanged_count,
        "duplicate": row.duplicate_count,
        "rejected": row.rejected_count,
    }
    told = Happening(
        "import.completed",
        "import",
        row.id,
        {"kind": row.kind, "status": row.status, "filename": row.file_name, "counts": counts},
    )
    await events.tell(session, row.company_id, [told])
