from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.hook_problem import HookProblem


T = TypeVar("T", bound="HookPreviewRow")


@_attrs_define
class HookPreviewRow:
    """
    Attributes:
        to (str):
        value (Any): What comes of this row; null: nothing stands there.
        error (HookProblem | None):
    """

    to: str
    value: Any
    error: HookProblem | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.hook_problem import HookProblem  # noqa: PLC0415

        to = self.to

        value = self.value

        error: dict[str, Any] | None
        if isinstance(self.error, HookProblem):
            error = self.error.to_dict()
        else:
            error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "to": to,
                "value": value,
                "error": error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hook_problem import HookProblem  # noqa: PLC0415

        d = dict(src_dict)
        to = d.pop("to")

        value = d.pop("value")

        def _parse_error(data: object) -> HookProblem | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = HookProblem.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HookProblem | None, data)

        error = _parse_error(d.pop("error"))

        hook_preview_row = cls(
            to=to,
            value=value,
            error=error,
        )

        hook_preview_row.additional_properties = d
        return hook_preview_row

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
