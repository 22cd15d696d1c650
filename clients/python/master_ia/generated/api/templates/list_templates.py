from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_template_read import PageTemplateRead
from ...models.problem import Problem
from ...models.template_category import TemplateCategory
from ...models.template_status import TemplateStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    search: str | Unset = "",
    status: list[TemplateStatus] | None | Unset = UNSET,
    category: None | TemplateCategory | Unset = UNSET,
    connection_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["search"] = search

    json_status: list[str] | None | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, list):
        json_status = []
        for status_type_0_item_data in status:
            status_type_0_item = status_type_0_item_data.value
            json_status.append(status_type_0_item)

    else:
        json_status = status
    params["status"] = json_status

    json_category: None | str | Unset
    if isinstance(category, Unset):
        json_category = UNSET
    elif isinstance(category, TemplateCategory):
        json_category = category.value
    else:
        json_category = category
    params["category"] = json_category

    json_connection_id: None | str | Unset
    if isinstance(connection_id, Unset):
        json_connection_id = UNSET
    else:
        json_connection_id = connection_id
    params["connection_id"] = json_connection_id

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
        "url": "/templates",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageTemplateRead | Problem:
    if response.status_code == 200:
        response_200 = PageTemplateRead.from_dict(response.json())

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
) -> Response[PageTemplateRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    search: str | Unset = "",
    status: list[TemplateStatus] | None | Unset = UNSET,
    category: None | TemplateCategory | Unset = UNSET,
    connection_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageTemplateRead | Problem]:
    """List Templates

    Args:
        search (str | Unset): A part of the name. Default: ''.
        status (list[TemplateStatus] | None | Unset):
        category (None | TemplateCategory | Unset):
        connection_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageTemplateRead | Problem]
    """

    kwargs = _get_kwargs(
        search=search,
        status=status,
        category=category,
        connection_id=connection_id,
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
    search: str | Unset = "",
    status: list[TemplateStatus] | None | Unset = UNSET,
    category: None | TemplateCategory | Unset = UNSET,
    connection_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageTemplateRead | Problem | None:
    """List Templates

    Args:
        search (str | Unset): A part of the name. Default: ''.
        status (list[TemplateStatus] | None | Unset):
        category (None | TemplateCategory | Unset):
        connection_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageTemplateRead | Problem
    """

    return sync_detailed(
        client=client,
        search=search,
        status=status,
        category=category,
        connection_id=connection_id,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    search: str | Unset = "",
    status: list[TemplateStatus] | None | Unset = UNSET,
    category: None | TemplateCategory | Unset = UNSET,
    connection_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageTemplateRead | Problem]:
    """List Templates

    Args:
        search (str | Unset): A part of the name. Default: ''.
        status (list[TemplateStatus] | None | Unset):
        category (None | TemplateCategory | Unset):
        connection_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageTemplateRead | Problem]
    """

    kwargs = _get_kwargs(
        search=search,
        status=status,
        category=category,
        connection_id=connection_id,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    search: str | Unset = "",
    status: list[TemplateStatus] | None | Unset = UNSET,
    category: None | TemplateCategory | Unset = UNSET,
    connection_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageTemplateRead | Problem | None:
    """List Templates

    Args:
        search (str | Unset): A part of the name. Default: ''.
        status (list[TemplateStatus] | None | Unset):
        category (None | TemplateCategory | Unset):
        connection_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageTemplateRead | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            search=search,
            status=status,
            category=category,
            connection_id=connection_id,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
