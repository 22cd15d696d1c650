"""A provider's notices about templates: recorded, shown, and campaigns stopped in time."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.templates import Template
from db.queries import templates
from db.queries.breakers import Target
from schemas.enums import BreakerTarget, TemplateCategory, TemplateStatus
from schemas.events import TemplateEvent
from services import breakers, template_news

# What a status word of a notice makes of the template; "flagged" is a warning only.
_STATUS = {
    "reinstated": TemplateStatus.APPROVED,
    "unarchived": TemplateStatus.APPROVED,
    "flagged": None,
}
# With these every further message would be refused.
STOPPING = frozenset(
    {
        TemplateStatus.PAUSED,
        TemplateStatus.DISABLED,
        TemplateStatus.REJECTED,
        TemplateStatus.PENDING_DELETION,
        TemplateStatus.DELETED,
        TemplateStatus.ARCHIVED,
        TemplateStatus.LOCKED,
    }
)


async def apply(session: AsyncSession, connection_id: UUID, event: TemplateEvent) -> UUID | None:
    """Record a change and act on it; None when we do not have this template (yet)."""
    template = await templates.find_for_update(
        session, connection_id, event.provider_template_id, event.name, event.language
    )
    if template is None:
        return None
    newest = not await templates.has_event_after(
        session, template.id, event.change, event.occurred_at
    )
    before = _set(template, event) if newest else event.before
    await templates.add_event(
        session,
        template,
        kind=event.change,
        before=before,
        after=event.after,
        reason=event.reason,
        occurred_at=event.occurred_at,
    )
    if newest and event.change == "status":
        await template_news.status_changed(session, template, before)
        await stop_campaigns(session, template)
    if newest and event.change == "category":
        await category_changed(session, template, before)
    return template.id


async def stop_campaigns(session: AsyncSession, template: Template) -> None:
    """Pause every campaign that sends a template which cannot be sent any more.

    One that can be sent again is tried with a trickle.
    """
    target = Target(BreakerTarget.TEMPLATE, template.id)
    if template.status in STOPPING:
        code = f"template_{template.status.value}"
        await breakers.open_(
            session, template.company_id, target, code, template.rejected_reason or ""
        )
    elif template.status is TemplateStatus.APPROVED:
        await breakers.try_again(session, target)


async def category_changed(session: AsyncSession, template: Template, before: str | None) -> None:
    """Marketing costs more and needs other consent: somebody has to agree to it first."""
    marketing = TemplateCategory.MARKETING
    if template.category is marketing and before not in (None, "", marketing.value):
        await breakers.confirm_category(session, template.id)


def _set(template: Template, event: TemplateEvent) -> str | None:
    """Write the new value; returns the old one."""
    if event.change == "category":
        before: str = template.category.value
        if event.after in set(TemplateCategory):
            template.category = TemplateCategory(event.after)
        return before
    if event.change == "quality":
        before, template.quality = template.quality.lower(), event.after.upper() or "UNKNOWN"
        return event.before or before
    if event.change == "status":
        before = template.status.value
        known = TemplateStatus(event.after) if event.after in set(TemplateStatus) else None
        status = _STATUS.get(event.after, known)
        if status is not None:
            template.status = status
            template.rejected_reason = event.reason if status in STOPPING else None
        return before
    return event.before
