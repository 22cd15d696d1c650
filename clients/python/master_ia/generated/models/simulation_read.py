from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.simulated_step import SimulatedStep


T = TypeVar("T", bound="SimulationRead")


@_attrs_define
class SimulationRead:
    """
    Attributes:
        contact_id (None | str):
        time_zone (str):
        start (datetime.datetime):
        steps (list[SimulatedStep]):
    """

    contact_id: None | str
    time_zone: str
    start: datetime.datetime
    steps: list[SimulatedStep]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id: None | str
        contact_id = self.contact_id

        time_zone = self.time_zone

        start = self.start.isoformat()

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_id": contact_id,
                "time_zone": time_zone,
                "start": start,
                "steps": steps,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.simulated_step import SimulatedStep  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_contact_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_id = _parse_contact_id(d.pop("contact_id"))

        time_zone = d.pop("time_zone")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = SimulatedStep.from_dict(steps_item_data)

            steps.append(steps_item)

        simulation_read = cls(
            contact_id=contact_id,
            time_zone=time_zone,
            start=start,
            steps=steps,
        )

        simulation_read.additional_properties = d
        return simulation_read

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
