from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.available_numbers import AvailableNumbers
from ...models.number_kind import NumberKind
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    connection_id: str,
    *,
    country: str | Unset = "US",
    kind: NumberKind | Unset = UNSET,
    digits: str | Unset = "",
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["country"] = country

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind.value

    params["kind"] = json_kind

    params["digits"] = digits

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/connections/{connection_id}/available-numbers".format(
            connection_id=quote(str(connection_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AvailableNumbers | Problem:
    if response.status_code == 200:
        response_200 = AvailableNumbers.from_dict(response.json())

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
) -> Response[AvailableNumbers | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    connection_id: str,
    *,
    client: AuthenticatedClient,
    country: str | Unset = "US",
    kind: NumberKind | Unset = UNSET,
    digits: str | Unset = "",
) -> Response[AvailableNumbers | Problem]:
    """Search Available Numbers

     Some numbers that can send SMS, as they are for sale right now. The provider charges monthly.

    Args:
        connection_id (str):
        country (str | Unset): ISO 3166. Default: 'US'.
        kind (NumberKind | Unset):
        digits (str | Unset): Area code, or any digits. Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AvailableNumbers | Problem]
    """

    kwargs = _get_kwargs(
        connection_id=connection_id,
        country=country,
        kind=kind,
        digits=digits,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    connection_id: str,
    *,
    client: AuthenticatedClient,
    country: str | Unset = "US",
    kind: NumberKind | Unset = UNSET,
    digits: str | Unset = "",
) -> AvailableNumbers | Problem | None:
    """Search Available Numbers

     Some numbers that can send SMS, as they are for sale right now. The provider charges monthly.

    Args:
        connection_id (str):
        country (str | Unset): ISO 3166. Default: 'US'.
        kind (NumberKind | Unset):
        digits (str | Unset): Area code, or any digits. Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AvailableNumbers | Problem
    """

    return sync_detailed(
        connection_id=connection_id,
        client=client,
        country=country,
        kind=kind,
        digits=digits,
    ).parsed


async def asyncio_detailed(
    connection_id: str,
    *,
    client: AuthenticatedClient,
    country: str | Unset = "US",
    kind: NumberKind | Unset = UNSET,
    digits: str | Unset = "",
) -> Response[AvailableNumbers | Problem]:
    """Search Available Numbers

     Some numbers that can send SMS, as they are for sale right now. The provider charges monthly.

    Args:
        connection_id (str):
        country (str | Unset): ISO 3166. Default: 'US'.
        kind (NumberKind | Unset):
        digits (str | Unset): Area code, or any digits. Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AvailableNumbers | Problem]
    """

    kwargs = _get_kwargs(
        connection_id=connection_id,
        country=country,
        kind=kind,
        digits=digits,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    connection_id: str,
    *,
    client: AuthenticatedClient,
    country: str | Unset = "US",
    kind: NumberKind | Unset = UNSET,
    digits: str | Unset = "",
) -> AvailableNumbers | Problem | None:
    """Search Available Numbers

     Some numbers that can send SMS, as they are for sale right now. The provider charges monthly.

    Args:
        connection_id (str):
        country (str | Unset): ISO 3166. Default: 'US'.
        kind (NumberKind | Unset):
        digits (str | Unset): Area code, or any digits. Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AvailableNumbers | Problem
    """

    return (
        await asyncio_detailed(
            connection_id=connection_id,
            client=client,
            country=country,
            kind=kind,
            digits=digits,
        )
    ).parsed
