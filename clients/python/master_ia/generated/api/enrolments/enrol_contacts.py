from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.enrolments_create import EnrolmentsCreate
from ...models.enrolments_created import EnrolmentsCreated
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    cadence_id: str,
    *,
    body: EnrolmentsCreate,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/cadences/{cadence_id}/enrolments".format(
            cadence_id=quote(str(cadence_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EnrolmentsCreated | Problem:
    if response.status_code == 202:
        response_202 = EnrolmentsCreated.from_dict(response.json())

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
) -> Response[EnrolmentsCreated | Problem]:
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
    body: EnrolmentsCreate,
    idempotency_key: str | Unset = UNSET,
) -> Response[EnrolmentsCreated | Problem]:
    """Enrol Contacts

     Let up to 1,000 contacts in, or everybody of a segment. Whoever is left out is told with the
    reason; asking twice enrols nobody twice.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsCreate): Contacts by their names, or everybody of a segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EnrolmentsCreated | Problem]
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
    body: EnrolmentsCreate,
    idempotency_key: str | Unset = UNSET,
) -> EnrolmentsCreated | Problem | None:
    """Enrol Contacts

     Let up to 1,000 contacts in, or everybody of a segment. Whoever is left out is told with the
    reason; asking twice enrols nobody twice.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsCreate): Contacts by their names, or everybody of a segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EnrolmentsCreated | Problem
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
    body: EnrolmentsCreate,
    idempotency_key: str | Unset = UNSET,
) -> Response[EnrolmentsCreated | Problem]:
    """Enrol Contacts

     Let up to 1,000 contacts in, or everybody of a segment. Whoever is left out is told with the
    reason; asking twice enrols nobody twice.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsCreate): Contacts by their names, or everybody of a segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EnrolmentsCreated | Problem]
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
    body: EnrolmentsCreate,
    idempotency_key: str | Unset = UNSET,
) -> EnrolmentsCreated | Problem | None:
    """Enrol Contacts

     Let up to 1,000 contacts in, or everybody of a segment. Whoever is left out is told with the
    reason; asking twice enrols nobody twice.

    Args:
        cadence_id (str):
        idempotency_key (str | Unset):
        body (EnrolmentsCreate): Contacts by their names, or everybody of a segment.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EnrolmentsCreated | Problem
    """

    return (
        await asyncio_detailed(
            cadence_id=cadence_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
