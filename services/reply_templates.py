"""Templates sent to one person: frozen when they are chosen, looked at again when they leave."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import outbox
from db.queries.campaigns import as_sent
from schemas.contents import TemplateContent
from schemas.enums import TemplateCategory, TemplateStatus
from schemas.errors import FieldError, InvalidInput, InvalidState

OPTED_OUT = "opted_out"


async def freeze(
    session: AsyncSession, connection_id: UUID, content: TemplateContent
) -> TemplateContent:
    """The template as it is now, with values for all its variables; else InvalidInput."""
    template = await outbox.template(session, content.template_id)
    error = None
    if template is None:
        error = FieldError("template_id", "not_found", "There is no such template.")
    elif template.status is not TemplateStatus.APPROVED:
        error = FieldError("template_id", "not_approved", "This template is not approved yet.")
    elif template.connection_id != connection_id:
        message = "This template belongs to another account."
        error = FieldError("template_id", "other_account", message)
    if error is not None or template is None:
        raise InvalidInput("This template cannot be sent.", [error] if error else None)
    found = replace(content, frozen=as_sent(template, {}).as_json())
    found.check()
    return found


async def obstacle(
    session: AsyncSession, content: TemplateContent, address_key: str | None
) -> str | None:
    """The reason why this template may not go to this address now; None when it may."""
    template = await outbox.template(session, content.template_id)
    if template is None:
        return "template_deleted"
    if template.status is not TemplateStatus.APPROVED:
        return f"template_{template.status}"
    is_marketing = template.category is TemplateCategory.MARKETING
    if is_marketing and await outbox.refuses_marketing(session, address_key):
        return OPTED_OUT
    return None


async def ready(
    session: AsyncSession,
    connection_id: UUID,
    address_key: str | None,
    content: TemplateContent,
) -> TemplateContent:
    """`freeze`, unless this person asked for no marketing."""
    found = await freeze(session, connection_id, content)
    if await obstacle(session, found, address_key) == OPTED_OUT:
        raise InvalidState("This person asked not to get marketing messages.")
    return found
