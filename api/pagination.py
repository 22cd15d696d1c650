"""Signed cursors: a reader can continue a list, and cannot make up a place in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request
from itsdangerous import BadData, URLSafeSerializer

from schemas.cursors import Cursor
from schemas.errors import AppError

MAX_LIMIT = 250


class InvalidCursor(AppError):
    status = 400
    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__("This cursor is not one we gave out. Start again without it.")


RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Listing(Generic[RowT]):
    """What a list route returns; `response_model=Page[…]` shapes its rows."""

    data: Sequence[RowT]
    next_cursor: str | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class Paging:
    limit: int
    after: Cursor | None
    signer: URLSafeSerializer

    @property
    def fetch(self) -> int:
        """How many rows to ask for: one more than shown tells whether there are more."""
        return self.limit + 1

    def page(
        self, rows: Sequence[RowT], place: Callable[[RowT], Cursor] | None = None
    ) -> Listing[RowT]:
        """Cut `fetch` rows to a page. `place`: what they are sorted on, if not on created_at, id."""
        shown = rows[: self.limit]
        if len(rows) <= self.limit:
            return Listing(shown, None, has_more=False)
        last = (place or _made)(shown[-1])
        return Listing(shown, encode_cursor(self.signer, last), has_more=True)


def _made(row: Any) -> Cursor:  # a mapped class does not match a Protocol of plain attributes
    return Cursor(row.created_at, row.id)


def cursor_signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="cursor")


def encode_cursor(signer: URLSafeSerializer, cursor: Cursor) -> str:
    return str(signer.dumps([cursor.created_at.isoformat(), cursor.id.hex]))


def decode_cursor(signer: URLSafeSerializer, text: str) -> Cursor:
    try:
        created_at, key = signer.loads(text)
        return Cursor(datetime.fromisoformat(created_at), UUID(hex=key))
    except (BadData, ValueError, TypeError) as error:
        raise InvalidCursor from error


def paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows a page.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=500, description="`next_cursor` of the page before.")
    ] = None,
) -> Paging:
    signer: URLSafeSerializer = request.app.state.cursor_signer
    after = decode_cursor(signer, cursor) if cursor else None
    return Paging(limit, after, signer)


PageParams = Annotated[Paging, Depends(paging)]
