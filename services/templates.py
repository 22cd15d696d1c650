"""Templates: written here, reviewed by Meta, kept in step with what Meta has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection
from db.models.templates import Template
from db.queries import connections as connection_rows
from db.queries import fields, templates
from db.session import Database
from providers.base import ProviderError
from providers.management import Management, Submitted, TemplateDraft, TemplateStore, Uploads
from schemas.enums import ConnectionKind, TemplateCategory, TemplateStatus
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState, PreconditionFailed
from schemas.templates import component, header_format, variables
from schemas.words import mark
from services import template_changes, template_news, template_rules, template_sync
from services.connections import Connections
from services.provider_problems import explain

# Where Meta lets us change what a template says.
_EDITABLE_THERE = (TemplateStatus.APPROVED, TemplateStatus.REJECTED, TemplateStatus.PAUSED)
_MEDIA = {"image/jpeg", "image/png", "video/mp4", "application/pdf"}
MOST_MEDIA_BYTES = 16 * 1024 * 1024

_NOT_WHATSAPP = mark("Choose a connection with WhatsApp.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContent:
    """What a person writes."""

    name: str
    language: str
    category: TemplateCategory
    components: list[object]
    parameter_format: str = "positional"
    bindings: dict[str, object] = field(default_factory=dict)


class Templates:
    def __init__(
        self, database: Database, connections: Connections, management: Management, uploads: Uploads
    ) -> None:
        self._database = database
        self._connections = connections
        self._management = management
        self._uploads = uploads

    async def create(
        self, company_id: UUID, connection_id: UUID, content: TemplateContent
    ) -> Template:
        """A draft of ours; Meta learns of it when it is submitted."""
        async with self._database.company(company_id) as session:
            connection = await connection_rows.get(session, connection_id)
            if connection.kind is not ConnectionKind.META_CLOUD:
                raise InvalidInput(
                    _NOT_WHATSAPP, [FieldError("connection_id", "not_whatsapp", _NOT_WHATSAPP)]
                )
            await _check(session, content)
            template = Template(
                company_id=company_id, connection_id=connection_id, status=TemplateStatus.DRAFT
            )
            _write(template, content)
            try:
                async with session.begin_nested():
                    session.add(template)
            except IntegrityError as error:
                raise Conflict(
                    "There is already a template %(name)s in this language.", name=content.name
                ) from error
        return template

    async def change(
        self,
        company_id: UUID,
        template_id: UUID,
        content: TemplateContent,
        *,
        version: int | None = None,
    ) -> Template:
        """Save new content. What Meta has already seen goes to review again at once.

        `version` is the one the change is based on; another's change in between is refused.
        """
        async with self._database.company(company_id) as session:
            template = await templates.get(session, template_id)
            _same_version(template, version)
            await _check(session, content)
            connection = await connection_rows.get(session, template.connection_id)
        known = template.provider_template_id
        rewritten = _says(template) != (content.components, content.category)
        if known and (template.name, template.language) != (content.name, content.language):
            raise InvalidState("Name and language cannot change once Meta knows the template.")
        if known and rewritten:
            if template.status not in _EDITABLE_THERE:
                raise InvalidState(
                    "Meta lets only approved, rejected and paused templates be changed."
                )
            template_rules.check_examples(content.components, content.parameter_format)
            await self._submit(connection, content, known)
        async with self._database.company(company_id) as session:
            template = await templates.get_for_update(session, template_id)
            _same_version(template, version)
            _write(template, content)
            if known and rewritten:
                await _set_status(session, template, TemplateStatus.PENDING)
            await _saved(session, template)
        return template

    async def submit(self, company_id: UUID, template_id: UUID) -> Template:
        """Send a draft to Meta for review."""
        async with self._database.company(company_id) as session:
            template = await templates.get(session, template_id)
            connection = await connection_rows.get(session, template.connection_id)
        if template.status not in (TemplateStatus.DRAFT, TemplateStatus.REJECTED):
            raise InvalidState("Only a draft or a rejected template can be submitted.")
        content = content_of(template)
        template_rules.check_examples(content.components, content.parameter_format)
        submitted = await self._submit(connection, content, template.provider_template_id)
        async with self._database.company(company_id) as session:
            template = await templates.get_for_update(session, template_id)
            template.provider_template_id = submitted.provider_id
            template.category = _category(submitted.category, template.category)
            await _set_status(session, template, _status(submitted.status))
            await _saved(session, template)
        return template

    async def add_header_example(
        self, company_id: UUID, template_id: UUID, name: str, kind: str, content: bytes
    ) -> Template:
        """Hand Meta an example file for a media header; its handle is kept in the draft."""
        if kind not in _MEDIA or not 0 < len(content) <= MOST_MEDIA_BYTES:
            message = mark("Use a JPEG or PNG image, an MP4 video or a PDF of up to 16 MB.")
            raise InvalidInput(message, [FieldError("file", "file_not_usable", message)])
        async with self._database.company(company_id) as session:
            template = await templates.get(session, template_id)
            connection = await connection_rows.get(session, template.connection_id)
        app_id = self._connections.app_id(connection)
        token = self._connections.token(connection)
        try:
            handle = await self._uploads.upload(token, app_id, name, kind, content)
        except ProviderError as error:
            raise explain(error) from error
        async with self._database.company(company_id) as session:
            template = await templates.get_for_update(session, template_id)
            template.components = _with_handle(template.components, handle)
            await _saved(session, template)
        return template

    async def delete(self, company_id: UUID, template_id: UUID) -> None:
        """At Meta too, in this language. Refused while a campaign is sending it."""
        async with self._database.company(company_id) as session:
            template = await templates.get(session, template_id)
            connection = await connection_rows.get(session, template.connection_id)
            if await templates.open_campaigns(session, template_id):
                raise Conflict("A campaign still sends this template. Let it end first.")
        if template.provider_template_id and template.status is not TemplateStatus.DELETED:
            try:
                store = self._store(connection)
                await store.delete(template.name, template.provider_template_id)
            except ProviderError as error:
                raise explain(error) from error
        async with self._database.company(company_id) as session:
            template = await templates.get_for_update(session, template_id)
            await _remove(session, template)

    async def sync(self, company_id: UUID, connection_id: UUID) -> template_sync.Synced:
        """Take over what Meta has: new templates, changed ones, deleted ones."""
        async with self._database.company(company_id) as session:
            connection = await connection_rows.get(session, connection_id)
        try:
            remote = await self._store(connection).all()
        except ProviderError as error:
            raise explain(error) from error
        async with self._database.company(company_id) as session:
            return await template_sync.take_over(session, company_id, connection_id, remote)

    def _store(self, connection: Connection) -> TemplateStore:
        token = self._connections.token(connection)
        return self._management.templates(connection.account_id, token)

    async def _submit(
        self, connection: Connection, content: TemplateContent, provider_id: str | None
    ) -> Submitted:
        draft = TemplateDraft(
            provider_id=provider_id,
            name=content.name,
            language=content.language,
            category=content.category.value,
            components=content.components,
            parameter_format=content.parameter_format,
        )
        try:
            return await self._store(connection).submit(draft)
        except ProviderError as error:
            raise explain(error) from error


def content_of(template: Template) -> TemplateContent:
    return TemplateContent(
        name=template.name,
        language=template.language,
        category=template.category,
        components=template.components,
        parameter_format=template.parameter_format,
        bindings=template.bindings,
    )


async def _check(session: AsyncSession, content: TemplateContent) -> None:
    template_rules.check(
        name=content.name,
        language=content.language,
        category=content.category,
        components=content.components,
        parameter_format=content.parameter_format,
    )
    known = {definition.key for definition in await fields.definitions(session)}
    template_rules.check_bindings(content.bindings, known)


def _same_version(template: Template, version: int | None) -> None:
    if version is not None and version != template.version:
        raise PreconditionFailed(
            "Someone changed this template meanwhile. Look at it again before you save."
        )


def _says(template: Template) -> tuple[list[object], TemplateCategory]:
    return template.components, template.category


def _write(template: Template, content: TemplateContent) -> None:
    template.name = content.name
    template.language = content.language
    template.category = content.category
    template.components = content.components
    template.parameter_format = content.parameter_format
    slots = variables(content.components, content.parameter_format)
    keys = {slot.key for slot in slots}
    # A binding of a variable that is gone would only confuse.
    template.bindings = {key: value for key, value in content.bindings.items() if key in keys}


async def _set_status(session: AsyncSession, template: Template, status: TemplateStatus) -> None:
    before, template.status = template.status, status
    template.rejected_reason = None
    await session.flush()
    await templates.add_event(
        session,
        template,
        kind="status",
        before=before.value,
        after=status.value,
        reason=None,
        occurred_at=datetime.now(UTC),
    )
    await template_news.status_changed(session, template, before.value)
    await template_changes.stop_campaigns(session, template)


async def _saved(session: AsyncSession, template: Template) -> None:
    """A new version, with the time the database gave it."""
    template.version += 1
    await session.flush()
    await session.refresh(template, ["updated_at"])


async def _remove(session: AsyncSession, template: Template) -> None:
    """A draft nobody uses goes; what campaigns name is kept as deleted."""
    if await templates.is_named_by_a_campaign(session, template.id):
        await _set_status(session, template, TemplateStatus.DELETED)
        template.version += 1
    else:
        await session.delete(template)


def _with_handle(components: Sequence[object], handle: str) -> list[object]:
    header = component(components, "HEADER")
    if header_format(components) not in {"IMAGE", "VIDEO", "DOCUMENT"}:
        raise InvalidState("Only a header with an image, a video or a document has a file.")
    changed = {**(header or {}), "example": {"header_handle": [handle]}}
    return [changed if part is header else part for part in components]


def _category(word: str, otherwise: TemplateCategory) -> TemplateCategory:
    return TemplateCategory(word) if word in set(TemplateCategory) else otherwise


def _status(word: str) -> TemplateStatus:
    return TemplateStatus(word) if word in set(TemplateStatus) else TemplateStatus.PENDING
