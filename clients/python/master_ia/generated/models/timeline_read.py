from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.step import Step

if TYPE_CHECKING:
    from ..models.results_moment_read import ResultsMomentRead


T = TypeVar("T", bound="TimelineRead")


@_attrs_define
class TimelineRead:
    """
    Attributes:
        step (Step): How wide a piece of the course over time is.
        moments (list[ResultsMomentRead]):
    """

    step: Step
    moments: list[ResultsMomentRead]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        step = self.step.value

        moments = []
        for moments_item_data in self.moments:
            moments_item = moments_item_data.to_dict()
            moments.append(moments_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "step": step,
                "moments": moments,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.results_moment_read import ResultsMomentRead  # noqa: PLC0415

        d = dict(src_dict)
        step = Step(d.pop("step"))

        moments = []
        _moments = d.pop("moments")
        for moments_item_data in _moments:
            moments_item = ResultsMomentRead.from_dict(moments_item_data)

            moments.append(moments_item)

        timeline_read = cls(
            step=step,
            moments=moments,
        )

        timeline_read.additional_properties = d
        return timeline_read

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
