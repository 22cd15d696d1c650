from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.cadence_publish import CadencePublish
from ...models.problem import Problem
from ...models.publish_read import PublishRead
from ...types import UNSET, Response, Unset


def _get_kwargs(
    cadence_id: str,
    *,
    body: CadencePublish | None | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/cadences/{cadence_id}/publish".format(
            cadence_id=quote(str(cadence_id), safe=""),
        ),
    }

    if isinstance(body, CadencePublish):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | PublishRead:
    if response.status_code == 200:
        response_200 = PublishRead.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = PublishRead.from_dict(response.json())

        return response_202

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
) -> Response[Problem | PublishRead]:
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
    body: CadencePublish | None | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | PublishRead]:
    """Publish Cadence

     Make a version of the draft, for whoever enters from now on; 422 while something is wrong.

    Args:
        cadence_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        idempotency_key (str | Unset):
        body (CadencePublish | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | PublishRead]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    body: CadencePublish | None | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | PublishRead | None:
    """Publish Cadence

     Make a version of the draft, for whoever enters from now on; 422 while something is wrong.

    Args:
        cadence_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        idempotency_key (str | Unset):
        body (CadencePublish | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | PublishRead
    """

    return sync_detailed(
        cadence_id=cadence_id,
        client=client,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    body: CadencePublish | None | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | PublishRead]:
    """Publish Cadence

     Make a version of the draft, for whoever enters from now on; 422 while something is wrong.

    Args:
        cadence_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        idempotency_key (str | Unset):
        body (CadencePublish | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | PublishRead]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    body: CadencePublish | None | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | PublishRead | None:
    """Publish Cadence

     Make a version of the draft, for whoever enters from now on; 422 while something is wrong.

    Args:
        cadence_id (str):
        if_match (None | str | Unset): The ETag you saw; 412 when it has changed since.
        idempotency_key (str | Unset):
        body (CadencePublish | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | PublishRead
    """

    return (
        await asyncio_detailed(
            cadence_id=cadence_id,
            client=client,
            body=body,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )
    ).parsed
