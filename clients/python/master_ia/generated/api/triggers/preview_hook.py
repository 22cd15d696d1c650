from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.hook_preview_ask import HookPreviewAsk
from ...models.hook_preview_read import HookPreviewRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    hook_id: str,
    *,
    body: HookPreviewAsk,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/hooks/{hook_id}/preview".format(
            hook_id=quote(str(hook_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HookPreviewRead | Problem:
    if response.status_code == 200:
        response_200 = HookPreviewRead.from_dict(response.json())

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
) -> Response[HookPreviewRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    hook_id: str,
    *,
    client: AuthenticatedClient,
    body: HookPreviewAsk,
    idempotency_key: str | Unset = UNSET,
) -> Response[HookPreviewRead | Problem]:
    """Preview Hook

     What would come of a sample with a mapping. Nothing is kept of it.

    Args:
        hook_id (str):
        idempotency_key (str | Unset):
        body (HookPreviewAsk): A sample, and a mapping that may not be saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HookPreviewRead | Problem]
    """

    kwargs = _get_kwargs(
        hook_id=hook_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    hook_id: str,
    *,
    client: AuthenticatedClient,
    body: HookPreviewAsk,
    idempotency_key: str | Unset = UNSET,
) -> HookPreviewRead | Problem | None:
    """Preview Hook

     What would come of a sample with a mapping. Nothing is kept of it.

    Args:
        hook_id (str):
        idempotency_key (str | Unset):
        body (HookPreviewAsk): A sample, and a mapping that may not be saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HookPreviewRead | Problem
    """

    return sync_detailed(
        hook_id=hook_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    hook_id: str,
    *,
    client: AuthenticatedClient,
    body: HookPreviewAsk,
    idempotency_key: str | Unset = UNSET,
) -> Response[HookPreviewRead | Problem]:
    """Preview Hook

     What would come of a sample with a mapping. Nothing is kept of it.

    Args:
        hook_id (str):
        idempotency_key (str | Unset):
        body (HookPreviewAsk): A sample, and a mapping that may not be saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HookPreviewRead | Problem]
    """

    kwargs = _get_kwargs(
        hook_id=hook_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    hook_id: str,
    *,
    client: AuthenticatedClient,
    body: HookPreviewAsk,
    idempotency_key: str | Unset = UNSET,
) -> HookPreviewRead | Problem | None:
    """Preview Hook

     What would come of a sample with a mapping. Nothing is kept of it.

    Args:
        hook_id (str):
        idempotency_key (str | Unset):
        body (HookPreviewAsk): A sample, and a mapping that may not be saved yet.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HookPreviewRead | Problem
    """

    return (
        await asyncio_detailed(
            hook_id=hook_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
