from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.fired import Fired
from ...models.problem import Problem
from ...models.trigger import Trigger
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: Trigger,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/triggers",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Fired | Problem:
    if response.status_code == 200:
        response_200 = Fired.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Fired | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: Trigger,
    idempotency_key: str | Unset = UNSET,
) -> Response[Fired | Problem]:
    """Fire Trigger

     A contact, found or made, and any of enrol, stop, send, launch and event.

    Everything happens in one transaction, or nothing does. Needs an `Idempotency-Key`. That
    somebody is left out of a cadence is no failure: `enrol` says why. `launch` also needs the scope
    `campaigns:run`: without it 403 `missing_scope`, and nothing is done.

    Args:
        idempotency_key (str | Unset):
        body (Trigger): Everything happens, or nothing does.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Fired | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: Trigger,
    idempotency_key: str | Unset = UNSET,
) -> Fired | Problem | None:
    """Fire Trigger

     A contact, found or made, and any of enrol, stop, send, launch and event.

    Everything happens in one transaction, or nothing does. Needs an `Idempotency-Key`. That
    somebody is left out of a cadence is no failure: `enrol` says why. `launch` also needs the scope
    `campaigns:run`: without it 403 `missing_scope`, and nothing is done.

    Args:
        idempotency_key (str | Unset):
        body (Trigger): Everything happens, or nothing does.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Fired | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: Trigger,
    idempotency_key: str | Unset = UNSET,
) -> Response[Fired | Problem]:
    """Fire Trigger

     A contact, found or made, and any of enrol, stop, send, launch and event.

    Everything happens in one transaction, or nothing does. Needs an `Idempotency-Key`. That
    somebody is left out of a cadence is no failure: `enrol` says why. `launch` also needs the scope
    `campaigns:run`: without it 403 `missing_scope`, and nothing is done.

    Args:
        idempotency_key (str | Unset):
        body (Trigger): Everything happens, or nothing does.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Fired | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: Trigger,
    idempotency_key: str | Unset = UNSET,
) -> Fired | Problem | None:
    """Fire Trigger

     A contact, found or made, and any of enrol, stop, send, launch and event.

    Everything happens in one transaction, or nothing does. Needs an `Idempotency-Key`. That
    somebody is left out of a cadence is no failure: `enrol` says why. `launch` also needs the scope
    `campaigns:run`: without it 403 `missing_scope`, and nothing is done.

    Args:
        idempotency_key (str | Unset):
        body (Trigger): Everything happens, or nothing does.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Fired | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
