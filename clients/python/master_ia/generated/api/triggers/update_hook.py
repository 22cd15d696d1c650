from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.hook_read import HookRead
from ...models.hook_update import HookUpdate
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    hook_id: str,
    *,
    body: HookUpdate,
    if_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/hooks/{hook_id}".format(
            hook_id=quote(str(hook_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HookRead | Problem:
    if response.status_code == 200:
        response_200 = HookRead.from_dict(response.json())

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
) -> Response[HookRead | Problem]:
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
    body: HookUpdate,
    if_match: None | str | Unset = UNSET,
) -> Response[HookRead | Problem]:
    """Update Hook

     With `If-Match` only to the version you saw. `capturing: false` switches the mapping on.

    Args:
        hook_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (HookUpdate): What is absent stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HookRead | Problem]
    """

    kwargs = _get_kwargs(
        hook_id=hook_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    hook_id: str,
    *,
    client: AuthenticatedClient,
    body: HookUpdate,
    if_match: None | str | Unset = UNSET,
) -> HookRead | Problem | None:
    """Update Hook

     With `If-Match` only to the version you saw. `capturing: false` switches the mapping on.

    Args:
        hook_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (HookUpdate): What is absent stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HookRead | Problem
    """

    return sync_detailed(
        hook_id=hook_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    hook_id: str,
    *,
    client: AuthenticatedClient,
    body: HookUpdate,
    if_match: None | str | Unset = UNSET,
) -> Response[HookRead | Problem]:
    """Update Hook

     With `If-Match` only to the version you saw. `capturing: false` switches the mapping on.

    Args:
        hook_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (HookUpdate): What is absent stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HookRead | Problem]
    """

    kwargs = _get_kwargs(
        hook_id=hook_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    hook_id: str,
    *,
    client: AuthenticatedClient,
    body: HookUpdate,
    if_match: None | str | Unset = UNSET,
) -> HookRead | Problem | None:
    """Update Hook

     With `If-Match` only to the version you saw. `capturing: false` switches the mapping on.

    Args:
        hook_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (HookUpdate): What is absent stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HookRead | Problem
    """

    return (
        await asyncio_detailed(
            hook_id=hook_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
