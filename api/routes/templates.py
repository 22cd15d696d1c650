from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, File, Header, Query, Request, Response, UploadFile, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.templates import Template
from db.queries import contacts as contact_rows
from db.queries import templates as rows
from schemas.api.ids import ConnectionId, TemplateId
from schemas.api.pages import Page
from schemas.api.templates import (
    Preview,
    PreviewRequest,
    SyncRequest,
    SyncResult,
    TemplateCreate,
    TemplateHistory,
    TemplateRead,
    TemplateUpdate,
)
from schemas.enums import Scope, TemplateCategory, TemplateStatus
from schemas.errors import PreconditionFailed
from schemas.templates import Rendered
from services import template_values
from services.template_sync import Synced
from services.templates import MOST_MEDIA_BYTES, TemplateContent, Templates, content_of

router = APIRouter(prefix="/templates", tags=["templates"])
_READ = [Depends(require(Scope.TEMPLATES_READ))]
_WRITE = [Depends(require(Scope.TEMPLATES_WRITE))]


def _templates(request: Request) -> Templates:
    templates: Templates = request.app.state.templates
    return templates


TemplatesDep = Annotated[Templates, Depends(_templates)]
IfMatch = Annotated[
    str | None,
    Header(description="The ETag the change is based on; another's change meanwhile gives 412."),
]


@router.get(
    "",
    response_model=Page[TemplateRead],
    operation_id="list_templates",
    dependencies=_READ,
)
async def list_templates(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    search: Annotated[str, Query(max_length=100, description="A part of the name.")] = "",
    status_: Annotated[list[TemplateStatus] | None, Query(alias="status")] = None,
    category: TemplateCategory | None = None,
    connection_id: ConnectionId | None = None,
) -> Listing[Template]:
    async with database.company(caller.company_id) as session:
        found = await rows.page(
            session,
            after=paging.after,
            limit=paging.fetch,
            search=search,
            statuses=status_ or (),
            category=category,
            connection_id=connection_id,
        )
    return paging.page(found)


@router.post(
    "",
    response_model=TemplateRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_template",
    dependencies=_WRITE,
)
async def create_template(
    wanted: TemplateCreate, caller: CallerDep, templates: TemplatesDep, response: Response
) -> Template:
    """A draft. Meta hears of it when it is submitted."""
    values = wanted.model_dump(exclude={"connection_id"}, exclude_none=True)
    content = TemplateContent(**values)
    template = await templates.create(caller.company_id, wanted.connection_id, content)
    return _tagged(template, response)


@router.post("/sync", response_model=SyncResult, operation_id="sync_templates", dependencies=_WRITE)
async def sync_templates(wanted: SyncRequest, caller: CallerDep, templates: TemplatesDep) -> Synced:
    """Take over what Meta has for a connection: new, changed and deleted templates."""
    return await templates.sync(caller.company_id, wanted.connection_id)


@router.get(
    "/{template_id}",
    response_model=TemplateRead,
    operation_id="get_template",
    dependencies=_READ,
)
async def get_template(
    template_id: TemplateId, caller: CallerDep, database: DatabaseDep, response: Response
) -> Template:
    async with database.company(caller.company_id) as session:
        template = await rows.get(session, template_id)
    return _tagged(template, response)


@router.patch(
    "/{template_id}",
    response_model=TemplateRead,
    operation_id="update_template",
    dependencies=_WRITE,
)
async def update_template(
    *,
    template_id: TemplateId,
    wanted: TemplateUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    templates: TemplatesDep,
    response: Response,
    if_match: IfMatch = None,
) -> Template:
    async with database.company(caller.company_id) as session:
        current = await rows.get(session, template_id)
    content = replace(content_of(current), **wanted.model_dump(exclude_none=True))
    version = _version(if_match)
    if version is None:
        version = current.version
    template = await templates.change(caller.company_id, template_id, content, version=version)
    return _tagged(template, response)


@router.delete(
    "/{template_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_template",
    dependencies=_WRITE,
)
async def delete_template(
    template_id: TemplateId, caller: CallerDep, templates: TemplatesDep
) -> Response:
    """At Meta too. Refused while a campaign sends it."""
    await templates.delete(caller.company_id, template_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/{template_id}/submit",
    response_model=TemplateRead,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="submit_template",
    dependencies=_WRITE,
)
async def submit_template(
    template_id: TemplateId, caller: CallerDep, templates: TemplatesDep, response: Response
) -> Template:
    """Hand a draft to Meta's review; the outcome comes as an event and changes its status."""
    return _tagged(await templates.submit(caller.company_id, template_id), response)


@router.post(
    "/{template_id}/header-example",
    response_model=TemplateRead,
    operation_id="upload_template_header_example",
    dependencies=_WRITE,
    max_body_size=MOST_MEDIA_BYTES + 100_000,
)
async def upload_header_example(
    template_id: TemplateId,
    file: Annotated[UploadFile, File(description="JPEG, PNG, MP4 or PDF, up to 16 MB.")],
    caller: CallerDep,
    templates: TemplatesDep,
    response: Response,
) -> Template:
    """The example Meta's reviewers see for a header with an image, a video or a document."""
    content = await file.read(MOST_MEDIA_BYTES + 1)
    template = await templates.add_header_example(
        caller.company_id, template_id, file.filename or "file", file.content_type or "", content
    )
    return _tagged(template, response)


@router.get("/{template_id}/events", operation_id="list_template_events", dependencies=_READ)
async def list_template_events(
    template_id: TemplateId, caller: CallerDep, database: DatabaseDep
) -> TemplateHistory:
    """Each change of status, category or quality, the latest first."""
    async with database.company(caller.company_id) as session:
        await rows.get(session, template_id)
        return TemplateHistory.model_validate(
            {"data": await rows.events(session, template_id)}, from_attributes=True
        )


@router.post(
    "/{template_id}/preview",
    response_model=Preview,
    operation_id="preview_template",
    dependencies=_READ,
)
async def preview_template(
    template_id: TemplateId, wanted: PreviewRequest, caller: CallerDep, database: DatabaseDep
) -> Rendered:
    async with database.company(caller.company_id) as session:
        template = await rows.get(session, template_id)
        contact = None
        if wanted.contact_id is not None:
            contact = await contact_rows.get(session, wanted.contact_id)
    return template_values.rendered(template, contact)


def _tagged(template: Template, response: Response) -> Template:
    response.headers["ETag"] = f'"{template.version}"'
    return template


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    tag = if_match.strip().removeprefix("W/").strip('"')
    if not tag.isascii() or not tag.isdigit():
        raise PreconditionFailed("This ETag is not one we gave out.")
    return int(tag)
