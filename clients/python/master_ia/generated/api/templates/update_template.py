from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.template_read import TemplateRead
from ...models.template_update import TemplateUpdate
from ...types import UNSET, Response, Unset


def _get_kwargs(
    template_id: str,
    *,
    body: TemplateUpdate,
    if_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/templates/{template_id}".format(
            template_id=quote(str(template_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | TemplateRead:
    if response.status_code == 200:
        response_200 = TemplateRead.from_dict(response.json())

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
) -> Response[Problem | TemplateRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    template_id: str,
    *,
    client: AuthenticatedClient,
    body: TemplateUpdate,
    if_match: None | str | Unset = UNSET,
) -> Response[Problem | TemplateRead]:
    """Update Template

    Args:
        template_id (str):
        if_match (None | str | Unset): The ETag the change is based on; another's change meanwhile
            gives 412.
        body (TemplateUpdate): What is left out stays. New words of a template Meta knows go to
            review again at once.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TemplateRead]
    """

    kwargs = _get_kwargs(
        template_id=template_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    template_id: str,
    *,
    client: AuthenticatedClient,
    body: TemplateUpdate,
    if_match: None | str | Unset = UNSET,
) -> Problem | TemplateRead | None:
    """Update Template

    Args:
        template_id (str):
        if_match (None | str | Unset): The ETag the change is based on; another's change meanwhile
            gives 412.
        body (TemplateUpdate): What is left out stays. New words of a template Meta knows go to
            review again at once.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TemplateRead
    """

    return sync_detailed(
        template_id=template_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    template_id: str,
    *,
    client: AuthenticatedClient,
    body: TemplateUpdate,
    if_match: None | str | Unset = UNSET,
) -> Response[Problem | TemplateRead]:
    """Update Template

    Args:
        template_id (str):
        if_match (None | str | Unset): The ETag the change is based on; another's change meanwhile
            gives 412.
        body (TemplateUpdate): What is left out stays. New words of a template Meta knows go to
            review again at once.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TemplateRead]
    """

    kwargs = _get_kwargs(
        template_id=template_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    template_id: str,
    *,
    client: AuthenticatedClient,
    body: TemplateUpdate,
    if_match: None | str | Unset = UNSET,
) -> Problem | TemplateRead | None:
    """Update Template

    Args:
        template_id (str):
        if_match (None | str | Unset): The ETag the change is based on; another's change meanwhile
            gives 412.
        body (TemplateUpdate): What is left out stays. New words of a template Meta knows go to
            review again at once.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TemplateRead
    """

    return (
        await asyncio_detailed(
            template_id=template_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
