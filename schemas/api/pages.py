"""One page of a list."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    model_config = ConfigDict(from_attributes=True)

    data: list[Item]
    next_cursor: str | None = Field(
        description="Give it as `cursor` to read on; null on the last page."
    )
    has_more: bool
