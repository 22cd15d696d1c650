from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.changes_read import ChangesRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    cadence_id: str,
    number: int,
    *,
    to: int | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_to: int | None | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    else:
        json_to = to
    params["to"] = json_to

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/cadences/{cadence_id}/versions/{number}/changes".format(
            cadence_id=quote(str(cadence_id), safe=""),
            number=quote(str(number), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ChangesRead | Problem:
    if response.status_code == 200:
        response_200 = ChangesRead.from_dict(response.json())

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
) -> Response[ChangesRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    cadence_id: str,
    number: int,
    *,
    client: AuthenticatedClient,
    to: int | None | Unset = UNSET,
) -> Response[ChangesRead | Problem]:
    """Compare Cadence Versions

     How another version, or the draft, differs from this one.

    Args:
        cadence_id (str):
        number (int):
        to (int | None | Unset): Null: the draft.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangesRead | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        number=number,
        to=to,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    cadence_id: str,
    number: int,
    *,
    client: AuthenticatedClient,
    to: int | None | Unset = UNSET,
) -> ChangesRead | Problem | None:
    """Compare Cadence Versions

     How another version, or the draft, differs from this one.

    Args:
        cadence_id (str):
        number (int):
        to (int | None | Unset): Null: the draft.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangesRead | Problem
    """

    return sync_detailed(
        cadence_id=cadence_id,
        number=number,
        client=client,
        to=to,
    ).parsed


async def asyncio_detailed(
    cadence_id: str,
    number: int,
    *,
    client: AuthenticatedClient,
    to: int | None | Unset = UNSET,
) -> Response[ChangesRead | Problem]:
    """Compare Cadence Versions

     How another version, or the draft, differs from this one.

    Args:
        cadence_id (str):
        number (int):
        to (int | None | Unset): Null: the draft.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangesRead | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        number=number,
        to=to,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    cadence_id: str,
    number: int,
    *,
    client: AuthenticatedClient,
    to: int | None | Unset = UNSET,
) -> ChangesRead | Problem | None:
    """Compare Cadence Versions

     How another version, or the draft, differs from this one.

    Args:
        cadence_id (str):
        number (int):
        to (int | None | Unset): Null: the draft.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangesRead | Problem
    """

    return (
        await asyncio_detailed(
            cadence_id=cadence_id,
            number=number,
            client=client,
            to=to,
        )
    ).parsed
