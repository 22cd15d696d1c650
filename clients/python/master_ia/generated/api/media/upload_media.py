from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.body_upload_media import BodyUploadMedia
from ...models.media_read import MediaRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: BodyUploadMedia,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/media",
    }

    _kwargs["files"] = body.to_multipart()

    headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MediaRead | Problem:
    if response.status_code == 201:
        response_201 = MediaRead.from_dict(response.json())

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
) -> Response[MediaRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: BodyUploadMedia,
    idempotency_key: str | Unset = UNSET,
) -> Response[MediaRead | Problem]:
    """Upload Media

     Upload a file to send it in a message within a day; after that it is deleted.

    Pictures (JPEG, PNG) up to 5 MB, videos (MP4, 3GP) and recordings (AAC, AMR, MP3, M4A, OGG) up
    to 16 MB, stickers (WebP) up to 500 KB, documents up to 100 MB.

    Args:
        idempotency_key (str | Unset):
        body (BodyUploadMedia):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MediaRead | Problem]
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
    body: BodyUploadMedia,
    idempotency_key: str | Unset = UNSET,
) -> MediaRead | Problem | None:
    """Upload Media

     Upload a file to send it in a message within a day; after that it is deleted.

    Pictures (JPEG, PNG) up to 5 MB, videos (MP4, 3GP) and recordings (AAC, AMR, MP3, M4A, OGG) up
    to 16 MB, stickers (WebP) up to 500 KB, documents up to 100 MB.

    Args:
        idempotency_key (str | Unset):
        body (BodyUploadMedia):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MediaRead | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: BodyUploadMedia,
    idempotency_key: str | Unset = UNSET,
) -> Response[MediaRead | Problem]:
    """Upload Media

     Upload a file to send it in a message within a day; after that it is deleted.

    Pictures (JPEG, PNG) up to 5 MB, videos (MP4, 3GP) and recordings (AAC, AMR, MP3, M4A, OGG) up
    to 16 MB, stickers (WebP) up to 500 KB, documents up to 100 MB.

    Args:
        idempotency_key (str | Unset):
        body (BodyUploadMedia):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MediaRead | Problem]
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
    body: BodyUploadMedia,
    idempotency_key: str | Unset = UNSET,
) -> MediaRead | Problem | None:
    """Upload Media

     Upload a file to send it in a message within a day; after that it is deleted.

    Pictures (JPEG, PNG) up to 5 MB, videos (MP4, 3GP) and recordings (AAC, AMR, MP3, M4A, OGG) up
    to 16 MB, stickers (WebP) up to 500 KB, documents up to 100 MB.

    Args:
        idempotency_key (str | Unset):
        body (BodyUploadMedia):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MediaRead | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
