from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.enrolment_status import EnrolmentStatus
from ...models.page_enrolment_read import PageEnrolmentRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    cadence_id: str,
    *,
    status: list[EnrolmentStatus] | Unset = UNSET,
    step_key: None | str | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    version: int | None | Unset = UNSET,
    q: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_status: list[str] | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = []
        for status_item_data in status:
            status_item = status_item_data.value
            json_status.append(status_item)

    params["status"] = json_status

    json_step_key: None | str | Unset
    if isinstance(step_key, Unset):
        json_step_key = UNSET
    else:
        json_step_key = step_key
    params["step_key"] = json_step_key

    json_reason: None | str | Unset
    if isinstance(reason, Unset):
        json_reason = UNSET
    else:
        json_reason = reason
    params["reason"] = json_reason

    json_version: int | None | Unset
    if isinstance(version, Unset):
        json_version = UNSET
    else:
        json_version = version
    params["version"] = json_version

    params["q"] = q

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
        "url": "/cadences/{cadence_id}/enrolments".format(
            cadence_id=quote(str(cadence_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageEnrolmentRead | Problem:
    if response.status_code == 200:
        response_200 = PageEnrolmentRead.from_dict(response.json())

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
) -> Response[PageEnrolmentRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    status: list[EnrolmentStatus] | Unset = UNSET,
    step_key: None | str | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    version: int | None | Unset = UNSET,
    q: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageEnrolmentRead | Problem]:
    """List Cadence Enrolments

     Newest first.

    Args:
        cadence_id (str):
        status (list[EnrolmentStatus] | Unset):
        step_key (None | str | Unset):
        reason (None | str | Unset):
        version (int | None | Unset):
        q (str | Unset): Of the contact: name or number. Default: ''.
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageEnrolmentRead | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        status=status,
        step_key=step_key,
        reason=reason,
        version=version,
        q=q,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    status: list[EnrolmentStatus] | Unset = UNSET,
    step_key: None | str | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    version: int | None | Unset = UNSET,
    q: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageEnrolmentRead | Problem | None:
    """List Cadence Enrolments

     Newest first.

    Args:
        cadence_id (str):
        status (list[EnrolmentStatus] | Unset):
        step_key (None | str | Unset):
        reason (None | str | Unset):
        version (int | None | Unset):
        q (str | Unset): Of the contact: name or number. Default: ''.
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageEnrolmentRead | Problem
    """

    return sync_detailed(
        cadence_id=cadence_id,
        client=client,
        status=status,
        step_key=step_key,
        reason=reason,
        version=version,
        q=q,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    status: list[EnrolmentStatus] | Unset = UNSET,
    step_key: None | str | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    version: int | None | Unset = UNSET,
    q: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageEnrolmentRead | Problem]:
    """List Cadence Enrolments

     Newest first.

    Args:
        cadence_id (str):
        status (list[EnrolmentStatus] | Unset):
        step_key (None | str | Unset):
        reason (None | str | Unset):
        version (int | None | Unset):
        q (str | Unset): Of the contact: name or number. Default: ''.
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageEnrolmentRead | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        status=status,
        step_key=step_key,
        reason=reason,
        version=version,
        q=q,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    status: list[EnrolmentStatus] | Unset = UNSET,
    step_key: None | str | Unset = UNSET,
    reason: None | str | Unset = UNSET,
    version: int | None | Unset = UNSET,
    q: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageEnrolmentRead | Problem | None:
    """List Cadence Enrolments

     Newest first.

    Args:
        cadence_id (str):
        status (list[EnrolmentStatus] | Unset):
        step_key (None | str | Unset):
        reason (None | str | Unset):
        version (int | None | Unset):
        q (str | Unset): Of the contact: name or number. Default: ''.
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageEnrolmentRead | Problem
    """

    return (
        await asyncio_detailed(
            cadence_id=cadence_id,
            client=client,
            status=status,
            step_key=step_key,
            reason=reason,
            version=version,
            q=q,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
