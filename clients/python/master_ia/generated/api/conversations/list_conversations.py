import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.conversation_status import ConversationStatus
from ...models.page_conversation_read import PageConversationRead
from ...models.priority import Priority
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    status: ConversationStatus | None | Unset = UNSET,
    assignee_id: None | str | Unset = UNSET,
    unassigned: bool | Unset = False,
    team_id: None | str | Unset = UNSET,
    label_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    priority: None | Priority | Unset = UNSET,
    unread: bool | Unset = False,
    updated_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, ConversationStatus):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    json_assignee_id: None | str | Unset
    if isinstance(assignee_id, Unset):
        json_assignee_id = UNSET
    else:
        json_assignee_id = assignee_id
    params["assignee_id"] = json_assignee_id

    params["unassigned"] = unassigned

    json_team_id: None | str | Unset
    if isinstance(team_id, Unset):
        json_team_id = UNSET
    else:
        json_team_id = team_id
    params["team_id"] = json_team_id

    json_label_id: None | str | Unset
    if isinstance(label_id, Unset):
        json_label_id = UNSET
    else:
        json_label_id = label_id
    params["label_id"] = json_label_id

    json_phone_number_id: None | str | Unset
    if isinstance(phone_number_id, Unset):
        json_phone_number_id = UNSET
    else:
        json_phone_number_id = phone_number_id
    params["phone_number_id"] = json_phone_number_id

    json_contact_id: None | str | Unset
    if isinstance(contact_id, Unset):
        json_contact_id = UNSET
    else:
        json_contact_id = contact_id
    params["contact_id"] = json_contact_id

    json_priority: None | str | Unset
    if isinstance(priority, Unset):
        json_priority = UNSET
    elif isinstance(priority, Priority):
        json_priority = priority.value
    else:
        json_priority = priority
    params["priority"] = json_priority

    params["unread"] = unread

    json_updated_after: None | str | Unset
    if isinstance(updated_after, Unset):
        json_updated_after = UNSET
    elif isinstance(updated_after, datetime.datetime):
        json_updated_after = updated_after.isoformat()
    else:
        json_updated_after = updated_after
    params["updated_after"] = json_updated_after

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
        "url": "/conversations",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageConversationRead | Problem:
    if response.status_code == 200:
        response_200 = PageConversationRead.from_dict(response.json())

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
) -> Response[PageConversationRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    status: ConversationStatus | None | Unset = UNSET,
    assignee_id: None | str | Unset = UNSET,
    unassigned: bool | Unset = False,
    team_id: None | str | Unset = UNSET,
    label_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    priority: None | Priority | Unset = UNSET,
    unread: bool | Unset = False,
    updated_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageConversationRead | Problem]:
    """List Conversations

     The newest message first.

    Args:
        status (ConversationStatus | None | Unset):
        assignee_id (None | str | Unset):
        unassigned (bool | Unset):  Default: False.
        team_id (None | str | Unset):
        label_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        contact_id (None | str | Unset):
        priority (None | Priority | Unset):
        unread (bool | Unset):  Default: False.
        updated_after (datetime.datetime | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageConversationRead | Problem]
    """

    kwargs = _get_kwargs(
        status=status,
        assignee_id=assignee_id,
        unassigned=unassigned,
        team_id=team_id,
        label_id=label_id,
        phone_number_id=phone_number_id,
        contact_id=contact_id,
        priority=priority,
        unread=unread,
        updated_after=updated_after,
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
    status: ConversationStatus | None | Unset = UNSET,
    assignee_id: None | str | Unset = UNSET,
    unassigned: bool | Unset = False,
    team_id: None | str | Unset = UNSET,
    label_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    priority: None | Priority | Unset = UNSET,
    unread: bool | Unset = False,
    updated_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageConversationRead | Problem | None:
    """List Conversations

     The newest message first.

    Args:
        status (ConversationStatus | None | Unset):
        assignee_id (None | str | Unset):
        unassigned (bool | Unset):  Default: False.
        team_id (None | str | Unset):
        label_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        contact_id (None | str | Unset):
        priority (None | Priority | Unset):
        unread (bool | Unset):  Default: False.
        updated_after (datetime.datetime | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageConversationRead | Problem
    """

    return sync_detailed(
        client=client,
        status=status,
        assignee_id=assignee_id,
        unassigned=unassigned,
        team_id=team_id,
        label_id=label_id,
        phone_number_id=phone_number_id,
        contact_id=contact_id,
        priority=priority,
        unread=unread,
        updated_after=updated_after,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    status: ConversationStatus | None | Unset = UNSET,
    assignee_id: None | str | Unset = UNSET,
    unassigned: bool | Unset = False,
    team_id: None | str | Unset = UNSET,
    label_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    priority: None | Priority | Unset = UNSET,
    unread: bool | Unset = False,
    updated_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageConversationRead | Problem]:
    """List Conversations

     The newest message first.

    Args:
        status (ConversationStatus | None | Unset):
        assignee_id (None | str | Unset):
        unassigned (bool | Unset):  Default: False.
        team_id (None | str | Unset):
        label_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        contact_id (None | str | Unset):
        priority (None | Priority | Unset):
        unread (bool | Unset):  Default: False.
        updated_after (datetime.datetime | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageConversationRead | Problem]
    """

    kwargs = _get_kwargs(
        status=status,
        assignee_id=assignee_id,
        unassigned=unassigned,
        team_id=team_id,
        label_id=label_id,
        phone_number_id=phone_number_id,
        contact_id=contact_id,
        priority=priority,
        unread=unread,
        updated_after=updated_after,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    status: ConversationStatus | None | Unset = UNSET,
    assignee_id: None | str | Unset = UNSET,
    unassigned: bool | Unset = False,
    team_id: None | str | Unset = UNSET,
    label_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    priority: None | Priority | Unset = UNSET,
    unread: bool | Unset = False,
    updated_after: datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageConversationRead | Problem | None:
    """List Conversations

     The newest message first.

    Args:
        status (ConversationStatus | None | Unset):
        assignee_id (None | str | Unset):
        unassigned (bool | Unset):  Default: False.
        team_id (None | str | Unset):
        label_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        contact_id (None | str | Unset):
        priority (None | Priority | Unset):
        unread (bool | Unset):  Default: False.
        updated_after (datetime.datetime | None | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageConversationRead | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            status=status,
            assignee_id=assignee_id,
            unassigned=unassigned,
            team_id=team_id,
            label_id=label_id,
            phone_number_id=phone_number_id,
            contact_id=contact_id,
            priority=priority,
            unread=unread,
            updated_after=updated_after,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
