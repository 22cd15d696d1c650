"""Settings: incoming hooks, the addresses at which other systems tell us of people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import cadences
from db.queries import hooks as rows
from schemas.enums import HookRequestStatus, Role
from schemas.errors import AppError
from schemas.hooks import Signature, SignatureKind
from services import hook_requests, hooks
from services.keyring import Keyring
from web import hook_views, hook_words
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/incoming-hooks", dependencies=[Depends(require_role(Role.ADMIN))])
_INDEX, _SHOW, _LOG, _GUARD = (
    "hooks/index.html",
    "hooks/show.html",
    "hooks/log.html",
    "hooks/guard.html",
)
_PAGE = 50
_FAILED = (HookRequestStatus.FAILED,)


def _keyring(request: Request) -> Keyring:
    ring: Keyring = request.app.state.keyring
    return ring


KeyringDep = Annotated[Keyring, Depends(_keyring)]


@router.get("", name="hooks")
async def list_hooks(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return page(
        request, _INDEX, await hook_views.index(database, user.company_id), fragment="hook_list"
    )


@router.post("", name="create_hook")
async def create_hook(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    ring: KeyringDep,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    try:
        hook = await hooks.create(database, ring, user.company_id, name, user_id=user.user_id)
    except AppError as error:
        context = await hook_views.index(database, user.company_id) | {
            "name": name,
            "errors": field_errors(error),
        }
        return invalid(request, _INDEX, context, fragment="hook_list")
    return redirect(request, f"/incoming-hooks/{hook.id}")


@router.get("/{hook_id}", name="hook")
async def show_hook(
    *,
    request: Request,
    hook_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    ring: KeyringDep,
    view: SettingsViewDep,
    sample: UUID | None = None,
) -> Response:
    """The address; a sample the moment it comes; what becomes of it."""
    async with database.company(user.company_id) as session:
        hook = await rows.get(session, hook_id)
        context = await hook_views.editor(session, hook, sample)
    context |= {"address": hooks.address(ring, hook, view.public_url)}
    return page(request, _SHOW, context, fragment="hook_editor")


@router.get("/{hook_id}/sample", name="hook_sample")
async def show_sample(
    request: Request,
    hook_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    sample: UUID | None = None,
) -> Response:
    async with database.company(user.company_id) as session:
        hook = await rows.get(session, hook_id)
        context = await hook_views.sample_of(session, hook, sample)
    return page(request, "hooks/sample.html", context, fragment="sample")


@router.post("/{hook_id}/preview", name="preview_hook")
async def preview_hook(
    request: Request, hook_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    """What would come of the sample by the form as it stands. Nothing is kept."""
    form = await request.form()
    async with database.company(user.company_id) as session:
        hook = await rows.get(session, hook_id)
        typed = hook_views.read_form(form, hook)
        context = await hook_views.editor(
            session, hook, hook_views.uuid_of(form.get("sample")), typed
        )
    sample, named = context["sample"], context["names"]
    try:
        hooks.check_actions(typed.actions)
        if sample is not None:
            shown = await hook_requests.preview(
                database, hook, typed.mapping, typed.actions, sample.body
            )
            context |= {"shown": shown, "results": hook_views.results_of(typed, shown)}
            context["said"] = hook_words.did(shown.fired, named) if shown.fired else []
            context["problem"] = hook_views.problem_of(shown.failure) if shown.failure else ""
    except AppError as error:
        context["problem"] = hook_views.problem_of(error)
    return page(request, "hooks/preview.html", context | {"oob": True}, fragment="preview")


@router.post("/{hook_id}", name="save_hook")
async def save_hook(
    *,
    request: Request,
    hook_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    ring: KeyringDep,
    view: SettingsViewDep,
) -> Response:
    """Keep the mapping; with `switch=on` apply it to what comes from now on."""
    form = await request.form()
    switch = {"on": False, "off": True}.get(str(form.get("switch")))
    async with database.company(user.company_id) as session:
        hook = await rows.get(session, hook_id)
        typed = hook_views.read_form(form, hook)
        sample = hook_views.uuid_of(form.get("sample"))
        context = await hook_views.editor(session, hook, sample, typed)
    try:
        async with database.company(user.company_id) as session:
            change = hooks.Change(mapping=typed.mapping, actions=typed.actions, capturing=switch)
            await hooks.change(session, ring, hook_id, change)
    except AppError as error:
        context |= {
            "address": hooks.address(ring, hook, view.public_url),
            "errors": field_errors(error),
            "problem": hook_views.problem_of(error),
        }
        return invalid(request, _SHOW, context, fragment="hook_editor")
    said = {
        False: gettext("Switched on. What comes from now on is applied."),
        True: gettext("Switched off. What comes is kept as samples."),
        None: gettext("Saved."),
    }[switch]
    return redirect(request, f"/incoming-hooks/{hook_id}", toast=Toast(said))


@router.get("/{hook_id}/log", name="hook_log")
async def show_log(
    *,
    request: Request,
    hook_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    status: HookRequestStatus | None = None,
    before: UUID | None = None,
) -> Response:
    """What came in, and what became of it."""
    async with database.company(user.company_id) as session:
        hook = await rows.get(session, hook_id)
        found = await rows.requests(
            session,
            hook_id,
            statuses=(status,) if status else (),
            before=before,
            limit=_PAGE + 1,
        )
        named = dict(await cadences.to_choose(session))
        failed = await rows.requests(session, hook_id, statuses=_FAILED, limit=1)
    context = {
        "hook": hook,
        "state": hook_words.state(hook),
        "lines": [hook_words.line(row, named) for row in found[:_PAGE]],
        "older": found[_PAGE - 1].id if len(found) > _PAGE else None,
        "status": status.value if status else "",
        "any_failed": bool(failed),
        "errors": FieldErrors(),
    }
    return page(request, _LOG, context, fragment="hook_log")


@router.post("/{hook_id}/replay", name="replay_hook")
async def replay_failed(
    request: Request, hook_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        count = await hooks.replay_failed(session, user.company_id, hook_id)
    toast = Toast(gettext("%(count)s are applied again.") % {"count": count})
    return redirect(request, f"/incoming-hooks/{hook_id}/log", toast=toast)


@router.post("/{hook_id}/requests/{request_id}/replay", name="replay_hook_request")
async def replay_one(
    request: Request, hook_id: UUID, request_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await hooks.replay(session, user.company_id, hook_id, request_id)
    toast = Toast(gettext("It is applied again."))
    return redirect(request, f"/incoming-hooks/{hook_id}/log", toast=toast)


@router.get("/{hook_id}/guard", name="hook_guard")
async def show_guard(
    *,
    request: Request,
    hook_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    ring: KeyringDep,
    view: SettingsViewDep,
) -> Response:
    """The address, who may use it, and what is told twice."""
    return page(
        request,
        _GUARD,
        await hook_views.guard(database, ring, user.company_id, hook_id, view.public_url),
    )


@router.post("/{hook_id}/guard", name="save_hook_guard")
async def save_guard(
    *,
    request: Request,
    hook_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    ring: KeyringDep,
    view: SettingsViewDep,
    name: Annotated[str, Form(max_length=200)] = "",
    kind: Annotated[SignatureKind, Form()] = SignatureKind.NONE,
    header: Annotated[str, Form(max_length=100, pattern="^[A-Za-z0-9-]*$")] = "",
    secret: Annotated[str, Form(max_length=500)] = "",
    dedupe_path: Annotated[str, Form(max_length=300)] = "",
    enabled: Annotated[bool, Form()] = False,
) -> Response:
    change = hooks.Change(
        name=name,
        enabled=enabled,
        dedupe_path=dedupe_path,
        signature=Signature(kind=kind, header=header),
        secret=secret or None,
    )
    try:
        async with database.company(user.company_id) as session:
            await hooks.change(session, ring, hook_id, change)
    except AppError as error:
        typed = {"kind": kind.value, "header": header, "dedupe_path": dedupe_path, "name": name}
        context = await hook_views.guard(database, ring, user.company_id, hook_id, view.public_url)
        context |= typed | {"errors": field_errors(error)}
        return invalid(request, _GUARD, context, fragment="guard")
    toast = Toast(gettext("Saved."))
    return redirect(request, f"/incoming-hooks/{hook_id}/guard", toast=toast)


@router.post("/{hook_id}/rotate", name="rotate_hook")
async def rotate_hook(
    request: Request, hook_id: UUID, user: SignedIn, database: DatabaseDep, ring: KeyringDep
) -> Response:
    await hooks.rotate(database, ring, user.company_id, hook_id)
    toast = Toast(gettext("This is the new address. The old one leads nowhere."))
    return redirect(request, f"/incoming-hooks/{hook_id}/guard", toast=toast)


@router.post("/{hook_id}/delete", name="delete_hook")
async def delete_hook(
    request: Request, hook_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await hooks.delete(session, hook_id)
    return redirect(request, "/incoming-hooks", toast=Toast(gettext("Hook deleted.")))
