"""How the generated methods reach the API; one class for programs that wait, one for asyncio."""

from collections.abc import AsyncIterator, Iterator
from types import ModuleType
from typing import Any
from uuid import uuid4

from .generated.client import AuthenticatedClient
from .generated.types import UNSET, Unset


def _with_key(arguments: dict[str, Any]) -> dict[str, Any]:
    """A POST has one key for all its tries, so that it happens once whatever gets lost."""
    if isinstance(arguments.get("idempotency_key"), Unset):
        return {**arguments, "idempotency_key": str(uuid4())}
    return arguments


class Resource:
    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def _call(self, operation: ModuleType, *places: Any, **arguments: Any) -> Any:
        given = _with_key(arguments)
        return operation.sync_detailed(*places, client=self._client, **given).parsed

    def _bytes(self, operation: ModuleType, *places: Any, **arguments: Any) -> bytes:
        given = _with_key(arguments)
        answer = operation.sync_detailed(*places, client=self._client, **given)
        content: bytes = answer.content
        return content

    def _done(self, operation: ModuleType, *places: Any, **arguments: Any) -> None:
        self._call(operation, *places, **arguments)

    def _rows(self, operation: ModuleType, *places: Any, **arguments: Any) -> Iterator[Any]:
        cursor: object = UNSET
        while cursor is not None:
            page = self._call(operation, *places, cursor=cursor, **arguments)
            yield from page.data
            cursor = page.next_cursor


class AsyncResource:
    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def _call(self, operation: ModuleType, *places: Any, **arguments: Any) -> Any:
        given = _with_key(arguments)
        return (await operation.asyncio_detailed(*places, client=self._client, **given)).parsed

    async def _bytes(self, operation: ModuleType, *places: Any, **arguments: Any) -> bytes:
        given = _with_key(arguments)
        answer = await operation.asyncio_detailed(*places, client=self._client, **given)
        content: bytes = answer.content
        return content

    async def _done(self, operation: ModuleType, *places: Any, **arguments: Any) -> None:
        await self._call(operation, *places, **arguments)

    async def _rows(
        self, operation: ModuleType, *places: Any, **arguments: Any
    ) -> AsyncIterator[Any]:
        cursor: object = UNSET
        while cursor is not None:
            page = await self._call(operation, *places, cursor=cursor, **arguments)
            for row in page.data:
                yield row
            cursor = page.next_cursor
