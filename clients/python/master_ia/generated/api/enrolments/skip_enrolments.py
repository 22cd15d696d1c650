from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.enrolments_action import EnrolmentsAction
from ...models.enrolments_changed import EnrolmentsChanged
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    cadence_id: str,
    *,
    body: EnrolmentsAction,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/cadences/{cadence_id}/enrolments/skip".format(
            cadence_id=quote(str(cadence_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EnrolmentsChanged | Problem:
    if response.status_code == 200:
        response_200 = EnrolmentsChanged.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = EnrolmentsChanged.from_dict(response.json())

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
) -> Response[EnrolmentsChanged | Problem]:
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
    body: EnrolmentsAction,
    idempotency_key: str | Unset = UNSET,
) -> Response[EnrolmentsChanged | Problem]:
    """Skip Enrolments

     The step they wait at is passed by, unless its message is being sent.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsAction): Those named; or everybody the filters let through.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EnrolmentsChanged | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        body=body,
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
    body: EnrolmentsAction,
    idempotency_key: str | Unset = UNSET,
) -> EnrolmentsChanged | Problem | None:
    """Skip Enrolments

     The step they wait at is passed by, unless its message is being sent.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsAction): Those named; or everybody the filters let through.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EnrolmentsChanged | Problem
    """

    return sync_detailed(
        cadence_id=cadence_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    body: EnrolmentsAction,
    idempotency_key: str | Unset = UNSET,
) -> Response[EnrolmentsChanged | Problem]:
    """Skip Enrolments

     The step they wait at is passed by, unless its message is being sent.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsAction): Those named; or everybody the filters let through.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EnrolmentsChanged | Problem]
    """

    kwargs = _get_kwargs(
        cadence_id=cadence_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    cadence_id: str,
    *,
    client: AuthenticatedClient,
    body: EnrolmentsAction,
    idempotency_key: str | Unset = UNSET,
) -> EnrolmentsChanged | Problem | None:
    """Skip Enrolments

     The step they wait at is passed by, unless its message is being sent.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsAction): Those named; or everybody the filters let through.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EnrolmentsChanged | Problem
    """

    return (
        await asyncio_detailed(
            cadence_id=cadence_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
