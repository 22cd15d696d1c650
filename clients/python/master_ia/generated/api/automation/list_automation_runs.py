from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_rule_run_read import PageRuleRunRead
from ...models.problem import Problem
from ...models.run_status import RunStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    rule_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    status: list[RunStatus] | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_rule_id: None | str | Unset
    if isinstance(rule_id, Unset):
        json_rule_id = UNSET
    else:
        json_rule_id = rule_id
    params["rule_id"] = json_rule_id

    json_contact_id: None | str | Unset
    if isinstance(contact_id, Unset):
        json_contact_id = UNSET
    else:
        json_contact_id = contact_id
    params["contact_id"] = json_contact_id

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
        "url": "/automation-rules/runs",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageRuleRunRead | Problem:
    if response.status_code == 200:
        response_200 = PageRuleRunRead.from_dict(response.json())

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
) -> Response[PageRuleRunRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    rule_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    status: list[RunStatus] | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageRuleRunRead | Problem]:
    """List Runs

     What rules did, newest first; kept for 90 days.

    Args:
        rule_id (None | str | Unset):
        contact_id (None | str | Unset):
        status (list[RunStatus] | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRuleRunRead | Problem]
    """

    kwargs = _get_kwargs(
        rule_id=rule_id,
        contact_id=contact_id,
        status=status,
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
    rule_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    status: list[RunStatus] | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageRuleRunRead | Problem | None:
    """List Runs

     What rules did, newest first; kept for 90 days.

    Args:
        rule_id (None | str | Unset):
        contact_id (None | str | Unset):
        status (list[RunStatus] | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRuleRunRead | Problem
    """

    return sync_detailed(
        client=client,
        rule_id=rule_id,
        contact_id=contact_id,
        status=status,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    rule_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    status: list[RunStatus] | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageRuleRunRead | Problem]:
    """List Runs

     What rules did, newest first; kept for 90 days.

    Args:
        rule_id (None | str | Unset):
        contact_id (None | str | Unset):
        status (list[RunStatus] | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRuleRunRead | Problem]
    """

    kwargs = _get_kwargs(
        rule_id=rule_id,
        contact_id=contact_id,
        status=status,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    rule_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    status: list[RunStatus] | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageRuleRunRead | Problem | None:
    """List Runs

     What rules did, newest first; kept for 90 days.

    Args:
        rule_id (None | str | Unset):
        contact_id (None | str | Unset):
        status (list[RunStatus] | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRuleRunRead | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            rule_id=rule_id,
            contact_id=contact_id,
            status=status,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
