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

T = TypeVar("T", bound="TagStep")


@_attrs_define
class TagStep:
    """
    Attributes:
        kind (Literal['tag']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        add (list[str] | Unset):
        remove (list[str] | Unset):
    """

    kind: Literal["tag"]
    key: str | Unset = ""
    add: list[str] | Unset = UNSET
    remove: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        add: list[str] | Unset = UNSET
        if not isinstance(self.add, Unset):
            add = self.add

        remove: list[str] | Unset = UNSET
        if not isinstance(self.remove, Unset):
            remove = self.remove

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if add is not UNSET:
            field_dict["add"] = add
        if remove is not UNSET:
            field_dict["remove"] = remove

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["tag"], d.pop("kind"))
        if kind != "tag":
            raise ValueError(f"kind must match const 'tag', got '{kind}'")

        key = d.pop("key", UNSET)

        add = cast(list[str], d.pop("add", UNSET))

        remove = cast(list[str], d.pop("remove", UNSET))

        tag_step = cls(
            kind=kind,
            key=key,
            add=add,
            remove=remove,
        )

        return tag_step
