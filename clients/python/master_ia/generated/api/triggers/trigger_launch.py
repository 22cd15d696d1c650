from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.fired import Fired
from ...models.launch_part import LaunchPart
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: LaunchPart,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/triggers/launch",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Fired | Problem:
    if response.status_code == 200:
        response_200 = Fired.from_dict(response.json())

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
) -> Response[Fired | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: LaunchPart,
    idempotency_key: str | Unset = UNSET,
) -> Response[Fired | Problem]:
    """Trigger Launch

     Send a campaign now. The company's limits hold as ever: it may wait for a second person.

    Needs the scope `campaigns:run` beside `triggers:fire`.

    Args:
        idempotency_key (str | Unset):
        body (LaunchPart): Send a campaign now; the check before the launch holds as ever.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Fired | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: LaunchPart,
    idempotency_key: str | Unset = UNSET,
) -> Fired | Problem | None:
    """Trigger Launch

     Send a campaign now. The company's limits hold as ever: it may wait for a second person.

    Needs the scope `campaigns:run` beside `triggers:fire`.

    Args:
        idempotency_key (str | Unset):
        body (LaunchPart): Send a campaign now; the check before the launch holds as ever.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Fired | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: LaunchPart,
    idempotency_key: str | Unset = UNSET,
) -> Response[Fired | Problem]:
    """Trigger Launch

     Send a campaign now. The company's limits hold as ever: it may wait for a second person.

    Needs the scope `campaigns:run` beside `triggers:fire`.

    Args:
        idempotency_key (str | Unset):
        body (LaunchPart): Send a campaign now; the check before the launch holds as ever.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Fired | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: LaunchPart,
    idempotency_key: str | Unset = UNSET,
) -> Fired | Problem | None:
    """Trigger Launch

     Send a campaign now. The company's limits hold as ever: it may wait for a second person.

    Needs the scope `campaigns:run` beside `triggers:fire`.

    Args:
        idempotency_key (str | Unset):
        body (LaunchPart): Send a campaign now; the check before the launch holds as ever.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Fired | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
