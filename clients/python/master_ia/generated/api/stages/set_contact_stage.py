from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.lead_read import LeadRead
from ...models.lead_write import LeadWrite
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    contact_id: str,
    *,
    body: LeadWrite,
    if_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/contacts/{contact_id}/stage".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> LeadRead | Problem:
    if response.status_code == 200:
        response_200 = LeadRead.from_dict(response.json())

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
) -> Response[LeadRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    contact_id: str,
    *,
    client: AuthenticatedClient,
    body: LeadWrite,
    if_match: None | str | Unset = UNSET,
) -> Response[LeadRead | Problem]:
    """Set Contact Stage

     Put the contact into a stage. With If-Match only if nobody moved them since: 412.

    Args:
        contact_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (LeadWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LeadRead | Problem]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    contact_id: str,
    *,
    client: AuthenticatedClient,
    body: LeadWrite,
    if_match: None | str | Unset = UNSET,
) -> LeadRead | Problem | None:
    """Set Contact Stage

     Put the contact into a stage. With If-Match only if nobody moved them since: 412.

    Args:
        contact_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (LeadWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LeadRead | Problem
    """

    return sync_detailed(
        contact_id=contact_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AuthenticatedClient,
    body: LeadWrite,
    if_match: None | str | Unset = UNSET,
) -> Response[LeadRead | Problem]:
    """Set Contact Stage

     Put the contact into a stage. With If-Match only if nobody moved them since: 412.

    Args:
        contact_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (LeadWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LeadRead | Problem]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    contact_id: str,
    *,
    client: AuthenticatedClient,
    body: LeadWrite,
    if_match: None | str | Unset = UNSET,
) -> LeadRead | Problem | None:
    """Set Contact Stage

     Put the contact into a stage. With If-Match only if nobody moved them since: 412.

    Args:
        contact_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        body (LeadWrite):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LeadRead | Problem
    """

    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
