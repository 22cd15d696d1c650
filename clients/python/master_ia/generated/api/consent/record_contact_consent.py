from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.consent_result import ConsentResult
from ...models.consent_write import ConsentWrite
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    contact_id: str,
    *,
    body: ConsentWrite,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/contacts/{contact_id}/consents".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ConsentResult | Problem:
    if response.status_code == 201:
        response_201 = ConsentResult.from_dict(response.json())

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
) -> Response[ConsentResult | Problem]:
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
    body: ConsentWrite,
    idempotency_key: str | Unset = UNSET,
) -> Response[ConsentResult | Problem]:
    """Record Contact Consent

     Write down what a person said to you. It holds for all their numbers.

    The newest word counts, by `occurred_at`. A grant needs a proof (422 `proof_missing`).

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (ConsentWrite): What a person said to you.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConsentResult | Problem]
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
    body: ConsentWrite,
    idempotency_key: str | Unset = UNSET,
) -> ConsentResult | Problem | None:
    """Record Contact Consent

     Write down what a person said to you. It holds for all their numbers.

    The newest word counts, by `occurred_at`. A grant needs a proof (422 `proof_missing`).

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (ConsentWrite): What a person said to you.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConsentResult | Problem
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
    body: ConsentWrite,
    idempotency_key: str | Unset = UNSET,
) -> Response[ConsentResult | Problem]:
    """Record Contact Consent

     Write down what a person said to you. It holds for all their numbers.

    The newest word counts, by `occurred_at`. A grant needs a proof (422 `proof_missing`).

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (ConsentWrite): What a person said to you.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConsentResult | Problem]
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
    body: ConsentWrite,
    idempotency_key: str | Unset = UNSET,
) -> ConsentResult | Problem | None:
    """Record Contact Consent

     Write down what a person said to you. It holds for all their numbers.

    The newest word counts, by `occurred_at`. A grant needs a proof (422 `proof_missing`).

    Args:
        contact_id (str):
        idempotency_key (str | Unset):
        body (ConsentWrite): What a person said to you.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConsentResult | Problem
    """

    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
