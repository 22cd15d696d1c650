from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.step import Step
from ...models.timeline_read import TimelineRead
from ...types import UNSET, Response, Unset


def _get_kwargs(
    campaign_id: str,
    *,
    step: Step | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_step: str | Unset = UNSET
    if not isinstance(step, Unset):
        json_step = step.value

    params["step"] = json_step

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/campaigns/{campaign_id}/results/timeline".format(
            campaign_id=quote(str(campaign_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | TimelineRead:
    if response.status_code == 200:
        response_200 = TimelineRead.from_dict(response.json())

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
) -> Response[Problem | TimelineRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    step: Step | Unset = UNSET,
) -> Response[Problem | TimelineRead]:
    """Get Campaign Timeline

     By the hour for two days, or by the day for thirty. Reads every recipient: ask seldom.

    Args:
        campaign_id (str):
        step (Step | Unset): How wide a piece of the course over time is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TimelineRead]
    """

    kwargs = _get_kwargs(
        campaign_id=campaign_id,
        step=step,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    step: Step | Unset = UNSET,
) -> Problem | TimelineRead | None:
    """Get Campaign Timeline

     By the hour for two days, or by the day for thirty. Reads every recipient: ask seldom.

    Args:
        campaign_id (str):
        step (Step | Unset): How wide a piece of the course over time is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TimelineRead
    """

    return sync_detailed(
        campaign_id=campaign_id,
        client=client,
        step=step,
    ).parsed


async def asyncio_detailed(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    step: Step | Unset = UNSET,
) -> Response[Problem | TimelineRead]:
    """Get Campaign Timeline

     By the hour for two days, or by the day for thirty. Reads every recipient: ask seldom.

    Args:
        campaign_id (str):
        step (Step | Unset): How wide a piece of the course over time is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TimelineRead]
    """

    kwargs = _get_kwargs(
        campaign_id=campaign_id,
        step=step,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    step: Step | Unset = UNSET,
) -> Problem | TimelineRead | None:
    """Get Campaign Timeline

     By the hour for two days, or by the day for thirty. Reads every recipient: ask seldom.

    Args:
        campaign_id (str):
        step (Step | Unset): How wide a piece of the course over time is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TimelineRead
    """

    return (
        await asyncio_detailed(
            campaign_id=campaign_id,
            client=client,
            step=step,
        )
    ).parsed
