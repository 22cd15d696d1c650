"""Takes over what the provider has: the provider is right about everything but our bindings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.templates import Template
from db.queries import templates
from schemas.accounts import RemoteTemplate
from schemas.enums import TemplateCategory, TemplateStatus
from schemas.templates import variables
from services import template_changes, template_news, template_values


@dataclass(frozen=True, slots=True)
class Synced:
    added: int = 0
    changed: int = 0
    removed: int = 0


async def take_over(
    session: AsyncSession,
    company_id: UUID,
    connection_id: UUID,
    remote: Sequence[RemoteTemplate],
) -> Synced:
    """Add, change and mark as deleted; every change of state is kept as an event."""
    ours = await templates.of_connection(session, connection_id)
    by_id = {one.provider_template_id: one for one in ours if one.provider_template_id}
    by_name = {(one.name, one.language): one for one in ours}
    added = changed = removed = 0
    for found in remote:
        known = by_id.get(found.provider_id) or by_name.get((found.name, found.language))
        if known is None:
            await _add(session, company_id, connection_id, found)
            added += 1
        else:
            changed += await _update(session, known, found)
    there = {found.provider_id for found in remote}
    for provider_id, known in by_id.items():
        if provider_id not in there and known.status is not TemplateStatus.DELETED:
            await _change(session, known, "status", before=known.status.value, after="deleted")
            before, known.status = known.status.value, TemplateStatus.DELETED
            await template_news.status_changed(session, known, before)
            await template_changes.stop_campaigns(session, known)
            removed += 1
    return Synced(added, changed, removed)


async def _add(
    session: AsyncSession, company_id: UUID, connection_id: UUID, found: RemoteTemplate
) -> None:
    template = Template(company_id=company_id, connection_id=connection_id, name=found.name)
    _take(template, found)
    template.bindings = template_values.suggested(
        variables(found.components, found.parameter_format)
    )
    session.add(template)
    await session.flush()
    await _change(session, template, "status", before=None, after=template.status.value)


async def _update(session: AsyncSession, known: Template, found: RemoteTemplate) -> bool:
    before = (known.status, known.category, known.quality)
    said = (known.components, known.parameter_format)
    _take(known, found)
    changes = (
        ("status", before[0].value, known.status.value, found.rejected_reason),
        ("category", before[1].value, known.category.value, None),
        ("quality", before[2].lower(), known.quality.lower(), None),
    )
    moved = [change for change in changes if change[1] != change[2]]
    for kind, old, new, reason in moved:
        await _change(session, known, kind, before=old, after=new, reason=reason)
    await template_news.status_changed(session, known, before[0].value)
    await template_changes.stop_campaigns(session, known)
    if before[1] is not known.category:
        await template_changes.category_changed(session, known, before[1].value)
    rewritten = said != (known.components, known.parameter_format)
    if moved or rewritten:
        known.version += 1
    return bool(moved) or rewritten


def _take(template: Template, found: RemoteTemplate) -> None:
    template.provider_template_id = found.provider_id
    template.language = found.language
    template.components = found.components
    template.parameter_format = found.parameter_format
    template.rejected_reason = found.rejected_reason
    template.quality = found.quality
    template.synced_at = datetime.now(UTC)
    if found.status in set(TemplateStatus):
        template.status = TemplateStatus(found.status)
    elif template.status is None:
        template.status = TemplateStatus.PENDING
    known_category = found.category in set(TemplateCategory)
    template.category = (
        TemplateCategory(found.category) if known_category else TemplateCategory.UTILITY
    )


async def _change(
    session: AsyncSession,
    template: Template,
    kind: str,
    *,
    before: str | None,
    after: str,
    reason: str | None = None,
) -> None:
    await templates.add_event(
        session,
        template,
        kind=kind,
        before=before,
        after=after,
        reason=reason,
        occurred_at=datetime.now(UTC),
    )
