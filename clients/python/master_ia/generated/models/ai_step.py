from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AiStep")


@_attrs_define
class AiStep:
    """Passed over until the assistant is there.

    Attributes:
        kind (Literal['ai']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        instructions (str | Unset):  Default: ''.
    """

    kind: Literal["ai"]
    key: str | Unset = ""
    instructions: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        instructions = self.instructions

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if instructions is not UNSET:
            field_dict["instructions"] = instructions

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["ai"], d.pop("kind"))
        if kind != "ai":
            raise ValueError(f"kind must match const 'ai', got '{kind}'")

        key = d.pop("key", UNSET)

        instructions = d.pop("instructions", UNSET)

        ai_step = cls(
            kind=kind,
            key=key,
            instructions=instructions,
        )

        return ai_step
