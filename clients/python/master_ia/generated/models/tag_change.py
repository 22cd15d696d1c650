from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.selection import Selection


T = TypeVar("T", bound="TagChange")


@_attrs_define
class TagChange:
    """
    Attributes:
        selection (Selection): Some contacts: by id, or everybody a filter finds.
        add (list[str] | Unset):
        remove (list[str] | Unset):
    """

    selection: Selection
    add: list[str] | Unset = UNSET
    remove: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        selection = self.selection.to_dict()

        add: list[str] | Unset = UNSET
        if not isinstance(self.add, Unset):
            add = self.add

        remove: list[str] | Unset = UNSET
        if not isinstance(self.remove, Unset):
            remove = self.remove

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "selection": selection,
            }
        )
        if add is not UNSET:
            field_dict["add"] = add
        if remove is not UNSET:
            field_dict["remove"] = remove

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.selection import Selection  # noqa: PLC0415

        d = dict(src_dict)
        selection = Selection.from_dict(d.pop("selection"))

        add = cast(list[str], d.pop("add", UNSET))

        remove = cast(list[str], d.pop("remove", UNSET))

        tag_change = cls(
            selection=selection,
            add=add,
            remove=remove,
        )

        return tag_change
