from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.rate_read import RateRead
from ...models.rate_write import RateWrite
from ...types import Response


def _get_kwargs(
    rate_id: str,
    *,
    body: RateWrite,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/rates/{rate_id}".format(
            rate_id=quote(str(rate_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | RateRead:
    if response.status_code == 200:
        response_200 = RateRead.from_dict(response.json())

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
) -> Response[Problem | RateRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    rate_id: str,
    *,
    client: AuthenticatedClient,
    body: RateWrite,
) -> Response[Problem | RateRead]:
    """Update Rate

     Corrects a row. What campaigns were launched with stays as it was.

    Args:
        rate_id (str):
        body (RateWrite): What one message costs from a day on; for SMS, one segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RateRead]
    """

    kwargs = _get_kwargs(
        rate_id=rate_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    rate_id: str,
    *,
    client: AuthenticatedClient,
    body: RateWrite,
) -> Problem | RateRead | None:
    """Update Rate

     Corrects a row. What campaigns were launched with stays as it was.

    Args:
        rate_id (str):
        body (RateWrite): What one message costs from a day on; for SMS, one segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RateRead
    """

    return sync_detailed(
        rate_id=rate_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    rate_id: str,
    *,
    client: AuthenticatedClient,
    body: RateWrite,
) -> Response[Problem | RateRead]:
    """Update Rate

     Corrects a row. What campaigns were launched with stays as it was.

    Args:
        rate_id (str):
        body (RateWrite): What one message costs from a day on; for SMS, one segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RateRead]
    """

    kwargs = _get_kwargs(
        rate_id=rate_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    rate_id: str,
    *,
    client: AuthenticatedClient,
    body: RateWrite,
) -> Problem | RateRead | None:
    """Update Rate

     Corrects a row. What campaigns were launched with stays as it was.

    Args:
        rate_id (str):
        body (RateWrite): What one message costs from a day on; for SMS, one segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RateRead
    """

    return (
        await asyncio_detailed(
            rate_id=rate_id,
            client=client,
            body=body,
        )
    ).parsed
