import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.delivery_status import DeliveryStatus
from ...models.direction import Direction
from ...models.page_found_message import PageFoundMessage
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: str | Unset = "",
    conversation_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    direction: Direction | None | Unset = UNSET,
    status: list[DeliveryStatus] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params["q"] = q

    json_conversation_id: None | str | Unset
    if isinstance(conversation_id, Unset):
        json_conversation_id = UNSET
    else:
        json_conversation_id = conversation_id
    params["conversation_id"] = json_conversation_id

    json_contact_id: None | str | Unset
    if isinstance(contact_id, Unset):
        json_contact_id = UNSET
    else:
        json_contact_id = contact_id
    params["contact_id"] = json_contact_id

    json_phone_number_id: None | str | Unset
    if isinstance(phone_number_id, Unset):
        json_phone_number_id = UNSET
    else:
        json_phone_number_id = phone_number_id
    params["phone_number_id"] = json_phone_number_id

    json_direction: None | str | Unset
    if isinstance(direction, Unset):
        json_direction = UNSET
    elif isinstance(direction, Direction):
        json_direction = direction.value
    else:
        json_direction = direction
    params["direction"] = json_direction

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

    json_external_id: None | str | Unset
    if isinstance(external_id, Unset):
        json_external_id = UNSET
    else:
        json_external_id = external_id
    params["external_id"] = json_external_id

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.datetime):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    json_until: None | str | Unset
    if isinstance(until, Unset):
        json_until = UNSET
    elif isinstance(until, datetime.datetime):
        json_until = until.isoformat()
    else:
        json_until = until
    params["until"] = json_until

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/messages",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageFoundMessage | Problem:
    if response.status_code == 200:
        response_200 = PageFoundMessage.from_dict(response.json())

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
) -> Response[PageFoundMessage | Problem]:
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
    q: str | Unset = "",
    conversation_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    direction: Direction | None | Unset = UNSET,
    status: list[DeliveryStatus] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
) -> Response[PageFoundMessage | Problem]:
    """List Messages

     Newest first. With `q` notes are found too, and a page may be short while there are more.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        q (str | Unset): Words; also "exact words", -not and or. Default: ''.
        conversation_id (None | str | Unset):
        contact_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        direction (Direction | None | Unset):
        status (list[DeliveryStatus] | None | Unset): Of messages we send.
        external_id (None | str | Unset):
        since (datetime.datetime | None | Unset): From this moment.
        until (datetime.datetime | None | Unset): Before this one.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageFoundMessage | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        q=q,
        conversation_id=conversation_id,
        contact_id=contact_id,
        phone_number_id=phone_number_id,
        direction=direction,
        status=status,
        external_id=external_id,
        since=since,
        until=until,
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
    q: str | Unset = "",
    conversation_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    direction: Direction | None | Unset = UNSET,
    status: list[DeliveryStatus] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
) -> PageFoundMessage | Problem | None:
    """List Messages

     Newest first. With `q` notes are found too, and a page may be short while there are more.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        q (str | Unset): Words; also "exact words", -not and or. Default: ''.
        conversation_id (None | str | Unset):
        contact_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        direction (Direction | None | Unset):
        status (list[DeliveryStatus] | None | Unset): Of messages we send.
        external_id (None | str | Unset):
        since (datetime.datetime | None | Unset): From this moment.
        until (datetime.datetime | None | Unset): Before this one.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageFoundMessage | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        q=q,
        conversation_id=conversation_id,
        contact_id=contact_id,
        phone_number_id=phone_number_id,
        direction=direction,
        status=status,
        external_id=external_id,
        since=since,
        until=until,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: str | Unset = "",
    conversation_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    direction: Direction | None | Unset = UNSET,
    status: list[DeliveryStatus] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
) -> Response[PageFoundMessage | Problem]:
    """List Messages

     Newest first. With `q` notes are found too, and a page may be short while there are more.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        q (str | Unset): Words; also "exact words", -not and or. Default: ''.
        conversation_id (None | str | Unset):
        contact_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        direction (Direction | None | Unset):
        status (list[DeliveryStatus] | None | Unset): Of messages we send.
        external_id (None | str | Unset):
        since (datetime.datetime | None | Unset): From this moment.
        until (datetime.datetime | None | Unset): Before this one.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageFoundMessage | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        q=q,
        conversation_id=conversation_id,
        contact_id=contact_id,
        phone_number_id=phone_number_id,
        direction=direction,
        status=status,
        external_id=external_id,
        since=since,
        until=until,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: str | Unset = "",
    conversation_id: None | str | Unset = UNSET,
    contact_id: None | str | Unset = UNSET,
    phone_number_id: None | str | Unset = UNSET,
    direction: Direction | None | Unset = UNSET,
    status: list[DeliveryStatus] | None | Unset = UNSET,
    external_id: None | str | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
) -> PageFoundMessage | Problem | None:
    """List Messages

     Newest first. With `q` notes are found too, and a page may be short while there are more.

    Args:
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        q (str | Unset): Words; also "exact words", -not and or. Default: ''.
        conversation_id (None | str | Unset):
        contact_id (None | str | Unset):
        phone_number_id (None | str | Unset):
        direction (Direction | None | Unset):
        status (list[DeliveryStatus] | None | Unset): Of messages we send.
        external_id (None | str | Unset):
        since (datetime.datetime | None | Unset): From this moment.
        until (datetime.datetime | None | Unset): Before this one.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageFoundMessage | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            q=q,
            conversation_id=conversation_id,
            contact_id=contact_id,
            phone_number_id=phone_number_id,
            direction=direction,
            status=status,
            external_id=external_id,
            since=since,
            until=until,
        )
    ).parsed
