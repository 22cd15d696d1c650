"""Webhook endpoints: other systems' addresses that hear of what happens here."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from api.preconditions import SeenVersion
from db.models.events import WebhookEndpoint
from db.queries import delivery_log as log_rows
from db.queries import webhook_endpoints as rows
from db.queries.delivery_log import Logged, Wanted
from schemas.api.ids import DeliveryId, EndpointId
from schemas.api.pages import Page
from schemas.api.webhook_endpoints import (
    AttemptRead,
    DeliveryDetail,
    DeliveryRead,
    ReplaySince,
    ReplaySinceRead,
    WebhookEnable,
    WebhookEndpointChange,
    WebhookEndpointRead,
    WebhookEndpointSecret,
    WebhookEndpointWrite,
    WebhookTest,
    WebhookTestRead,
    changed_values,
)
from schemas.enums import DeliveryState, Scope
from services import delivery_log
from services.webhook_endpoints import EndpointDetails, Tested, WebhookEndpoints, details_of

router = APIRouter(prefix="/webhook-endpoints", tags=["webhook endpoints"])
_READ = [Depends(require(Scope.AUTOMATION_READ))]
_WRITE = [Depends(require(Scope.AUTOMATION_WRITE))]


def _endpoints(request: Request) -> WebhookEndpoints:
    endpoints: WebhookEndpoints = request.app.state.webhook_endpoints
    return endpoints


EndpointsDep = Annotated[WebhookEndpoints, Depends(_endpoints)]


@router.get(
    "",
    response_model=Page[WebhookEndpointRead],
    operation_id="list_webhook_endpoints",
    dependencies=_READ,
)
async def list_webhook_endpoints(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[WebhookEndpoint]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(found)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_webhook_endpoint",
    dependencies=_WRITE,
)
async def create_webhook_endpoint(
    wanted: WebhookEndpointWrite, caller: CallerDep, endpoints: EndpointsDep
) -> WebhookEndpointSecret:
    """The secret is told only here, and when it is changed."""
    details = EndpointDetails(**wanted.model_dump())
    endpoint, secret = await endpoints.create(caller.company_id, details, created_by=None)
    return _with_secret(endpoint, secret)


@router.get(
    "/{endpoint_id}",
    response_model=WebhookEndpointRead,
    operation_id="get_webhook_endpoint",
    dependencies=_READ,
)
async def get_webhook_endpoint(
    endpoint_id: EndpointId, caller: CallerDep, database: DatabaseDep, response: Response
) -> WebhookEndpoint:
    async with database.company(caller.company_id) as session:
        return _tagged(await rows.get(session, endpoint_id), response)


@router.patch(
    "/{endpoint_id}",
    response_model=WebhookEndpointRead,
    operation_id="update_webhook_endpoint",
    dependencies=_WRITE,
)
async def update_webhook_endpoint(
    *,
    endpoint_id: EndpointId,
    change: WebhookEndpointChange,
    caller: CallerDep,
    database: DatabaseDep,
    endpoints: EndpointsDep,
    seen: SeenVersion,
    response: Response,
) -> WebhookEndpoint:
    """Also what waits already goes to the new address, in the new form."""
    async with database.company(caller.company_id) as session:
        now = await rows.get(session, endpoint_id)
    details = replace(details_of(now), **changed_values(change))
    # What was left out is as it was read: somebody else's change in between is not undone.
    changed = await endpoints.change(
        caller.company_id, endpoint_id, details, seen_version=now.version if seen is None else seen
    )
    return _tagged(changed, response)


@router.delete(
    "/{endpoint_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_webhook_endpoint",
    dependencies=_WRITE,
)
async def delete_webhook_endpoint(
    endpoint_id: EndpointId, caller: CallerDep, endpoints: EndpointsDep
) -> None:
    """With its log."""
    await endpoints.delete(caller.company_id, endpoint_id)


@router.post(
    "/{endpoint_id}/rotate-secret",
    operation_id="rotate_webhook_secret",
    dependencies=_WRITE,
)
async def rotate_webhook_secret(
    endpoint_id: EndpointId, caller: CallerDep, endpoints: EndpointsDep
) -> WebhookEndpointSecret:
    """A new secret. For 24 hours each delivery is signed with both."""
    return _with_secret(*await endpoints.rotate(caller.company_id, endpoint_id))


@router.post(
    "/{endpoint_id}/test",
    response_model=WebhookTestRead,
    operation_id="test_webhook_endpoint",
    dependencies=_WRITE,
)
async def try_webhook_endpoint(
    endpoint_id: EndpointId, wanted: WebhookTest, caller: CallerDep, endpoints: EndpointsDep
) -> Tested:
    """Calls it now with an example, whose body says `"test": true`; what it answered."""
    return await endpoints.test(caller.company_id, endpoint_id, wanted.type)


@router.post(
    "/{endpoint_id}/enable",
    response_model=WebhookEndpointRead,
    operation_id="enable_webhook_endpoint",
    dependencies=_WRITE,
)
async def enable_webhook_endpoint(
    endpoint_id: EndpointId, wanted: WebhookEnable, caller: CallerDep, endpoints: EndpointsDep
) -> WebhookEndpoint:
    return await endpoints.enable(
        caller.company_id, endpoint_id, deliver_waiting=wanted.deliver_waiting
    )


@router.post(
    "/{endpoint_id}/disable",
    response_model=WebhookEndpointRead,
    operation_id="disable_webhook_endpoint",
    dependencies=_WRITE,
)
async def disable_webhook_endpoint(
    endpoint_id: EndpointId, caller: CallerDep, endpoints: EndpointsDep
) -> WebhookEndpoint:
    """What waits rests; what happens from now on is not kept for it."""
    return await endpoints.disable(caller.company_id, endpoint_id)


@router.get(
    "/{endpoint_id}/deliveries",
    response_model=Page[DeliveryRead],
    operation_id="list_webhook_deliveries",
    dependencies=_READ,
)
async def list_webhook_deliveries(
    *,
    endpoint_id: EndpointId,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    state: Annotated[
        list[DeliveryState] | None, Query(max_length=4, description="Only in these states.")
    ] = None,
    type: Annotated[  # noqa: A002 - the event's own word
        str | None, Query(max_length=100, description="Only of this event type.")
    ] = None,
) -> Listing[Logged]:
    """Newest first."""
    wanted = Wanted(states=state or (), type=type)
    async with database.company(caller.company_id) as session:
        await rows.get(session, endpoint_id)
        found = await log_rows.page(
            session, endpoint_id, wanted, after=paging.after, limit=paging.fetch
        )
    return paging.page(found)


@router.get(
    "/{endpoint_id}/deliveries/{delivery_id}",
    operation_id="get_webhook_delivery",
    dependencies=_READ,
)
async def get_webhook_delivery(
    endpoint_id: EndpointId, delivery_id: DeliveryId, caller: CallerDep, database: DatabaseDep
) -> DeliveryDetail:
    """With each try and what was sent."""
    async with database.company(caller.company_id) as session:
        found = await delivery_log.one(session, endpoint_id, delivery_id)
    return DeliveryDetail(
        **DeliveryRead.model_validate(found.line).model_dump(),
        log=[AttemptRead.model_validate(attempt) for attempt in found.attempts],
        body=found.body,
    )


@router.post(
    "/{endpoint_id}/deliveries/{delivery_id}/replay",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=DeliveryRead,
    operation_id="replay_webhook_delivery",
    dependencies=_WRITE,
)
async def replay_webhook_delivery(
    endpoint_id: EndpointId, delivery_id: DeliveryId, caller: CallerDep, database: DatabaseDep
) -> Logged:
    """Send it again, under the same `webhook-id`; what waits for its next try is tried now."""
    async with database.company(caller.company_id) as session:
        return await delivery_log.replay(session, caller.company_id, endpoint_id, delivery_id)


@router.post(
    "/{endpoint_id}/replay-since",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="replay_webhook_deliveries_since",
    dependencies=_WRITE,
)
async def replay_webhook_deliveries_since(
    endpoint_id: EndpointId, wanted: ReplaySince, caller: CallerDep, database: DatabaseDep
) -> ReplaySinceRead:
    """Send all events since a moment again, each resource's in order of `sequence`."""
    count = await delivery_log.replay_since(
        database,
        caller.company_id,
        endpoint_id,
        wanted.since,
        only_failed=wanted.only_failed,
    )
    return ReplaySinceRead(deliveries=count)


def _tagged(endpoint: WebhookEndpoint, response: Response) -> WebhookEndpoint:
    response.headers["ETag"] = f'"{endpoint.version}"'
    return endpoint


def _with_secret(endpoint: WebhookEndpoint, secret: str) -> WebhookEndpointSecret:
    shown = WebhookEndpointRead.model_validate(endpoint)
    return WebhookEndpointSecret(**shown.model_dump(), secret=secret)
