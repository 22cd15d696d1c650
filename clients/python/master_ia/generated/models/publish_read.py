from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.cadence_read import CadenceRead
    from ..models.move_read import MoveRead


T = TypeVar("T", bound="PublishRead")


@_attrs_define
class PublishRead:
    """
    Attributes:
        cadence (CadenceRead):
        moved (MoveRead | None):
    """

    cadence: CadenceRead
    moved: MoveRead | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.move_read import MoveRead  # noqa: PLC0415

        cadence = self.cadence.to_dict()

        moved: dict[str, Any] | None
        if isinstance(self.moved, MoveRead):
            moved = self.moved.to_dict()
        else:
            moved = self.moved

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "cadence": cadence,
                "moved": moved,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cadence_read import CadenceRead  # noqa: PLC0415
        from ..models.move_read import MoveRead  # noqa: PLC0415

        d = dict(src_dict)
        cadence = CadenceRead.from_dict(d.pop("cadence"))

        def _parse_moved(data: object) -> MoveRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                moved_type_0 = MoveRead.from_dict(data)

                return moved_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoveRead | None, data)

        moved = _parse_moved(d.pop("moved"))

        publish_read = cls(
            cadence=cadence,
            moved=moved,
        )

        publish_read.additional_properties = d
        return publish_read

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
