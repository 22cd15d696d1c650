import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_event_read import PageEventRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    resource: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_type_: list[str] | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    json_resource: None | str | Unset
    if isinstance(resource, Unset):
        json_resource = UNSET
    else:
        json_resource = resource
    params["resource"] = json_resource

    json_contact_id: None | str | Unset
    if isinstance(contact_id, Unset):
        json_contact_id = UNSET
    else:
        json_contact_id = contact_id
    params["contact_id"] = json_contact_id

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.datetime):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/events",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageEventRead | Problem:
    if response.status_code == 200:
        response_200 = PageEventRead.from_dict(response.json())

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
) -> Response[PageEventRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    resource: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
) -> Response[PageEventRead | Problem]:
    """List Events

     What happened, newest first, kept for 30 days: whatever a webhook or a rule listened to.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        type_ (list[str] | Unset): Only of these types; give several.
        resource (None | str | Unset): Only of this contact, message, campaign, …: its id.
        contact_id (None | str | Unset): Only about this contact.
        since (datetime.datetime | None | Unset): Only what was written down from then on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageEventRead | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        type_=type_,
        resource=resource,
        contact_id=contact_id,
        since=since,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    resource: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
) -> PageEventRead | Problem | None:
    """List Events

     What happened, newest first, kept for 30 days: whatever a webhook or a rule listened to.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        type_ (list[str] | Unset): Only of these types; give several.
        resource (None | str | Unset): Only of this contact, message, campaign, …: its id.
        contact_id (None | str | Unset): Only about this contact.
        since (datetime.datetime | None | Unset): Only what was written down from then on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageEventRead | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        type_=type_,
        resource=resource,
        contact_id=contact_id,
        since=since,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    resource: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
) -> Response[PageEventRead | Problem]:
    """List Events

     What happened, newest first, kept for 30 days: whatever a webhook or a rule listened to.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        type_ (list[str] | Unset): Only of these types; give several.
        resource (None | str | Unset): Only of this contact, message, campaign, …: its id.
        contact_id (None | str | Unset): Only about this contact.
        since (datetime.datetime | None | Unset): Only what was written down from then on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageEventRead | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        type_=type_,
        resource=resource,
        contact_id=contact_id,
        since=since,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    resource: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
) -> PageEventRead | Problem | None:
    """List Events

     What happened, newest first, kept for 30 days: whatever a webhook or a rule listened to.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        type_ (list[str] | Unset): Only of these types; give several.
        resource (None | str | Unset): Only of this contact, message, campaign, …: its id.
        contact_id (None | str | Unset): Only about this contact.
        since (datetime.datetime | None | Unset): Only what was written down from then on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageEventRead | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            type_=type_,
            resource=resource,
            contact_id=contact_id,
            since=since,
        )
    ).parsed
