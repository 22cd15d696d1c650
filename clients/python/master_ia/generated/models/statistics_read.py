from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.statistics_read_steps import StatisticsReadSteps


T = TypeVar("T", bound="StatisticsRead")


@_attrs_define
class StatisticsRead:
    """
    Attributes:
        under_way (int):
        steps (StatisticsReadSteps): By step; one nobody came to is missing.
    """

    under_way: int
    steps: StatisticsReadSteps
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        under_way = self.under_way

        steps = self.steps.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "under_way": under_way,
                "steps": steps,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.statistics_read_steps import StatisticsReadSteps  # noqa: PLC0415

        d = dict(src_dict)
        under_way = d.pop("under_way")

        steps = StatisticsReadSteps.from_dict(d.pop("steps"))

        statistics_read = cls(
            under_way=under_way,
            steps=steps,
        )

        statistics_read.additional_properties = d
        return statistics_read

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
