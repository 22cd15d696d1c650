from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_source_read import PageSourceRead
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    cadence_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/cadences/{cadence_id}/sources".format(
            cadence_id=quote(str(cadence_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageSourceRead | Problem:
    if response.status_code == 200:
        response_200 = PageSourceRead.from_dict(response.json())

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
) -> Response[PageSourceRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[PageSourceRead | Problem]:
    """List Cadence Sources

     Newest first; what enrolled people once is among them.

    Args:
        cadence_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageSourceRead | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
) -> PageSourceRead | Problem | None:
    """List Cadence Sources

     Newest first; what enrolled people once is among them.

    Args:
        cadence_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageSourceRead | Problem
    """

    return sync_detailed(
        cadence_id=cadence_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[PageSourceRead | Problem]:
    """List Cadence Sources

     Newest first; what enrolled people once is among them.

    Args:
        cadence_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageSourceRead | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
) -> PageSourceRead | Problem | None:
    """List Cadence Sources

     Newest first; what enrolled people once is among them.

    Args:
        cadence_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageSourceRead | Problem
    """

    return (
        await asyncio_detailed(
            cadence_id=cadence_id,
            client=client,
        )
    ).parsed
