from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.event_read import EventRead
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    told_event_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/events/{told_event_id}".format(
            told_event_id=quote(str(told_event_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EventRead | Problem:
    if response.status_code == 200:
        response_200 = EventRead.from_dict(response.json())

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
) -> Response[EventRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    told_event_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[EventRead | Problem]:
    """Get Event

    Args:
        told_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EventRead | Problem]
    """

    kwargs = _get_kwargs(
        told_event_id=told_event_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    told_event_id: str,
    *,
    client: AuthenticatedClient,
) -> EventRead | Problem | None:
    """Get Event

    Args:
        told_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EventRead | Problem
    """

    return sync_detailed(
        told_event_id=told_event_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    told_event_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[EventRead | Problem]:
    """Get Event

    Args:
        told_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EventRead | Problem]
    """

    kwargs = _get_kwargs(
        told_event_id=told_event_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    told_event_id: str,
    *,
    client: AuthenticatedClient,
) -> EventRead | Problem | None:
    """Get Event

    Args:
        told_event_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EventRead | Problem
    """

    return (
        await asyncio_detailed(
            told_event_id=told_event_id,
            client=client,
        )
    ).parsed
