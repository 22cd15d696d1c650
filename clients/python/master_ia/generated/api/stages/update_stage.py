from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.stage_read import StageRead
from ...models.stage_write import StageWrite
from ...types import Response


def _get_kwargs(
    stage_id: str,
    *,
    body: StageWrite,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/stages/{stage_id}".format(
            stage_id=quote(str(stage_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | StageRead:
    if response.status_code == 200:
        response_200 = StageRead.from_dict(response.json())

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
) -> Response[Problem | StageRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    stage_id: str,
    *,
    client: AuthenticatedClient,
    body: StageWrite,
) -> Response[Problem | StageRead]:
    """Update Stage

     Another outcome holds for who comes from now on.

    Args:
        stage_id (str):
        body (StageWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | StageRead]
    """

    kwargs = _get_kwargs(
        stage_id=stage_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    stage_id: str,
    *,
    client: AuthenticatedClient,
    body: StageWrite,
) -> Problem | StageRead | None:
    """Update Stage

     Another outcome holds for who comes from now on.

    Args:
        stage_id (str):
        body (StageWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | StageRead
    """

    return sync_detailed(
        stage_id=stage_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    stage_id: str,
    *,
    client: AuthenticatedClient,
    body: StageWrite,
) -> Response[Problem | StageRead]:
    """Update Stage

     Another outcome holds for who comes from now on.

    Args:
        stage_id (str):
        body (StageWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | StageRead]
    """

    kwargs = _get_kwargs(
        stage_id=stage_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    stage_id: str,
    *,
    client: AuthenticatedClient,
    body: StageWrite,
) -> Problem | StageRead | None:
    """Update Stage

     Another outcome holds for who comes from now on.

    Args:
        stage_id (str):
        body (StageWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | StageRead
    """

    return (
        await asyncio_detailed(
            stage_id=stage_id,
            client=client,
            body=body,
        )
    ).parsed
