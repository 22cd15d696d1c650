"""Hooks: addresses at which systems that cannot shape their JSON tell us of people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response, status

from api.dependencies import Caller, CallerDep, DatabaseDep, SettingsViewDep, require
from api.errors import translate
from api.pagination import Listing, PageParams
from api.preconditions import SeenVersion
from db.models.hooks import Hook, HookRequest
from db.queries import hooks as rows
from schemas.api.hooks import (
    HookCreate,
    HookPreviewAsk,
    HookPreviewRead,
    HookPreviewRow,
    HookProblem,
    HookRead,
    HookReplay,
    HookReplayed,
    HookRequestDetail,
    HookRequestRead,
    HookUpdate,
)
from schemas.api.ids import HookId, HookRequestId
from schemas.api.pages import Page
from schemas.enums import HookRequestStatus, Scope
from schemas.errors import AppError, FieldError, InvalidInput
from schemas.hooks import Mapping, Signature
from schemas.triggers import Fired
from schemas.words import mark
from services import hook_requests, hooks
from services.hook_requests import Preview
from services.keyring import Keyring

router = APIRouter(prefix="/hooks", tags=["triggers"])
_READ = [Depends(require(Scope.AUTOMATION_READ))]
_WRITE = [Depends(require(Scope.AUTOMATION_WRITE))]


class HookViews:
    """How a hook and its calls are shown to this caller."""

    def __init__(self, request: Request, caller: CallerDep, view: SettingsViewDep) -> None:
        self._request = request
        self._caller: Caller = caller
        self._public_url = view.public_url
        self.keyring: Keyring = request.app.state.keyring

    def one(self, hook: Hook) -> HookRead:
        secrets = Scope.AUTOMATION_WRITE.value in self._caller.scopes
        return HookRead(
            id=hook.id,
            name=hook.name,
            address=(hooks.address(self.keyring, hook, self._public_url) or None)
            if secrets
            else None,
            enabled=hook.enabled,
            capturing=hook.capturing,
            mapping=Mapping.model_validate(hook.mapping),
            actions=hook.actions,
            dedupe_path=hook.dedupe_path,
            signature=Signature.model_validate(hook.signature),
            secret=(hooks.secret_of(self.keyring, hook) or None) if secrets else None,
            version=hook.version,
            created_at=hook.created_at,
            updated_at=hook.updated_at,
        )

    def request(self, row: HookRequest) -> HookRequestRead:
        return HookRequestRead(
            id=row.id,
            status=row.status,
            reason=row.reason,
            reason_text=self._words(row.detail, row.result.get("context")),
            problems=self._problems(row),
            done=Fired.model_validate(
                {name: row.result[name] for name in Fired.model_fields if name in row.result}
            ),
            created_at=row.created_at,
            finished_at=row.finished_at,
        )

    def detail(self, row: HookRequest) -> HookRequestDetail:
        shown = self.request(row)
        return HookRequestDetail(**dict(shown), body=row.body, headers=row.headers)

    def preview(self, found: Preview) -> HookPreviewRead:
        reading, failure = found.reading, found.failure
        left_out = [self._problem(to, error) for to, error in reading.wrong.items()]
        errors = failure.errors if isinstance(failure, InvalidInput) else []
        return HookPreviewRead(
            rows=[
                HookPreviewRow(
                    to=row.to,
                    value=row.value,
                    error=self._problem(row.to, error)
                    if (error := reading.wrong.get(row.to))
                    else None,
                )
                for row in reading.values.rows
            ],
            contact=reading.contact,
            contact_id=found.known.id if found.known else None,
            done=found.fired,
            reason=failure.code if failure else None,
            reason_text=self._said(failure) if failure else None,
            problems=left_out + [self._problem(one.field, one) for one in errors],
        )

    def _problems(self, row: HookRequest) -> list[HookProblem]:
        found = []
        for part in ("errors", "left_out"):
            listed = row.result.get(part)
            for one in listed if isinstance(listed, list) else ():
                words = self._words(str(one["message"]), row.result.get("context")) or ""
                found.append(HookProblem(field=one["field"], code=one["code"], detail=words))
        return found

    def _problem(self, place: str, error: FieldError) -> HookProblem:
        detail = translate(self._request, error.message)
        return HookProblem(field=place, code=error.code, detail=detail)

    def _said(self, error: AppError) -> str:
        return translate(self._request, error.message, error.context)

    def _words(self, message: str | None, context: object) -> str | None:
        if message is None:
            return None
        return translate(self._request, message, context if isinstance(context, dict) else None)


ViewsDep = Annotated[HookViews, Depends()]


@router.get("", response_model=Page[HookRead], operation_id="list_hooks", dependencies=_READ)
async def list_hooks(
    caller: CallerDep, database: DatabaseDep, paging: PageParams, views: ViewsDep
) -> Listing[HookRead]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        page = paging.page(await rows.page(session, after=paging.after, limit=paging.fetch))
    return Listing([views.one(hook) for hook in page.data], page.next_cursor, page.has_more)


@router.post(
    "", status_code=status.HTTP_201_CREATED, operation_id="create_hook", dependencies=_WRITE
)
async def create_hook(
    wanted: HookCreate,
    caller: CallerDep,
    database: DatabaseDep,
    views: ViewsDep,
    response: Response,
) -> HookRead:
    """A new one keeps samples until it is told not to: send it something, map it, switch it on."""
    # The answer holds the address' secret.
    response.headers["Cache-Control"] = "no-store"
    return views.one(await hooks.create(database, views.keyring, caller.company_id, wanted.name))


@router.get("/{hook_id}", operation_id="get_hook", dependencies=_READ)
async def get_hook(
    hook_id: HookId, caller: CallerDep, database: DatabaseDep, views: ViewsDep, response: Response
) -> HookRead:
    async with database.company(caller.company_id) as session:
        hook = await rows.get(session, hook_id)
    return _tagged(views.one(hook), response)


@router.patch("/{hook_id}", operation_id="update_hook", dependencies=_WRITE)
async def update_hook(
    *,
    hook_id: HookId,
    wanted: HookUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    views: ViewsDep,
    seen: SeenVersion,
    response: Response,
) -> HookRead:
    """With `If-Match` only to the version you saw. `capturing: false` switches the mapping on."""
    if wanted.actions is not None and "launch" in wanted.actions:
        caller.must_have(Scope.CAMPAIGNS_RUN)
    async with database.company(caller.company_id) as session:
        hook = await hooks.change(
            session, views.keyring, hook_id, hooks.Change(**dict(wanted)), seen=seen
        )
    return _tagged(views.one(hook), response)


@router.delete(
    "/{hook_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_hook",
    dependencies=_WRITE,
)
async def delete_hook(hook_id: HookId, caller: CallerDep, database: DatabaseDep) -> None:
    """Its address leads nowhere from now on, and its log goes; what it did stays done."""
    async with database.company(caller.company_id) as session:
        await hooks.delete(session, hook_id)


@router.post("/{hook_id}/rotate", operation_id="rotate_hook", dependencies=_WRITE)
async def rotate_hook(
    hook_id: HookId, caller: CallerDep, database: DatabaseDep, views: ViewsDep, response: Response
) -> HookRead:
    """A new address; the old one leads nowhere from now on."""
    response.headers["Cache-Control"] = "no-store"
    return views.one(await hooks.rotate(database, views.keyring, caller.company_id, hook_id))


@router.get(
    "/{hook_id}/requests",
    response_model=Page[HookRequestRead],
    operation_id="list_hook_requests",
    dependencies=_READ,
)
async def list_hook_requests(
    *,
    hook_id: HookId,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    views: ViewsDep,
    wanted: Annotated[list[HookRequestStatus] | None, Query(alias="status")] = None,
) -> Listing[HookRequestRead]:
    """What came in, newest first."""
    async with database.company(caller.company_id) as session:
        await rows.get(session, hook_id)
        page = paging.page(
            await rows.requests(
                session,
                hook_id,
                statuses=wanted or (),
                before=paging.after.id if paging.after else None,
                limit=paging.fetch,
            )
        )
    return Listing([views.request(row) for row in page.data], page.next_cursor, page.has_more)


@router.get("/{hook_id}/requests/{request_id}", operation_id="get_hook_request", dependencies=_READ)
async def get_hook_request(
    hook_id: HookId,
    request_id: HookRequestId,
    caller: CallerDep,
    database: DatabaseDep,
    views: ViewsDep,
) -> HookRequestDetail:
    async with database.company(caller.company_id) as session:
        return views.detail(await rows.request(session, hook_id, request_id))


@router.post(
    "/{hook_id}/requests/{request_id}/replay",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="replay_hook_request",
    dependencies=_WRITE,
)
async def replay_hook_request(
    hook_id: HookId,
    request_id: HookRequestId,
    caller: CallerDep,
    database: DatabaseDep,
    views: ViewsDep,
) -> HookRequestRead:
    """Apply it once more, by the mapping as it is now; a sample for the first time."""
    async with database.company(caller.company_id) as session:
        await hooks.replay(session, caller.company_id, hook_id, request_id)
        return views.request(await rows.request(session, hook_id, request_id))


@router.post(
    "/{hook_id}/replay",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="replay_hook",
    dependencies=_WRITE,
)
async def replay_hook(
    hook_id: HookId, wanted: HookReplay, caller: CallerDep, database: DatabaseDep
) -> HookReplayed:
    """Apply again what failed."""
    async with database.company(caller.company_id) as session:
        replayed = await hooks.replay_failed(session, caller.company_id, hook_id, wanted.since)
    return HookReplayed(replayed=replayed)


@router.post("/{hook_id}/preview", operation_id="preview_hook", dependencies=_WRITE)
async def preview_hook(
    hook_id: HookId,
    wanted: HookPreviewAsk,
    caller: CallerDep,
    database: DatabaseDep,
    views: ViewsDep,
) -> HookPreviewRead:
    """What would come of a sample with a mapping. Nothing is kept of it."""
    async with database.company(caller.company_id) as session:
        hook = await rows.get(session, hook_id)
        body: object = wanted.body
        if wanted.request_id is not None:
            body = (await rows.request(session, hook_id, wanted.request_id)).body
    if body is None:
        message = mark("Name a call that came in, or give a body.")
        raise InvalidInput(message, [FieldError("body", "missing", message)])
    mapping = wanted.mapping or Mapping.model_validate(hook.mapping)
    actions = hook.actions if wanted.actions is None else wanted.actions
    hooks.check_mapping(mapping)
    hooks.check_actions(actions)
    return views.preview(await hook_requests.preview(database, hook, mapping, actions, body))


def _tagged(shown: HookRead, response: Response) -> HookRead:
    response.headers["ETag"] = f'"{shown.version}"'
    return shown
