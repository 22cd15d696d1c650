import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.day_off import DayOff
from ...models.day_off_name import DayOffName
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    day: datetime.date,
    *,
    body: DayOffName,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/company/holidays/{day}".format(
            day=quote(str(day), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DayOff | Problem:
    if response.status_code == 200:
        response_200 = DayOff.from_dict(response.json())

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
) -> Response[DayOff | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    day: datetime.date,
    *,
    client: AuthenticatedClient,
    body: DayOffName,
) -> Response[DayOff | Problem]:
    """Add Holiday

     A day off of the company's own; of one that is there the name changes.

    Args:
        day (datetime.date):
        body (DayOffName):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DayOff | Problem]
    """

    kwargs = _get_kwargs(
        day=day,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    day: datetime.date,
    *,
    client: AuthenticatedClient,
    body: DayOffName,
) -> DayOff | Problem | None:
    """Add Holiday

     A day off of the company's own; of one that is there the name changes.

    Args:
        day (datetime.date):
        body (DayOffName):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DayOff | Problem
    """

    return sync_detailed(
        day=day,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    day: datetime.date,
    *,
    client: AuthenticatedClient,
    body: DayOffName,
) -> Response[DayOff | Problem]:
    """Add Holiday

     A day off of the company's own; of one that is there the name changes.

    Args:
        day (datetime.date):
        body (DayOffName):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DayOff | Problem]
    """

    kwargs = _get_kwargs(
        day=day,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    day: datetime.date,
    *,
    client: AuthenticatedClient,
    body: DayOffName,
) -> DayOff | Problem | None:
    """Add Holiday

     A day off of the company's own; of one that is there the name changes.

    Args:
        day (datetime.date):
        body (DayOffName):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DayOff | Problem
    """

    return (
        await asyncio_detailed(
            day=day,
            client=client,
            body=body,
        )
    ).parsed
