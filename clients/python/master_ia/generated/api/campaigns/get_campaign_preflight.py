from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.preflight_read import PreflightRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    campaign_id: str,
    *,
    people: int | Unset = 0,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["people"] = people

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/campaigns/{campaign_id}/preflight".format(
            campaign_id=quote(str(campaign_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PreflightRead | Problem:
    if response.status_code == 200:
        response_200 = PreflightRead.from_dict(response.json())

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
) -> Response[PreflightRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    people: int | Unset = 0,
) -> Response[PreflightRead | Problem]:
    """Preflight Campaign

     Nothing is changed by it. 422 while the campaign is not complete.

    For a large audience it takes seconds, with `people` twice as long.

    Args:
        campaign_id (str):
        people (int | Unset): So many of those left out, for each reason. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreflightRead | Problem]
    """

    kwargs = _get_kwargs(
        campaign_id=campaign_id,
        people=people,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    people: int | Unset = 0,
) -> PreflightRead | Problem | None:
    """Preflight Campaign

     Nothing is changed by it. 422 while the campaign is not complete.

    For a large audience it takes seconds, with `people` twice as long.

    Args:
        campaign_id (str):
        people (int | Unset): So many of those left out, for each reason. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreflightRead | Problem
    """

    return sync_detailed(
        campaign_id=campaign_id,
        client=client,
        people=people,
    ).parsed


async def asyncio_detailed(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    people: int | Unset = 0,
) -> Response[PreflightRead | Problem]:
    """Preflight Campaign

     Nothing is changed by it. 422 while the campaign is not complete.

    For a large audience it takes seconds, with `people` twice as long.

    Args:
        campaign_id (str):
        people (int | Unset): So many of those left out, for each reason. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreflightRead | Problem]
    """

    kwargs = _get_kwargs(
        campaign_id=campaign_id,
        people=people,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    people: int | Unset = 0,
) -> PreflightRead | Problem | None:
    """Preflight Campaign

     Nothing is changed by it. 422 while the campaign is not complete.

    For a large audience it takes seconds, with `people` twice as long.

    Args:
        campaign_id (str):
        people (int | Unset): So many of those left out, for each reason. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreflightRead | Problem
    """

    return (
        await asyncio_detailed(
            campaign_id=campaign_id,
            client=client,
            people=people,
        )
    ).parsed
