from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_contact_read import PageContactRead
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    q: str | Unset = "",
    external_id: None | str | Unset = UNSET,
    tag_id: None | str | Unset = UNSET,
    segment_id: None | str | Unset = UNSET,
    import_id: None | str | Unset = UNSET,
    stage_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["q"] = q

    json_external_id: None | str | Unset
    if isinstance(external_id, Unset):
        json_external_id = UNSET
    else:
        json_external_id = external_id
    params["external_id"] = json_external_id

    json_tag_id: None | str | Unset
    if isinstance(tag_id, Unset):
        json_tag_id = UNSET
    else:
        json_tag_id = tag_id
    params["tag_id"] = json_tag_id

    json_segment_id: None | str | Unset
    if isinstance(segment_id, Unset):
        json_segment_id = UNSET
    else:
        json_segment_id = segment_id
    params["segment_id"] = json_segment_id

    json_import_id: None | str | Unset
    if isinstance(import_id, Unset):
        json_import_id = UNSET
    else:
        json_import_id = import_id
    params["import_id"] = json_import_id

    json_stage_id: None | str | Unset
    if isinstance(stage_id, Unset):
        json_stage_id = UNSET
    else:
        json_stage_id = stage_id
    params["stage_id"] = json_stage_id

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/contacts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageContactRead | Problem:
    if response.status_code == 200:
        response_200 = PageContactRead.from_dict(response.json())

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
) -> Response[PageContactRead | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    q: str | Unset = "",
    external_id: None | str | Unset = UNSET,
    tag_id: None | str | Unset = UNSET,
    segment_id: None | str | Unset = UNSET,
    import_id: None | str | Unset = UNSET,
    stage_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageContactRead | Problem]:
    """List Contacts

     Newest first.

    Args:
        q (str | Unset): Part of a name, number or e-mail. Default: ''.
        external_id (None | str | Unset):
        tag_id (None | str | Unset):
        segment_id (None | str | Unset):
        import_id (None | str | Unset):
        stage_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageContactRead | Problem]
    """

    kwargs = _get_kwargs(
        q=q,
        external_id=external_id,
        tag_id=tag_id,
        segment_id=segment_id,
        import_id=import_id,
        stage_id=stage_id,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    q: str | Unset = "",
    external_id: None | str | Unset = UNSET,
    tag_id: None | str | Unset = UNSET,
    segment_id: None | str | Unset = UNSET,
    import_id: None | str | Unset = UNSET,
    stage_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageContactRead | Problem | None:
    """List Contacts

     Newest first.

    Args:
        q (str | Unset): Part of a name, number or e-mail. Default: ''.
        external_id (None | str | Unset):
        tag_id (None | str | Unset):
        segment_id (None | str | Unset):
        import_id (None | str | Unset):
        stage_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageContactRead | Problem
    """

    return sync_detailed(
        client=client,
        q=q,
        external_id=external_id,
        tag_id=tag_id,
        segment_id=segment_id,
        import_id=import_id,
        stage_id=stage_id,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    q: str | Unset = "",
    external_id: None | str | Unset = UNSET,
    tag_id: None | str | Unset = UNSET,
    segment_id: None | str | Unset = UNSET,
    import_id: None | str | Unset = UNSET,
    stage_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PageContactRead | Problem]:
    """List Contacts

     Newest first.

    Args:
        q (str | Unset): Part of a name, number or e-mail. Default: ''.
        external_id (None | str | Unset):
        tag_id (None | str | Unset):
        segment_id (None | str | Unset):
        import_id (None | str | Unset):
        stage_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageContactRead | Problem]
    """

    kwargs = _get_kwargs(
        q=q,
        external_id=external_id,
        tag_id=tag_id,
        segment_id=segment_id,
        import_id=import_id,
        stage_id=stage_id,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    q: str | Unset = "",
    external_id: None | str | Unset = UNSET,
    tag_id: None | str | Unset = UNSET,
    segment_id: None | str | Unset = UNSET,
    import_id: None | str | Unset = UNSET,
    stage_id: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PageContactRead | Problem | None:
    """List Contacts

     Newest first.

    Args:
        q (str | Unset): Part of a name, number or e-mail. Default: ''.
        external_id (None | str | Unset):
        tag_id (None | str | Unset):
        segment_id (None | str | Unset):
        import_id (None | str | Unset):
        stage_id (None | str | Unset):
        limit (int | Unset): Rows a page. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageContactRead | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            q=q,
            external_id=external_id,
            tag_id=tag_id,
            segment_id=segment_id,
            import_id=import_id,
            stage_id=stage_id,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
