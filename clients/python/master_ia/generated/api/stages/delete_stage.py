from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    stage_id: str,
    *,
    move_to: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_move_to: None | str | Unset
    if isinstance(move_to, Unset):
        json_move_to = UNSET
    else:
        json_move_to = move_to
    params["move_to"] = json_move_to

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/stages/{stage_id}".format(
            stage_id=quote(str(stage_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Problem:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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
) -> Response[Any | Problem]:
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
    move_to: None | str | Unset = UNSET,
) -> Response[Any | Problem]:
    """Delete Stage

     409 `stage_in_use` while contacts stand in it and no other is named, or a cadence uses it.

    Args:
        stage_id (str):
        move_to (None | str | Unset): Where the contacts of this stage go; needed if it has any.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        stage_id=stage_id,
        move_to=move_to,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    stage_id: str,
    *,
    client: AuthenticatedClient,
    move_to: None | str | Unset = UNSET,
) -> Any | Problem | None:
    """Delete Stage

     409 `stage_in_use` while contacts stand in it and no other is named, or a cadence uses it.

    Args:
        stage_id (str):
        move_to (None | str | Unset): Where the contacts of this stage go; needed if it has any.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return sync_detailed(
        stage_id=stage_id,
        client=client,
        move_to=move_to,
    ).parsed


async def asyncio_detailed(
    stage_id: str,
    *,
    client: AuthenticatedClient,
    move_to: None | str | Unset = UNSET,
) -> Response[Any | Problem]:
    """Delete Stage

     409 `stage_in_use` while contacts stand in it and no other is named, or a cadence uses it.

    Args:
        stage_id (str):
        move_to (None | str | Unset): Where the contacts of this stage go; needed if it has any.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        stage_id=stage_id,
        move_to=move_to,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    stage_id: str,
    *,
    client: AuthenticatedClient,
    move_to: None | str | Unset = UNSET,
) -> Any | Problem | None:
    """Delete Stage

     409 `stage_in_use` while contacts stand in it and no other is named, or a cadence uses it.

    Args:
        stage_id (str):
        move_to (None | str | Unset): Where the contacts of this stage go; needed if it has any.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return (
        await asyncio_detailed(
            stage_id=stage_id,
            client=client,
            move_to=move_to,
        )
    ).parsed
