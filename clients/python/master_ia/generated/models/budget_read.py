from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="BudgetRead")


@_attrs_define
class BudgetRead:
    """
    Attributes:
        kind (str):
        total_micros (int):
        spent_micros (int):
        promised_micros (int): To campaigns that are under way or planned.
        left_micros (int): A launch is refused where `cost` is more; where only the SMS could exceed it, it begins with
            a warning, and sending stops where the budget ends.
    """

    kind: str
    total_micros: int
    spent_micros: int
    promised_micros: int
    left_micros: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        total_micros = self.total_micros

        spent_micros = self.spent_micros

        promised_micros = self.promised_micros

        left_micros = self.left_micros

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "total_micros": total_micros,
                "spent_micros": spent_micros,
                "promised_micros": promised_micros,
                "left_micros": left_micros,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        total_micros = d.pop("total_micros")

        spent_micros = d.pop("spent_micros")

        promised_micros = d.pop("promised_micros")

        left_micros = d.pop("left_micros")

        budget_read = cls(
            kind=kind,
            total_micros=total_micros,
            spent_micros=spent_micros,
            promised_micros=promised_micros,
            left_micros=left_micros,
        )

        budget_read.additional_properties = d
        return budget_read

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
