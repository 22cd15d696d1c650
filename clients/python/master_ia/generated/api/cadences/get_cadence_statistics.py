from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.statistics_read import StatisticsRead
from ...types import UNSET, Response, Unset


def _get_kwargs(
    cadence_id: str,
    *,
    version: int | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_version: int | None | Unset
    if isinstance(version, Unset):
        json_version = UNSET
    else:
        json_version = version
    params["version"] = json_version

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/cadences/{cadence_id}/statistics".format(
            cadence_id=quote(str(cadence_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | StatisticsRead:
    if response.status_code == 200:
        response_200 = StatisticsRead.from_dict(response.json())

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
) -> Response[Problem | StatisticsRead]:
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
    version: int | None | Unset = UNSET,
) -> Response[Problem | StatisticsRead]:
    """Get Cadence Statistics

     What became of whoever came to each step.

    Args:
        cadence_id (str):
        version (int | None | Unset): Null: all versions together.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | StatisticsRead]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        version=version,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    version: int | None | Unset = UNSET,
) -> Problem | StatisticsRead | None:
    """Get Cadence Statistics

     What became of whoever came to each step.

    Args:
        cadence_id (str):
        version (int | None | Unset): Null: all versions together.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | StatisticsRead
    """

    return sync_detailed(
        cadence_id=cadence_id,
        client=client,
        version=version,
    ).parsed


async def asyncio_detailed(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    version: int | None | Unset = UNSET,
) -> Response[Problem | StatisticsRead]:
    """Get Cadence Statistics

     What became of whoever came to each step.

    Args:
        cadence_id (str):
        version (int | None | Unset): Null: all versions together.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | StatisticsRead]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        version=version,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    version: int | None | Unset = UNSET,
) -> Problem | StatisticsRead | None:
    """Get Cadence Statistics

     What became of whoever came to each step.

    Args:
        cadence_id (str):
        version (int | None | Unset): Null: all versions together.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | StatisticsRead
    """

    return (
        await asyncio_detailed(
            cadence_id=cadence_id,
            client=client,
            version=version,
        )
    ).parsed
