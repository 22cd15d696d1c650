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

T = TypeVar("T", bound="CallStep")


@_attrs_define
class CallStep:
    """Passed over until calls are there.

    Attributes:
        kind (Literal['call']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        instructions (str | Unset):  Default: ''.
    """

    kind: Literal["call"]
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
        kind = cast(Literal["call"], d.pop("kind"))
        if kind != "call":
            raise ValueError(f"kind must match const 'call', got '{kind}'")

        key = d.pop("key", UNSET)

        instructions = d.pop("instructions", UNSET)

        call_step = cls(
            kind=kind,
            key=key,
            instructions=instructions,
        )

        return call_step
