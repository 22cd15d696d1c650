from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.timeline import Timeline
from ...types import UNSET, Response, Unset


def _get_kwargs(
    conversation_id: str,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    newer: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_newer: None | str | Unset
    if isinstance(newer, Unset):
        json_newer = UNSET
    else:
        json_newer = newer
    params["newer"] = json_newer

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/conversations/{conversation_id}/messages".format(
            conversation_id=quote(str(conversation_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | Timeline:
    if response.status_code == 200:
        response_200 = Timeline.from_dict(response.json())

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
) -> Response[Problem | Timeline]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    conversation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    newer: None | str | Unset = UNSET,
) -> Response[Problem | Timeline]:
    """Get Messages

     Messages, campaign sends, notes and events, newest first; both ways from where you are.

    Args:
        conversation_id (str):
        limit (int | Unset): Entries a page. Default: 50.
        cursor (None | str | Unset): For what is older.
        newer (None | str | Unset): `newer_cursor`, for what came later.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Timeline]
    """

    kwargs = _get_kwargs(
        conversation_id=conversation_id,
        limit=limit,
        cursor=cursor,
        newer=newer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    conversation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    newer: None | str | Unset = UNSET,
) -> Problem | Timeline | None:
    """Get Messages

     Messages, campaign sends, notes and events, newest first; both ways from where you are.

    Args:
        conversation_id (str):
        limit (int | Unset): Entries a page. Default: 50.
        cursor (None | str | Unset): For what is older.
        newer (None | str | Unset): `newer_cursor`, for what came later.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Timeline
    """

    return sync_detailed(
        conversation_id=conversation_id,
        client=client,
        limit=limit,
        cursor=cursor,
        newer=newer,
    ).parsed


async def asyncio_detailed(
    conversation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    newer: None | str | Unset = UNSET,
) -> Response[Problem | Timeline]:
    """Get Messages

     Messages, campaign sends, notes and events, newest first; both ways from where you are.

    Args:
        conversation_id (str):
        limit (int | Unset): Entries a page. Default: 50.
        cursor (None | str | Unset): For what is older.
        newer (None | str | Unset): `newer_cursor`, for what came later.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Timeline]
    """

    kwargs = _get_kwargs(
        conversation_id=conversation_id,
        limit=limit,
        cursor=cursor,
        newer=newer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    conversation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    newer: None | str | Unset = UNSET,
) -> Problem | Timeline | None:
    """Get Messages

     Messages, campaign sends, notes and events, newest first; both ways from where you are.

    Args:
        conversation_id (str):
        limit (int | Unset): Entries a page. Default: 50.
        cursor (None | str | Unset): For what is older.
        newer (None | str | Unset): `newer_cursor`, for what came later.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Timeline
    """

    return (
        await asyncio_detailed(
            conversation_id=conversation_id,
            client=client,
            limit=limit,
            cursor=cursor,
            newer=newer,
        )
    ).parsed
