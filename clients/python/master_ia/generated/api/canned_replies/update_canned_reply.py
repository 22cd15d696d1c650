from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.canned_reply_read import CannedReplyRead
from ...models.canned_reply_write import CannedReplyWrite
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    canned_reply_id: str,
    *,
    body: CannedReplyWrite,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/canned-replies/{canned_reply_id}".format(
            canned_reply_id=quote(str(canned_reply_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CannedReplyRead | Problem:
    if response.status_code == 200:
        response_200 = CannedReplyRead.from_dict(response.json())

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
) -> Response[CannedReplyRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    canned_reply_id: str,
    *,
    client: AuthenticatedClient,
    body: CannedReplyWrite,
) -> Response[CannedReplyRead | Problem]:
    """Update Canned Reply

    Args:
        canned_reply_id (str):
        body (CannedReplyWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CannedReplyRead | Problem]
    """

    kwargs = _get_kwargs(
        canned_reply_id=canned_reply_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    canned_reply_id: str,
    *,
    client: AuthenticatedClient,
    body: CannedReplyWrite,
) -> CannedReplyRead | Problem | None:
    """Update Canned Reply

    Args:
        canned_reply_id (str):
        body (CannedReplyWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CannedReplyRead | Problem
    """

    return sync_detailed(
        canned_reply_id=canned_reply_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    canned_reply_id: str,
    *,
    client: AuthenticatedClient,
    body: CannedReplyWrite,
) -> Response[CannedReplyRead | Problem]:
    """Update Canned Reply

    Args:
        canned_reply_id (str):
        body (CannedReplyWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CannedReplyRead | Problem]
    """

    kwargs = _get_kwargs(
        canned_reply_id=canned_reply_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    canned_reply_id: str,
    *,
    client: AuthenticatedClient,
    body: CannedReplyWrite,
) -> CannedReplyRead | Problem | None:
    """Update Canned Reply

    Args:
        canned_reply_id (str):
        body (CannedReplyWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CannedReplyRead | Problem
    """

    return (
        await asyncio_detailed(
            canned_reply_id=canned_reply_id,
            client=client,
            body=body,
        )
    ).parsed
