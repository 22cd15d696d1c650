"""What the provider decided about templates, told to whoever listens."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.templates import Template
from schemas.enums import TemplateStatus
from services import events
from services.events import Happening


async def status_changed(session: AsyncSession, template: Template, before: str | None) -> None:
    """Nothing where it is what it was."""
    known = TemplateStatus(before) if before in set(TemplateStatus) else None
    if known is template.status:
        return
    told = Happening(
        "template.status_changed",
        "template",
        template.id,
        {
            "name": template.name,
            "language": template.language,
            "status": template.status,
            "previous": known,
            "reason": template.rejected_reason,
        },
    )
    await events.tell(session, template.company_id, [told])
