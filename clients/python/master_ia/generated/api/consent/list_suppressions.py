from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.channel import Channel
from ...models.page_suppression_read import PageSuppressionRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    channel: Channel | None | Unset = UNSET,
    scope: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_channel: None | str | Unset
    if isinstance(channel, Unset):
        json_channel = UNSET
    elif isinstance(channel, Channel):
        json_channel = channel.value
    else:
        json_channel = channel
    params["channel"] = json_channel

    json_scope: None | str | Unset
    if isinstance(scope, Unset):
        json_scope = UNSET
    else:
        json_scope = scope
    params["scope"] = json_scope

    json_contact_id: None | str | Unset
    if isinstance(contact_id, Unset):
        json_contact_id = UNSET
    else:
        json_contact_id = contact_id
    params["contact_id"] = json_contact_id

    json_phone: None | str | Unset
    if isinstance(phone, Unset):
        json_phone = UNSET
    else:
        json_phone = phone
    params["phone"] = json_phone

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/suppressions",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageSuppressionRead | Problem:
    if response.status_code == 200:
        response_200 = PageSuppressionRead.from_dict(response.json())

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
) -> Response[PageSuppressionRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    channel: Channel | None | Unset = UNSET,
    scope: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageSuppressionRead | Problem]:
    """List Suppressions

     What must not be sent to whom, newest first.

    Args:
        channel (Channel | None | Unset):
        scope (None | str | Unset):
        contact_id (None | str | Unset):
        phone (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageSuppressionRead | Problem]
    """

    kwargs = _get_kwargs(
        channel=channel,
        scope=scope,
        contact_id=contact_id,
        phone=phone,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    channel: Channel | None | Unset = UNSET,
    scope: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageSuppressionRead | Problem | None:
    """List Suppressions

     What must not be sent to whom, newest first.

    Args:
        channel (Channel | None | Unset):
        scope (None | str | Unset):
        contact_id (None | str | Unset):
        phone (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageSuppressionRead | Problem
    """

    return sync_detailed(
        client=client,
        channel=channel,
        scope=scope,
        contact_id=contact_id,
        phone=phone,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    channel: Channel | None | Unset = UNSET,
    scope: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageSuppressionRead | Problem]:
    """List Suppressions

     What must not be sent to whom, newest first.

    Args:
        channel (Channel | None | Unset):
        scope (None | str | Unset):
        contact_id (None | str | Unset):
        phone (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageSuppressionRead | Problem]
    """

    kwargs = _get_kwargs(
        channel=channel,
        scope=scope,
        contact_id=contact_id,
        phone=phone,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    channel: Channel | None | Unset = UNSET,
    scope: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageSuppressionRead | Problem | None:
    """List Suppressions

     What must not be sent to whom, newest first.

    Args:
        channel (Channel | None | Unset):
        scope (None | str | Unset):
        contact_id (None | str | Unset):
        phone (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageSuppressionRead | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            channel=channel,
            scope=scope,
            contact_id=contact_id,
            phone=phone,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
