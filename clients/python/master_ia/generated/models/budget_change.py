from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="BudgetChange")


@_attrs_define
class BudgetChange:
    """
    Attributes:
        budget_micros (int | None): Millionths of the company's currency; null: none.
    """

    budget_micros: int | None

    def to_dict(self) -> dict[str, Any]:
        budget_micros: int | None
        budget_micros = self.budget_micros

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "budget_micros": budget_micros,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_budget_micros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        budget_micros = _parse_budget_micros(d.pop("budget_micros"))

        budget_change = cls(
            budget_micros=budget_micros,
        )

        return budget_change
