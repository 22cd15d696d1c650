from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.merge_create import MergeCreate
from ...models.merge_read import MergeRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    contact_id: str,
    *,
    body: MergeCreate,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/contacts/{contact_id}/merge".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MergeRead | Problem:
    if response.status_code == 201:
        response_201 = MergeRead.from_dict(response.json())

        return response_201

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
) -> Response[MergeRead | Problem]:
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
    body: MergeCreate,
    idempotency_key: str | Unset = UNSET,
) -> Response[MergeRead | Problem]:
    """Merge Contacts

     Make another contact part of this one; repeated it is the same merge.

    Numbers, tags, conversations and messages of both are this contact's afterwards, an opt-out of
    either holds for both, and no campaign reaches them twice.

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (MergeCreate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MergeRead | Problem]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    contact_id: str,
    *,
    client: AuthenticatedClient,
    body: MergeCreate,
    idempotency_key: str | Unset = UNSET,
) -> MergeRead | Problem | None:
    """Merge Contacts

     Make another contact part of this one; repeated it is the same merge.

    Numbers, tags, conversations and messages of both are this contact's afterwards, an opt-out of
    either holds for both, and no campaign reaches them twice.

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (MergeCreate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MergeRead | Problem
    """

    return sync_detailed(
        contact_id=contact_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AuthenticatedClient,
    body: MergeCreate,
    idempotency_key: str | Unset = UNSET,
) -> Response[MergeRead | Problem]:
    """Merge Contacts

     Make another contact part of this one; repeated it is the same merge.

    Numbers, tags, conversations and messages of both are this contact's afterwards, an opt-out of
    either holds for both, and no campaign reaches them twice.

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (MergeCreate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MergeRead | Problem]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    contact_id: str,
    *,
    client: AuthenticatedClient,
    body: MergeCreate,
    idempotency_key: str | Unset = UNSET,
) -> MergeRead | Problem | None:
    """Merge Contacts

     Make another contact part of this one; repeated it is the same merge.

    Numbers, tags, conversations and messages of both are this contact's afterwards, an opt-out of
    either holds for both, and no campaign reaches them twice.

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (MergeCreate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MergeRead | Problem
    """

    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
