"""Settings: webhooks, by which other systems hear of what happens here."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.events import WebhookEndpoint
from db.queries import webhook_endpoints as rows
from db.queries.webhook_endpoints import Tally
from schemas.enums import Role
from schemas.errors import AppError, FieldError, InvalidInput
from schemas.event_types import TEST
from schemas.words import mark
from services.webhook_endpoints import (
    MOST_ENDPOINTS,
    EndpointDetails,
    WebhookEndpoints,
    details_of,
)
from web import webhook_words
from web.dependencies import DatabaseDep, HintsDep, SignedIn, SignedInPerson, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect
from web.statuses import Look

router = APIRouter(prefix="/settings/webhooks", dependencies=[Depends(require_role(Role.OWNER))])
_HERE = "/settings/webhooks"
_LIST, _FORM, _ONE = (
    "settings/webhooks.html",
    "settings/webhook_form.html",
    "settings/webhook_secret.html",
)
_LATELY = timedelta(days=1)
_NONE_CHOSEN = mark("Choose at least one event, or all of them.")
Text = Annotated[str, Form()]


def _endpoints(request: Request) -> WebhookEndpoints:
    endpoints: WebhookEndpoints = request.app.state.webhook_endpoints
    return endpoints


EndpointsDep = Annotated[WebhookEndpoints, Depends(_endpoints)]


@dataclass(frozen=True, slots=True)
class Line:
    """An endpoint as the list shows it."""

    row: WebhookEndpoint
    look: Look
    tally: Tally


class EndpointForm:
    """What the form sends."""

    def __init__(
        self,
        *,
        name: Annotated[str, Form(max_length=100)] = "",
        url: Annotated[str, Form(max_length=3_000)] = "",
        hears: Annotated[str, Form(max_length=10)] = "all",
        types: Annotated[list[str] | None, Form(max_length=200)] = None,
        hub_signature: Annotated[bool, Form()] = False,
        thin: Annotated[bool, Form()] = False,
    ) -> None:
        self.hears_all = hears != "some"
        self.picked = tuple(types or ())
        self.details = EndpointDetails(
            name=name,
            url=url,
            types=() if self.hears_all else self.picked,
            hub_signature=hub_signature,
            thin=thin,
        )

    def check(self) -> None:
        """None chosen would be saved as all of them."""
        if not self.hears_all and not self.picked:
            raise InvalidInput(_NONE_CHOSEN, [FieldError("types", "missing", _NONE_CHOSEN)])


FormDep = Annotated[EndpointForm, Depends()]


@router.get("", name="webhook_endpoints")
async def list_endpoints(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        found = await rows.page(session, after=None, limit=MOST_ENDPOINTS)
        since = datetime.now(UTC) - _LATELY
        tallies = await rows.tallies(session, [row.id for row in found], since)
    lines = [Line(row, webhook_words.health(row), tallies.get(row.id, Tally())) for row in found]
    return page(request, _LIST, {"lines": lines, "errors": FieldErrors()}, fragment="endpoint_list")


@router.get("/new", name="new_webhook_endpoint")
async def new_endpoint(request: Request, user: SignedIn) -> Response:  # noqa: ARG001 - signed in
    return page(request, _FORM, _form(None, EndpointDetails(name="", url="")))


@router.post("/new", name="create_webhook_endpoint")
async def create_endpoint(
    request: Request, user: SignedIn, endpoints: EndpointsDep, hints: HintsDep, form: FormDep
) -> Response:
    """The page that follows shows the secret, once."""
    try:
        form.check()
        endpoint, secret = await endpoints.create(
            user.company_id, form.details, created_by=user.user_id
        )
    except AppError as error:
        return _wrong(request, None, form, error)
    hints.changed(user.company_id, "endpoint", endpoint.id)
    return page(request, _ONE, {"endpoint": endpoint, "secret": secret, "is_new": True})


@router.get("/{endpoint_id}/edit", name="edit_webhook_endpoint")
async def edit_endpoint(
    request: Request, endpoint_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        endpoint = await rows.get(session, endpoint_id)
    return page(request, _FORM, _form(endpoint, details_of(endpoint)))


@router.post("/{endpoint_id}/edit", name="save_webhook_endpoint")
async def save_endpoint(
    *,
    request: Request,
    endpoint_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    endpoints: EndpointsDep,
    hints: HintsDep,
    form: FormDep,
) -> Response:
    async with database.company(user.company_id) as session:
        endpoint = await rows.get(session, endpoint_id)
    try:
        form.check()
        await endpoints.change(user.company_id, endpoint_id, form.details)
    except InvalidInput as error:
        return _wrong(request, endpoint, form, error)
    return _done(request, user, hints, endpoint_id, gettext("Saved."))


@router.post("/{endpoint_id}/rotate-secret", name="rotate_webhook_secret")
async def rotate_secret(
    request: Request, endpoint_id: UUID, user: SignedIn, endpoints: EndpointsDep, hints: HintsDep
) -> Response:
    """The page that follows shows the new secret, once."""
    endpoint, secret = await endpoints.rotate(user.company_id, endpoint_id)
    hints.changed(user.company_id, "endpoint", endpoint_id)
    return page(request, _ONE, {"endpoint": endpoint, "secret": secret, "is_new": False})


@router.post("/{endpoint_id}/disable", name="disable_webhook_endpoint")
async def disable_endpoint(
    request: Request, endpoint_id: UUID, user: SignedIn, endpoints: EndpointsDep, hints: HintsDep
) -> Response:
    await endpoints.disable(user.company_id, endpoint_id)
    said = gettext("Switched off. What waits is kept.")
    return _done(request, user, hints, endpoint_id, said)


@router.post("/{endpoint_id}/enable", name="enable_webhook_endpoint")
async def enable_endpoint(
    *,
    request: Request,
    endpoint_id: UUID,
    user: SignedIn,
    endpoints: EndpointsDep,
    hints: HintsDep,
    waiting: Text = "deliver",
) -> Response:
    await endpoints.enable(user.company_id, endpoint_id, deliver_waiting=waiting != "drop")
    return _done(request, user, hints, endpoint_id, gettext("Switched on."))


@router.post("/{endpoint_id}/delete", name="delete_webhook_endpoint")
async def delete_endpoint(
    request: Request, endpoint_id: UUID, user: SignedIn, endpoints: EndpointsDep, hints: HintsDep
) -> Response:
    await endpoints.delete(user.company_id, endpoint_id)
    hints.changed(user.company_id, "endpoint", endpoint_id)
    return redirect(request, _HERE, toast=Toast(gettext("Deleted.")))


@router.post("/{endpoint_id}/test", name="test_webhook_endpoint")
async def try_endpoint(
    *,
    request: Request,
    endpoint_id: UUID,
    user: SignedIn,
    endpoints: EndpointsDep,
    type: Annotated[str, Form(max_length=100)] = TEST,  # noqa: A002 - the event's own word
) -> Response:
    """Calls it while the person waits, and shows what it said."""
    tested = await endpoints.test(user.company_id, endpoint_id, type)
    context = {
        "tested": tested,
        "trouble": webhook_words.trouble(tested.error, tested.status),
        "body": webhook_words.readable(tested.body),
    }
    return page(request, "settings/webhook_tested.html", context)


def _done(
    request: Request, user: SignedInPerson, hints: HintsDep, endpoint_id: UUID, said: str
) -> Response:
    hints.changed(user.company_id, "endpoint", endpoint_id)
    return redirect(request, f"{_HERE}/{endpoint_id}", toast=Toast(said))


def _wrong(
    request: Request, endpoint: WebhookEndpoint | None, form: EndpointForm, error: AppError
) -> Response:
    context = _form(endpoint, form.details) | {
        "groups": webhook_words.groups(form.picked),
        "hears_all": form.hears_all,
        "errors": field_errors(error),
    }
    return invalid(request, _FORM, context, fragment="endpoint_form")


def _form(endpoint: WebhookEndpoint | None, details: EndpointDetails) -> dict[str, object]:
    return {
        "endpoint": endpoint,
        "details": details,
        "groups": webhook_words.groups(details.types),
        "hears_all": not details.types,
        "errors": FieldErrors(),
    }
